using System.Text.Json;
using Hotline.Core.Staff;

namespace Hotline.Core.Calls;

/// <summary>One line of a call's history, as shown and audited. It has no event id: ids follow arrival, lines do not.</summary>
/// <param name="Kind">One of <see cref="EventKind"/>.</param>
/// <param name="Detail">Flat JSON; the caller's number and its key are left out.</param>
public sealed record TimelineEntry(DateTimeOffset At, string Kind, StaffId? Operator, string Detail);

/// <summary>What happened to a call, each thing once, in order: the same list for every order and repetition in which it was told.</summary>
public static class CallTimeline
{
    /// <summary>
    /// Our own <c>call.connected</c> and <c>call.ended</c> say when we <i>learned</i> something and so differ with the order of
    /// arrival; they are left out where the carrier's facts (joins of both sides, the end of the caller's leg) tell the same better. So is a
    /// <c>call.returned</c> for a ring that failed, when the facts show that this very operator then talked with her: her leg's end was told first.
    /// </summary>
    public static IReadOnlyList<TimelineEntry> Of(IEnumerable<CallEvent> events)
    {
        var history = CallHistory.Of(events);
        var presence = ConferencePresence.Of(history);
        var end = history.Of(EventKind.LegEnded).Any(h => h.OfCaller);
        return [.. history.All
            .Where(h => h.Kind switch
            {
                EventKind.Connected => !presence.Told,
                EventKind.Ended => !end,
                EventKind.Returned when h["reason"] == "ring-failed" => !presence.Talkers.Any(t => Same(t, h)),
                _ => true,
            })
            .Select(h => new TimelineEntry(h.At, h.Kind, h.Event.Operator, h.Kind is EventKind.Arrived or EventKind.EscalationRaised ? WithoutNumber(h) : h.Event.Detail))];
    }

    private static bool Same(ConferencePresence.Inside talker, Happening returned) => (talker.Token, talker.Operator) switch
    {
        ({ } token, _) => returned["token"] == token,
        (null, { } staff) => returned.Event.Operator == staff,
        _ => true,
    };

    private static string WithoutNumber(Happening told) =>
        JsonSerializer.Serialize(told.Detail.Where(d => d.Key is not ("number" or "numberKey")).OrderBy(d => d.Key, StringComparer.Ordinal).ToDictionary());
}
