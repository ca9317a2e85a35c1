using Hotline.Core.Crisis.Redis;
using Hotline.Core.Crisis.Sql;
using Hotline.Core.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Crisis;

/// <summary>
/// Nothing but the record remembers an open escalation when the live state is wiped: at a slow beat those it has lost are handed back to it. One that paged
/// pages again at once; a page too many does no harm, one too few does.
/// </summary>
internal sealed class EscalationRestorer(CrisisState live, Escalations escalations, EscalationStore record, Migrator migrator, TimeProvider clock, ILogger<EscalationRestorer> log) : BackgroundService
{
    internal static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    private const int Most = 2000, AtOnce = 200;

    /// <summary>A record that is further behind the event stream may not know of an escalation's end yet.</summary>
    private static readonly TimeSpan LongestLag = TimeSpan.FromSeconds(30);

    private bool _failed;

    internal async Task<int> RestoreAsync(CancellationToken stop)
    {
        var restored = 0;
        foreach (var some in (await record.OpenAsync(Most, stop)).Chunk(AtOnce))
        {
            var lost = (await live.LostAsync(some.Select(e => e.Id))).ToHashSet();
            foreach (var escalation in some.Where(e => lost.Contains(e.Id)))
            {
                if (await live.RestoreAsync(escalation, LongestLag) is not { } legs) continue;
                escalations.Withdraw(legs);
                restored++;
            }
        }
        return restored;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await migrator.Ready.WaitAsync(stoppingToken);
                if (await RestoreAsync(stoppingToken) is > 0 and var count) CrisisLog.Restored(log, count);
                _failed = false;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // The record or the live state is away: ladders climb without the one, and without the other nothing can.
                if (!_failed) CrisisLog.NotRead(log, e);
                _failed = true;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            await Task.Delay(Beat, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
