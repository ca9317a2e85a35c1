using Hotline.Core.Routing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Api.Voice;

/// <summary>
/// A waiting caller of a closed centre leaves a message. Her requests are her heartbeats here too: she is at her place before, meanwhile and after, and no
/// answer of hers changes it. What she recorded is told once, here or by the carrier's own callback, and kept by this host while the live state is away.
/// </summary>
internal sealed class MessageByKey(CallFlow flow, TimeProvider clock, IHostApplicationLifetime host, ILogger<MessageByKey> log)
{
    /// <summary>The recording is over: by #, by the crisis key, by silence or length, or because she hung up (then nobody hears the answer).</summary>
    public static async Task<ContentHttpResult> RecordedAsync(
        CarrierRequest request, Caller caller, CallFlow flow, MessageByKey messages, VoiceDocuments documents, CancellationToken stop)
    {
        if (await caller.WayAsync(request, stop) is not { } way) return VoiceEndpoints.Answer(documents.Comfort(caller.ChoiceUrl));
        var left = CarrierFacts.OfMessage(request, messages.Now);
        if (left is not null) await messages.TellAsync(left, "/twilio/voice/message");
        if (left is null || request.Digits == Caller.CrisisKey) return await VoiceEndpoints.WaitAsync(request, caller, flow, documents, stop);
        var place = await flow.WaitAsync(way.Ticket, way.Skill, stop);
        if (place.State != PlaceState.Waiting) return VoiceEndpoints.Answer(documents.Waiting(way, place, entered: null));
        // A withheld number is dialled by nobody, so she is not asked.
        return VoiceEndpoints.Answer(request.Number is null ? documents.MessageKept(way) : documents.AskMayCall(way, request.Recording!));
    }

    /// <summary>Her answer to whether she may be called about it.</summary>
    public static async Task<ContentHttpResult> MayCallAsync(
        CarrierRequest request, Caller caller, CallFlow flow, MessageByKey messages, VoiceDocuments documents, CancellationToken stop)
    {
        if (request.Digits == Caller.CrisisKey || await caller.WayAsync(request, stop) is not { } way || request.Recording is not { } recording)
            return await VoiceEndpoints.WaitAsync(request, caller, flow, documents, stop);
        if (request.Digits == Caller.MayCallKey) await messages.TellAsync(CarrierFacts.OfMayCall(way.Ticket, recording, messages.Now), "/twilio/voice/may-call");
        var place = await flow.WaitAsync(way.Ticket, way.Skill, stop);
        return VoiceEndpoints.Answer(place.State == PlaceState.Waiting ? documents.MessageKept(way) : documents.Waiting(way, place, entered: null));
    }

    private DateTimeOffset Now => clock.GetUtcNow();

    private async Task TellAsync(CarrierFact fact, string path)
    {
        try
        {
            await flow.TellAsync(fact, host.ApplicationStopping);
        }
        catch (Exception e)
        {
            VoiceLog.FactFailed(log, path, e);
        }
    }
}
