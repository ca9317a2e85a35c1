using System.Runtime.CompilerServices;
using Hotline.Bench.Measuring;
using Hotline.Bench.Running;

namespace Hotline.Bench.Benches;

/// <summary>
/// Resident sets, looked at every second while callers wait, each asking for her next document in turn, and every operator is connected. The most seen
/// counts, whatever ran before. Small: each host by itself, while everybody watches the board. Large: all processes together.
/// </summary>
internal sealed class MemoryBench(bool large) : IBench
{
    private const double BoundEachMb = 200, BoundAllMb = 1000;

    /// <summary>A caller asks again this often: less than what the product takes for silence.</summary>
    private static readonly TimeSpan BeatSmall = TimeSpan.FromSeconds(10), BeatLarge = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    public string Name => "memory";

    public async IAsyncEnumerable<Result> RunAsync(Stage stage, [EnumeratorCancellation] CancellationToken stop)
    {
        var (waiting, count, beat) = large
            ? (stage.Load.LargeMemoryWaiting, stage.Load.LargeMemoryOperators, BeatLarge)
            : (stage.Load.SmallMemoryWaiting, stage.Load.Operators, BeatSmall);
        var operators = await stage.OperatorsAsync(count, stop);
        if (!large) foreach (var one in operators) await one.AskAsync("WatchBoard", stop);
        var crowd = new Crowd(stage.Exchange);
        await crowd.ArriveAsync(waiting, key: "2", stop);
        double api = 0, agent = 0, redis = 0, all = 0;
        Latencies answers;
        await using (var loop = WaitingLoop.Start(crowd, Math.Max(1, (int)(waiting / beat.TotalSeconds)), stage.Faults, stop))
        {
            answers = loop.Answers;
            for (var passed = TimeSpan.Zero; passed < TimeSpan.FromSeconds(10) + stage.Load.Length; passed += Look)
            {
                await Task.Delay(Look, stop);
                var (a, b, c) = (Of(stage.Installation.ApiProcesses), Of(stage.Installation.AgentProcesses), Of([stage.Installation.Redis]));
                (api, agent, redis, all) = (Math.Max(api, a), Math.Max(agent, b), Math.Max(redis, c), Math.Max(all, a + b + c));
            }
        }
        if (!large) foreach (var one in operators) await one.AskAsync("UnwatchBoard", stop);
        await crowd.LeaveAsync(stop);
        var result = new Result(large ? "memory-large" : "memory").With("waiting", waiting).With("operators", operators.Count)
            .With("api_mb", Math.Round(api, 1)).With("agent_mb", Math.Round(agent, 1)).With("redis_mb", Math.Round(redis, 1)).With("all_mb", Math.Round(all, 1))
            .With("beats", answers.Count).Milliseconds("wait_p99_ms", answers.At(0.99)).Errors(stage.Faults.Take(Name));
        yield return large ? result.Bound("bound_all_mb", BoundAllMb, all) : result.Bound("bound_each_mb", BoundEachMb, Math.Max(api, agent));
    }

    private static double Of(IEnumerable<KeptProcess> processes) => processes.Sum(one => ProcessFigures.ResidentMb(one.Id));
}
