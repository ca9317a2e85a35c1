using Hotline.Core.Telephony.Twilio;

namespace Hotline.Api.Voice;

/// <summary>
/// Whatever goes wrong in making a caller's document, she hears comfort and is asked again: an error answer would end her call.
/// </summary>
internal sealed class KeepTheCaller(VoiceDocuments documents, TwilioSignature urls, TwilioWebhooks webhooks, ILogger<KeepTheCaller> log) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception e) when (!context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            var path = context.HttpContext.Request.Path;
            VoiceLog.DocumentFailed(log, path, e);
            var request = context.Arguments.OfType<CarrierRequest>().Single();
            // The greeting is not said twice: after a failed arrival the choice finds her by the carrier's name of her leg.
            var again = request.Call is null ? CallerWay.ChoiceUrl(webhooks, null) : urls.PublicUrl(request.Target);
            return VoiceEndpoints.Answer(documents.Comfort(again));
        }
    }
}
