using System.Text.Json.Serialization;
using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Staff;

namespace Hotline.Core.Crisis;

/// <summary>Why an escalation was raised. None is ever taken away again.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EscalationCause>))]
public enum EscalationCause
{
    /// <summary>The caller pressed the crisis key.</summary>
    Key,

    /// <summary>An operator pressed the crisis button.</summary>
    Operator,

    /// <summary>An answer to the risk questions says imminent.</summary>
    Answer,

    /// <summary>The line was cut, or she hung up, while risk was open.</summary>
    Dropped,

    /// <summary>Repeated silent calls from one number.</summary>
    Silent,

    /// <summary>Her number has an open risk record.</summary>
    OpenRisk,

    /// <summary>A follow-up was missed.</summary>
    FollowUp,
}

[JsonConverter(typeof(JsonStringEnumConverter<EscalationState>))]
public enum EscalationState
{
    /// <summary>The ladder climbs, round after round.</summary>
    Paging,

    /// <summary>A named human has it.</summary>
    Acknowledged,
}

/// <summary>What came of an act on an escalation.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EscalationOutcome>))]
public enum EscalationOutcome
{
    Done,

    /// <summary>Somebody else has it.</summary>
    AlreadyAcknowledged,

    /// <summary>Only whoever acknowledged it may do this, or: it is no matter of hers.</summary>
    NotYours,

    /// <summary>It has been closed.</summary>
    Closed,

    /// <summary>There is no such escalation, rescue or page.</summary>
    Unknown,

    /// <summary>A rescue is still open: it must be ended first.</summary>
    NeedsOutcome,

    /// <summary>The live state cannot be reached; try again.</summary>
    Degraded,
}

/// <summary>How an escalation ended, as a human judged it. None of them takes a risk mark away.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CrisisOutcome>))]
public enum CrisisOutcome { Safe, RescueArrived, ReferredOn, CallerRefused, LostContact, FalseAlarm }

/// <summary>What came of raising. The same escalation again when one was open already.</summary>
public sealed record RaiseReply(EscalationId? Id, EscalationOutcome Outcome);

/// <param name="Holder">Who has it, if a member of staff does.</param>
public sealed record AcknowledgeReply(EscalationOutcome Outcome, StaffId? Holder);

/// <summary>One open escalation as the live state has it. Times are Redis time.</summary>
/// <param name="NumberKey">The number's keyed hash; empty when withheld. Never shown.</param>
/// <param name="Paged">What was done, level by level, the latest last.</param>
/// <param name="PagesAt">Of the counsellors paged so far: the centres whose counsellors were.</param>
/// <param name="AckBy">Staff id, or an on-call person's id by telephone; null while nobody has it.</param>
/// <param name="Reminded">Its holder has done nothing for long and is paged again; soon it is handed back.</param>
/// <param name="CallState">Null when the live state knows no such call any more.</param>
public sealed record OpenEscalation(
    EscalationId Id, CallId? Call, string Centre, string? Skill, string NumberKey, string MaskedNumber, IReadOnlyList<EscalationCause> Causes, StaffId? RaisedBy,
    DateTimeOffset RaisedAt, EscalationState State, int Round, int Step, DateTimeOffset NextAt, IReadOnlyList<PagedLevel> Paged,
    string? AckBy, DateTimeOffset? AckAt, string? AckHow, bool Reminded, IReadOnlyList<OpenRescue> Rescues, long Version, CallState? CallState, StaffId? Operator)
{
    /// <summary>Who joined the call besides its operator.</summary>
    public IReadOnlyList<DeskHelper> Helpers { get; init; } = [];

    /// <summary>The highest step of the present round; before the first one fired, the first.</summary>
    public LadderLevel Level => Paged.Count > 0 ? Paged[^1].Level : LadderLevel.Counsellors;
}

/// <summary>One step that was done.</summary>
/// <param name="Centre">The centre whose people were paged; of counsellors, an ancestor's when the own centre had none at work.</param>
public sealed record PagedLevel(LadderLevel Level, DateTimeOffset At, string Centre);

/// <summary>All open escalations of the network at one moment.</summary>
public sealed record CrisisReading(DateTimeOffset At, IReadOnlyList<OpenEscalation> Escalations);
