using System.Runtime.CompilerServices;
using Hotline.Bench.Measuring;

namespace Hotline.Bench.Benches;

/// <summary>
/// From the moment an operator says that she is free until her next offer is on her socket, with many operators and whole calls around her. It holds
/// when it is as quick as the absolute bounds say, or as quick as the ratios to the floor of the same run say.
/// </summary>
internal sealed class DispatchBench : IBench
{
    private static readonly string[] Keys = ["2", "1", "3"];

    public string Name => "dispatch";

    public async IAsyncEnumerable<Result> RunAsync(Stage stage, [EnumeratorCancellation] CancellationToken stop)
    {
        var load = stage.Load;
        var operators = await stage.OperatorsAsync(load.DispatchOperators, stop);
        var calls = new WholeCalls(stage, operators, Keys, stop);
        await calls.FillAsync(load.Waiting, stop);
        // Every operator has had her first turn before it counts.
        var (warmFrom, warmTo) = await calls.RunAsync(load.CallRate, load.WarmUp + TimeSpan.FromSeconds((double)operators.Count / load.CallRate), stop);
        var (from, to) = await calls.RunAsync(load.CallRate, load.Length, stop);
        var (waiting, untaken) = (calls.Crowd.Waiting.Count(), calls.Untaken);
        await calls.EndAsync(stop);
        var measured = calls.FreeToOffer(from, to);
        yield return DispatchBounds.Judge(Result.Of(Name, measured, stage.FloorMs).With("rate", load.CallRate).With("operators", operators.Count)
            .With("waiting", load.Waiting).With("waiting_at_end", waiting).With("untaken_turns", untaken)
            .Milliseconds("warmup_max_ms", calls.FreeToOffer(warmFrom, warmTo).Longest)
            .Errors(stage.Faults.Take(Name) + Violations.Tell(stage.Exchange.Judge, Name)), measured, stage.FloorMs);
    }
}
