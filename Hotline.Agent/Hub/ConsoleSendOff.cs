using Hotline.Core.Starting;

namespace Hotline.Agent.Hub;

/// <summary>
/// Sends the consoles to another host when this one drains: their connections are closed, and again those that come here before the load balancer has
/// found out. What they asked goes on; the desk they read elsewhere tells them how it ended.
/// </summary>
internal sealed class ConsoleSendOff(Draining draining, HubConnections connections, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, draining.Leaving))
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var connection in connections.All) connection.Abort();
            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
