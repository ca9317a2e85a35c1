using System.Diagnostics;
using System.Runtime.CompilerServices;
using Hotline.Bench.Measuring;
using Hotline.Bench.Operators;

namespace Hotline.Bench.Benches;

/// <summary>
/// Whether an offer takes longer when more callers wait. At each depth, one after the other: <c>depth-free</c>, an operator becomes ready and is offered
/// the first of all who wait, declines, and the caller is back at her place; <c>depth-enqueue</c>, an operator of another, empty lane is ready and a
/// caller for her arrives. The last line is the ratio of the medians at the deepest and the shallowest.
/// </summary>
internal sealed class DepthBench : IBench
{
    private const double BoundP50 = 10, BoundP99 = 50, BoundFlatness = 2;

    public string Name => "depth";

    public async IAsyncEnumerable<Result> RunAsync(Stage stage, [EnumeratorCancellation] CancellationToken stop)
    {
        var shift = await stage.ShiftAsync(stop);
        var crowd = new Crowd(stage.Exchange);
        Dictionary<string, List<double>> medians = new() { ["depth-free"] = [], ["depth-enqueue"] = [] };
        var there = 0;
        foreach (var depth in stage.Load.Depths)
        {
            await crowd.ArriveAsync(depth - there, key: "2", stop);
            there = depth;
            yield return Of("depth-free", await FreeAsync(shift.Operators[0], stage.Load.DepthSamples, stop), depth);
            yield return Of("depth-enqueue", await EnqueueAsync(shift.Legal, stage, stop), depth);
        }
        await shift.RestAsync(stop);
        await crowd.LeaveAsync(stop);
        foreach (var (kind, all) in medians)
        {
            var ratio = all[0] > 0 ? Math.Round(all[^1] / all[0], 2) : (double?)null;
            yield return new Result($"{kind}-flatness").With("from_waiting", stage.Load.Depths[0]).With("to_waiting", stage.Load.Depths[^1])
                .With("p50_ratio", ratio).Errors(stage.Faults.Take(Name)).Bound("bound_ratio", BoundFlatness, ratio);
        }

        Result Of(string kind, Latencies latencies, int depth)
        {
            medians[kind].Add(latencies.Median ?? 0);
            return Result.Of(kind, latencies, stage.FloorMs).With("waiting", depth).Errors(stage.Faults.Take(Name))
                .Bound("bound_p50_ms", BoundP50, latencies.Median).Bound("bound_p99_ms", BoundP99, latencies.At(0.99));
        }
    }

    private static async Task<Latencies> FreeAsync(Operator one, int samples, CancellationToken stop)
    {
        var latencies = new Latencies();
        for (var i = -samples / 10; i < samples; i++)
        {
            one.ForgetNews();
            var from = Stopwatch.GetTimestamp();
            var ready = one.DoneAsync("SetPresence", stop, "Ready", null);
            var offer = await one.UntilAsync(news => news.Offered is not null, stop);
            if (i >= 0) latencies.Add(from, offer.At);
            await ready;
            await one.DoneAsync("Decline", stop, offer.Offered, offer.Token, "bench");
            await one.UntilAsync(news => news.State == "Break", stop);
        }
        return latencies;
    }

    private static async Task<Latencies> EnqueueAsync(Operator one, Stage stage, CancellationToken stop)
    {
        var latencies = new Latencies();
        one.ForgetNews();
        await one.DoneAsync("SetPresence", stop, "Ready", null);
        await one.UntilAsync(news => news.State == "Ready", stop);
        for (var i = -stage.Load.DepthSamples / 10; i < stage.Load.DepthSamples; i++)
        {
            var caller = stage.Exchange.NewCaller();
            await caller.ArriveAsync(stop);
            var from = Stopwatch.GetTimestamp();
            var chosen = caller.PressAsync("1", stop);
            var offer = await one.UntilAsync(news => news.Offered == caller.Call, stop);
            if (i >= 0) latencies.Add(from, offer.At);
            await chosen;
            await caller.HangUpAsync(stop);
            await one.UntilAsync(news => news.State == "Ready", stop);
        }
        await one.DoneAsync("SetPresence", stop, "Break", "bench");
        return latencies;
    }
}
