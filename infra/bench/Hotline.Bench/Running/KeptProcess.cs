using Hotline.Bench.Measuring;

namespace Hotline.Bench.Running;

/// <summary>One program of the product, kept running as a supervisor would: whenever it ends it is started again, after <see cref="BeforeRestart"/>.</summary>
internal sealed class KeptProcess : IAsyncDisposable
{
    private static readonly TimeSpan BeforeRestart = TimeSpan.FromMilliseconds(200), Look = TimeSpan.FromMilliseconds(100), Patience = TimeSpan.FromSeconds(90);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<Task<OwnProcess>> _start;
    private readonly Func<CancellationToken, Task<bool>> _isReady;
    private readonly Faults _faults;
    private volatile OwnProcess _process = null!;
    private volatile bool _wasKilled;
    private Task _keeping = Task.CompletedTask;

    private KeptProcess(string name, Func<Task<OwnProcess>> start, Func<CancellationToken, Task<bool>> isReady, Faults faults) =>
        (Name, _start, _isReady, _faults) = (name, start, isReady, faults);

    public string Name { get; }

    public int Id => _process.Id;

    /// <param name="isReady">Whether it can be used; asked until it can.</param>
    /// <param name="faults">Told when it ends though nobody killed it.</param>
    public static async Task<KeptProcess> StartAsync(
        string name, Func<Task<OwnProcess>> start, Func<CancellationToken, Task<bool>> isReady, Faults faults, CancellationToken stop)
    {
        var kept = new KeptProcess(name, start, isReady, faults);
        kept._process = await start();
        try
        {
            await kept.ReadyAsync(stop);
        }
        catch
        {
            await kept._process.DisposeAsync();
            throw;
        }
        kept._keeping = kept.KeepAsync();
        return kept;
    }

    /// <summary>Ends it with SIGKILL; the supervisor starts it again.</summary>
    public void Kill()
    {
        _wasKilled = true;
        _process.Kill();
    }

    /// <summary>Until it can be used (again).</summary>
    public async Task ReadyAsync(CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        try
        {
            while (!await _isReady(limit.Token))
            {
                if (_process.Exited.IsCompleted && _keeping.IsCompleted) throw new CannotMeasureException($"{Name} ended before it was ready:\n{_process.Tail}");
                await Task.Delay(Look, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new CannotMeasureException($"{Name} was not ready within {Patience.TotalSeconds:0} s:\n{_process.Tail}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _process.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task KeepAsync()
    {
        while (true)
        {
            await _process.Exited.WaitAsync(_stopping.Token);
            if (!_wasKilled) _faults.Note($"{Name} ended by itself: {_process.Tail}");
            _wasKilled = false;
            await Task.Delay(BeforeRestart, _stopping.Token);
            _process = await _start();
        }
    }
}
