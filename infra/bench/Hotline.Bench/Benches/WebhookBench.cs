using System.Diagnostics;
using System.Runtime.CompilerServices;
using Hotline.Bench.Carrier;
using Hotline.Bench.Measuring;

namespace Hotline.Bench.Benches;

/// <summary>
/// Calls arrive on a constant schedule; each asks for its greeting, a second later for the document of its choice, then for one of the waiting loop, and
/// hangs up: four webhooks a call, each due at its own time and measured from it.
/// </summary>
internal sealed class WebhookBench : IBench
{
    private const double BoundP99 = 50;

    private static readonly TimeSpan Think = TimeSpan.FromSeconds(1);

    public string Name => "webhook";

    public async IAsyncEnumerable<Result> RunAsync(Stage stage, [EnumeratorCancellation] CancellationToken stop)
    {
        var warm = await LoadAsync(stage, stage.Load.WarmUp, stop);
        var run = await LoadAsync(stage, stage.Load.Length, stop);
        var result = Result.Of(Name, run.All, stage.FloorMs).With("rate", stage.Load.CallRate);
        foreach (var (kind, latencies) in run.ByKind) result.Milliseconds($"{kind}_p99_ms", latencies.At(0.99));
        result.Milliseconds("late_p99_ms", run.Late.At(0.99)).Milliseconds("warmup_max_ms", warm.All.Longest);
        yield return result.Errors(stage.Faults.Take(Name)).Bound("bound_p99_ms", BoundP99, run.All.At(0.99));
    }

    private static async Task<Measured> LoadAsync(Stage stage, TimeSpan length, CancellationToken stop)
    {
        var measured = new Measured();
        var pace = new Pace(stage.Load.CallRate, length);
        List<Task> calls = [];
        for (var i = 0; i < pace.Count; i++)
        {
            var due = pace.Due(i);
            await Pace.UntilAsync(due, stop);
            calls.Add(CallAsync(stage.Exchange.NewCaller(), ((i % 3) + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), due, measured, stop));
        }
        await Task.WhenAll(calls);
        return measured;
    }

    private static async Task CallAsync(CallerLine caller, string key, long due, Measured measured, CancellationToken stop)
    {
        var step = 0;
        await StepAsync("incoming", () => caller.ArriveAsync(stop));
        await StepAsync("choice", () => caller.PressAsync(key, stop));
        await StepAsync("wait", () => caller.WaitAsync(stop));
        await StepAsync("status", () => caller.HangUpAsync(stop));

        async Task StepAsync(string kind, Func<Task<Told?>> ask)
        {
            var at = Pace.After(due, Think * step++);
            await Pace.UntilAsync(at, stop);
            measured.Late.Add(at, Stopwatch.GetTimestamp());
            if (await ask() is not { } told) return;
            measured.All.Add(at, told.At);
            measured.ByKind[kind].Add(at, told.At);
        }
    }

    private sealed class Measured
    {
        public Latencies All { get; } = new();

        /// <summary>How late this program itself was: contained in the latencies.</summary>
        public Latencies Late { get; } = new();

        public Dictionary<string, Latencies> ByKind { get; } = new() { ["incoming"] = new(), ["choice"] = new(), ["wait"] = new(), ["status"] = new() };
    }
}
