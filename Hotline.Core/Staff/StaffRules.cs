using System.Text.RegularExpressions;

namespace Hotline.Core.Staff;

/// <summary>An account's particulars as somebody typed them.</summary>
public sealed record StaffParticulars(
    string? DisplayName, IReadOnlyList<string>? Roles, string? Centre, IReadOnlyList<GivenSkill>? Skills, string? Endpoint);

/// <summary>A skill as somebody typed it.</summary>
public sealed record GivenSkill(string? Skill, int Level, DateOnly? Until = null);

/// <summary>What an account's fields may be. Each refusal names its field and what is allowed; field names are those of the wire.</summary>
public static partial class StaffRules
{
    public const int PasswordLeast = 10;
    public const int PasswordMost = 128;

    /// <summary>What a skill's last day may be; one that is past is kept and shown.</summary>
    private static readonly DateOnly UntilLeast = new(2000, 1, 1), UntilMost = new(2099, 12, 31);

    public static Dictionary<string, string[]> CheckUserName(string? userName) =>
        userName is not null && UserNameForm().IsMatch(userName) ? [] : Refuse("userName", "2 to 40 letters, digits, '.', '-' or '_'.");

    public static Dictionary<string, string[]> CheckPassword(string? password, string? userName)
    {
        if (password is null || password.Length is < PasswordLeast or > PasswordMost)
            return Refuse("password", $"{PasswordLeast} to {PasswordMost} characters.");
        if (userName is { Length: > 0 } && password.Contains(userName, StringComparison.OrdinalIgnoreCase))
            return Refuse("password", "It may not contain the user name.");
        return password.Distinct().Count() < 4 ? Refuse("password", "At least 4 different characters.") : [];
    }

    public static Dictionary<string, string[]> Check(StaffParticulars given)
    {
        Dictionary<string, string[]> errors = [];
        if (string.IsNullOrWhiteSpace(given.DisplayName) || given.DisplayName.Length > 60) errors["displayName"] = ["1 to 60 characters."];
        if (given.Centre is null || !CentreForm().IsMatch(given.Centre)) errors["centre"] = ["A centre's code: 1 to 32 letters, digits or dashes."];
        if (given.Roles is not { Count: > 0 } || given.Roles.Any(r => !TryParseRole(r, out _)))
            errors["roles"] = [$"At least one of: {string.Join(", ", Enum.GetNames<Role>())}."];
        if (given.Skills is { } skills
            && (skills.Any(s => !Skill.TryParse(s.Skill, out _) || s.Level is < 1 or > SkillLevel.Levels || s.Until < UntilLeast || s.Until > UntilMost)
                || skills.Select(s => s.Skill).Distinct(StringComparer.Ordinal).Count() != skills.Count))
            errors["skills"] = [$"Each skill once: 2 to 24 lower-case letters, with a level from 1 to {SkillLevel.Levels}; until: nothing, or a day from {UntilLeast:O} to {UntilMost:O}."];
        if (given.Endpoint is { Length: > 0 } endpoint && !OperatorEndpoint.IsValid(endpoint)) errors["endpoint"] = [$"{OperatorEndpoint.Allowed}."];
        return errors;
    }

    /// <summary>The names of <see cref="Role"/>, without regard to case; never numbers.</summary>
    public static bool TryParseRole(string? text, out Role role)
    {
        role = default;
        return text is not null && !text.AsSpan().ContainsAnyInRange('0', '9') && !text.Contains(',', StringComparison.Ordinal)
            && Enum.TryParse(text, ignoreCase: true, out role);
    }

    private static Dictionary<string, string[]> Refuse(string field, string allowed) => new() { [field] = [allowed] };

    [GeneratedRegex(@"^[\p{L}\p{Nd}._-]{2,40}$")]
    private static partial Regex UserNameForm();

    [GeneratedRegex("^[A-Za-z0-9-]{1,32}$")]
    private static partial Regex CentreForm();
}
