using Hotline.Core.Calls;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Telephony;

namespace Hotline.Core.Routing;

/// <summary>
/// The live calls against the legs the carrier has alive. Only what is old enough is looked at, so that nothing that is just happening counts as a fault.
/// A caller's leg is never ended from here.
/// </summary>
internal sealed class CarrierComparison(LiveState live, ITelephony telephony, CarrierEffects effects, RoutingOptions options)
{
    private const int Step = 50;
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(1);

    /// <summary>What was repaired. A carrier that cannot be asked is compared with next time.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken stop)
    {
        if (await telephony.ListLiveLegsAsync(stop) is not { } legs) return [];
        return [.. await EndOrphansAsync(legs, stop), .. await EndCallsWithoutCallerAsync(legs, stop)];
    }

    private async Task<List<string>> EndOrphansAsync(IReadOnlyList<LiveLeg> legs, CancellationToken stop)
    {
        // Younger ones may still be ringing for an order whose answer is on its way.
        var least = Settled + TimeSpan.FromSeconds(options.RingSeconds);
        var repaired = new List<string>();
        foreach (var some in legs.Where(l => l.RungByUs && l.Age >= least).Select(l => l.Leg).Chunk(Step))
        {
            foreach (var orphan in await live.FindOrphansAsync(some, Settled))
            {
                await telephony.EndLegAsync(orphan, stop);
                repaired.Add(RepairKind.OrphanLeg);
            }
        }
        return repaired;
    }

    private async Task<List<string>> EndCallsWithoutCallerAsync(IReadOnlyList<LiveLeg> legs, CancellationToken stop)
    {
        var alive = legs.Select(l => l.Leg).ToHashSet();
        var repaired = new List<string>();
        var cursor = "0";
        do
        {
            (cursor, var calls) = await live.ListCallsAsync(cursor, Step, Settled);
            foreach (var (call, leg) in calls.Where(c => !alive.Contains(c.Leg)))
            {
                // Lists lag; the leg itself is asked before a call is ended.
                if (await telephony.LookUpAsync(leg, stop) != LegStatus.Ended) continue;
                var (done, effect) = await live.EndUnseenAsync(call, RepairKind.CallerGone);
                if (effect is not null) await effects.DoAsync(effect, stop);
                if (done) repaired.Add(RepairKind.CallerGone);
            }
        }
        while (cursor != "0");
        return repaired;
    }
}
