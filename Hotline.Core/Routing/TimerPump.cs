using System.Collections.Concurrent;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Telephony;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Routing;

/// <summary>
/// Fires due entries of the one durable timer set. Runs on every host; each entry is claimed by one of them for a while, and its script
/// removes it in the step that acts, so that a host that dies or sleeps with a claim changes nothing but the delay.
/// </summary>
internal sealed class TimerPump(
    LiveState live, CarrierEffects effects, ITelephony telephony, Reconciler reconciler, RoutingOptions options, IEnumerable<ITimerTaker> takers,
    TimeProvider clock, ILogger<TimerPump> log)
    : BackgroundService
{
    private const int Batch = 50;

    /// <summary>Longest silence of the pump: a timer set by another host for sooner is at most this late.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Claim = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);

    // An entry whose effect takes longer than its claim is not begun a second time by this host.
    private readonly ConcurrentDictionary<string, bool> _firing = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var lost = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Beat;
            try
            {
                var (next, stamp, due) = await live.ClaimTimersAsync(Batch, Claim, TimeSpan.FromSeconds(options.ReconcileSeconds));
                if (lost) RoutingLog.TimersBack(log);
                lost = false;
                // Not waited for: a carrier that answers slowly must not make everybody else's offers run out late.
                foreach (var entry in due)
                    if (_firing.TryAdd(entry, true)) _ = FireAsync(entry, stamp, stoppingToken);
                if (due.Count == Batch) continue;
                if (next is { } soon && soon < pause) pause = soon;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it was: without its timers the hotline stands still.
                if (!lost) RoutingLog.DeskDegraded(log, nameof(TimerPump), e);
                lost = true;
                pause = AfterFault;
            }
            await Task.Delay(pause < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : pause, clock, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FireAsync(string entry, long stamp, CancellationToken stop)
    {
        try
        {
            RoutingMeter.TimersFired.Add(1, new KeyValuePair<string, object?>("timer", entry[..entry.IndexOf('|', StringComparison.Ordinal)]));
            if (entry == Reconciler.Beat)
            {
                await reconciler.RunAsync(stop);
                return;
            }
            if (takers.FirstOrDefault(t => t.Takes(entry)) is { } taker)
            {
                await taker.FireAsync(entry, stamp, stop);
                return;
            }
            var effect = await live.FireTimerAsync(entry, null, stamp);
            if (effect is { Verb: "ask-carrier" })
                effect = await live.FireTimerAsync(entry, await telephony.LookUpAsync(effect.Leg, stop));
            if (effect is not null) await effects.DoAsync(effect, stop);
        }
        catch (Exception e) when (e is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            // Whatever it was, the other timers must go on; this one comes again when its claim ends.
            RoutingLog.TimerFailed(log, e);
        }
        catch (OperationCanceledException)
        {
            // The host stops; the entry comes again at another one.
        }
        finally
        {
            _firing.TryRemove(entry, out _);
        }
    }
}
