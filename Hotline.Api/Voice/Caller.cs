using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Telephony.Twilio;

namespace Hotline.Api.Voice;

/// <summary>Finds out who is calling and what her keys mean. Nothing she or the carrier leaves out keeps her from a human.</summary>
internal sealed class Caller(CallFlow flow, QuietQuestions questions, RoutingOptions routing, TwilioWebhooks webhooks, TimeProvider clock, ILogger<Caller> log)
{
    public const string CrisisKey = "0";
    public const string CallBackKey = "9";
    public const string QuietKey = "1";
    public const string MessageKey = "8";
    public const string MayCallKey = "1";

    /// <summary>Null: no choice, so nothing is booked.</summary>
    public static CallBackWindow? WindowOf(string? digits) => digits switch
    {
        "1" => CallBackWindow.Longest,
        "2" => CallBackWindow.TwoHours,
        _ => null,
    };

    public string ChoiceUrl => CallerWay.ChoiceUrl(webhooks, null);

    /// <summary>Null without a leg: nothing could ever be done for it but ask again.</summary>
    public async Task<CallTicket?> ArriveAsync(CarrierRequest request, CancellationToken stop)
    {
        if (request.Leg is not { } leg)
        {
            VoiceLog.LegMissing(log, PathOf(request));
            return null;
        }
        var ticket = await flow.ArriveAsync(leg, request.Number, request.Line, stop);
        VoiceLog.Arrived(log, ticket.Call, leg);
        return ticket;
    }

    /// <summary>The ticket in the address, or, where that is missing or absurd, the one of her leg.</summary>
    public async Task<CallTicket?> TicketAsync(CarrierRequest request, CancellationToken stop)
    {
        if (request.Ticket(clock) is { } ticket) return ticket;
        if (await ArriveAsync(request, stop) is not { } found) return null;
        VoiceLog.AddressAbsurd(log, PathOf(request), found.Leg, found.Call);
        return found;
    }

    public async Task<CallerWay?> WayAsync(CarrierRequest request, CancellationToken stop) =>
        await TicketAsync(request, stop) is { } ticket
            ? CallerWay.Read(request, ticket, Skill.TryParse(request.Query("skill"), out var skill) && HasLane(skill) ? skill : Skill.Psychological)
            : null;

    /// <summary>1 legal, 2 psychological, 3 or 0 crisis. Silence or anything else is a human in the psychological lane.</summary>
    public (Skill Skill, EnteredBy By) Choose(string? digits, CallTicket ticket)
    {
        switch (digits)
        {
            case "1" when HasLane(Skill.Legal): return (Skill.Legal, EnteredBy.Key);
            case "2": return (Skill.Psychological, EnteredBy.Key);
            case "3": return (Skill.Crisis, EnteredBy.Key);
            case CrisisKey: return (Skill.Crisis, EnteredBy.CrisisKey);
            case null or "": return (Skill.Psychological, EnteredBy.Silence);
            default:
                VoiceLog.KeyUnknown(log, ticket.Call);
                return (Skill.Psychological, EnteredBy.Silence);
        }
    }

    /// <summary>
    /// What a key says for one who cannot speak: a silent caller's 1 says so, later ones answer the question asked last. A wiped live state learns again
    /// from her address that she cannot.
    /// </summary>
    public async Task<Place> HearAsync(string? digits, CallerWay way, Place place, CancellationToken stop)
    {
        if (place.State is not (PlaceState.Waiting or PlaceState.BeingConnected)) return place;
        var answer = questions.Answer(way.Asked, digits);
        var says = place.Speech == Speech.Silent && digits == QuietKey || way.Quiet && place.Speech != Speech.Quiet;
        return says || answer is not null && !place.Answered.Contains(answer.Question) ? await flow.NoteQuietAsync(way.Ticket, place, answer, stop) : place;
    }

    private bool HasLane(Skill skill) => routing.SkillCodes.Contains(skill.Code);

    private static string PathOf(CarrierRequest request) => request.Target.Split('?')[0];
}
