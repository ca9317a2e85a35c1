using System.Security.Cryptography;
using System.Text;
using Hotline.Core.Telephony.Twilio;
using Microsoft.Extensions.Options;

namespace Hotline.Api.Voice;

/// <summary>
/// Attached to the carrier's whole group: only what the carrier signed, for our account, gets any further. Everything else is an empty 403,
/// from wherever it comes, this machine included.
/// </summary>
internal sealed class CarrierSignature(TwilioSignature signature, IOptions<TwilioOptions> options, ILogger<CarrierSignature> log) : IEndpointFilter
{
    public const int LargestBody = 64 * 1024;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var request = context.Arguments.OfType<CarrierRequest>().SingleOrDefault() ?? await CarrierRequest.BindAsync(http);
        if (!await IsSignedAsync(http, request))
        {
            VoiceLog.Unsigned(log, http.Request.Path);
            return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        }
        if ((request.Field("AccountSid") ?? request.Query("AccountSid")) is { } account && !Same(account, options.Value.AccountSid))
        {
            VoiceLog.ForeignAccount(log, http.Request.Path);
            return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        }
        return await next(context);
    }

    private async Task<bool> IsSignedAsync(HttpContext http, CarrierRequest request)
    {
        var header = http.Request.Headers[TwilioSignature.Header];
        if (header.Count != 1) return false;
        // A fragment is neither signed nor sent by any carrier; behind one, a query could be added to a signed address.
        if (request.Target.Contains('#', StringComparison.Ordinal)) return false;
        var url = signature.PublicUrl(request.Target);
        if (HttpMethods.IsGet(http.Request.Method)) return signature.Signs(header, url);
        if (request.Fields is { } form) return signature.Signs(header, url, form);
        if (http.Request.HasFormContentType) return false; // a form that could not be read
        try
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            return signature.Signs(header, url, body.GetBuffer().AsSpan(0, (int)body.Length));
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static bool Same(string told, string ours) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(told), Encoding.UTF8.GetBytes(ours));
}
