using Hotline.Simulator.Calls;
using Hotline.Simulator.Judging;
using Hotline.Simulator.Twiml;

namespace Hotline.Simulator.Conferences;

/// <summary>Who hears whom in a conference, or what is played to her instead. Everything under the switchboard's gate.</summary>
internal sealed class Hearing(Switchboard switchboard, Interludes interludes, Judge judge)
{
    /// <summary>Works out anew what each participant hears and whom she meets.</summary>
    public void Refresh(Conference conference)
    {
        var connected = conference.Seats.FindAll(s => s.IsConnected);
        foreach (var seat in connected)
        {
            var others = connected.FindAll(o => o != seat && CanHear(seat, o));
            if (seat.Hold)
                Play(seat, seat.HoldInterlude);
            else if (conference.Status == ConferenceStatus.Init)
                Play(seat, seat.Wait);
            else
            {
                Play(seat, null);
                switchboard.Sounds(seat.Call, others.Exists(o => o.Call.IsHuman) ? Sound.Human : others.Count > 0 ? Sound.Speech : Sound.Silence);
                Meet(seat, others);
            }
            Switchboard.Change(seat.Call);
        }
    }

    /// <summary>Nothing is played to her any more.</summary>
    public void Stop(Seat seat) => Play(seat, null);

    private static bool CanHear(Seat listener, Seat speaker) =>
        !speaker.Hold && (!speaker.Coaching || speaker.CallSidToCoach == listener.Call.Sid);

    private void Meet(Seat seat, List<Seat> others)
    {
        foreach (var other in others.Where(o => seat.Met.Add(o.Call.Sid)))
        {
            switchboard.Hear(seat.Call, "bridge", other.Call.Party);
            switchboard.Tell("bridged", seat.Call);
        }
        if (seat.Call.Direction != CallDirection.Inbound)
            return;
        foreach (var coach in others.Where(o => o.Coaching && seat.Coaches.Add(o.Call.Sid)))
            judge.DoublyBridged("callerHearsCoach", seat.Call.Sid, seat.Conference.FriendlyName, [coach.Call.Sid]);
        // Somebody who listens muted (a supervisor) is no second operator.
        var operators = others.FindAll(o => o is { Muted: false, Coaching: false } && o.Call.IsHuman && o.Call.Direction != CallDirection.Inbound);
        if (operators.Count > 0)
            judge.Bridged(seat.Call);
        if (operators.Count <= seat.Call.ExpectedLegs)
            return;
        var legs = operators.Select(o => o.Call.Sid).Order(StringComparer.Ordinal).ToList();
        var key = string.Join(' ', legs);
        if (seat.Conference.LastDoubleBridge == key)
            return;
        seat.Conference.LastDoubleBridge = key;
        judge.DoublyBridged("callerWithTwoLegs", seat.Call.Sid, seat.Conference.FriendlyName, legs);
    }

    private void Play(Seat seat, Interlude? interlude)
    {
        if (seat.Playing == interlude)
            return;
        _ = seat.PlayingEnds?.CancelAsync();
        seat.Playing = interlude;
        seat.PlayingEnds = null;
        if (interlude is null)
            return;
        if (interlude.IsSilent)
        {
            switchboard.Sounds(seat.Call, Sound.Silence);
            return;
        }
        if (interlude.Url is null)
        {
            switchboard.Sounds(seat.Call, Sound.Music);
            switchboard.Hear(seat.Call, "play", "carrier's wait music");
            return;
        }
        seat.PlayingEnds = new CancellationTokenSource();
        interludes.Start(seat.Call, interlude, [new("ConferenceSid", seat.Conference.Sid), new("FriendlyName", seat.Conference.FriendlyName)], seat.PlayingEnds.Token);
    }
}
