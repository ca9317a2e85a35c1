using Microsoft.AspNetCore.Diagnostics;

namespace Hotline.Agent.Web;

/// <summary>
/// What a log may call a request. Its path is whatever its sender wrote, a number perhaps: the route is named instead, with the id in it when it is one.
/// </summary>
internal static class RequestName
{
    public static string RouteOf(HttpContext context)
    {
        var endpoint = context.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? context.GetEndpoint();
        var route = (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";
        var values = context.Features.Get<IExceptionHandlerFeature>()?.RouteValues ?? context.Request.RouteValues;
        return values.TryGetValue("id", out var id) && Guid.TryParse(id as string, out var known) ? route.Replace("{id}", known.ToString(), StringComparison.Ordinal) : route;
    }

    /// <summary>The web server's own scope, which is off, would put the path on every line. A problem's <c>traceId</c> is this id, or the trace's where traces are on.</summary>
    public static void UseRequestScope(this IApplicationBuilder app)
    {
        var log = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger("Hotline.Agent.Web");
        app.Use(async (context, next) =>
        {
            using (log.BeginScope(new Dictionary<string, object> { ["RequestId"] = context.TraceIdentifier })) await next(context);
        });
    }
}
