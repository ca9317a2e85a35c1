using System.Diagnostics;
using System.Globalization;
using Hotline.Bench.Measuring;
using Hotline.Bench.Running;

namespace Hotline.Bench.Benches;

/// <summary>
/// <c>./infra/run</c> from its start until it says that all is ready. Warm: everything is installed and built; the data folder is new, so the accounts are
/// made. Cold: a fresh clone of what is committed, with empty package caches. Not on the stage: it starts an installation of its own.
/// </summary>
internal sealed class StartBench
{
    private const double WarmBound = 20, ColdBound = 240;

    private static readonly TimeSpan LongestCold = TimeSpan.FromMinutes(15), LongestWarm = TimeSpan.FromMinutes(5);

    public const string Name = "start";

    public static async Task<Result> WarmAsync(CancellationToken stop)
    {
        await RunAsync(Repository.Root, [], LongestWarm, stop); // Not counted: builds what was never built here.
        var seconds = await RunAsync(Repository.Root, [], LongestWarm, stop);
        return new Result("start-warm").With("seconds", Math.Round(seconds, 1)).Errors(0).Bound("bound_seconds", WarmBound, seconds);
    }

    public static async Task<Result> ColdAsync(CancellationToken stop)
    {
        using var folder = new TempFolder();
        var clone = Path.Combine(folder.Path, "clone");
        await using var git = await OwnProcess.StartAsync(["git", "clone", "--quiet", Repository.Root, clone], folder.Path, new Dictionary<string, string>(), line: null, stop);
        await git.Exited.WaitAsync(TimeSpan.FromMinutes(1), stop);
        if (!File.Exists(Path.Combine(clone, "infra", "run"))) throw new CannotMeasureException($"the clone failed: {git.Tail}");
        var seconds = await RunAsync(clone, new()
        {
            ["NUGET_PACKAGES"] = folder.Sub("nuget"),
            ["NUGET_HTTP_CACHE_PATH"] = folder.Sub("nuget-http"),
            ["npm_config_cache"] = folder.Sub("npm"),
        }, LongestCold, stop);
        return new Result("start-cold").With("seconds", Math.Round(seconds, 1)).Errors(0).Bound("bound_seconds", ColdBound, seconds);
    }

    private static async Task<double> RunAsync(string checkout, Dictionary<string, string> environment, TimeSpan longest, CancellationToken stop)
    {
        using var folder = new TempFolder();
        var ports = FreePorts.Find(4);
        var ready = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = Stopwatch.GetTimestamp();
        await using var run = await OwnProcess.StartAsync(["bash", Path.Combine(checkout, "infra", "run")], checkout, new Dictionary<string, string>(environment)
        {
            ["HOTLINE_DATA"] = folder.Sub("data"),
            ["HOTLINE_API_URL"] = Installation.Origin(Installation.Local(ports[0])),
            ["HOTLINE_AGENT_URL"] = Installation.Origin(Installation.Local(ports[1])),
            ["HOTLINE_SIM_URL"] = Installation.Origin(Installation.Local(ports[2])),
            ["HOTLINE_REDIS_PORT"] = ports[3].ToString(CultureInfo.InvariantCulture),
        }, line: text =>
        {
            if (text.StartsWith("ready in ", StringComparison.Ordinal)) ready.TrySetResult(Stopwatch.GetTimestamp());
        }, stop);
        try
        {
            await Task.WhenAny(ready.Task, run.Exited).WaitAsync(longest, stop);
            return ready.Task.IsCompleted ? Stopwatch.GetElapsedTime(start, await ready.Task).TotalSeconds : throw new CannotMeasureException($"infra/run did not start:\n{run.Tail}");
        }
        catch (TimeoutException)
        {
            throw new CannotMeasureException($"infra/run was not ready within {longest.TotalMinutes:0} minutes:\n{run.Tail}");
        }
    }
}
