using Hotline.Core.Directory;
using Hotline.Core.Routing;

namespace Hotline.Agent.Hub;

/// <summary>
/// Renews the lease of every operator connected to this host, and looks at her desk while at it: hints may be lost. A third of the lease's length
/// apart, so that one late round costs nothing. A skill whose last day is over is no longer told, so she leaves its lanes with the next round.
/// </summary>
internal sealed class LeaseKeeper(
    Desks desks, DeskPushes pushes, HubConnections connections, NetworkOptions network, TimeProvider clock, ILogger<LeaseKeeper> log) : BackgroundService
{
    private const int AtOnce = 32;

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
                await Parallel.ForEachAsync(connections.Operators, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
                    async (member, _) =>
                    {
                        if (await desks.KeepAsync(member.Id, member.Centre, member.SkillsOn(today), member.Endpoint)) pushes.Changed(member.Id);
                    });
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
