using Hotline.Core.Staff;

namespace Hotline.Core.Calls;

/// <summary>
/// What the record says of one call: a pure fold over its events, the same for every order and repetition in which they arrived.
/// Times from the carrier are whole seconds (the start of the second); our own are milliseconds. All UTC.
/// </summary>
public sealed record CallRecord
{
    // A carrier time of 12:00:05 is any moment of that second, so our own 12:00:05.900 may still be before it.
    private static readonly TimeSpan CarrierPrecision = TimeSpan.FromSeconds(1);

    public required CallId Call { get; init; }

    /// <summary>Base64url of the sealed number; null when withheld.</summary>
    public string? NumberSealed { get; init; }
    public string? NumberKey { get; init; }
    public string? NumberMask { get; init; }

    /// <summary>The number she dialled.</summary>
    public string? Line { get; init; }

    /// <summary>Of the lane she entered last.</summary>
    public string? Centre { get; init; }
    public string? Skill { get; init; }
    public string? Lane { get; init; }

    public required DateTimeOffset ArrivedAt { get; init; }
    public DateTimeOffset? FirstWaitingAt { get; init; }
    public int OfferedCount { get; init; }

    /// <summary>Who spoke with her first; null when nobody did.</summary>
    public StaffId? AnsweredBy { get; init; }

    /// <summary>When the offer that led to the answer was accepted; for an unanswered call the last acceptance.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>When she and an operator were first in the conference together.</summary>
    public DateTimeOffset? ConnectedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>From entering a lane (or from arriving, if she never did) to being connected or to the end. Null while she waits.</summary>
    public long? WaitMs { get; init; }

    /// <summary>All the time in which she and an operator were in the conference together, hold included. Null when not connected or still talking.</summary>
    public long? TalkMs { get; init; }

    public required CallState State { get; init; }

    /// <summary>
    /// Precedence. <b>Connected</b>: the first moment with both sides in the conference by the carrier's facts; our own <c>call.connected</c> only if
    /// the joins of both sides were not told. <b>Ended</b>: the end of the caller's leg; else her leaving the conference (or its end), or the end of her talk with a
    /// duty telephone, if she neither rejoined nor went back to the queue; else our own <c>call.ended</c>. <b>State</b> of an ended call: <c>Closed</c> if connected; else the special
    /// end we gave it (call-back, message, overflow); else <c>Failed</c> if the system ended it before she left or the carrier calls her leg failed;
    /// else <c>Abandoned</c>. A booked call-back is open until its own end, whatever her legs do; reached, her leg is the one she answered on. State of a live call: talking beats everything, then the latest of our own events.
    /// Orders and repetitions: property tests in <c>Folding_a_call</c>.
    /// </summary>
    /// <exception cref="ArgumentException">There is no event, or none names the call.</exception>
    public static CallRecord Fold(IEnumerable<CallEvent> events)
    {
        var history = CallHistory.Of(events);
        var call = history.All.Select(h => h.Event.Call).FirstOrDefault(c => c is not null)
            ?? throw new ArgumentException("A call's row is folded from that call's events.", nameof(events));
        var presence = ConferencePresence.Of(history);
        var arrived = history.Of(EventKind.Arrived).FirstOrDefault();
        var waits = history.Of(EventKind.Waiting, EventKind.Reentered).ToList();
        var connected = ConnectedOf(history, presence);
        var callBack = CallBackStory.Of(history);
        var ended = EndedOf(history, presence, callBack);
        var accepted = AcceptedOf(history, connected?.At, presence.Talkers is [var first, ..] ? first : null);
        var record = new CallRecord
        {
            Call = call,
            NumberSealed = arrived?["number"],
            NumberKey = arrived?["numberKey"],
            NumberMask = arrived?["numberMask"],
            Line = arrived?["line"],
            Centre = waits.LastOrDefault()?["centre"],
            Skill = waits.LastOrDefault()?["skill"],
            Lane = waits.LastOrDefault()?["lane"],
            ArrivedAt = (arrived ?? history.All[0]).At,
            FirstWaitingAt = waits.FirstOrDefault()?.At,
            OfferedCount = history.Of(EventKind.Offered).Select(h => h["token"] ?? h.Event.Id).Distinct().Count(),
            AnsweredBy = connected is null ? null : connected.Value.Operator ?? accepted?.Event.Operator,
            AcceptedAt = accepted?.At,
            ConnectedAt = connected?.At,
            EndedAt = ended,
            State = ended is { } end ? EndOf(history, connected is not null, end, callBack) : LiveStateOf(history, presence, callBack),
        };
        return record with
        {
            WaitMs = Span(record.FirstWaitingAt ?? record.ArrivedAt, record.ConnectedAt ?? record.EndedAt),
            TalkMs = TalkOf(presence, record),
        };
    }

    private static (DateTimeOffset At, StaffId? Operator)? ConnectedOf(CallHistory history, ConferencePresence presence)
    {
        (DateTimeOffset At, StaffId? Operator)? duty = history.Of(EventKind.DutyBridged).FirstOrDefault() is { } bridged ? (bridged.At, bridged.Event.Operator) : null;
        if (presence.Told)
            return presence.Talks.Count > 0 && (duty is null || presence.Talks[0].From < duty.Value.At) ? (presence.Talks[0].From, presence.Talkers[0].Operator) : duty;
        return duty ?? (history.Of(EventKind.Connected).FirstOrDefault() is { } own ? (own.At, own.Event.Operator) : null);
    }

    private static DateTimeOffset? EndedOf(CallHistory history, ConferencePresence presence, CallBackStory? callBack)
    {
        // She hung up because she is to be called back: that is no end, and neither is a telephone that nobody answered.
        if (callBack is { Outcome: null }) return null;
        if (callBack is { Outcome: not (CallBackStory.Reached or CallBackStory.Stayed) }) return callBack.EndedAt;
        var legs = history.Of(EventKind.LegEnded).Where(h => h.OfCaller && (callBack?.Leg is not { } hers || h["leg"] == hers));
        if (legs.FirstOrDefault() is { } leg) return leg.At;
        if (presence.CallerLeftAt is { } left && !QueueEvents(history).Any(h => h.At >= left)) return left;
        if (history.Of(EventKind.DutyEnded).LastOrDefault() is { } duty && !QueueEvents(history).Any(h => h.At >= duty.At)) return duty.At;
        return history.Of(EventKind.Ended).FirstOrDefault()?.At;
    }

    private static Happening? AcceptedOf(CallHistory history, DateTimeOffset? connected, ConferencePresence.Inside? talker)
    {
        var all = history.Of(EventKind.Accepted).ToList();
        if (connected is not { } at) return all.LastOrDefault();
        var before = all.FindAll(h => h.At < at + CarrierPrecision);
        return all.LastOrDefault(h => talker?.Token is { } token && h["token"] == token)
            ?? before.LastOrDefault(h => talker?.Operator is { } staff && h.Event.Operator == staff)
            ?? before.LastOrDefault() ?? all.FirstOrDefault();
    }

    private static CallState EndOf(CallHistory history, bool connected, DateTimeOffset ended, CallBackStory? callBack)
    {
        if (connected) return CallState.Closed;
        if (callBack is { Outcome: not (CallBackStory.Reached or CallBackStory.Stayed) }) return CallState.CallbackBooked;
        // However late it was told.
        if (history.Of(EventKind.MessageLeft).Any()) return CallState.Voicemail;
        var ends = history.Of(EventKind.Ended).Select(h => (h.At, By: h["by"], State: StateOf(h["state"]))).ToList();
        foreach (var end in ends)
            if (end.State is CallState.CallbackBooked or CallState.Voicemail or CallState.Overflowed) return end.State.Value;
        var failed = ends.Exists(e => (e.State == CallState.Failed || (e.State is null && e.By == "system")) && e.At < ended + CarrierPrecision);
        var legFailed = history.Of(EventKind.LegEnded).Any(h => h.OfCaller && (h["status"] ?? h["reason"]) == "failed");
        return failed || legFailed ? CallState.Failed : CallState.Abandoned;
    }

    private static CallState LiveStateOf(CallHistory history, ConferencePresence presence, CallBackStory? callBack)
    {
        if (presence.Talking)
            return history.Of(EventKind.Held, EventKind.Unheld).LastOrDefault(h => h.OfCaller)?.Kind == EventKind.Held ? CallState.Held : CallState.Connected;
        if (callBack is { Outcome: null }) return CallState.CallbackBooked;
        var own = history.Of(EventKind.Arrived, EventKind.Waiting, EventKind.Reentered, EventKind.Offered, EventKind.Rung, EventKind.Accepted, EventKind.Declined,
            EventKind.Missed, EventKind.Returned, EventKind.DutyBridged, EventKind.Connected).Where(h => !presence.Told || h.Kind != EventKind.Connected).LastOrDefault();
        // The operator has left and the caller stays: still connected as far as she knows, until the queue has her again.
        if (presence.TalkEndedAt is { } at && (own is null || own.At < at)) return CallState.Connected;
        return own?.Kind switch
        {
            null or EventKind.Arrived => CallState.Greeted,
            EventKind.Offered => CallState.Offered,
            EventKind.Accepted or EventKind.Rung => CallState.Ringing,
            EventKind.Connected or EventKind.DutyBridged => CallState.Connected,
            _ => CallState.Waiting,
        };
    }

    private static IEnumerable<Happening> QueueEvents(CallHistory history) => history.Of(
        EventKind.Waiting, EventKind.Reentered, EventKind.Offered, EventKind.Rung, EventKind.Accepted, EventKind.Declined, EventKind.Missed,
        EventKind.Returned);

    private static long? TalkOf(ConferencePresence presence, CallRecord record)
    {
        if (record.ConnectedAt is not { } connected) return null;
        // Not by presence: a duty telephone is in no conference.
        if (!presence.Told) return Span(connected, record.EndedAt);
        if (presence.Talking && record.EndedAt is null) return null;
        return presence.Talks.Sum(t => Span(t.From, t.Until is { } until && (record.EndedAt is not { } end || until < end) ? until : record.EndedAt)) ?? 0;
    }

    private static long? Span(DateTimeOffset from, DateTimeOffset? until) => until is { } end ? Math.Max(0, (long)(end - from).TotalMilliseconds) : null;

    private static CallState? StateOf(string? text) => Enum.TryParse<CallState>(text, out var state) && Enum.IsDefined(state) ? state : null;
}
