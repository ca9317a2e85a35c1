using System.Threading.Channels;
using Hotline.Core.Calls;
using Hotline.Core.Directory;
using Hotline.Core.Routing.Redis;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Routing;

/// <summary>
/// Arrivals and carrier facts that came while the live state could not be reached. The carrier is asked to tell its facts again, but gives up after
/// seconds; an end that is lost leaves an operator busy and a ghost in a lane, an arrival that is lost leaves no trace of a caller whom a duty telephone
/// answered. So this host tells them itself as soon as it can, in their order; what both tell counts once. Lost with the host: then the callers' own
/// heartbeats find it out, later.
/// </summary>
internal sealed class KeptFacts(LiveState live, CarrierEffects effects, TimeProvider clock, ILogger<KeptFacts> log) : BackgroundService
{
    /// <summary>About ten minutes of a national network's callbacks; some 5 MB.</summary>
    private const int Most = 10_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly Channel<Kept> _all = Channel.CreateBounded<Kept>(new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropOldest });

    public void Keep(CarrierFact fact) => _all.Writer.TryWrite(new Kept(fact.Kind, async stop =>
    {
        if ((await live.TakeFactAsync(fact)).Effect is { } effect) await effects.DoAsync(effect, stop);
    }));

    public void Keep(CallTicket arrived, SealedNumber caller) =>
        _all.Writer.TryWrite(new Kept(EventKind.Arrived, _ => live.ArriveAsync(arrived, caller, arrived.ArrivedAt)));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var kept in _all.Reader.ReadAllAsync(stoppingToken))
            {
                while (!await ToldAsync(kept, stoppingToken)) await Task.Delay(Pause, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async Task<bool> ToldAsync(Kept kept, CancellationToken stop)
    {
        try
        {
            await kept.Tell(stop);
            return true;
        }
        catch (Exception e) when (LiveState.Lost(e))
        {
            return false;
        }
        catch (Exception e) when (e is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            // It was taken; what it asked of the carrier is a timer's too.
            RoutingLog.KeptFactFailed(log, kept.Kind, e);
            return true;
        }
    }

    private sealed record Kept(string Kind, Func<CancellationToken, Task> Tell);
}
