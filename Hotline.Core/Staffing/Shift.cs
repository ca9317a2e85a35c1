using System.Globalization;
using Hotline.Core.Staff;

namespace Hotline.Core.Staffing;

/// <summary>One person serves one skill of one centre from <paramref name="StartsAt"/> until <paramref name="EndsAt"/> (which is no longer hers).</summary>
public sealed record Shift(
    Guid Id, StaffId Staff, string Centre, Skill Skill, DateTimeOffset StartsAt, DateTimeOffset EndsAt, DateTimeOffset CreatedAt, StaffId CreatedBy)
{
    public bool Overlaps(Shift other) =>
        Staff == other.Staff && Skill == other.Skill && StartsAt < other.EndsAt && other.StartsAt < EndsAt;

    /// <summary>As the audit log has it. Slashes, not dashes: runs of digits and dashes are masked there.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Skill} at {Centre}, {StartsAt.UtcDateTime:yyyy/MM/dd HH:mm} to {EndsAt.UtcDateTime:yyyy/MM/dd HH:mm} UTC");
}
