using System.Diagnostics;
using System.Runtime.CompilerServices;
using Hotline.Bench.Judging;
using Hotline.Bench.Measuring;
using Hotline.Bench.Operators;

namespace Hotline.Bench.Benches;

/// <summary>
/// Whether an offer takes longer when more callers wait. At each depth: <c>depth-free</c>, one operator becomes ready and is offered the first of all who
/// wait, declines, and the caller is back at her place; <c>depth-enqueue</c>, an operator of another, empty lane is ready and a caller for her arrives;
/// <c>depth-dispatch</c>, the load of <c>dispatch</c>. All the while the same number of waiting-loop requests a second. The last lines are the ratios of
/// the medians, the slowest depth to the shallowest.
/// </summary>
internal sealed class DepthBench : IBench
{
    private const double BoundP50 = 10, BoundP99 = 50, BoundFlatness = 1.3;

    private static readonly string[] Kinds = ["depth-free", "depth-enqueue", "depth-dispatch"];

    public string Name => "depth";

    public async IAsyncEnumerable<Result> RunAsync(Stage stage, [EnumeratorCancellation] CancellationToken stop)
    {
        var load = stage.Load;
        var operators = await stage.OperatorsAsync(load.DispatchOperators, stop);
        var medians = Kinds.ToDictionary(kind => kind, _ => new List<double>(), StringComparer.Ordinal);
        var calls = new WholeCalls(stage, operators, ["2"], stop);
        await using var loop = WaitingLoop.Start(calls.Crowd, load.DepthBeats, stage.Faults, stop);
        await calls.FillAsync(load.Depths[0], stop);
        await calls.RunAsync(load.CallRate, load.WarmUp + TimeSpan.FromSeconds((double)operators.Count / load.CallRate), stop);
        await calls.SettleAsync(stop);
        foreach (var depth in load.Depths)
        {
            await FillAsync(depth);
            yield return Of("depth-enqueue", await EnqueueAsync(stage, stop), depth);
            var (from, to) = await calls.RunAsync(load.CallRate, load.Length, stop);
            await calls.SettleAsync(stop);
            yield return Of("depth-dispatch", calls.FreeToOffer(from, to), depth);
        }
        await calls.EndAsync(stop);
        await stage.RestAsync(stop);
        foreach (var depth in load.Depths)
        {
            await FillAsync(depth);
            yield return Of("depth-free", await FreeAsync(operators, load.DepthSamples, stop), depth);
        }
        await calls.Crowd.LeaveAsync(stop);
        foreach (var (kind, all) in medians)
        {
            var ratio = all[0] > 0 ? Math.Round(all.Max() / all[0], 2) : (double?)null;
            yield return new Result($"{kind}-flatness").With("from_waiting", load.Depths[0]).With("to_waiting", load.Depths[^1])
                .With("p50_ratio", ratio).Errors(stage.Faults.Take(Name)).Bound("bound_ratio", BoundFlatness, ratio);
        }

        // Thousands of arrivals are copied into the record for a while: that is no part of what depth costs.
        async Task FillAsync(int depth)
        {
            await calls.FillAsync(depth, stop);
            await Agreement.CaughtUpAsync(stage.Installation, stop);
        }

        Result Of(string kind, Latencies latencies, int depth)
        {
            medians[kind].Add(latencies.Median ?? 0);
            var result = Result.Of(kind, latencies, stage.FloorMs).With("waiting", depth).Errors(stage.Faults.Take(Name) + Violations.Tell(stage.Exchange.Judge, Name));
            return kind == "depth-dispatch"
                ? DispatchBounds.Judge(result, latencies, stage.FloorMs)
                : result.Bound("bound_p50_ms", BoundP50, latencies.Median).Bound("bound_p99_ms", BoundP99, latencies.At(0.99));
        }
    }

    // All in turn: the hub lets one console act only so often.
    private static async Task<Latencies> FreeAsync(IReadOnlyList<Operator> operators, int samples, CancellationToken stop)
    {
        var latencies = new Latencies();
        for (var i = -samples / 10; i < samples; i++)
        {
            var one = operators[(i + samples) % operators.Count];
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

    private static async Task<Latencies> EnqueueAsync(Stage stage, CancellationToken stop)
    {
        var one = stage.Legal;
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
            await caller.LeaveAsync(stop);
            await one.UntilAsync(news => news.State == "Ready", stop);
        }
        await one.DoneAsync("SetPresence", stop, "Break", "bench");
        return latencies;
    }
}
