using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Hotline.Bench.Carrier;
using Hotline.Bench.Measuring;
using Hotline.Bench.Operators;

namespace Hotline.Bench.Benches;

/// <summary>
/// From the moment the webhook with the caller's choice is sent until the offer is on an operator's socket, with whole calls: accepted, both legs joined,
/// a short talk, ended, wrapped up, all on the same machine. Calls arrive on a constant schedule and choose the three skills in turn.
/// </summary>
internal sealed class OfferBench : IBench
{
    private const double BoundP50 = 10, BoundP99 = 50;

    private static readonly TimeSpan Talk = TimeSpan.FromMilliseconds(500), Grace = TimeSpan.FromSeconds(20);

    public string Name => "offer";

    public async IAsyncEnumerable<Result> RunAsync(Stage stage, [EnumeratorCancellation] CancellationToken stop)
    {
        var operators = await stage.OperatorsAsync(stage.Load.Operators, stop);
        var chosen = new ConcurrentDictionary<string, (long At, Latencies Into)>(StringComparer.Ordinal);
        var atWork = new AtWork(operators.Select(one => new Desk(one, Talk, turns: null, Note, _ => { }, stage.Faults)), stop);

        Latencies warm = new(), measured = new();
        await LoadAsync(stage, stage.Load.WarmUp, chosen, warm, stop);
        await LoadAsync(stage, stage.Load.Length, chosen, measured, stop);
        await atWork.GoHomeAsync(stop);
        yield return Result.Of(Name, measured, stage.FloorMs).With("rate", stage.Load.OfferRate).With("operators", operators.Count)
            .Milliseconds("warmup_max_ms", warm.Longest).Errors(stage.Faults.Take(Name))
            .Bound("bound_p50_ms", BoundP50, measured.Median).Bound("bound_p99_ms", BoundP99, measured.At(0.99));

        void Note(Offered offer)
        {
            if (chosen.TryRemove(offer.Call, out var choice)) choice.Into.Add(choice.At, offer.At);
        }
    }

    private static async Task LoadAsync(
        Stage stage, TimeSpan length, ConcurrentDictionary<string, (long, Latencies)> chosen, Latencies into, CancellationToken stop)
    {
        var pace = new Pace(stage.Load.OfferRate, length);
        List<Task> calls = [];
        for (var i = 0; i < pace.Count; i++)
        {
            await Pace.UntilAsync(pace.Due(i), stop);
            calls.Add(CallAsync(stage.Exchange.NewCaller(), ((i % 3) + 1).ToString(CultureInfo.InvariantCulture)));
        }
        var all = Task.WhenAll(calls);
        if (await Task.WhenAny(all, Task.Delay(Grace, stop)) == all) await all;
        else stage.Faults.Note($"{calls.Count(call => !call.IsCompleted)} calls were not over {Grace.TotalSeconds:0} s after the last arrival");
        chosen.Clear();

        async Task CallAsync(CallerLine caller, string key)
        {
            if (await caller.ArriveAsync(stop) is null || caller.Call is not { } call) return;
            chosen[call] = (Stopwatch.GetTimestamp(), into);
            if (await caller.PressAsync(key, stop) is not null) await caller.Ended.WaitAsync(stop);
        }
    }
}
