using System.Runtime.CompilerServices;
using Hotline.Bench.Judging;
using Hotline.Bench.Measuring;
using Hotline.Bench.Operators;
using Hotline.Bench.Running;

namespace Hotline.Bench.Benches;

/// <summary>
/// What it costs that many escalations are open while every console shows them: the processors' time of Api, Agent and Redis with them, less the same without.
/// Most have been answered, as in a real night; the others go on paging, each a step of the ladder every 20 s.
/// </summary>
internal sealed class OpenEscalationsBench : IBench
{
    private const double BoundPercent = 5;

    private static readonly string[] Parts = ["api", "agent", "redis"];

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2), RecordWithin = TimeSpan.FromMinutes(2), Look = TimeSpan.FromMilliseconds(200);

    public string Name => "escalations-open";

    public async IAsyncEnumerable<Result> RunAsync(Stage stage, [EnumeratorCancellation] CancellationToken stop)
    {
        var load = stage.Load;
        var operators = await stage.OperatorsAsync(load.DispatchOperators, stop);
        await Escalation.WatchAsync(operators, (_, _, _) => { }, stop);
        await SettleAsync(stage, stop);
        var without = await UseAsync(stage, load.LadderLength, stop);

        var open = new (string Id, int Holder)[load.EscalationsOpen];
        var paging = (int)(open.Length * load.EscalationsPaging);
        await Parallel.ForAsync(0, open.Length, Escalation.Most(stop), async (i, cancel) =>
        {
            open[i] = (await operators[i % operators.Count].RaiseAsync(Escalation.OldCall(TimeProvider.System), cancel), (i + 1) % operators.Count);
            if (i >= paging) await operators[open[i].Holder].AcknowledgeAsync(open[i].Id, cancel);
        });
        await SettleAsync(stage, stop);
        var with = await UseAsync(stage, load.LadderLength, stop);

        await Parallel.ForEachAsync(open, Escalation.Most(stop), async (e, cancel) => await operators[e.Holder].EndAsync(e.Id, cancel));
        var result = new Result(Name).With("open", open.Length).With("paging", paging).With("consoles", operators.Count).With("seconds", load.LadderLength.TotalSeconds);
        foreach (var part in Parts) result.With($"{part}_percent_without", Percent(without[part])).With($"{part}_percent", Percent(with[part]));
        var cost = Percent(Parts.Sum(part => with[part] - without[part]));
        yield return result.With("cost_percent", cost).Errors(stage.Faults.Take(Name)).Bound("bound_percent", BoundPercent, cost);

        static double Percent(double cores) => Math.Round(cores * 100, 1);
    }

    private static async Task<Dictionary<string, double>> UseAsync(Stage stage, TimeSpan length, CancellationToken stop)
    {
        var use = ProcessorUse.Of(stage.Installation);
        await Task.Delay(length, stop);
        return use.Since().ToDictionary(part => part.Part, part => part.Cores, StringComparer.Ordinal);
    }

    /// <summary>What was just done is recorded and told: none of it belongs to what comes.</summary>
    private static async Task SettleAsync(Stage stage, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(RecordWithin);
        while (await Agreement.UnrecordedAsync(stage.Installation, limit.Token) > 0) await Task.Delay(Look, limit.Token);
        await Task.Delay(Settle, stop);
    }
}
