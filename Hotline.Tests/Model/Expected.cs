using Hotline.Core.Agents;
using Hotline.Core.Routing;

namespace Hotline.Tests.Model;

/// <summary>What each order must be answered, by the model alone: only the holder of the live token, only at the right moment.</summary>
internal static class Expected
{
    public static string Accept(LogModel model, string staff, string call, long token)
    {
        if (model.Call(call) is not { } c) return nameof(OfferOutcome.CallerGone);
        if (c.Over) return c.Desk == staff && c.Token == token && c.Accepted ? nameof(OfferOutcome.AlreadyTaken) : nameof(OfferOutcome.CallerGone);
        return OfLiveOffer(c, staff, token);
    }

    public static string Decline(LogModel model, string staff, string call, long token) =>
        model.Call(call) is not { Over: false } c ? nameof(OfferOutcome.CallerGone) : OfLiveOffer(c, staff, token);

    /// <summary>Hold, mute, end.</summary>
    public static string Act(LogModel model, string staff, string call)
    {
        if (model.Call(call) is not { } c || c.Desk != staff || model.Desk(staff).Call != call) return nameof(CallOutcome.NotYourCall);
        if (c.Over) return nameof(CallOutcome.CallerGone);
        return c.State == "Connected" ? nameof(CallOutcome.Done) : nameof(CallOutcome.NotNow);
    }

    /// <summary>Marking the risk: during the call or its wrap-up.</summary>
    public static string Own(LogModel model, string staff, string call) =>
        model.Call(call) is { } c && c.Desk == staff && model.Desk(staff).Call == call ? nameof(CallOutcome.Done) : nameof(CallOutcome.NotYourCall);

    public static string Finish(LogModel model, string staff, string call)
    {
        var d = model.Desk(staff);
        if (d.Call != call) return nameof(CallOutcome.NotYourCall);
        return d.State == "WrapUp" ? nameof(CallOutcome.Done) : nameof(CallOutcome.NotNow);
    }

    public static bool MayJoin(LogModel model, string call, long token) =>
        model.Call(call) is { State: "Ringing" or "Connected" } c && c.Token == token;

    /// <summary>False: the timer is stale and must change nothing.</summary>
    public static bool Fires(LogModel model, LiveReading live, string entry)
    {
        if (!live.Timers.Contains(entry)) return false;
        var parts = entry.Split('|');
        var call = model.Call(parts[1]);
        bool Live(string state) => call?.State == state && parts[2] == call.Token.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return parts[0] switch
        {
            "offer" => Live("Offered"),
            "ring" or "movein" => Live("Ringing"),
            "wrap" => model.Desk(parts[1]) is { State: "WrapUp" } d && d.Call == parts[2],
            // A caller who talks, or is being moved to an operator who is there, is where she belongs.
            "takeout" => call is { State: not "Connected" } && !(call.State == "Ringing" && LiveReading.Text(live.Calls[call.Id], "opIn").Length > 0),
            "caller" => call is { Over: false },
            "purge" => call is { Over: true },
            "rested" => LiveReading.Rests(live.Desks[parts[1]]),
            "debrief" => LiveReading.Pauses(live.Desks[parts[1]]),
            "dial" => Live("Ringing") && LiveReading.Text(live.Calls[call!.Id], "backLeg").Length == 0 && call.Booked,
            "recall" or "expire" => call is { Booked: true },
            _ => true,
        };
    }

    /// <summary>By the desk's own record: the test's policy gives wrap-up ten minutes at most.</summary>
    public static string Extend(LogModel model, LiveReading live, string staff, string call)
    {
        if (Finish(model, staff, call) is var may && may != nameof(CallOutcome.Done)) return may;
        var desk = live.Desks[staff];
        return LiveReading.Number(desk, "until") >= LiveReading.Number(desk, "since") + 600_000 ? nameof(CallOutcome.LongestReached) : may;
    }

    public static string Ready(LiveReading live, string staff)
    {
        var desk = live.Desks[staff];
        if (LiveReading.Text(desk, "skills").Length == 0) return nameof(DeskOutcome.NoSkills);
        if (LiveReading.Text(desk, "endpoint").Length == 0) return nameof(DeskOutcome.NoTelephone);
        return LiveReading.Text(desk, "state") is "Off" or "Ready" or "Break" ? nameof(DeskOutcome.Done) : nameof(DeskOutcome.AfterThisCall);
    }

    /// <summary>Only while she waits, in no danger anybody knows of, and once for a call.</summary>
    public static string Book(LogModel model, LiveReading live, Cast.Caller caller)
    {
        var id = caller.Ticket!.Call.ToString();
        if (model.Call(id) is not { } c) return nameof(BookOutcome.CallerGone);
        if (c.Booked || c.State == nameof(Core.Calls.CallState.CallbackBooked)) return nameof(BookOutcome.Booked);
        var record = live.Calls[id];
        if (c.Over || LiveReading.Text(record, "gone").Length > 0 || HasEnded(caller.Line, caller.Ticket.Leg)) return nameof(BookOutcome.CallerGone);
        if (c.State != "Waiting") return nameof(BookOutcome.NotNow);
        return c.CalledBack || LiveReading.Text(record, "risk").Length > 0 || LiveReading.Text(record, "skill") == "crisis" ? nameof(BookOutcome.NotAllowed) : nameof(BookOutcome.Booked);
    }

    /// <summary>She who answers is never sent away: with her operator there she joins, else she waits at her place on this leg.</summary>
    public static string Pick(LogModel model, LiveReading live, Exchange.Line line, Exchange.BackLeg back)
    {
        if (HasEnded(line, back.Leg)) return nameof(CallBackAnswer.Over);
        if (model.Call(line.Call.ToString()) is not { } c) return nameof(CallBackAnswer.Wait);
        if (!c.Booked && (c.Leg != back.Leg.Value || c.Over)) return nameof(CallBackAnswer.Over);
        var there = c.State == "Ringing" && c.Token == back.Token && LiveReading.Text(live.Calls[c.Id], "opIn").Length > 0;
        return there || (!c.Booked && c.State is "Ringing" or "Connected") ? nameof(CallBackAnswer.Join) : nameof(CallBackAnswer.Wait);
    }

    private static bool HasEnded(Exchange.Line line, Core.Telephony.LegId leg) => line.Told.Exists(f => f.Kind == Core.Calls.EventKind.LegEnded && f.Leg == leg);

    private static string OfLiveOffer(ModelCall c, string staff, long token)
    {
        if (c.Token != token) return nameof(OfferOutcome.Expired);
        if (c.Desk != staff) return nameof(OfferOutcome.NotYours);
        return c.State == "Offered" ? nameof(OfferOutcome.Done) : nameof(OfferOutcome.AlreadyTaken);
    }
}
