using Hotline.Core.Calls;
using Hotline.Core.Staff;

namespace Hotline.Core.Cases;

/// <summary>A recorded call as people look it up: its row, its operator's name and how much was signed about it. The number stays sealed.</summary>
public sealed record CallEntry(
    CallId Call, CallState State, string? NumberMask, string? NumberKey, ReadOnlyMemory<byte>? NumberSealed, string? Skill, string? Centre,
    DateTimeOffset ArrivedAt, DateTimeOffset? AcceptedAt, DateTimeOffset? ConnectedAt, DateTimeOffset? EndedAt,
    StaffId? Operator, string? OperatorName, int SignedVersions)
{
    /// <summary>No number, whatever shape, in any log.</summary>
    public override string ToString() => Call.ToString();
}
