using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Telephony.Twilio;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hotline.Api.Voice;

/// <summary>What the carrier asks for a caller: documents. Every handler is safe to ask twice.</summary>
internal static class VoiceEndpoints
{
    /// <summary>Looks at a conference that is over but not yet told to us.</summary>
    private const int MostSettling = 5;

    public static void MapVoice(this IEndpointRouteBuilder app)
    {
        // Read now, so that a wrong file of prompts or questions stops the start and not the first call.
        app.ServiceProvider.GetRequiredService<Prompts>();
        app.ServiceProvider.GetRequiredService<QuietQuestions>();

        var carrier = app.MapGroup(TwilioWebhooks.Prefix)
            .AllowAnonymous()
            .AddEndpointFilter<CarrierSignature>()
            .WithMetadata(new RequestSizeLimitAttribute(CarrierSignature.LargestBody))
            .WithTags("carrier");

        var caller = carrier.MapGroup("/voice").AddEndpointFilter<KeepTheCaller>();
        caller.MapPost("/incoming", IncomingAsync);
        caller.MapPost("/choice", ChoiceAsync);
        caller.MapPost("/wait", WaitAsync);
        caller.MapPost("/book", BookAsync);
        caller.MapPost("/message", MessageByKey.RecordedAsync);
        caller.MapPost("/may-call", MessageByKey.MayCallAsync);
        caller.MapPost("/done", DoneAsync);
        caller.MapPost("/again", AgainAsync);
        caller.MapPost("/duty", DutyAsync);
        caller.MapPost("/hold", Hold);
        caller.MapPost("/fallback", Fallback);

        carrier.MapPost("/voice/callback", CallBackLeg.AnsweredAsync);
        carrier.MapPost("/voice/page", PageLeg.AnsweredAsync);
        carrier.MapPost("/voice/leg", OperatorLeg.AnsweredAsync);
        carrier.MapPost("/voice/helper", JoinerLeg.HelperAsync);
        carrier.MapPost("/voice/service", JoinerLeg.ServiceAsync);
        carrier.MapPost("/voice/duty/ask", DutyTelephone.AskedAsync);
        carrier.MapPost("/voice/recording", Callbacks.RecordingAsync);
        carrier.MapPost("/voice/status", Callbacks.LegAsync);
        carrier.MapPost("/conference", Callbacks.ConferenceAsync);
    }

    /// <summary>A document on its way to the carrier: UTF-8 without a byte order mark.</summary>
    public static ContentHttpResult Answer(TwiML document) => TypedResults.Text(document.ToXml(), TwiML.ContentType);

    private static async Task<ContentHttpResult> IncomingAsync(CarrierRequest request, Caller caller, VoiceDocuments documents, CancellationToken stop) =>
        Answer(await caller.ArriveAsync(request, stop) is { } ticket ? documents.Greeting(ticket) : documents.Comfort(caller.ChoiceUrl));

    private static async Task<ContentHttpResult> ChoiceAsync(
        CarrierRequest request, Caller caller, CallFlow flow, VoiceDocuments documents, CancellationToken stop)
    {
        if (await caller.TicketAsync(request, stop) is not { } ticket) return Answer(documents.Comfort(caller.ChoiceUrl));
        var (skill, by) = caller.Choose(request.Digits, ticket);
        var place = await flow.EnterAsync(ticket, skill, by, stop);
        return Answer(documents.Waiting(new CallerWay(ticket, skill), place, by));
    }

    internal static async Task<ContentHttpResult> WaitAsync(
        CarrierRequest request, Caller caller, CallFlow flow, VoiceDocuments documents, CancellationToken stop)
    {
        if (await caller.WayAsync(request, stop) is not { } way) return Answer(documents.Comfort(caller.ChoiceUrl));
        if (request.Digits == Caller.CrisisKey)
        {
            // Her heartbeat first: a wiped live state has her again at her place before she changes lanes, and does not count her as newly come.
            if (way.Pending is null) await flow.WaitAsync(way.Ticket, way.Skill, stop);
            way = way with { Skill = Skill.Crisis, Pending = EnteredBy.CrisisKey };
        }
        var place = way.Pending is { } by ? await flow.EnterAsync(way.Ticket, way.Skill, by, stop) : await flow.WaitAsync(way.Ticket, way.Skill, stop);
        if (place.State == PlaceState.Booked && request.Digits == Caller.CallBackKey)
            return Answer(documents.Waiting(way, await flow.EnterAsync(way.Ticket, way.Skill, EnteredBy.Stay, stop), EnteredBy.Stay));
        place = await caller.HearAsync(request.Digits, way, place, stop);
        if (request.Digits == Caller.MessageKey && place is { State: PlaceState.Waiting, MayLeaveMessage: true })
            return Answer(documents.TakeMessage(way with { Skill = place.Skill, Pending = null }));
        return Answer(request.Digits == Caller.CallBackKey && place is { State: PlaceState.Waiting, CallBack: { } longest }
            ? documents.AskCallBack(way with { Skill = place.Skill, Pending = null }, longest)
            : documents.Waiting(way, place, way.Pending));
    }

    /// <summary>Her safe-contact choice. The request is her heartbeat too, so a wiped live state has her again before it books.</summary>
    private static async Task<ContentHttpResult> BookAsync(
        CarrierRequest request, Caller caller, CallFlow flow, VoiceDocuments documents, CancellationToken stop)
    {
        if (Caller.WindowOf(request.Digits) is not { } window) return await WaitAsync(request, caller, flow, documents, stop);
        if (await caller.WayAsync(request, stop) is not { } way) return Answer(documents.Comfort(caller.ChoiceUrl));
        var place = await flow.WaitAsync(way.Ticket, way.Skill, stop);
        if (await flow.BookAsync(way.Ticket, window, stop) == BookOutcome.Booked) place = place with { State = PlaceState.Booked };
        return Answer(documents.Waiting(way, place, entered: null));
    }

    /// <summary>
    /// Her conference is over. The carrier asks this also when she is being taken out of it on purpose, and throws that answer away, so it
    /// changes nothing: it only listens for where she stands.
    /// </summary>
    private static async Task<ContentHttpResult> DoneAsync(
        CarrierRequest request, Caller caller, CallFlow flow, VoiceDocuments documents, CancellationToken stop)
    {
        if (await caller.WayAsync(request, stop) is not { } way) return Answer(documents.Comfort(caller.ChoiceUrl));
        var place = await flow.WaitAsync(way.Ticket, way.Skill, stop);
        return Answer(place.State == PlaceState.BeingConnected && way.Turn < MostSettling
            ? documents.Settling(way)
            : documents.Waiting(way, place, entered: null));
    }

    /// <summary>After the end of her conversation she pressed a key: she goes on.</summary>
    private static async Task<ContentHttpResult> AgainAsync(
        CarrierRequest request, Caller caller, CallFlow flow, VoiceDocuments documents, CancellationToken stop)
    {
        if (await caller.WayAsync(request, stop) is not { } way) return Answer(documents.Comfort(caller.ChoiceUrl));
        var place = await flow.EnterAsync(way.Ticket, way.Skill, EnteredBy.Again, stop);
        if (request.Digits != Caller.CrisisKey) return Answer(documents.Waiting(way, place, EnteredBy.Again));
        var crisis = way with { Skill = Skill.Crisis };
        return Answer(documents.Waiting(crisis, await flow.EnterAsync(way.Ticket, Skill.Crisis, EnteredBy.CrisisKey, stop), EnteredBy.CrisisKey));
    }

    /// <summary>A duty telephone was rung for her: they spoke, or the live state is asked anew, and if it is still away the next one is rung after some comfort.</summary>
    private static async Task<ContentHttpResult> DutyAsync(
        CarrierRequest request, Caller caller, CallFlow flow, DutyTelephone duty, VoiceDocuments documents, CancellationToken stop)
    {
        if (await caller.WayAsync(request, stop) is not { } way) return Answer(documents.Comfort(caller.ChoiceUrl));
        if (await duty.SpokeAsync(request, way.Ticket.Call)) return Answer(documents.Ended(way));
        var place = way.Pending is { } by ? await flow.EnterAsync(way.Ticket, way.Skill, by, stop) : await flow.WaitAsync(way.Ticket, way.Skill, stop);
        return Answer(place.State == PlaceState.Degraded ? documents.Comforted(way) : documents.Waiting(way, place, way.Pending));
    }

    private static ContentHttpResult Hold(CarrierRequest request, VoiceDocuments documents) => Answer(documents.Hold(request.WholeNumber("turn") ?? 0));

    private static ContentHttpResult Fallback(CarrierRequest request, VoiceDocuments documents) => Answer(documents.Fallback());
}
