using Hotline.Core.Agents;

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
            "debrief" => LiveReading.Text(live.Desks[parts[1]], "state") == "Break" && LiveReading.Text(live.Desks[parts[1]], "notice") == "DebriefOffered",
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

    private static string OfLiveOffer(ModelCall c, string staff, long token)
    {
        if (c.Token != token) return nameof(OfferOutcome.Expired);
        if (c.Desk != staff) return nameof(OfferOutcome.NotYours);
        return c.State == "Offered" ? nameof(OfferOutcome.Done) : nameof(OfferOutcome.AlreadyTaken);
    }
}
