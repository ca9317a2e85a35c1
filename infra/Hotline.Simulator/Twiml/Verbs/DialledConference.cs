using Hotline.Simulator.Calls;
using Hotline.Simulator.Conferences;

namespace Hotline.Simulator.Twiml.Verbs;

/// <summary>The Conference noun.</summary>
internal sealed class DialledConference(Switchboard switchboard, ConferenceHall hall)
{
    public async Task<DialResult> StayAsync(Performance performance, Verb noun)
    {
        var (call, name) = (performance.Call, noun.Text);
        if (name.Length == 0)
        {
            noun.Warn("has no name");
            return new DialResult("failed", null, 0, false);
        }
        var coached = noun.Attribute("coach");
        if (coached is not null && !IsIn(name, coached))
        {
            switchboard.Error(call, 13240, $"the call to coach, {coached}, is not in the conference", performance.Document.Url?.Text ?? "inline TwiML");
            return new DialResult("failed", null, 0, false);
        }
        var seat = hall.Reserve(name, call, new SeatRequest
        {
            Label = noun.Attribute("participantLabel"),
            Muted = noun.Bool("muted", false),
            StartOnEnter = noun.Bool("startConferenceOnEnter", true),
            EndOnExit = noun.Bool("endConferenceOnExit", false),
            Coaching = coached is not null,
            CallSidToCoach = coached,
            Wait = Wait(noun),
            Callback = Callback(noun),
        });
        await hall.StayAsync(seat, performance.Turn);
        return new DialResult("answered", null, 0, false);
    }

    private static Interlude Wait(Verb noun) =>
        noun.Attribute("waitUrl") is "" ? Interlude.Nothing
        : noun.TryUrl("waitUrl", out var url) ? new Interlude(url, noun.Method("waitMethod"), false)
        : Interlude.CarrierMusic;

    private static ConferenceCallback? Callback(Verb noun)
    {
        if (!noun.TryUrl("statusCallback", out var url))
            return null;
        if (!noun.Has("statusCallbackEvent"))
            noun.Warn("has a statusCallback and no statusCallbackEvent: nothing will be reported");
        return new ConferenceCallback(url, noun.Method("statusCallbackMethod"), noun.Words("statusCallbackEvent", ConferenceCallback.EventWords));
    }

    private bool IsIn(string name, string callSid)
    {
        lock (switchboard.Gate)
            return hall.FindLive(name)?.Seats.Exists(s => s.Call.Sid == callSid) ?? false;
    }
}
