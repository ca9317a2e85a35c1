using System.Collections.Concurrent;
using Hotline.Bench.Carrier;
using Hotline.Bench.Measuring;

namespace Hotline.Bench.Benches;

/// <summary>Callers who wait.</summary>
internal sealed class Crowd(Exchange exchange)
{
    private const int AtOnce = 8;

    private readonly ConcurrentBag<CallerLine> _callers = [];

    public IEnumerable<CallerLine> Waiting => _callers.Where(caller => !caller.IsOver);

    public Task ArriveAsync(int count, string key, CancellationToken stop) => Parallel.ForEachAsync(
        Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop }, async (_, cancel) => await ArriveOneAsync(key, cancel));

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
        Waiting.ToList(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop }, async (caller, cancel) => await caller.HangUpAsync(cancel));

    private async Task ArriveOneAsync(string key, CancellationToken stop)
    {
        var caller = exchange.NewCaller();
        _callers.Add(caller);
        await caller.ArriveAsync(stop);
        await caller.PressAsync(key, stop);
    }
}
