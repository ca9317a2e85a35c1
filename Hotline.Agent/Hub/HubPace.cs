using System.Threading.RateLimiting;
using Microsoft.AspNetCore.SignalR;

namespace Hotline.Agent.Hub;

/// <summary>
/// A console asks as fast as a person acts. One that has gone wild (every act is a write the live state must have on disk) waits its turn; it is
/// slowed, never refused, and nobody else's is.
/// </summary>
internal sealed class HubPace(TimeProvider clock) : IHubFilter
{
    public const int Burst = 100, PerSecond = 20;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    private static readonly object Key = new();

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var pace = (TokenBucketRateLimiter)invocationContext.Context.Items[Key]!;
        while (!Taken(pace)) await Task.Delay(Period, clock, invocationContext.Context.ConnectionAborted);
        return await next(invocationContext);
    }

    // Replenished when somebody asks: a timer of its own for each of two thousand consoles would fire twenty thousand times a second.
    private static bool Taken(TokenBucketRateLimiter pace)
    {
        pace.TryReplenish();
        using var turn = pace.AttemptAcquire(1);
        return turn.IsAcquired;
    }

    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        context.Context.Items[Key] = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = Burst,
            TokensPerPeriod = PerSecond / 10,
            ReplenishmentPeriod = Period,
            AutoReplenishment = false,
            QueueLimit = 0,
        });
        return next(context);
    }

    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        (context.Context.Items[Key] as RateLimiter)?.Dispose();
        return next(context, exception);
    }
}
