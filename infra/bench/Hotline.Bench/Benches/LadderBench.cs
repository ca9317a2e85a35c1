using System.Runtime.CompilerServices;
using Hotline.Bench.Judging;
using Hotline.Bench.Measuring;
using Hotline.Bench.Operators;

namespace Hotline.Bench.Benches;

/// <summary>
/// How late each step of the ladders is, by Redis' own clock, while many escalations are answered by nobody under the load of <c>dispatch</c>: they page the
/// consoles level after level, round after round. Read in the record afterwards.
/// </summary>
internal sealed class LadderBench : IBench
{
    private const double BoundMs = 1000;

    private const int RaisedASecond = 20;

    private static readonly string[] Keys = ["2", "1", "3"];

    private static readonly TimeSpan RecordWithin = TimeSpan.FromMinutes(2), Look = TimeSpan.FromMilliseconds(200);

    public string Name => "ladder";

    public async IAsyncEnumerable<Result> RunAsync(Stage stage, [EnumeratorCancellation] CancellationToken stop)
    {
        var load = stage.Load;
        var operators = await stage.OperatorsAsync(load.DispatchOperators, stop);
        await Escalation.WatchAsync(operators, (_, _, _) => { }, stop);
        var calls = new WholeCalls(stage, operators, Keys, stop);
        await calls.FillAsync(load.Waiting, stop);
        await calls.RunAsync(load.CallRate, load.WarmUp + TimeSpan.FromSeconds((double)operators.Count / load.CallRate), stop);
        var raising = RaiseAsync(operators, load.LadderOpen, stop);
        await calls.RunAsync(load.CallRate, load.LadderLength, stop);
        var open = await raising;
        await calls.EndAsync(stop);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(RecordWithin);
        while (await Agreement.UnrecordedAsync(stage.Installation, limit.Token) > 0) await Task.Delay(Look, limit.Token);
        var steps = await LadderSteps.OfAsync(stage.Installation.Database, open.ToHashSet(StringComparer.Ordinal), stop);
        await Parallel.ForAsync(0, open.Count, Escalation.Most(stop), async (i, cancel) => await operators[i % operators.Count].EndAsync(open[i], cancel));
        // Whoever was not paged at all is late without end.
        var unpaged = open.Count - steps.Escalations;
        yield return Result.Of(Name, steps.Late).With("open", open.Count).With("rate", load.CallRate).With("operators", operators.Count).With("unpaged", unpaged)
            .Errors(stage.Faults.Take(Name) + Violations.Tell(stage.Exchange.Judge, Name) + unpaged).Bound("bound_max_ms", BoundMs, steps.Late.Longest);
    }

    private static async Task<List<string>> RaiseAsync(IReadOnlyList<Operator> operators, int count, CancellationToken stop)
    {
        var pace = new Pace(RaisedASecond, TimeSpan.FromSeconds((double)count / RaisedASecond));
        List<string> raised = [];
        for (var i = 0; i < count; i++)
        {
            await Pace.UntilAsync(pace.Due(i), stop);
            raised.Add(await operators[i % operators.Count].RaiseAsync(Escalation.OldCall(TimeProvider.System), stop));
        }
        return raised;
    }
}
