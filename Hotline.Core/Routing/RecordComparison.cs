using Hotline.Core.Calls;
using Hotline.Core.Calls.Sql;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;

namespace Hotline.Core.Routing;

/// <summary>
/// The record against the live state. A call that lost its end with a wiped Redis is ended in the record once the carrier says that it is over; a caller
/// whom the live state has lost and who does not ask for herself is brought back, unless she is with somebody; and what the live state remembers of
/// numbers is given back to it. The record is slow truth: whoever is too young in it may still be on the way there. It is also what shows that a leg is
/// ours: the carrier's account may have others.
/// </summary>
internal sealed class RecordComparison(LiveState live, CallRecordStore record, ITelephony telephony, TimeProvider clock)
{
    private const int MostOpen = 50, MostNumbers = 20_000, Step = 100;
    /// <summary>A caller in our loop asks for her next document well within this time.</summary>
    private static readonly TimeSpan SecondLook = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(5), Past = TimeSpan.FromDays(2), Remembered = TimeSpan.FromDays(90);

    // Those the live state knows are asked for again and again otherwise, and the ones behind them never.
    private DateTimeOffset _from = DateTimeOffset.MinValue;

    /// <summary>What was repaired.</summary>
    public async Task<IReadOnlyList<string>> FindLostAsync(CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var open = await record.OpenAsync(_from > now - Past ? _from : now - Past, now - Settled, MostOpen, stop);
        _from = open.Count < MostOpen ? DateTimeOffset.MinValue : open[^1].ArrivedAt;
        var repaired = new List<string>();
        foreach (var call in open)
        {
            if (call.Leg.Length == 0 || await live.KnowsAsync(call.Call)) continue;
            var leg = new LegId(call.Leg);
            var status = await telephony.LookUpAsync(leg, stop);
            if (status == LegStatus.Ended && await live.EndLostAsync(call.Call, await record.OrphanEndedAsync(call.Leg, stop))) repaired.Add(RepairKind.EndLost);
            if (status == LegStatus.Live && await BroughtBackAsync(call, leg, stop)) repaired.Add(RepairKind.CallerLost);
        }
        return repaired;
    }

    private async Task<bool> BroughtBackAsync(OpenCall call, LegId leg, CancellationToken stop)
    {
        if (!await live.MayReturnAsync(call.Call, leg, SecondLook)) return false;
        var skill = Skill.TryParse(call.Skill, out var known) ? known : Skill.Psychological;
        if (await telephony.ReturnCallerAsync(call.Call, leg, skill, stop) != ReturnOutcome.Done) return false;
        await live.NoteReturnedAsync(call.Call);
        return true;
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
