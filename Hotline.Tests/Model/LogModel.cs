using Hotline.Core.Calls;

namespace Hotline.Tests.Model;

/// <summary>
/// The pure model: replays the event log alone. An event that may not follow what went before it is a fault; what the replay arrives at must be the
/// live state. Held and Connected are one here: holding is shown, nothing is routed by it.
/// </summary>
internal sealed partial class LogModel
{
    private readonly HashSet<string> _facts = new(StringComparer.Ordinal);
    private long _lastToken;

    // What was told of conferences: who came into which, who left which.
    private readonly HashSet<(string Conference, string Leg)> _joined = [], _left = [];

    public Dictionary<string, ModelCall> Calls { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, ModelDesk> Desks { get; } = new(StringComparer.Ordinal);
    public List<string> Faults { get; } = [];

    public ModelCall? Call(string id) => Calls.GetValueOrDefault(id) is { Missing: false } call ? call : null;

    public ModelDesk Desk(string id) => Desks.TryGetValue(id, out var desk) ? desk : Desks[id] = new ModelDesk(id);

    /// <summary>The live state forgot everything. What was over stays over; what was live is missing until it is heard of again.</summary>
    public void Wiped()
    {
        _facts.Clear();
        foreach (var call in Calls.Values) call.Missing = true;
        foreach (var escalation in Escalations) escalation.Missing = true;
        foreach (var desk in Desks.Values)
        {
            desk.Before = (desk.State, desk.Call);
            (desk.State, desk.Call, desk.Missing) = ("Off", null, true);
        }
    }

    /// <summary>What was stated in it is settled.</summary>
    public void VolleyOver()
    {
        foreach (var d in Desks.Values)
        {
            if (d.WishedNow.Count > 0 && !d.PausedNow) d.Wishes = d.WishedNow;
            (d.WishedNow, d.PausedNow) = ([], false);
        }
    }

    public void Apply(LogEvent e)
    {
        if (!e.Own)
        {
            if (e.Kind != EventKind.Orphan && e.Fact.Length > 0 && !_facts.Add(e.Fact)) Fault(e, "the same fact twice");
            if (e.Kind == EventKind.Joined) _joined.Add((e.Text("conference"), e.Text("leg")));
            if (e.Kind == EventKind.Left) _left.Add((e.Text("conference"), e.Text("leg")));
            return;
        }
        if (e.Kind.StartsWith("escalation.", StringComparison.Ordinal)) OfEscalation(e);
        else if (e.Kind == EventKind.Desk) Moved(e);
        else if (e.Kind == EventKind.Arrived) Arrived(e);
        else if (e.Kind == EventKind.WrappedUp) WrappedUp(e);
        else if (Calls.TryGetValue(e.Call, out var call) && !call.Missing) OfCall(e, call);
        else if (call is not null && e.Kind == EventKind.CallBackEnded) OfBooking(e, call);
        else Fault(e, "of a call the live state does not have");
    }

    private void Arrived(LogEvent e)
    {
        if (Calls.TryGetValue(e.Call, out var known))
        {
            if (!known.Missing || known.Purged) Fault(e, "arrived a second time");
            if (known.Arrived != e.At) Fault(e, $"her place moved by {e.At - known.Arrived} ms");
        }
        Calls[e.Call] = new ModelCall(e.Call, e.At, e.Text("leg")) { Number = e.Text("numberKey") };
    }

    private void OfCall(LogEvent e, ModelCall c)
    {
        var token = e.Number("token");
        switch (e.Kind)
        {
            case EventKind.Waiting or EventKind.Reentered:
                Expect(e, c.State is "Greeted" or "Waiting" or "WrapUp" or "Closed", c);
                (c.State, c.Desk, c.Token, c.Accepted, c.Lane) = ("Waiting", null, 0, false, e.Text("lane"));
                break;
            case EventKind.Offered:
                Expect(e, c.State == "Waiting", c);
                if (token <= _lastToken) Fault(e, $"a token not above {_lastToken}");
                if (Desk(e.Desk) is var d && (d.State != "Offered" || d.Call is not null)) Fault(e, $"to a desk that is {d.State} with {d.Call}");
                _lastToken = token;
                (Desk(e.Desk).Call, Desk(e.Desk).Token) = (c.Id, token);
                (c.State, c.Desk, c.Token, c.Accepted) = ("Offered", e.Desk, token, false);
                break;
            case EventKind.Rung:
                Expect(e, c.State == "Waiting", c);
                if (token <= _lastToken) Fault(e, $"a token not above {_lastToken}");
                if (Desk(e.Desk) is var p && (p.State != "Ringing" || p.Call is not null)) Fault(e, $"a telephone that is {p.State} with {p.Call}");
                _lastToken = token;
                (Desk(e.Desk).Call, Desk(e.Desk).Phone) = (c.Id, true);
                (c.State, c.Desk, c.Token, c.Accepted) = ("Ringing", e.Desk, token, false);
                break;
            case EventKind.Widened or EventKind.Resumed or EventKind.Risk or EventKind.WrapUpExtended:
                Expect(e, e.Kind is EventKind.Risk or EventKind.WrapUpExtended || !c.Over, c);
                break;
            case EventKind.CallBackBooked or EventKind.CallBackDialled or EventKind.CallBackMachine or EventKind.CallBackNotReached or EventKind.CallBackEnded:
                OfBooking(e, c);
                break;
            case EventKind.Accepted:
                Expect(e, c.State == "Offered" && c.Token == token && c.Desk == e.Desk, c);
                (c.State, c.Accepted) = ("Ringing", true);
                break;
            case EventKind.Declined or EventKind.Missed:
                Expect(e, c.State == "Offered" && c.Token == token && c.Desk == e.Desk, c);
                break;
            case EventKind.Returned:
                Expect(e, c.State is "Offered" or "Ringing" && c.Token == token && c.Desk == e.Desk, c);
                if (Desk(e.Desk) is var left && left.Call == c.Id) (left.Call, left.Returned) = (null, c.Id);
                (c.State, c.Desk, c.Token, c.Accepted) = ("Waiting", null, 0, false);
                break;
            case EventKind.Connected:
                Expect(e, c.State == "Ringing" && c.Token == token && c.Desk == e.Desk, c);
                var there = _joined.Except(_left).ToLookup(j => j.Conference, j => j.Leg);
                if (!there.Any(conference => conference.Contains(c.Leg) && conference.Count() > 1)) Fault(e, "by what was told they are in no conference together");
                c.State = "Connected";
                break;
            case EventKind.Ended when e.Text("state") == "WrapUp":
                Expect(e, c.State == "Connected", c);
                c.EndedOnce = true;
                c.State = c.Desk is { } with && Desk(with).Call == c.Id && !Desk(with).Phone ? "WrapUp" : "Closed";
                break;
            case EventKind.Ended:
                Expect(e, c.State is "Greeted" or "Waiting" or "Offered" or "Ringing" && !c.Booked, c);
                c.State = e.Text("state");
                break;
            default:
                Fault(e, "a kind the model does not know");
                break;
        }
    }

    /// <summary>A booking is dialled under the live token only, at most as often as was agreed, and ends once.</summary>
    private void OfBooking(LogEvent e, ModelCall c)
    {
        var attempt = e.Number("attempt");
        switch (e.Kind)
        {
            case EventKind.CallBackBooked:
                Expect(e, c.State == "Waiting" && !c.Booked && !c.CalledBack, c);
                (c.Booked, c.Attempts, c.MostAttempts) = (true, 0, e.Number("mostAttempts"));
                break;
            case EventKind.CallBackDialled:
                Expect(e, c.Booked && c.State == "Ringing" && c.Token == e.Number("token") && attempt == c.Attempts + 1 && attempt <= c.MostAttempts, c);
                break;
            case EventKind.CallBackMachine:
                Expect(e, c.Booked && c.State == "Ringing" && c.Token == e.Number("token") && attempt == c.Attempts + 1, c);
                break;
            case EventKind.CallBackNotReached:
                Expect(e, c.Booked && c.State == "Ringing" && c.Token == e.Number("token") && attempt == c.Attempts + 1, c);
                c.Attempts = attempt;
                break;
            default:
                Expect(e, c.Booked || c.Missing, c);
                (c.Booked, c.CalledBack) = (false, e.Text("reason") != "stayed");
                if (e.Text("reason") == "reached") c.Leg = e.Text("leg");
                break;
        }
    }

    private void WrappedUp(LogEvent e)
    {
        var d = Desk(e.Desk);
        if (d.State != "WrapUp" || d.Call != e.Call) Fault(e, $"at a desk that is {d.State} with {d.Call}");
        if (Call(e.Call) is { State: "WrapUp" } c && c.Desk == e.Desk) c.State = "Closed";
        d.Call = null;
    }

    private void Moved(LogEvent e)
    {
        var d = Desk(e.Desk);
        var to = e.Text("to");
        if (e.Text("from") != d.State) Fault(e, $"she was {d.State}");
        // Made again after a wipe from what its host last saw, with the call it was in.
        if (d.Missing && !d.Phone && to is "Ringing" or "Busy" or "WrapUp" && d.State == "Off")
        {
            if (d.Before.State != to) Fault(e, $"before the wipe she was {d.Before.State}");
            d.Call = d.Before.Call;
            if (d.Call is { } id && Calls.TryGetValue(id, out var call) && call.Missing && !call.Purged)
            {
                (call.Missing, call.Restored) = (false, true);
                // As its host last saw it: she may have gone on waiting since.
                if (to == "WrapUp") (call.State, call.Desk, call.Token, call.Accepted) = (to, d.Id, d.Token, true);
            }
        }
        d.Missing = false;
        if (to is "Off" or "Ready" or "Break") d.Call = null;
        if (to == "Ready" && !d.Wishes.Contains("Ready"))
        {
            if (d.WishedBefore && d.Returned is { } gone && Call(gone) is null or { Over: true }) d.Wishes.Add("Ready");
            else Fault(e, "against her wish");
        }
        if (to == "Break" && d.State != "Off" && e.Text("reason") is "missed" or "declined" or "phone")
        {
            d.WishedBefore = e.Text("reason") == "phone" && d.Wishes.Contains("Ready");
            (d.Wishes, d.PausedNow) = ([.. d.WishedNow, "Break"], true);
        }
        d.GaveWay = (to == "Ready" && e.Text("reason") == "crisis") || (to == "Offered" && d.GaveWay);
        (d.State, d.Reason) = (to, e.Text("reason"));
    }

    private void Expect(LogEvent e, bool legal, ModelCall c)
    {
        if (!legal) Fault(e, $"the call is {c.State}, token {c.Token}, desk {c.Desk}");
    }

    private void Fault(LogEvent e, string why) => Faults.Add($"{e}: {why}");
}

internal sealed record ModelCall(string Id, long Arrived, string FirstLeg)
{
    /// <summary>Hers; another one once she was reached by a call-back.</summary>
    public string Leg { get; set; } = FirstLeg;

    public string Number { get; init; } = "";

    /// <summary>She waits to be called back; how often she was dialled. <see cref="CalledBack"/>: that is over, and no machine dials her for this call again.</summary>
    public bool Booked { get; set; }
    public bool CalledBack { get; set; }
    public long Attempts { get; set; }
    public long MostAttempts { get; set; }

    public string State { get; set; } = "Greeted";
    public string? Desk { get; set; }
    public long Token { get; set; }
    public bool Accepted { get; set; }
    public string Lane { get; set; } = "";

    /// <summary>Not in the live state: wiped, or gone six hours after its end.</summary>
    public bool Missing { get; set; }
    public bool Purged { get; set; }

    /// <summary>She may have asked to go on since.</summary>
    public bool EndedOnce { get; set; }

    /// <summary>Made again with its desk after a wipe; what had been told of it before is not known any more.</summary>
    public bool Restored { get; set; }

    public bool Over => State is not ("Greeted" or "Waiting" or "Offered" or "Ringing" or "Connected");
}

internal sealed record ModelDesk(string Id)
{
    public string State { get; set; } = "Off";
    public string Reason { get; set; } = "";
    public string? Call { get; set; }
    public long Token { get; set; }

    /// <summary>A duty telephone.</summary>
    public bool Phone { get; set; }

    /// <summary>Her pause after a risk call ended for a crisis caller, who is to be offered to her.</summary>
    public bool GaveWay { get; set; }

    /// <summary>Wiped, and its console not heard of since; what it was before.</summary>
    public bool Missing { get; set; }
    public (string State, string? Call) Before { get; set; }

    /// <summary>What she last stated; several while she states them at once. <see cref="WishedNow"/>: those of the present volley.</summary>
    public HashSet<string> Wishes { get; set; } = ["Off"];
    public HashSet<string> WishedNow { get; set; } = [];
    public bool PausedNow { get; set; }

    /// <summary>The call whose ring her telephone missed, and that she was ready until then: its caller may turn out to have hung up.</summary>
    public string? Returned { get; set; }
    public bool WishedBefore { get; set; }
}
