using System.Text.Json.Serialization;
using Hotline.Agent.Hub;
using Hotline.Core.Calls;
using Hotline.Core.Crisis;

namespace Hotline.Agent.Crisis;

/// <summary>Where an escalation stands by the record.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EscalationStage>))]
public enum EscalationStage { Paging, Acknowledged, Closed }

/// <summary>One escalation of the record. Names are names; the number is masked.</summary>
/// <param name="AcknowledgedBy">Who took it first, <paramref name="AcknowledgeMs"/> after it was raised.</param>
/// <param name="Rounds">Rounds of the ladder begun, and <paramref name="Steps"/> done in all.</param>
public sealed record EscalationRow(
    string Id, CallId? Call, string Centre, string? Skill, string MaskedNumber, EscalationStage Stage, IReadOnlyList<EscalationCause> Causes, string? RaisedBy,
    DateTimeOffset RaisedAt, DateTimeOffset? AcknowledgedAt, string? AcknowledgedBy, double? AcknowledgeMs, string? Holder, int Rounds, int Steps,
    IReadOnlyList<RescueView> Rescues, DateTimeOffset? ClosedAt, string? ClosedBy, CrisisOutcome? Outcome);

/// <param name="More">Older ones: ask before the last one's <see cref="EscalationRow.RaisedAt"/>.</param>
public sealed record EscalationPage(IReadOnlyList<EscalationRow> Escalations, bool More);

public sealed record EscalationDetail(EscalationRow Escalation, IReadOnlyList<Calls.TimelineEntry> Timeline);
