using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Telephony;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Api.Voice;

/// <summary>
/// A duty telephone rung by the caller's own document. Both ends tell of it: the telephone when its holder presses 1, the caller's leg when it is over;
/// each is one fact, kept by this host until the live state can take it.
/// </summary>
internal sealed class DutyTelephone(CallFlow flow, VoiceDocuments documents, TimeProvider clock, IHostApplicationLifetime host, ILogger<DutyTelephone> log)
{
    private const string TakeTheCall = "1";

    public static async Task<ContentHttpResult> AskedAsync(CarrierRequest request, DutyTelephone duty)
    {
        if (request is not { Leg: { } leg, Call: { } call, Operator: { } phone }) return VoiceEndpoints.Answer(VoiceDocuments.HangUp);
        if (request.Digits != TakeTheCall) return VoiceEndpoints.Answer(duty.Documents.AskDuty(call, phone));
        await duty.TellAsync(new CarrierFact(
            call, leg, FactSide.Operator, EventKind.DutyBridged, duty.Now, $"{leg}/{EventKind.DutyBridged}", Operator: phone));
        return VoiceEndpoints.Answer(VoiceDocuments.Bridge);
    }

    private VoiceDocuments Documents => documents;

    private DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>True: they spoke, and that is over.</summary>
    public async Task<bool> SpokeAsync(CarrierRequest request, CallId call)
    {
        if (request.Field("DialBridged") != "true") return false;
        if (request.Field("DialCallSid") is { Length: > 0 and <= 64 } sid)
            await TellAsync(new CarrierFact(
                call, new LegId(sid), FactSide.Operator, EventKind.DutyEnded, clock.GetUtcNow(), $"{sid}/{EventKind.DutyEnded}",
                Seconds: request.WholeNumber("DialCallDuration")));
        return true;
    }

    private async Task TellAsync(CarrierFact fact)
    {
        try
        {
            await flow.TellAsync(fact, host.ApplicationStopping);
        }
        catch (Exception e)
        {
            VoiceLog.FactFailed(log, "/twilio/voice/duty", e);
        }
    }
}
