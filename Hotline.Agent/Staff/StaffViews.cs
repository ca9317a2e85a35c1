using Hotline.Agent.Session;
using Hotline.Core.Staff;

namespace Hotline.Agent.Staff;

/// <summary>One account as administrators see it; never its password or stamp.</summary>
public sealed record StaffView(
    StaffId Id,
    string UserName,
    string DisplayName,
    IReadOnlyList<Role> Roles,
    string Centre,
    IReadOnlyList<SkillView> Skills,
    string? Endpoint,
    bool Enabled,
    DateTimeOffset? LockedUntil,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);

public sealed record CreateStaff(
    string? UserName,
    string? DisplayName,
    string? Password,
    IReadOnlyList<string>? Roles,
    string? Centre,
    IReadOnlyList<SkillView>? Skills,
    string? Endpoint);

/// <summary>The whole account as it shall be; what is left out is emptied, what may not be empty is refused by name.</summary>
public sealed record UpdateStaff(
    string? DisplayName,
    IReadOnlyList<string>? Roles,
    string? Centre,
    IReadOnlyList<SkillView>? Skills,
    string? Endpoint,
    bool Enabled);

public sealed record SetPassword(string? Password);
