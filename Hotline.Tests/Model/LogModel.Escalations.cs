using Hotline.Core.Calls;

namespace Hotline.Tests.Model;

/// <summary>Escalations by the log: one open at most for a call, nobody paged once somebody has it, closed by its holder alone.</summary>
internal sealed partial class LogModel
{
    private readonly Dictionary<string, ModelEscalation> _escalations = new(StringComparer.Ordinal);

    /// <summary>All there ever were, the oldest first.</summary>
    public List<ModelEscalation> Escalations { get; } = [];

    /// <summary>What the record would hold of them.</summary>
    public List<LogEvent> EscalationLog { get; } = [];

    public ModelEscalation? Escalation(string id) => _escalations.GetValueOrDefault(id);

    private void OfEscalation(LogEvent e)
    {
        EscalationLog.Add(e);
        var id = e.Text("escalation");
        if (e.Kind == EventKind.EscalationRaised)
        {
            if (_escalations.ContainsKey(id)) Fault(e, "raised a second time");
            var by = e.Text("by");
            if (Escalations.Find(o => o.Open && (e.Call.Length > 0 ? o.Call == e.Call : o.Call.Length == 0 && o.By == by)) is { } other) Fault(e, $"while {other.Id} is open");
            Escalations.Add(_escalations[id] = new ModelEscalation(id, e.Call, by) { Causes = { e.Text("cause") } });
            return;
        }
        if (!_escalations.TryGetValue(id, out var x))
        {
            Fault(e, "of an escalation nobody raised");
            return;
        }
        var restored = e.Kind == EventKind.EscalationProgress && e.Text("what") == "restored";
        var joined = e.Kind == EventKind.EscalationClosed && e.Text("into").Length > 0;
        if (restored ? !x.Missing || x.Closed : !joined && !x.Open) Fault(e, $"of one that is {x}");
        switch (e.Kind)
        {
            case EventKind.EscalationProgress:
                x.Missing = false;
                break;
            case EventKind.EscalationCause:
                if (!x.Causes.Add(e.Text("cause"))) Fault(e, "the same cause twice");
                break;
            case EventKind.EscalationPaged:
                if (e.Text("how") == "reminder" ? x.Holder is null || x.Holder != e.Text("who") : x.Holder is not null) Fault(e, $"paged while {x.Holder} has it");
                break;
            case EventKind.EscalationAcknowledged:
                if (x.Holder is not null) Fault(e, $"{x.Holder} has it");
                x.Holder = e.Text("who");
                break;
            case EventKind.EscalationHandedBack:
                if (x.Holder is null || x.Holder != e.Text("who")) Fault(e, $"{x.Holder} has it");
                x.Holder = null;
                break;
            case EventKind.EscalationClosed:
                if (joined && !(_escalations.TryGetValue(e.Text("into"), out var into) && into.Open && into.Call == x.Call && into.Causes.IsSupersetOf(x.Causes) && (x.Holder is null || into.Holder is not null)))
                    Fault(e, "joined with one that does not stand for both");
                if (!joined && (x.Holder is null || x.Holder != e.Desk)) Fault(e, $"{x.Holder} has it");
                (x.Closed, x.Missing) = (true, false);
                break;
            default:
                Fault(e, "a kind the model does not know");
                break;
        }
    }
}

/// <summary>One escalation; <paramref name="Call"/> is empty for an alarm about none.</summary>
internal sealed record ModelEscalation(string Id, string Call, string By)
{
    public HashSet<string> Causes { get; } = new(StringComparer.Ordinal);

    /// <summary>Who acknowledged it; null while it pages.</summary>
    public string? Holder { get; set; }

    public bool Closed { get; set; }

    /// <summary>Wiped, and not given back by the record since.</summary>
    public bool Missing { get; set; }

    public bool Open => !Closed && !Missing;

    public override string ToString() => Closed ? "closed" : Missing ? "lost" : Holder is null ? "paging" : $"with {Holder}";
}
