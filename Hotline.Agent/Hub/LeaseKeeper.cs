using Hotline.Core.Directory;
using Hotline.Core.Routing;

namespace Hotline.Agent.Hub;

/// <summary>
/// Renews the lease of everybody with a desk connected to this host, and looks at her desk while at it: hints may be lost. A third of the lease's length
/// apart, so that one late round costs nothing. A skill whose last day is over is no longer told, so she leaves its lanes with the next round.
/// </summary>
internal sealed class LeaseKeeper(
    Desks desks, DeskPushes pushes, HubConnections connections, NetworkOptions network, TimeProvider clock, ILogger<LeaseKeeper> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = desks.Lease / 3;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested) return;
            try
            {
                var today = network.DayOf(clock.GetUtcNow());
                var changed = await desks.KeepAllAsync(connections.AtDesks.Select(m => (m.Id, m.Centre, m.LanesOn(today), m.Endpoint)));
                foreach (var staff in changed ?? []) pushes.Changed(staff);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                AgentLog.WorkFailed(log, "Renewing leases", e.GetType().Name);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
