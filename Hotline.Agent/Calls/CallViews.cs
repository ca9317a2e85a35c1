using Hotline.Core.Calls;
using Hotline.Core.Cases;
using Hotline.Core.Staff;

namespace Hotline.Agent.Calls;

/// <summary>One call as the record knows it. The number is masked here and everywhere but in <see cref="RevealedNumber"/>.</summary>
public sealed record CallRow(
    CallId Id,
    CallState State,
    string MaskedNumber,
    string? Skill,
    string? Centre,
    DateTimeOffset ArrivedAt,
    DateTimeOffset? AcceptedAt,
    DateTimeOffset? ConnectedAt,
    DateTimeOffset? EndedAt,
    StaffId? Operator,
    string? OperatorName,
    bool Mine,
    int SignedVersions);

/// <summary>One page of calls, newest first. <paramref name="More"/>: a next page exists.</summary>
public sealed record CallPage(IReadOnlyList<CallRow> Items, int Page, bool More);

public sealed record CallDetail(CallRow Call, bool MayReveal, IReadOnlyList<TimelineEntry> Timeline);

/// <summary>One thing that happened. Details are flat; sealed ones are left out.</summary>
public sealed record TimelineEntry(
    string Id, string Kind, DateTimeOffset At, StaffId? Operator, string? OperatorName, IReadOnlyDictionary<string, string> Detail);

/// <summary>An earlier call of the same number with what was signed about it, newest first.</summary>
public sealed record EarlierCall(CallRow Call, IReadOnlyList<SignedSummary> Notes);

/// <summary>A signed note in brief; <paramref name="Excerpt"/> is the beginning of its text.</summary>
public sealed record SignedSummary(
    int Version, string AuthorName, DateTimeOffset SignedAt, string MatterType, Risk Risk, string Outcome, string Excerpt, bool Shortened);

/// <summary>Why the number is needed, 4 to 200 characters; kept in the audit log.</summary>
public sealed record RevealNumber(string? Reason);

public sealed record RevealedNumber(string Number);

/// <summary>What <c>@twilio/voice-sdk</c> needs to register this browser as a telephone.</summary>
public sealed record PhoneToken(string Token, string Identity, DateTimeOffset ExpiresAt);
