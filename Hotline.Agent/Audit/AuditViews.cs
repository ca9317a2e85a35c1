using Hotline.Core.Staff;

namespace Hotline.Agent.Audit;

/// <summary>One entry of the audit log. Digits somebody typed into a reason are masked.</summary>
public sealed record AuditEntryView(long Sequence, DateTimeOffset At, StaffId? Actor, string? ActorName, string Action, string? Subject, string? Reason);

/// <summary>Entries, newest first. <paramref name="Next"/> is the <c>before</c> of the next page; null at the end.</summary>
public sealed record AuditPage(IReadOnlyList<AuditEntryView> Items, long? Next);
