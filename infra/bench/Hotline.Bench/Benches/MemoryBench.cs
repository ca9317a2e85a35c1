using System.Diagnostics;
using System.Runtime.CompilerServices;
using Hotline.Bench.Carrier;
using Hotline.Bench.Measuring;
using Hotline.Bench.Running;

namespace Hotline.Bench.Benches;

/// <summary>
/// The hosts' resident sets, looked at every second while callers wait, each asking for its next document every ten seconds, and every operator is connected
/// and watches the board. The most seen counts, whatever ran before.
/// </summary>
internal sealed class MemoryBench : IBench
{
    private const double BoundMb = 200;

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(10), Look = TimeSpan.FromSeconds(1);

    public string Name => "memory";

    public async IAsyncEnumerable<Result> RunAsync(Stage stage, [EnumeratorCancellation] CancellationToken stop)
    {
        var shift = await stage.ShiftAsync(stop);
        foreach (var one in shift.Operators) await one.AskAsync("WatchBoard", stop);
        var crowd = new Crowd(stage.Exchange);
        await crowd.ArriveAsync(stage.Load.MemoryWaiting, key: "2", stop);

        var beats = new Latencies();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var waiting = crowd.Waiting.ToList();
        var spread = Beat / waiting.Count;
        var loops = waiting.Select((caller, i) => BeatAsync(caller, spread * i, beats, over.Token)).ToList();
        double api = 0, agent = 0;
        for (var passed = TimeSpan.Zero; passed < Beat + stage.Load.Length; passed += Look)
        {
            await Task.Delay(Look, stop);
            api = Math.Max(api, ResidentMemory.Of(stage.Installation.ApiProcess));
            agent = Math.Max(agent, ResidentMemory.Of(stage.Installation.AgentProcess));
        }
        await over.CancelAsync();
        await Task.WhenAll(loops);
        foreach (var one in shift.Operators) await one.AskAsync("UnwatchBoard", stop);
        await crowd.LeaveAsync(stop);
        yield return new Result(Name).With("waiting", stage.Load.MemoryWaiting).With("operators", shift.Operators.Count)
            .With("api_mb", Math.Round(api, 1)).With("agent_mb", Math.Round(agent, 1)).With("beats", beats.Count).Milliseconds("wait_p99_ms", beats.At(0.99))
            .Errors(stage.Faults.Take(Name)).Bound("bound_mb", BoundMb, Math.Max(api, agent));
    }

    private static async Task BeatAsync(CallerLine caller, TimeSpan after, Latencies beats, CancellationToken over)
    {
        var due = Pace.After(Stopwatch.GetTimestamp(), after);
        try
        {
            while (true)
            {
                await Pace.UntilAsync(due, over);
                if (await caller.WaitAsync(over) is { } told) beats.Add(due, told.At);
                due = Pace.After(due, Beat);
            }
        }
        catch (OperationCanceledException)
        {
            // Measured.
        }
    }
}
