namespace Hotline.Agent.Web;

/// <summary>
/// Refuses what another site makes a signed-in browser do. The cookie is SameSite=Strict already; this is the second lock, and it also covers the
/// hub's WebSocket. Programs that are no browser send neither header and pass: they hold no one else's cookie.
/// </summary>
internal static class SiteGuard
{
    public static IApplicationBuilder UseSiteGuard(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (Changes(context.Request) && IsForeign(context.Request))
        {
            AgentLog.CrossSite(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Hotline.Agent.Web.SiteGuard"),
                context.Request.Method, RequestName.RouteOf(context));
            await TypedResults.Problem(title: "This request comes from another site.", statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context);
            return;
        }
        await next(context);
    });

    private static bool Changes(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        || request.Path.StartsWithSegments(Hub.ConsoleHub.Path, StringComparison.OrdinalIgnoreCase); // as routing reads it

    internal static bool IsForeign(HttpRequest request)
    {
        switch (request.Headers["Sec-Fetch-Site"].ToString())
        {
            case "cross-site":
                return true;
            case "same-origin" or "none":
                return false;
        }
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0) return false;
        // Authority only: behind a TLS proxy the scheme seen here is not the browser's.
        return !Uri.TryCreate(origin, UriKind.Absolute, out var from) || !string.Equals(from.Authority, Authority(request.Host, from.Scheme), StringComparison.OrdinalIgnoreCase);
    }

    private static string Authority(HostString host, string scheme)
    {
        var standard = scheme == Uri.UriSchemeHttps ? 443 : 80;
        return host.Port is null || host.Port == standard ? host.Host : host.Value!;
    }
}
