using Hotline.Core.Routing.Redis;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Routing;

/// <summary>
/// Compares what the live state says with itself, with the carrier and with the record, at a slow beat, and puts right what a fault left behind.
/// The beat is an entry of the durable timer set, so of all hosts one does it; two at once do no harm (Repairing.Two_reconcilers_repair_once).
/// Every repair is an event; in a healthy system there is none.
/// </summary>
internal sealed class Reconciler(LiveState live, CarrierComparison carrier, RecordComparison record, RoutingOptions options, ILogger<Reconciler> log)
{
    /// <summary>Its entry of the timer set; made and re-armed by <c>claim_timers.lua</c>.</summary>
    public const string Beat = "reconcile|tick";

    /// <summary>Some milliseconds of Redis: nobody's offer waits for a comparison.</summary>
    private const int Step = 50;

    // What belongs in a set is put there first, then what does not is taken out.
    internal static readonly string[] Slices = ["calls", "desks", "waiting", "queue", "ready", "present", "trunks", "escalations"];

    /// <summary>One round. What fails is logged and left to the next one.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        foreach (var slice in Slices) await TriedAsync(slice, () => SliceAsync(slice, stop), stop);
        await TriedAsync("carrier", async () => Count("carrier", await carrier.RunAsync(stop)), stop);
        await TriedAsync("record", async () => Count("record", await record.FindLostAsync(stop)), stop);
        await TriedAsync("numbers", () => record.SeedNumbersAsync(stop), stop);
    }

    private async Task SliceAsync(string slice, CancellationToken stop)
    {
        var cursor = "0";
        do
        {
            stop.ThrowIfCancellationRequested();
            (cursor, var repaired) = await live.RepairAsync(slice, cursor, Step, TimeSpan.FromSeconds(options.LeaseSeconds));
            Count(slice, repaired);
        }
        while (cursor != "0");
    }

    private void Count(string slice, IReadOnlyList<string> repaired)
    {
        foreach (var what in repaired)
        {
            RoutingMeter.Repairs.Add(1, new KeyValuePair<string, object?>("kind", what));
            RoutingLog.Repaired(log, slice, what);
        }
    }

    private async Task TriedAsync(string slice, Func<Task> compare, CancellationToken stop)
    {
        try
        {
            await compare();
        }
        catch (Exception e) when (e is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            RoutingLog.RepairFailed(log, slice, e);
        }
    }
}
