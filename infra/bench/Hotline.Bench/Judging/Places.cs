using Hotline.Bench.Carrier;
using Hotline.Bench.Operators;

namespace Hotline.Bench.Judging;

/// <summary>Whether everybody was offered in the order of arrival, lane by lane, as far as she stood in the lane.</summary>
internal static class Places
{
    /// <summary>Two who arrive within this time may be taken either way: the product's promise after a fault.</summary>
    private const long ToleranceMs = 1000;

    public static void Check(Exchange exchange, IEnumerable<Offered> offers)
    {
        var callers = exchange.Callers.Where(caller => caller.Call is not null).ToDictionary(caller => caller.Call!, StringComparer.Ordinal);
        var first = offers.Where(offer => callers.ContainsKey(offer.Call)).GroupBy(offer => offer.Call, StringComparer.Ordinal)
            .Select(call => (Caller: callers[call.Key], Ms: call.Min(offer => offer.OfferedMs)));
        foreach (var lane in first.GroupBy(offer => offer.Caller.Key))
        {
            var inOrder = lane.OrderBy(offer => offer.Ms).ToList();
            var times = inOrder.ConvertAll(offer => offer.Ms);
            foreach (var (caller, ms) in inOrder.Where(offer => offer.Caller.EnteredMs != 0))
            {
                var found = times.BinarySearch(caller.EnteredMs);
                for (var i = found < 0 ? ~found : found; i < times.Count && times[i] < ms; i++)
                {
                    var later = inOrder[i].Caller.ArrivedMs - caller.ArrivedMs;
                    if (later <= ToleranceMs) continue;
                    exchange.Judge.Found(Violation.PlaceWorse, $"call {caller.Call} waited while {inOrder[i].Caller.Call}, who came {later} ms later, was offered");
                    break;
                }
            }
        }
    }
}
