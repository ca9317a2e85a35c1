using Hotline.Core.Calls;
using Hotline.Core.Calls.Sql;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Telephony;

namespace Hotline.Core.Routing;

/// <summary>
/// The record against the live state. A call that lost its end with a wiped Redis is ended in the record once the carrier says that it is over; and what
/// the live state remembers of numbers is given back to it. The record is slow truth: whoever is too young in it may still be on the way there.
/// </summary>
internal sealed class RecordComparison(LiveState live, CallRecordStore record, ITelephony telephony, TimeProvider clock)
{
    private const int MostOpen = 50, MostNumbers = 20_000, Step = 100;
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(5), Past = TimeSpan.FromDays(2), Remembered = TimeSpan.FromDays(90);

    // Those the live state knows are asked for again and again otherwise, and the ones behind them never.
    private DateTimeOffset _from = DateTimeOffset.MinValue;

    /// <summary>What was repaired.</summary>
    public async Task<IReadOnlyList<string>> EndLostAsync(CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var open = await record.OpenAsync(_from > now - Past ? _from : now - Past, now - Settled, MostOpen, stop);
        _from = open.Count < MostOpen ? DateTimeOffset.MinValue : open[^1].ArrivedAt;
        var repaired = new List<string>();
        foreach (var call in open)
        {
            if (call.Leg.Length == 0 || await live.KnowsAsync(call.Call) || await telephony.LookUpAsync(new LegId(call.Leg), stop) != LegStatus.Ended) continue;
            if (await live.EndLostAsync(call.Call)) repaired.Add(RepairKind.EndLost);
        }
        return repaired;
    }

    /// <summary>After a wipe: who spoke with which number last. Only where the live state has nothing.</summary>
    public async Task SeedNumbersAsync(CancellationToken stop)
    {
        if (!await live.WantsNumbersAsync()) return;
        var numbers = await record.LastCounsellorsAsync(clock.GetUtcNow() - Remembered, MostNumbers, stop);
        foreach (var some in numbers.Chunk(Step)) await live.SeedNumbersAsync(some, done: false);
        await live.SeedNumbersAsync([], done: true);
    }
}
