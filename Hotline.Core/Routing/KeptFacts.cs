using System.Threading.Channels;
using Hotline.Core.Routing.Redis;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Routing;

/// <summary>
/// Carrier facts that came while the live state could not be reached. The carrier is asked to tell them again, but gives up after seconds; an end
/// that is lost leaves an operator busy and a ghost in a lane. So this host tells them itself as soon as it can, in their order; what both tell
/// counts once. Lost with the host: then the callers' own heartbeats find it out, later.
/// </summary>
internal sealed class KeptFacts(LiveState live, CarrierEffects effects, TimeProvider clock, ILogger<KeptFacts> log) : BackgroundService
{
    /// <summary>About ten minutes of a national network's callbacks; some 5 MB.</summary>
    private const int Most = 10_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly Channel<CarrierFact> _facts = Channel.CreateBounded<CarrierFact>(new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropOldest });

    public void Keep(CarrierFact fact) => _facts.Writer.TryWrite(fact);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var fact in _facts.Reader.ReadAllAsync(stoppingToken))
            {
                while (!await ToldAsync(fact, stoppingToken)) await Task.Delay(Pause, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async Task<bool> ToldAsync(CarrierFact fact, CancellationToken stop)
    {
        try
        {
            if ((await live.TakeFactAsync(fact)).Effect is { } effect) await effects.DoAsync(effect, stop);
            return true;
        }
        catch (Exception e) when (LiveState.Lost(e))
        {
            return false;
        }
        catch (Exception e) when (e is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            // It was taken; what it asked of the carrier is a timer's too.
            RoutingLog.KeptFactFailed(log, fact.Kind, e);
            return true;
        }
    }
}
