using System.Runtime.CompilerServices;
using Hotline.Bench.Judging;
using Hotline.Bench.Measuring;
using Hotline.Bench.Running;

namespace Hotline.Bench.Benches;

/// <summary>
/// Whole calls at a high rate, each from the first webhook to the operator's being free again. It holds when the rate was kept, nothing happened that
/// must never happen, and live state, record and carrier tell the same of every call soon after.
/// </summary>
internal sealed class LifecyclesBench : IBench
{
    /// <summary>Part of the asked rate: the last calls of a load end a moment after it.</summary>
    private const double LeastKept = 0.99;

    private const double BoundRecordSeconds = 10;

    private static readonly TimeSpan DrainWithin = TimeSpan.FromMinutes(3);

    private static readonly string[] Keys = ["2", "1", "3"];

    public string Name => "lifecycles";

    public async IAsyncEnumerable<Result> RunAsync(Stage stage, [EnumeratorCancellation] CancellationToken stop)
    {
        var load = stage.Load;
        var operators = await stage.OperatorsAsync(load.DispatchOperators, stop);
        stage.Exchange.Forget();
        var calls = new WholeCalls(stage, operators, Keys, stop);
        await calls.FillAsync(load.Waiting, stop);
        // What the benches before have left to copy is none of its load.
        await Agreement.CaughtUpAsync(stage.Installation, stop);
        // The hosts compile what is called often while it is called often: at a rate that leaves them the time to. Then every operator has had her first
        // turn, and the rate is on, before it counts.
        await calls.RunAsync(Math.Max(1, load.LifecycleRate / 3), load.LifecycleWarmUp, stop);
        await calls.RunAsync(load.LifecycleRate, load.WarmUp + TimeSpan.FromSeconds((double)operators.Count / load.LifecycleRate), stop);

        var use = ProcessorUse.Of(stage.Installation);
        var before = Over();
        var (from, to) = await calls.RunAsync(load.LifecycleRate, load.LifecycleLength, stop);
        var reached = (Over() - before) / load.LifecycleLength.TotalSeconds;
        var used = use.Since().ToList();
        var (waiting, untaken, latencies) = (calls.Crowd.Waiting.Count(), calls.Untaken, calls.FreeToOffer(from, to));
        var behind = await Agreement.UnrecordedAsync(stage.Installation, stop);

        await calls.ServeTheRestAsync(load.LifecycleRate, DrainWithin, stop);
        await calls.EndAsync(stop);
        var agreement = await Agreement.CheckAsync(stage.Installation, stage.Exchange, strict: true, stop);
        Places.Check(stage.Exchange, calls.Offers);
        var result = Result.Of(Name, latencies, stage.FloorMs).With("rate", load.LifecycleRate).With("reached", Math.Round(reached, 1))
            .With("seconds", load.LifecycleLength.TotalSeconds).With("operators", operators.Count).With("waiting_at_end", waiting).With("untaken_turns", untaken)
            .With("calls", agreement.Calls).With("unrecorded_at_end", behind).With("record_caught_up_s", agreement.CaughtUpSeconds);
        foreach (var (part, cores) in used) result.With($"{part}_cores", Math.Round(cores, 2));
        if (reached > 0)
        {
            var callMs = used.Sum(part => part.Cores) / reached * 1000;
            result.With("call_ms", Math.Round(callMs, 2));
            if (stage.FloorMs is { } floor and > 0) result.With("call_floors", Math.Round(callMs / floor, 1));
        }
        foreach (var kind in Enum.GetValues<Carrier.Violation>()) result.With(kind.ToString(), stage.Exchange.Judge.Of(kind));
        yield return result.Errors(stage.Faults.Take(Name) + Violations.Tell(stage.Exchange.Judge, Name))
            .With("bound_rate", Math.Round(LeastKept * load.LifecycleRate, 1)).Must(reached >= LeastKept * load.LifecycleRate)
            .Bound("bound_record_s", BoundRecordSeconds, agreement.CaughtUpSeconds);

        int Over() => stage.Exchange.Callers.Count(caller => caller.IsOver && caller.WasServed);
    }
}
