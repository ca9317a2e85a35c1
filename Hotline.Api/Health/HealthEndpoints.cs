using Hotline.Core.Routing;
using Hotline.Core.Starting;
using Hotline.Core.Storage;
using Hotline.Core.Storage.Redis;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Hotline.Api.Health;

internal static class HealthEndpoints
{
    /// <summary>A part that has not answered by then is called degraded: whoever looks must not take a slow part for a dead host.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(700);

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<RedisCheck>("redis", HealthStatus.Degraded, [])
            .AddCheck<SqlCheck>("sql", HealthStatus.Degraded, [])
            .AddCheck<PolicyCheck>("policy", HealthStatus.Degraded, []);
        return services;
    }

    /// <summary>
    /// <c>/health/live</c>: the process answers. <c>/health/ready</c>: names what is degraded, still with 200, because a host without its live
    /// state or record gives callers comfort and keeps their places; taken out of service it would give them nothing. 503 only while it drains.
    /// </summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").AllowAnonymous();
        health.MapHealthChecks("/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = (http, _) => http.Response.WriteAsJsonAsync(new { status = "live" }) });
        health.MapHealthChecks("/ready", new HealthCheckOptions { ResponseWriter = Ready });
    }

    private static Task Ready(HttpContext http, HealthReport report)
    {
        string[] degraded = [.. report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy).Select(entry => entry.Key)];
        var draining = http.RequestServices.GetRequiredService<Draining>().Begun;
        if (draining) http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return http.Response.WriteAsJsonAsync(new { status = draining ? "draining" : degraded.Length == 0 ? "ready" : "degraded", degraded });
    }

    private static async Task<bool> WithinAsync(Task<bool> answer)
    {
        try
        {
            return await answer.WaitAsync(Longest);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    private sealed class RedisCheck(RedisConnection redis) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            await WithinAsync(redis.TakesChangesAsync()) ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded();
    }

    private sealed class SqlCheck(Database database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            await WithinAsync(database.PingAsync(cancellationToken)) ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded();
    }

    private sealed class PolicyCheck(RoutingPolicies policies) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(policies.Trouble is null ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded());
    }
}
