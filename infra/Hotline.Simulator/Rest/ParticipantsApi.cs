using Hotline.Simulator.Calls;
using Hotline.Simulator.Conferences;
using Hotline.Simulator.Settings;

namespace Hotline.Simulator.Rest;

internal static class ParticipantsApi
{
    private static readonly HashSet<string> StartAndEnd = ["start", "end"];

    public static void Map(RouteGroupBuilder account)
    {
        var participants = account.MapGroup("/Conferences/{conferenceSid}/Participants");
        account.MapPost("/Conferences/{conferenceSid}/Participants.json", Create);
        account.MapGet("/Conferences/{conferenceSid}/Participants.json", List);
        participants.MapGet("/{id}.json", Get);
        participants.MapPost("/{id}.json", Update);
        participants.MapDelete("/{id}.json", Remove);
    }

    private static IResult Create(
        string conferenceSid, HttpRequest request, RestForm form, SimulatorSettings settings, Switchboard switchboard, ConferenceHall hall, OutboundCalls outbound)
    {
        var to = form.Address("To", 21201, 21211);
        var from = form.Required("From", 21213);
        var timeout = TimeSpan.FromSeconds(form.Int("Timeout", 60, 5, 600));
        var callback = CallsApi.Callback(form, spaces: true);
        var seatRequest = Request(form);
        if (form.Error is { } wrong)
            return wrong.ToResult();
        Seat seat;
        // One step: a second request with the same label must see the first one's seat.
        lock (switchboard.Gate)
        {
            var live = hall.FindLive(conferenceSid);
            if (live is null && IsSid(conferenceSid))
                return RestError.NotFound(request.Path).ToResult();
            if (Conflict(live, seatRequest) is { } conflict)
                return conflict.ToResult();
            var call = switchboard.Create(CallDirection.OutboundApi, from, to, prepare: c => c.StatusCallback = callback);
            seat = hall.Reserve(live?.FriendlyName ?? conferenceSid, call, seatRequest);
        }
        var created = Show(switchboard, settings, seat);
        outbound.JoinConference(seat, timeout);
        return RestJson.Created(created);
    }

    private static IResult List(string conferenceSid, HttpRequest request, SimulatorSettings settings, Switchboard switchboard, ConferenceHall hall)
    {
        if ((hall.FindLive(conferenceSid) ?? hall.Find(conferenceSid)) is not { } conference)
            return RestError.NotFound(request.Path).ToResult();
        string? muted = request.Query["Muted"], hold = request.Query["Hold"];
        lock (switchboard.Gate)
        {
            var found = conference.Seats
                .FindAll(s => (muted is null || s.Muted == (muted == "true")) && (hold is null || s.Hold == (hold == "true")))
                .ConvertAll(s => ParticipantResource.Of(s, settings.AccountSid));
            return RestPage.Of(request, "participants", found);
        }
    }

    private static IResult Get(string conferenceSid, string id, HttpRequest request, SimulatorSettings settings, Switchboard switchboard, ConferenceHall hall) =>
        Find(switchboard, hall, conferenceSid, id) is { } seat ? RestJson.Ok(Show(switchboard, settings, seat)) : RestError.NotFound(request.Path).ToResult();

    private static IResult Update(
        string conferenceSid, string id, HttpRequest request, RestForm form, SimulatorSettings settings, Switchboard switchboard, ConferenceHall hall, Announcements announcements)
    {
        if (Find(switchboard, hall, conferenceSid, id) is not { } seat)
            return RestError.NotFound(request.Path).ToResult();
        var (muted, hold) = (form.Bool("Muted"), form.Bool("Hold"));
        var holdMusic = form.Url("HoldUrl") is { } holdUrl ? new Interlude(holdUrl, form.Method("HoldMethod", "GET"), false) : Interlude.CarrierMusic;
        var announcement = form.Url("AnnounceUrl") is { } announceUrl ? new Interlude(announceUrl, form.Method("AnnounceMethod", "POST"), false) : null;
        var (endOnExit, coaching, coached) = (form.Bool("EndConferenceOnExit"), form.Bool("Coaching"), form.Text("CallSidToCoach"));
        lock (switchboard.Gate)
        {
            if (coaching == true && !seat.Conference.Seats.Exists(s => s.Call.Sid == coached))
                form.Fail(13240, "CallSidToCoach is not in the conference");
            if (form.Error is { } error)
                return error.ToResult();
            if (muted is { } mute)
                hall.Mute(seat, mute);
            if (hold is { } onHold)
                hall.Hold(seat, onHold, holdMusic);
            if (endOnExit is not null || coaching is not null)
                hall.Modify(seat, endOnExit, coaching, coached);
        }
        if (announcement is not null)
            announcements.ToOne(seat, announcement);
        return RestJson.Ok(Show(switchboard, settings, seat));
    }

    private static IResult Remove(string conferenceSid, string id, HttpRequest request, Switchboard switchboard, ConferenceHall hall)
    {
        if (Find(switchboard, hall, conferenceSid, id) is not { } seat)
            return RestError.NotFound(request.Path).ToResult();
        if (seat.IsConnected)
            hall.Leave(seat, LeaveReason.ParticipantUpdatedViaApi);
        else
            switchboard.End(seat.Call, EndReason.EndedByApi);
        return Results.NoContent();
    }

    private static SeatRequest Request(RestForm form)
    {
        var waitUrl = form.Url("WaitUrl");
        var callbackUrl = form.Url("ConferenceStatusCallback", 21609);
        var events = form.Words("ConferenceStatusCallbackEvent", ConferenceCallback.EventWords, StartAndEnd, spaces: true);
        var method = form.Method("ConferenceStatusCallbackMethod", "POST");
        return new SeatRequest
        {
            Label = form.Text("Label") is { Length: > 0 } label ? label : null,
            Muted = form.Bool("Muted") ?? false,
            StartOnEnter = form.Bool("StartConferenceOnEnter") ?? true,
            EndOnExit = form.Bool("EndConferenceOnExit") ?? false,
            Coaching = form.Bool("Coaching") ?? false,
            CallSidToCoach = form.Text("CallSidToCoach"),
            Wait = form.Text("WaitUrl") is "" ? Interlude.Nothing : waitUrl is null ? Interlude.CarrierMusic : new Interlude(waitUrl, form.Method("WaitMethod", "POST"), false),
            Callback = callbackUrl is null ? null : new ConferenceCallback(callbackUrl, method, events),
        };
    }

    private static RestError? Conflict(Conference? live, SeatRequest request)
    {
        if (request.Label is { } label && live?.Seats.Exists(s => s.Label == label) == true)
            return RestError.Bad(16025, $"Participant label \"{label}\" is already in use in the conference");
        if (request.Coaching && live?.Seats.Exists(s => s.Call.Sid == request.CallSidToCoach) != true)
            return RestError.Bad(13240, "CallSidToCoach is not in the conference");
        return null;
    }

    private static Seat? Find(Switchboard switchboard, ConferenceHall hall, string conferenceSid, string id)
    {
        lock (switchboard.Gate)
            return hall.FindLive(conferenceSid)?.Seats.Find(s => s.Call.Sid == id || s.Label == id);
    }

    private static bool IsSid(string text) => text.Length == 34 && text.StartsWith("CF", StringComparison.Ordinal);

    private static ParticipantResource Show(Switchboard switchboard, SimulatorSettings settings, Seat seat)
    {
        lock (switchboard.Gate)
            return ParticipantResource.Of(seat, settings.AccountSid);
    }
}
