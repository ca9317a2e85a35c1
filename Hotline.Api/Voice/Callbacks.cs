using Hotline.Core.Routing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Api.Voice;

/// <summary>What the carrier tells of legs and conferences: late, twice or in any order.</summary>
internal sealed class Callbacks(CallFlow flow, TimeProvider clock, IHostApplicationLifetime host, ILogger<Callbacks> log)
{
    public static Task<StatusCodeHttpResult> LegAsync(CarrierRequest request, Callbacks callbacks) =>
        callbacks.TakeAsync(request, CarrierFacts.OfLeg(request, callbacks.Now));

    /// <summary>A message can be fetched.</summary>
    public static Task<StatusCodeHttpResult> RecordingAsync(CarrierRequest request, Callbacks callbacks) =>
        callbacks.TakeAsync(request, CarrierFacts.OfMessage(request, callbacks.Now));

    public static Task<StatusCodeHttpResult> ConferenceAsync(CarrierRequest request, Callbacks callbacks) =>
        callbacks.TakeAsync(request, CarrierFacts.OfConference(request, callbacks.Now));

    private DateTimeOffset Now => clock.GetUtcNow();

    private async Task<StatusCodeHttpResult> TakeAsync(CarrierRequest request, CarrierFact? fact)
    {
        if (fact is null)
        {
            VoiceLog.Ignored(log, request.Target.Split('?')[0]);
            return TypedResults.StatusCode(StatusCodes.Status200OK);
        }
        try
        {
            // What follows from a fact (moving the caller in) goes on though the carrier stops waiting for this answer.
            if (!await flow.TellAsync(fact, host.ApplicationStopping)) VoiceLog.Orphan(log, fact.Kind, fact.Leg);
            return TypedResults.StatusCode(StatusCodes.Status200OK);
        }
        catch (Exception e)
        {
            VoiceLog.FactFailed(log, request.Target.Split('?')[0], e);
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }
}
