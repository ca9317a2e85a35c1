using System.Globalization;
using Hotline.Simulator.Calls;
using Hotline.Simulator.Events;
using Hotline.Simulator.Settings;
using Hotline.Simulator.Webhooks;

namespace Hotline.Simulator.Conferences;

/// <summary>Reports what happens in a conference to its callback URL. Needs the gate: the order of enqueuing is the order of sending.</summary>
internal sealed class ConferenceEvents(SimulatorSettings settings, CallbackOutbox outbox, EventLog events, TimeProvider clock)
{
    public void Report(Conference conference, string name, Seat? seat = null, LeaveReason? left = null, Seat? endedBy = null)
    {
        events.Append("conference." + name, seat?.Call.Sid, seat?.Call.Phone?.Address, conference.FriendlyName, left is { } reason ? Word(reason) : seat?.Label);
        if (conference.Callback is not { } callback || !callback.Events.Contains(Subscription(name)))
            return;
        List<KeyValuePair<string, string>> parameters =
        [
            new("AccountSid", settings.AccountSid),
            new("ConferenceSid", conference.Sid),
            new("FriendlyName", conference.FriendlyName),
            new("SequenceNumber", conference.NextSequence().ToString(CultureInfo.InvariantCulture)),
            new("StatusCallbackEvent", name),
            new("Timestamp", CarrierTime.Of(clock.GetUtcNow())),
        ];
        if (seat is not null)
            AddParticipant(parameters, seat);
        if (seat is not null && left is { } why)
        {
            parameters.Add(new("ParticipantCallStatus", seat.Call.Status.Word()));
            parameters.Add(new("ReasonParticipantLeft", Word(why)));
        }
        if (name == "conference-end")
        {
            parameters.Add(new("ReasonConferenceEnded", conference.ReasonEnded ?? ""));
            if (endedBy is not null)
                parameters.Add(new("CallSidEndingConference", endedBy.Call.Sid));
            if (endedBy?.Label is { } label)
                parameters.Add(new("ParticipantLabelEndingConference", label));
        }
        outbox.Enqueue(conference.Lane, conference.Sid, name, new WebhookRequest(callback.Url, callback.Method, parameters));
    }

    private static void AddParticipant(List<KeyValuePair<string, string>> parameters, Seat seat)
    {
        parameters.Add(new("CallSid", seat.Call.Sid));
        parameters.Add(new("Muted", Bool(seat.Muted)));
        parameters.Add(new("Hold", Bool(seat.Hold)));
        parameters.Add(new("Coaching", Bool(seat.Coaching)));
        parameters.Add(new("EndConferenceOnExit", Bool(seat.EndOnExit)));
        parameters.Add(new("StartConferenceOnEnter", Bool(seat.StartOnEnter)));
        if (seat.Label is { } label)
            parameters.Add(new("ParticipantLabel", label));
        if (seat.CallSidToCoach is { } coached)
            parameters.Add(new("CallSidToCoach", coached));
    }

    private static string Bool(bool value) => value ? "true" : "false";

    private static string Subscription(string name) => name switch
    {
        "conference-start" => "start",
        "conference-end" => "end",
        "participant-join" => "join",
        "participant-leave" => "leave",
        "participant-mute" or "participant-unmute" => "mute",
        "participant-hold" or "participant-unhold" => "hold",
        "participant-modify" => "modify",
        "announcement-end" or "announcement-fail" => "announcement",
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "not a conference event"),
    };

    private static string Word(LeaveReason reason) => reason switch
    {
        LeaveReason.ConferenceEndedViaApi => "conference_ended_via_api",
        LeaveReason.ModeratorEndedConference => "moderator_ended_conference",
        LeaveReason.ParticipantUpdatedViaApi => "participant_updated_via_api",
        LeaveReason.ParticipantHungUp => "participant_hung_up",
        LeaveReason.ParticipantAddFailed => "participant_add_failed",
    };
}
