using Hotline.Bench.Carrier;
using Hotline.Bench.Measuring;

namespace Hotline.Bench.Benches;

/// <summary>Callers who wait.</summary>
internal sealed class Crowd(Exchange exchange)
{
    private const int AtOnce = 16;

    public IEnumerable<CallerLine> Waiting => exchange.Callers.Where(caller => !caller.IsOver && !caller.IsInConference);

    public Task ArriveAsync(int count, string key, CancellationToken stop) => Parallel.ForAsync(
        0, Math.Max(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop }, async (_, cancel) => await ArriveOneAsync(key, cancel));

    public void ArriveBehind(string key, Faults faults, CancellationToken stop) => _ = Task.Run(async () =>
    {
        try
        {
            await ArriveOneAsync(key, stop);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            faults.Note($"a caller could not arrive: {e.Message}");
        }
    }, stop);

    public Task LeaveAsync(CancellationToken stop) => Parallel.ForEachAsync(
        Waiting.ToList(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop }, async (caller, cancel) => await caller.LeaveAsync(cancel));

    private async Task ArriveOneAsync(string key, CancellationToken stop)
    {
        var caller = exchange.NewCaller();
        await caller.ArriveAsync(stop);
        await caller.PressAsync(key, stop);
    }
}
