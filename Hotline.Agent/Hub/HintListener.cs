using Hotline.Agent.Crisis;
using Hotline.Core.Routing;

namespace Hotline.Agent.Hub;

/// <summary>Hears which desks and boards changed, and that an escalation did, and hands over.</summary>
internal sealed class HintListener(RoutingHints hints, DeskPushes desks, BoardPushes boards, CrisisPushes crisis, TimeProvider clock, ILogger<HintListener> log) : BackgroundService
{
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var listening = await hints.ListenAsync(desks.Changed, _ => boards.Changed(), crisis.Changed);
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                AgentLog.WorkFailed(log, "Listening to hints", e.GetType().Name);
                await Task.Delay(TryAgain, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
