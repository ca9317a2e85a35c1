using System.Data.Common;
using Hotline.Core.Staff.Sql;

namespace Hotline.Agent.Session;

/// <summary>Drops old sign-in attempts now and then, so that guessing at names does not fill the table.</summary>
internal sealed class AttemptSweeper(SignInAttempts attempts, TimeProvider clock, ILogger<AttemptSweeper> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested) return;
            try
            {
                await attempts.ForgetOldAsync(clock.GetUtcNow(), stoppingToken);
            }
            catch (Exception e) when (e is DbException or TimeoutException)
            {
                AgentLog.WorkFailed(log, "Dropping old sign-in attempts", e.GetType().Name);
            }
        }
    }
}
