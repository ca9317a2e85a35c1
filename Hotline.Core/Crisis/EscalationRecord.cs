using System.Globalization;
using System.Text.Json;
using Hotline.Core.Calls;
using Hotline.Core.Staff;

namespace Hotline.Core.Crisis;

/// <summary>What the record says of one escalation: a pure fold over its events, the same for every order and repetition in which they are told.</summary>
/// <param name="AcknowledgedAt">When a human took it first; <paramref name="AcknowledgedBy"/>: a staff id, or by telephone an on-call person's id.</param>
/// <param name="Holder">Who has it now; null while it pages.</param>
/// <param name="HeldBy"><c>console</c> or <c>telephone</c>.</param>
/// <param name="Steps">Steps of the ladder that were done.</param>
/// <param name="Outcome">Null while it is open, and of one that was joined with another of the same call, which goes on.</param>
public sealed record EscalationRecord(
    EscalationId Id, CallId? Call, string Centre, string? Skill, string? NumberKey, string? NumberMask, IReadOnlyList<EscalationCause> Causes, StaffId? RaisedBy,
    DateTimeOffset RaisedAt, DateTimeOffset? AcknowledgedAt, string? AcknowledgedBy, string? Holder, string? HeldBy, DateTimeOffset? HeldSince,
    int Round, int Steps, IReadOnlyList<RescueRecord> Rescues, DateTimeOffset? ClosedAt, StaffId? ClosedBy, CrisisOutcome? Outcome)
{
    /// <exception cref="ArgumentException">There is no event.</exception>
    public static EscalationRecord Fold(EscalationId id, IEnumerable<CallEvent> events)
    {
        // Their keys hold the escalation's version: they are in the order in which the live state made them.
        var told = events.DistinctBy(e => e.FactKey).OrderBy(e => e.FactKey, StringComparer.Ordinal).ToList();
        if (told.Count == 0) throw new ArgumentException("An escalation's row is folded from that escalation's events.", nameof(events));
        var record = new EscalationRecord(id, id.Call, "", null, null, null, [], null, told[0].At, null, null, null, null, null, 1, 0, [], null, null, null);
        foreach (var e in told) record = record.With(e);
        return record;
    }

    private EscalationRecord With(CallEvent e)
    {
        var detail = new Detail(e.Detail);
        return e.Kind switch
        {
            EventKind.EscalationRaised => WithCause(detail) with
            {
                Centre = detail["centre"] ?? "",
                Skill = detail["skill"],
                NumberKey = detail["numberKey"],
                NumberMask = detail["numberMask"],
                RaisedBy = e.Operator,
                RaisedAt = e.At,
            },
            EventKind.EscalationCause => WithCause(detail),
            EventKind.EscalationPaged => this with { Round = Math.Max(Round, (int)(detail.Number("round") ?? 0)), Steps = Steps + (detail["how"] == "console" ? 1 : 0) },
            EventKind.EscalationAcknowledged => this with
            {
                AcknowledgedAt = AcknowledgedAt ?? e.At,
                AcknowledgedBy = AcknowledgedBy ?? detail["who"],
                Holder = detail["who"],
                HeldBy = detail["how"],
                HeldSince = e.At,
            },
            EventKind.EscalationHandedBack => this with { Holder = null, HeldBy = null, HeldSince = null },
            EventKind.EscalationRescue => detail["how"] == "overdue" ? this : WithRescue(e, detail),
            // Joined with another of the same call, which was raised earlier.
            EventKind.EscalationProgress => detail.Number("raisedMs") is { } raised && DateTimeOffset.FromUnixTimeMilliseconds(raised) is var at && at < RaisedAt ? this with { RaisedAt = at } : this,
            EventKind.EscalationClosed => this with { ClosedAt = e.At, ClosedBy = e.Operator, Outcome = Enum.TryParse<CrisisOutcome>(detail["outcome"], out var outcome) ? outcome : null },
            _ => this,
        };
    }

    private EscalationRecord WithCause(Detail detail) =>
        Enum.TryParse<EscalationCause>(detail["cause"], out var cause) && !Causes.Contains(cause) ? this with { Causes = [.. Causes, cause] } : this;

    private EscalationRecord WithRescue(CallEvent e, Detail detail)
    {
        if (detail.Number("rescue") is not { } n || !Enum.TryParse<RescueService>(detail["service"], out var service) || !Enum.TryParse<RescueStep>(detail["step"], out var step)) return this;
        var at = detail.Number("atMs") is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : e.At;
        var rescue = new RescueRecord((int)n, service, step, at, detail.Number("dueMs") is { } due ? DateTimeOffset.FromUnixTimeMilliseconds(due) : null, e.Operator, detail["contact"]);
        return this with { Rescues = [.. Rescues.Where(r => r.Number != rescue.Number).Append(rescue).OrderBy(r => r.Number)] };
    }

    /// <summary>A flat object; anything else reads as empty. Redis' encoder may write large whole numbers with an exponent.</summary>
    private sealed class Detail
    {
        private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);

        public Detail(string json)
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return;
            foreach (var field in document.RootElement.EnumerateObject())
                if (field.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number) _fields[field.Name] = field.Value.ToString();
        }

        public string? this[string name] => _fields.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

        public long? Number(string name) =>
            double.TryParse(this[name], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and < 221_845_392_000_000 ? (long)number : null;
    }
}

/// <summary>The last that is known of a rescue.</summary>
/// <param name="Contact">The service's number that was called.</param>
public sealed record RescueRecord(int Number, RescueService Service, RescueStep Step, DateTimeOffset At, DateTimeOffset? DueAt, StaffId? By, string? Contact);
