using System.Globalization;
using System.Text.RegularExpressions;

namespace Hotline.Core.Staff;

/// <summary>A capability calls are routed by. A code in data (<c>legal</c>, <c>psychological</c>, <c>crisis</c>, …): lower-case letters, 2 to 24.</summary>
public readonly partial record struct Skill
{
    public static readonly Skill Legal = new("legal");
    public static readonly Skill Psychological = new("psychological");
    public static readonly Skill Crisis = new("crisis");

    public Skill(string code) => Code = Form().IsMatch(code)
        ? code
        : throw new ArgumentException($"A skill is 2 to 24 lower-case letters, not '{code}'.", nameof(code));

    public string Code { get; }

    public static bool TryParse(string? text, out Skill skill)
    {
        var ok = text is not null && Form().IsMatch(text);
        skill = ok ? new Skill(text!) : default;
        return ok;
    }

    public override string ToString() => Code;

    [GeneratedRegex("^[a-z]{2,24}$")]
    private static partial Regex Form();
}

/// <summary>A skill an operator holds, at a level from 1 (trained) to <see cref="Levels"/> (specialist).</summary>
/// <param name="Until">The last day of a skill earned by training, in the network's time zone; null: for good.</param>
public readonly record struct SkillLevel(Skill Skill, int Level, DateOnly? Until = null)
{
    /// <summary>Levels are few and fixed, so that matching costs O(own skills), whatever the number waiting.</summary>
    public const int Levels = 3;

    public bool ValidOn(DateOnly day) => Until is not { } last || day <= last;

    /// <summary><c>legal:2</c>, as the live state has it: it is given valid skills only.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Skill.Code}:{Level}");
}
