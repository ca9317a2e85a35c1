using Hotline.Core.Directory;

namespace Hotline.Core.Staff;

/// <summary>
/// One account. <paramref name="SecurityStamp"/> changes with the password, the roles and being disabled or signed out: whatever was signed in
/// with an older stamp is signed out.
/// </summary>
public sealed record StaffMember(
    StaffId Id,
    string UserName,
    PersonName DisplayName,
    IReadOnlySet<Role> Roles,
    string Centre,
    IReadOnlyList<SkillLevel> Skills,
    string? Endpoint,
    bool Enabled,
    string SecurityStamp,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public Who Who => new(Id, Centre, Roles);

    /// <summary>What she may be given calls for on this day: expired skills are left out.</summary>
    public IReadOnlyList<SkillLevel> SkillsOn(DateOnly day) => [.. Skills.Where(s => s.ValidOn(day))];

    /// <summary>What her desk stands in lanes with: nothing, when calls are not offered to her and she only joins a colleague's.</summary>
    public IReadOnlyList<SkillLevel> LanesOn(DateOnly day) => Access.May(Who, Act.TakeCalls, Whose.Nobodys) ? SkillsOn(day) : [];

    /// <summary>User names are compared without case or width: <c>Li</c>, <c>li</c> and <c>ｌｉ</c> are one person.</summary>
    public static string Normalise(string userName) => userName.Trim().Normalize(System.Text.NormalizationForm.FormKC).ToUpperInvariant();

    public override string ToString() => Id.ToString();
}
