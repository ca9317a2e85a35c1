using System.Security.Cryptography;
using System.Text;
using Hotline.Simulator.Events;
using Hotline.Simulator.Faults;
using Hotline.Simulator.Settings;

namespace Hotline.Simulator.Rest;

/// <summary>Stands before every REST request: who asks, and whether a fault was ordered.</summary>
internal sealed class RestGate(SimulatorSettings settings, FaultPlan faults, EventLog events, TimeProvider clock) : IEndpointFilter
{
    private readonly byte[] _expected = Encoding.UTF8.GetBytes($"{settings.AccountSid}:{settings.AuthToken}");

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!Authentic(http.Request.Headers.Authorization.ToString()))
        {
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"Twilio API\"";
            return RestError.Unauthorized.ToResult();
        }
        if (http.Request.RouteValues["accountSid"] as string != settings.AccountSid)
            return RestError.NotFound(http.Request.Path).ToResult();
        if (faults.Settings.Rest.DelayMs is > 0 and var delay)
        {
            events.Append("rest.delayed", text: $"{http.Request.Method} {http.Request.Path}");
            await Task.Delay(TimeSpan.FromMilliseconds(delay), clock, http.RequestAborted);
        }
        if (HttpMethods.IsGet(http.Request.Method))
            return await next(context);
        switch (faults.NextCommand())
        {
            case RestFate.RefusedBusy:
                return RestError.TooManyRequests.ToResult();
            case RestFate.FailedBeforeCommit:
                return RestError.Internal.ToResult();
            case RestFate.FailedAfterCommit:
                await next(context);
                return RestError.Internal.ToResult();
            case RestFate.Served:
                return await next(context);
            default:
                throw new InvalidOperationException("a fate without a consequence");
        }
    }

    private bool Authentic(string header)
    {
        const string scheme = "Basic ";
        var given = new byte[512];
        return header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            && Convert.TryFromBase64String(header[scheme.Length..].Trim(), given, out var length)
            && CryptographicOperations.FixedTimeEquals(given.AsSpan(0, length), _expected);
    }
}
