using Hotline.Core.Calls.Redis;
using Hotline.Core.Routing;
using Hotline.Core.Starting;
using Hotline.Core.Storage;
using Hotline.Core.Storage.Redis;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Agent.Health;

/// <summary>How this host is. <paramref name="Status"/>: <c>ready</c>, <c>degraded</c> (it serves, and says what does not work), <c>unready</c> or
/// <c>draining</c> (it serves on for a few seconds; go elsewhere).</summary>
public sealed record HealthView(string Status, IReadOnlyList<PartView> Parts);

public sealed record PartView(string Name, bool Works, string? Means);

/// <summary>
/// <c>live</c>: the process runs. <c>ready</c>: 200 while operators can work, even without the database; 503 without the live state, for then no call
/// can be taken here, and while this host drains. Either way the parts that do not work are named.
/// </summary>
internal static class HealthEndpoints
{
    /// <summary>A part that has not answered by then does not work: whoever looks must not take a slow part for a dead host.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").WithTags("Health").AllowAnonymous();
        health.MapGet("live", Live).WithName("healthLive").WithSummary("The process runs.");
        health.MapGet("ready", ReadyAsync).WithName("healthReady").WithSummary("What works; 503 when no call can be taken here.").Produces<HealthView>(503);
    }

    private static Ok<HealthView> Live() => TypedResults.Ok(new HealthView("live", []));

    private static async Task<JsonHttpResult<HealthView>> ReadyAsync(
        Draining draining, RedisConnection redis, Database database, Recorder recorder, RoutingPolicies policies, TimeProvider clock, CancellationToken stop)
    {
        var live = Within(redis.TakesChangesAsync(), clock);
        var record = Within(database.PingAsync(stop), clock);
        var view = Of(await live, await record, recorder.Trouble, policies.Trouble);
        if (draining.Begun) view = view with { Status = "draining" };
        return TypedResults.Json(view, statusCode: view.Status is "unready" or "draining" ? 503 : 200);
    }

    internal static HealthView Of(bool redis, bool sql, string? recorder, string? policy) => new(
        (redis, sql && recorder is null && policy is null) switch { (false, _) => "unready", (_, false) => "degraded", _ => "ready" },
        [
            new PartView("redis", redis, redis ? null : "No call can be offered or taken here until it answers and takes changes again; callers are kept by the other host."),
            new PartView("sql", sql, sql ? null : "Calls are answered. Notes stay in the browser and earlier calls are not shown until it answers again."),
            new PartView("recorder", recorder is null, recorder is null ? null : $"Events are kept in the stream and recorded later: {recorder}"),
            new PartView("policy", policy is null, policy is null ? null : $"Calls are routed by the last policy that could be used: {policy}"),
        ]);

    private static async Task<bool> Within(Task<bool> answer, TimeProvider clock)
    {
        try
        {
            return await answer.WaitAsync(Patience, clock);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }
}
