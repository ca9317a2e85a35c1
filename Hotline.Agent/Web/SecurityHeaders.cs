using Microsoft.AspNetCore.Http;

namespace Hotline.Agent.Web;

/// <summary>
/// Headers every answer carries, written as it leaves: what goes wrong inside clears those set before. The console needs nothing from elsewhere,
/// except the carrier's media when the browser is the telephone.
/// </summary>
internal static class SecurityHeaders
{
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app, bool browserPhone) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            Write(context, browserPhone);
            return Task.CompletedTask;
        });
        return next(context);
    });

    private static void Write(HttpContext context, bool browserPhone)
    {
        var carrier = browserPhone ? " https://*.twilio.com wss://*.twilio.com" : "";
        var media = browserPhone ? " blob: https://*.twilio.com" : "";
        var headers = context.Response.Headers;
        var host = context.Request.Host.Value;
        // Styles are written at run time by the console's component library; scripts are files.
        headers.ContentSecurityPolicy =
            $"default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self' ws://{host} wss://{host}{carrier}; "
            + $"media-src 'self'{media}; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(self)";
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)) headers.CacheControl = "no-store";
    }
}
