using Hotline.Simulator.Calls;

namespace Hotline.Simulator.Conferences;

/// <summary>All conferences: who comes in, who leaves, when one starts and ends. Everything under the switchboard's gate.</summary>
internal sealed class ConferenceHall(Switchboard switchboard, ConferenceEvents events, Hearing hearing)
{
    private const int CompletedKept = 2_000;
    private readonly Dictionary<string, Conference> _bySid = [];
    private readonly Dictionary<string, Conference> _liveByName = [];
    private readonly Queue<string> _completed = new();

    public Conference? Find(string sid)
    {
        lock (switchboard.Gate)
            return _bySid.GetValueOrDefault(sid);
    }

    public Conference? FindLive(string sidOrName)
    {
        lock (switchboard.Gate)
        {
            if (_bySid.TryGetValue(sidOrName, out var bySid))
                return bySid.Status == ConferenceStatus.Completed ? null : bySid;
            return _liveByName.GetValueOrDefault(sidOrName);
        }
    }

    public IReadOnlyList<T> Select<T>(Func<Conference, bool> which, Func<Conference, T> view)
    {
        lock (switchboard.Gate)
            return [.. _bySid.Values.Where(which).OrderByDescending(c => c.CreatedAt).Select(view)];
    }

    /// <summary>Gives a leg its place in the live conference of that name, which begins to exist if there is none.</summary>
    public Seat Reserve(string friendlyName, Call call, SeatRequest request)
    {
        lock (switchboard.Gate)
        {
            if (!_liveByName.TryGetValue(friendlyName, out var conference))
            {
                conference = new Conference(Sid.New("CF"), friendlyName, switchboard.Now, request.Callback);
                _liveByName.Add(friendlyName, conference);
                _bySid.Add(conference.Sid, conference);
            }
            var seat = new Seat(conference, call, request, switchboard.Now);
            conference.Seats.Add(seat);
            call.Seat = seat;
            return seat;
        }
    }

    /// <summary>Brings the leg in and keeps it there until it leaves, is removed or the conference ends.</summary>
    public async Task<LeaveReason> StayAsync(Seat seat, CancellationToken turn)
    {
        if (!Enter(seat))
            return await seat.Done.Task;
        try
        {
            return await seat.Done.Task.WaitAsync(turn);
        }
        catch (OperationCanceledException)
        {
            Leave(seat, LeaveReason.ParticipantUpdatedViaApi);
            throw;
        }
    }

    /// <summary>A leg that was to come in was never answered.</summary>
    public void FailedToJoin(Seat seat)
    {
        lock (switchboard.Gate)
        {
            if (seat.State != SeatState.Connecting)
                return;
            seat.State = SeatState.Left;
            seat.Done.TrySetResult(LeaveReason.ParticipantAddFailed);
            seat.Conference.Seats.Remove(seat);
            events.Report(seat.Conference, "participant-leave", seat, LeaveReason.ParticipantAddFailed);
            if (seat.Conference.Seats.Count == 0)
                Complete(seat.Conference, "last-participant-left", seat);
        }
    }

    public void Leave(Seat seat, LeaveReason reason)
    {
        lock (switchboard.Gate)
        {
            if (seat.State != SeatState.Connected)
                return;
            var conference = seat.Conference;
            Remove(seat, reason);
            if (seat.EndOnExit)
                End(conference, "participant-with-end-conference-on-exit-left", LeaveReason.ModeratorEndedConference, seat);
            else if (conference.Seats.Count == 0)
                Complete(conference, "last-participant-left", seat);
            else
                hearing.Refresh(conference);
        }
    }

    public void EndByApi(Conference conference)
    {
        lock (switchboard.Gate)
        {
            if (conference.Status != ConferenceStatus.Completed)
                End(conference, "conference-ended-via-api", LeaveReason.ConferenceEndedViaApi, null);
        }
    }

    public void Mute(Seat seat, bool muted)
    {
        lock (switchboard.Gate)
        {
            if (!seat.IsConnected || seat.Muted == muted)
                return;
            seat.Muted = muted;
            seat.UpdatedAt = switchboard.Now;
            events.Report(seat.Conference, muted ? "participant-mute" : "participant-unmute", seat);
            hearing.Refresh(seat.Conference);
        }
    }

    public void Hold(Seat seat, bool hold, Interlude interlude)
    {
        lock (switchboard.Gate)
        {
            if (!seat.IsConnected || (seat.Hold == hold && (!hold || seat.HoldInterlude == interlude)))
                return;
            var changed = seat.Hold != hold;
            seat.Hold = hold;
            seat.HoldInterlude = interlude;
            seat.UpdatedAt = switchboard.Now;
            if (changed)
                events.Report(seat.Conference, hold ? "participant-hold" : "participant-unhold", seat);
            hearing.Refresh(seat.Conference);
        }
    }

    public void Modify(Seat seat, bool? endOnExit, bool? coaching, string? callSidToCoach)
    {
        lock (switchboard.Gate)
        {
            if (!seat.IsConnected)
                return;
            seat.EndOnExit = endOnExit ?? seat.EndOnExit;
            seat.Coaching = coaching ?? seat.Coaching;
            seat.CallSidToCoach = seat.Coaching ? callSidToCoach ?? seat.CallSidToCoach : null;
            seat.UpdatedAt = switchboard.Now;
            events.Report(seat.Conference, "participant-modify", seat);
            hearing.Refresh(seat.Conference);
        }
    }

    public void Announced(Conference conference, Seat? seat, bool played)
    {
        lock (switchboard.Gate)
        {
            events.Report(conference, played ? "announcement-end" : "announcement-fail", seat);
            if (conference.Status != ConferenceStatus.Completed)
                hearing.Refresh(conference);
        }
    }

    public void Reset()
    {
        lock (switchboard.Gate)
        {
            _bySid.Clear();
            _liveByName.Clear();
            _completed.Clear();
        }
    }

    private bool Enter(Seat seat)
    {
        lock (switchboard.Gate)
        {
            var conference = seat.Conference;
            if (seat.State != SeatState.Connecting)
                return false;
            if (!seat.Call.IsLive)
            {
                FailedToJoin(seat);
                return false;
            }
            seat.State = SeatState.Connected;
            seat.UpdatedAt = switchboard.Now;
            seat.Call.OnEnd = () => Leave(seat, LeaveReason.ParticipantHungUp);
            events.Report(conference, "participant-join", seat);
            if (conference.Status == ConferenceStatus.Init && Ready(conference))
            {
                conference.Status = ConferenceStatus.InProgress;
                conference.UpdatedAt = switchboard.Now;
                events.Report(conference, "conference-start");
            }
            switchboard.Tell(seat.Call.Direction == CallDirection.Inbound ? "callerJoined" : "legJoined", seat.Call);
            hearing.Refresh(conference);
            return true;
        }
    }

    /// <summary>A conference begins when somebody who starts it is in and is not alone.</summary>
    private static bool Ready(Conference conference) =>
        conference.Seats.Count(s => s.IsConnected) >= 2 && conference.Seats.Exists(s => s is { IsConnected: true, StartOnEnter: true });

    private void Remove(Seat seat, LeaveReason reason)
    {
        seat.State = SeatState.Left;
        seat.Conference.Seats.Remove(seat);
        seat.Call.OnEnd = null;
        hearing.Stop(seat);
        events.Report(seat.Conference, "participant-leave", seat, reason);
        switchboard.Sounds(seat.Call, Sound.ApplicationSilence);
        seat.Done.TrySetResult(reason);
        Switchboard.Change(seat.Call);
    }

    private void End(Conference conference, string why, LeaveReason reason, Seat? by)
    {
        foreach (var seat in conference.Seats.ToList())
        {
            if (seat.IsConnected)
            {
                Remove(seat, reason);
                continue;
            }
            seat.State = SeatState.Left;
            seat.Done.TrySetResult(reason);
            switchboard.End(seat.Call, EndReason.ConferenceEnded, CallStatus.Canceled);
        }
        conference.Seats.Clear();
        Complete(conference, why, by);
    }

    private void Complete(Conference conference, string why, Seat? by)
    {
        conference.Status = ConferenceStatus.Completed;
        conference.UpdatedAt = switchboard.Now;
        conference.ReasonEnded = why;
        conference.CallSidEnding = by?.Call.Sid;
        if (_liveByName.GetValueOrDefault(conference.FriendlyName) == conference)
            _liveByName.Remove(conference.FriendlyName);
        events.Report(conference, "conference-end", endedBy: by);
        _completed.Enqueue(conference.Sid);
        if (_completed.Count > CompletedKept)
            _bySid.Remove(_completed.Dequeue());
    }
}
