using System.Globalization;
using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Telephony;

namespace Hotline.Api.Voice;

/// <summary>
/// The carrier's callbacks as facts in our words. A fact's key is the same for every repetition and different for every other fact:
/// a leg rings, is answered and ends once each, whoever tells it; a conference numbers its own events.
/// </summary>
internal static class CarrierFacts
{
    /// <summary>Null: nothing we keep (a leg was merely ordered), or no leg named.</summary>
    public static CarrierFact? OfLeg(CarrierRequest request, DateTimeOffset now)
    {
        if (request.Leg is not { } leg || KindOf(request.Field("CallStatus")) is not { } kind) return null;
        return new CarrierFact(
            request.Call, leg, SideOf(request.Query("side")), kind, At(request, now),
            FactKey: $"{leg}/{kind}",
            Reason: request.Field("CallStatus"), Operator: request.Operator, Token: request.Token, Seconds: request.WholeNumber("CallDuration"));
    }

    public static CarrierFact? OfConference(CarrierRequest request, DateTimeOffset now)
    {
        var told = request.Field("StatusCallbackEvent");
        if (request.Field("ConferenceSid") is not { Length: > 0 and <= 64 } conference || KindOf(told) is not { } kind) return null;
        var wholeConference = kind is EventKind.ConferenceStarted or EventKind.ConferenceEnded;
        var leg = request.Field(wholeConference ? "CallSidEndingConference" : "CallSid");
        if (!wholeConference && string.IsNullOrEmpty(leg)) return null;
        var at = At(request, now);
        return new CarrierFact(
            request.Call ?? (CallId.TryParse(request.Field("FriendlyName"), out var named) ? named : null),
            new LegId(leg ?? ""), FactSide.Conference, kind, at,
            // It starts and ends once. A participant may join, leave or be muted again and again: the conference's own number tells them apart.
            FactKey: wholeConference ? $"{conference}/{kind}" : $"{conference}/{kind}/{leg}/{Occurrence(request, at)}",
            conference,
            Reason: request.Field(wholeConference ? "ReasonConferenceEnded" : "ReasonParticipantLeft"));
    }

    /// <summary>
    /// A message was left: told by the caller's own next request and again when the carrier has the file, whichever comes first. Null: nothing was
    /// recorded, or of no call of ours.
    /// </summary>
    public static CarrierFact? OfMessage(CarrierRequest request, DateTimeOffset now) =>
        request is { Leg: { } leg, Call: { } call, Recording: { } recording } && request.WholeNumber("RecordingDuration") is { } seconds and > 0
            && request.Field("RecordingStatus") is null or "completed"
            ? new CarrierFact(call, leg, FactSide.Caller, EventKind.MessageLeft, now, $"message/{recording}", Seconds: seconds)
            : null;

    /// <summary>She pressed the key that lets her be called about it.</summary>
    public static CarrierFact OfMayCall(CallTicket ticket, string recording, DateTimeOffset now) =>
        new(ticket.Call, ticket.Leg, FactSide.Caller, EventKind.MessageMayCall, now, $"message/{recording}/may-call");

    private static FactSide SideOf(string? side) => side switch
    {
        "operator" => FactSide.Operator,
        "helper" => FactSide.Helper,
        "service" => FactSide.Service,
        _ => FactSide.Caller,
    };

    private static string Occurrence(CarrierRequest request, DateTimeOffset at) => request.WholeNumber("SequenceNumber") is { } number
        ? number.ToString(CultureInfo.InvariantCulture)
        : "at" + at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static string? KindOf(string? told) => told switch
    {
        "ringing" => EventKind.LegRinging,
        "in-progress" or "answered" => EventKind.LegAnswered,
        "completed" or "busy" or "failed" or "no-answer" or "canceled" => EventKind.LegEnded,
        "conference-start" => EventKind.ConferenceStarted,
        "conference-end" => EventKind.ConferenceEnded,
        "participant-join" => EventKind.Joined,
        "participant-leave" => EventKind.Left,
        "participant-hold" => EventKind.Held,
        "participant-unhold" => EventKind.Unheld,
        "participant-mute" => EventKind.Muted,
        "participant-unmute" => EventKind.Unmuted,
        _ => null,
    };

    /// <summary>The carrier's own stamp (RFC 2822, whole seconds). Without one: now.</summary>
    private static DateTimeOffset At(CarrierRequest request, DateTimeOffset now) => DateTimeOffset.TryParse(
        request.Field("Timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : now;
}
