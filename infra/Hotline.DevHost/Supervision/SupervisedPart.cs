using System.Diagnostics;

namespace Hotline.DevHost.Supervision;

/// <summary>Keeps one part running: started, waited for, restarted when it dies by itself, stopped.</summary>
internal sealed class SupervisedPart(Part part, Launcher launcher, PartLog log, Screen screen) : IDisposable
{
    private const int MostRestarts = 5;
    private static readonly TimeSpan RestartsCountFor = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan BeforeRestart = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenProbes = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _stopping = new();
    private ChildProcess? _process;
    private Task<string?> _keeping = Task.FromResult<string?>(null);

    public string Name => part.Name;

    /// <summary>Starts it and returns when it is ready. Throws, with the end of its output, when it ends or is late.</summary>
    public async Task StartAsync(TimeSpan within, CancellationToken ct)
    {
        _process = await launcher.StartAsync(part.Command, log.Line);
        log.Remark($"{Name} started as process {_process.Id}");
        var watch = Stopwatch.StartNew();
        for (var missing = ""; ;)
        {
            if (_process.Exited.IsCompleted)
                throw Failed($"{Name} ended with code {await _process.Exited} before it was ready");
            if ((missing = await part.Probe.MissingAsync(ct)) is null)
                return;
            if (watch.Elapsed > within)
                throw Failed($"{Name} was not ready within {within.TotalSeconds:0} s: it {missing}");
            await Task.WhenAny(_process.Exited, Task.Delay(BetweenProbes, ct));
            ct.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Restarts it whenever it ends by itself. Completes when the part is stopped (null) or given up (the reason).</summary>
    public Task<string?> KeepAsync(TimeSpan within) => _keeping = KeepUntilStoppedAsync(within);

    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        if (_process is null)
            return;
        var went = await _process.StopAsync(StopPatience);
        // A restart may have been under way: it ends at the next step, and leaves what it started to us.
        await _keeping;
        went &= await _process.StopAsync(StopPatience);
        log.Remark(went ? $"{Name} stopped" : $"{Name} did not stop within {StopPatience.TotalSeconds:0} s and was killed");
        if (!went)
            screen.Complain(Name, $"did not stop within {StopPatience.TotalSeconds:0} s and was killed");
    }

    public void Dispose()
    {
        _stopping.Dispose();
        log.Dispose();
    }

    private async Task<string?> KeepUntilStoppedAsync(TimeSpan within)
    {
        var restarts = new Queue<long>();
        while (true)
        {
            var code = await _process!.Exited;
            if (_stopping.IsCancellationRequested)
                return null;
            var reason = $"{Name} ended by itself with code {code}";
            log.Remark(reason);
            while (restarts.TryPeek(out var oldest) && Stopwatch.GetElapsedTime(oldest) > RestartsCountFor)
                restarts.Dequeue();
            if (restarts.Count == MostRestarts)
                return $"{reason}, for the {MostRestarts + 1}th time in {RestartsCountFor.TotalMinutes:0} minutes; its output is in {log.FilePath}\n{log.Tail}";
            restarts.Enqueue(Stopwatch.GetTimestamp());
            screen.Say($"{reason}; restart {restarts.Count} of {MostRestarts} (its output is in {log.FilePath})");
            try
            {
                await Task.Delay(BeforeRestart, _stopping.Token);
                await StartAsync(within, _stopping.Token);
                screen.Say($"{Name} is back");
            }
            catch (OperationCanceledException)
            {
                return null;
            }
            catch (CannotStartException e)
            {
                // It ended again, which the next turn counts, or it runs and misses something it can still get.
                screen.Say(e.Message);
            }
        }
    }

    private CannotStartException Failed(string what) => new($"{what}. The end of its output ({log.FilePath}):\n{log.Tail}");
}
