using System.Globalization;
using Hotline.Simulator.Calls;
using Hotline.Simulator.Conferences;

namespace Hotline.Simulator.Rest;

internal sealed record CallResource(
    string Sid, string AccountSid, string? ParentCallSid, string From, string FromFormatted, string To, string ToFormatted, string Status, string Direction,
    string DateCreated, string DateUpdated, string? StartTime, string? EndTime, string? Duration, string? AnsweredBy, string ApiVersion, string QueueTime, string? Price, string PriceUnit, string Uri)
{
    public static CallResource Of(Call call, string accountSid) => new(
        call.Sid, accountSid, call.ParentSid, call.From, call.From, call.To, call.To, call.Status.Word(), call.Direction.Word(),
        CarrierTime.Of(call.CreatedAt), CarrierTime.Of(call.EndedAt ?? call.AnsweredAt ?? call.CreatedAt),
        call.AnsweredAt is { } start ? CarrierTime.Of(start) : null, call.EndedAt is { } end ? CarrierTime.Of(end) : null,
        call.IsLive ? null : CallProgress.SecondsTalked(call).ToString(CultureInfo.InvariantCulture),
        call.AnsweredBy, CallParameters.ApiVersion, "0", null, "USD", $"/2010-04-01/Accounts/{accountSid}/Calls/{call.Sid}.json");
}

internal sealed record ConferenceResource(
    string Sid, string AccountSid, string FriendlyName, string Status, string Region, string ApiVersion, string DateCreated, string DateUpdated,
    string? ReasonConferenceEnded, string? CallSidEndingConference, string Uri)
{
    public static ConferenceResource Of(Conference conference, string accountSid) => new(
        conference.Sid, accountSid, conference.FriendlyName, Word(conference.Status), "us1", CallParameters.ApiVersion,
        CarrierTime.Of(conference.CreatedAt), CarrierTime.Of(conference.UpdatedAt), conference.ReasonEnded, conference.CallSidEnding,
        $"/2010-04-01/Accounts/{accountSid}/Conferences/{conference.Sid}.json");

    public static string Word(ConferenceStatus status) => status switch
    {
        ConferenceStatus.Init => "init",
        ConferenceStatus.InProgress => "in-progress",
        ConferenceStatus.Completed => "completed",
    };
}

internal sealed record ParticipantResource(
    string CallSid, string AccountSid, string ConferenceSid, string? Label, bool Muted, bool Hold, bool Coaching, string? CallSidToCoach,
    bool StartConferenceOnEnter, bool EndConferenceOnExit, string Status, string QueueTime, string ApiVersion, string DateCreated, string DateUpdated, string Uri)
{
    public static ParticipantResource Of(Seat seat, string accountSid) => new(
        seat.Call.Sid, accountSid, seat.Conference.Sid, seat.Label, seat.Muted, seat.Hold, seat.Coaching, seat.CallSidToCoach,
        seat.StartOnEnter, seat.EndOnExit, Word(seat), "0", CallParameters.ApiVersion, CarrierTime.Of(seat.CreatedAt), CarrierTime.Of(seat.UpdatedAt),
        $"/2010-04-01/Accounts/{accountSid}/Conferences/{seat.Conference.Sid}/Participants/{seat.Call.Sid}.json");

    private static string Word(Seat seat) => seat.State switch
    {
        SeatState.Connecting when seat.Call.Status == CallStatus.Ringing => "ringing",
        SeatState.Connecting when seat.Call.Status == CallStatus.Queued => "queued",
        SeatState.Connecting => "connecting",
        SeatState.Connected => "connected",
        SeatState.Left => "complete",
    };
}
