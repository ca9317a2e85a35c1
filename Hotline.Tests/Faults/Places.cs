using System.Text.Json;
using Hotline.Core.Calls;
using Hotline.Core.Calls.Sql;

namespace Hotline.Tests.Faults;

/// <summary>Judges by the record whether anybody's place got worse: while a caller stood in her lane, a later one of the same lane was offered to an operator.</summary>
internal static class Places
{
    /// <summary>
    /// Two who came within this time may change places: no node's clock decides, so an arrival that hangs with a dying host counts from when Redis heard of
    /// it, and killing one host takes up to two seconds here.
    /// </summary>
    private static readonly TimeSpan Same = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongestOutage = TimeSpan.FromSeconds(60);

    private static readonly string[] InLane = [EventKind.Waiting, EventKind.Reentered, EventKind.Declined, EventKind.Missed, EventKind.Returned];
    private static readonly string[] OutOfLane = [EventKind.Offered, EventKind.Ended];

    /// <summary>Who was passed over, by whom, when.</summary>
    public static async Task<IReadOnlyList<string>> PassedOverAsync(CallRecordStore store, IEnumerable<CallRecord> calls)
    {
        List<Way> ways = [];
        foreach (var call in calls)
        {
            if (call.Lane is null) continue;
            var own = (await store.TimelineAsync(call.Call)).Where(e => InLane.Contains(e.Kind) || OutOfLane.Contains(e.Kind)).ToArray();
            ways.Add(new Way(call, own, [.. own.Where(e => e.Kind == EventKind.Offered).Select(e => e.At)]));
        }
        return [.. from earlier in ways
                   from later in ways
                   where later.Call.Lane == earlier.Call.Lane && later.Place > earlier.Place + Same
                   from offered in later.Offers
                   where earlier.StandsAt(offered)
                   select $"{earlier.Call.Call} (arrived {earlier.Place:HH:mm:ss.fff}) stood in {earlier.Call.Lane} when {later.Call.Call} (arrived {later.Place:HH:mm:ss.fff}) was offered at {offered:HH:mm:ss.fff}; the first: {earlier}; the second: {later}"];
    }

    private sealed record Way(CallRecord Call, IReadOnlyList<TimelineEntry> Own, IReadOnlyList<DateTimeOffset> Offers)
    {
        /// <summary>
        /// Her arrival, and behind those of other trunks as far as the event of her entering says (the share of a trunk). Of one who came while Redis was
        /// away, the record has when Redis heard of her, and her ticket (whose time is in the call's id) counts.
        /// </summary>
        public DateTimeOffset Place { get; } = ArrivedAt(Call) + StandsBack(Own);

        private static DateTimeOffset ArrivedAt(CallRecord call)
        {
            var ticket = DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(call.Call.ToString()[..12], 16));
            return ticket < call.ArrivedAt && call.ArrivedAt - ticket < LongestOutage ? ticket : call.ArrivedAt;
        }

        private static TimeSpan StandsBack(IEnumerable<TimelineEntry> own)
        {
            var entered = own.LastOrDefault(e => e.Kind is EventKind.Waiting or EventKind.Reentered);
            if (entered is null) return TimeSpan.Zero;
            using var detail = JsonDocument.Parse(entered.Detail);
            return detail.RootElement.TryGetProperty("backMs", out var ms) ? TimeSpan.FromMilliseconds(ms.GetDouble()) : TimeSpan.Zero;
        }

        public override string ToString() => string.Join(", ", Own.Select(e => $"{e.At:HH:mm:ss.fff} {e.Kind} {e.Detail}")) + $", ended {Call.EndedAt:HH:mm:ss.fff}";

        // The carrier's times are whole seconds: an end counts from the start of its second.
        public bool StandsAt(DateTimeOffset at) => (Call.EndedAt is null || Call.EndedAt > at)
            && Own.LastOrDefault(e => e.At < at) is { } last && InLane.Contains(last.Kind) && !Offers.Contains(at);
    }
}
