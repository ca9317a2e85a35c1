using System.Threading.RateLimiting;
using Microsoft.AspNetCore.SignalR;

namespace Hotline.Agent.Hub;

/// <summary>
/// A console asks as fast as a person acts. One that has gone wild (every act is a write the live state must have on disk) waits its turn; it is
/// slowed, never refused, and nobody else's is.
/// </summary>
internal sealed class HubPace : IHubFilter
{
    public const int Burst = 100, PerSecond = 20;

    private static readonly object Key = new();

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        using var turn = await ((RateLimiter)invocationContext.Context.Items[Key]!).AcquireAsync(1, invocationContext.Context.ConnectionAborted);
        return await next(invocationContext);
    }

    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        context.Context.Items[Key] = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = Burst,
            TokensPerPeriod = PerSecond / 10,
            ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
            QueueLimit = 10, // More than SignalR runs of one connection at once (HubSetup).
        });
        return next(context);
    }

    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        (context.Context.Items[Key] as RateLimiter)?.Dispose();
        return next(context, exception);
    }
}
