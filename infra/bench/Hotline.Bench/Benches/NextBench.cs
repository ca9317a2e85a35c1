using System.Runtime.CompilerServices;
using Hotline.Bench.Measuring;
using Hotline.Bench.Operators;

namespace Hotline.Bench.Benches;

/// <summary>
/// Everybody waits: from the moment a fifth of the operators, each time one of them is done writing, says so, until the next offer is on her socket. For
/// each caller taken another one arrives, so that as many always wait.
/// </summary>
internal sealed class NextBench : IBench
{
    private const double BoundP50 = 10, BoundP99 = 50;

    private static readonly TimeSpan Talk = TimeSpan.FromMilliseconds(500);

    public string Name => "next";

    public async IAsyncEnumerable<Result> RunAsync(Stage stage, [EnumeratorCancellation] CancellationToken stop)
    {
        var operators = await stage.OperatorsAsync(stage.Load.Operators, stop);
        var crowd = new Crowd(stage.Exchange);
        await crowd.ArriveAsync(stage.Load.Waiting, key: "2", stop);

        Latencies warm = new(), measured = new();
        var into = warm;
        var busy = operators.Take(Math.Max(1, operators.Count / 5)).ToList();
        var atWork = new AtWork(busy.Select(one => new Desk(one, Talk, turns: null, Note, Taken, stage.Faults)), stop);
        await Task.Delay(stage.Load.WarmUp, stop);
        into = measured;
        await Task.Delay(stage.Load.Length, stop);
        into = new Latencies();

        await atWork.GoHomeAsync(stop);
        await crowd.LeaveAsync(stop);
        yield return Result.Of(Name, measured, stage.FloorMs).With("waiting", stage.Load.Waiting).With("operators", busy.Count)
            .Milliseconds("warmup_max_ms", warm.Longest).Errors(stage.Faults.Take(Name))
            .Bound("bound_p50_ms", BoundP50, measured.Median).Bound("bound_p99_ms", BoundP99, measured.At(0.99));

        void Note(Offered offer)
        {
            if (offer.Free != 0) into.Add(offer.Free, offer.At);
        }

        void Taken(string call) => crowd.ArriveBehind(key: "2", stage.Faults, stop);
    }
}
