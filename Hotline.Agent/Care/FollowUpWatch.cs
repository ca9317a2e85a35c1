using Hotline.Core.Care;
using Hotline.Core.Care.Sql;

namespace Hotline.Agent.Care;

/// <summary>
/// Tells what was missed as an alarm, once, and every <see cref="Hold"/> holds the live state to who has an open risk record, so that a wiped one knows
/// it again. The record may be away for a while; then this is late by as much.
/// </summary>
internal sealed class FollowUpWatch(FollowUpStore followUps, RiskRecordStore records, CareAlarms alarms, TimeProvider clock, ILogger<FollowUpWatch> log) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(30), Hold = TimeSpan.FromMinutes(10);

    private DateTimeOffset _held = DateTimeOffset.MinValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await TellAsync(stoppingToken);
                if (clock.GetUtcNow() - _held >= Hold) await HoldAsync(stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e)
            {
                AgentLog.WorkFailed(log, "Telling missed follow-ups", e.GetType().Name);
            }
            await Task.Delay(Beat, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>How many were told.</summary>
    internal async Task<int> TellAsync(CancellationToken stop)
    {
        var told = 0;
        foreach (var missed in await followUps.ClaimMissedAsync(stop))
        {
            // Untold, its claim runs out, and some host tells it then.
            if (!await alarms.FollowUpMissedAsync(missed.Subject, missed.Centre)) continue;
            await followUps.ToldAsync(missed.Id, stop);
            CareLog.FollowUpMissed(log, missed.Id, missed.Step);
            told++;
        }
        return told;
    }

    private async Task HoldAsync(CancellationToken stop)
    {
        foreach (var subject in await records.OpenSubjectsAsync(stop))
        {
            if (!await alarms.OpenRiskAsync(subject, open: true)) return; // The live state is away: all of them again with the next beat.
        }
        _held = clock.GetUtcNow();
    }
}
