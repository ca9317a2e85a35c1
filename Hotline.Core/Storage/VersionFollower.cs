using System.Data.Common;
using Microsoft.Extensions.Hosting;

namespace Hotline.Core.Storage;

/// <summary>
/// Follows a <see cref="VersionedDocument{T}"/>: looks for its newest version at every beat, one look at a time, and keeps it in memory. With the record
/// away the last known one goes on.
/// </summary>
public abstract class VersionFollower : BackgroundService
{
    /// <summary>A version saved at another host is known here within so long.</summary>
    internal static readonly TimeSpan Beat = TimeSpan.FromSeconds(3);

    private readonly Migrator _migrator;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _one = new(1, 1);

    private protected VersionFollower(Migrator migrator, TimeProvider clock) => (_migrator, _clock) = (migrator, clock);

    /// <summary>Without the schema there is nothing to read; the migrator has just spent its patience.</summary>
    private protected bool MayRead => _migrator.Ready.IsCompletedSuccessfully;

    /// <summary>Takes up the newest version now; whether it is the current one. False also when the record cannot be read.</summary>
    public Task<bool> LookAsync(CancellationToken stop) => OneAtATimeAsync(TakeUpNewestAsync, stop);

    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected abstract Task<bool> TakeUpNewestAsync(CancellationToken stop);

    private protected abstract void SayNotRead(Exception error);

    private protected async Task<bool> OneAtATimeAsync(Func<CancellationToken, Task<bool>> look, CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            return await look(stop);
        }
        catch (Exception e) when (e is DbException or TimeoutException)
        {
            SayNotRead(e);
            return false;
        }
        finally
        {
            _one.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _migrator.Ready.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it was: the last known one goes on, and the next look may succeed.
                SayNotRead(e);
            }
            await Task.Delay(Beat, _clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
