using System.Text.Json.Serialization;
using Hotline.Core.Staff;

namespace Hotline.Core.Staffing;

/// <summary>A shift as somebody typed it. Field names are those of the wire.</summary>
public sealed record GivenShift(StaffId? StaffId, string? Skill, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt);

/// <summary>Why a shift that stands in the roster will not put anybody into the lane, or not to its end.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ShiftWarning>))]
public enum ShiftWarning
{
    /// <summary>The account is disabled.</summary>
    Disabled,

    /// <summary>She holds no role that takes calls.</summary>
    TakesNoCalls,

    /// <summary>She belongs to another centre, and her desk serves that one.</summary>
    OtherCentre,

    /// <summary>She does not hold the skill.</summary>
    SkillMissing,

    /// <summary>Her skill expires before the shift ends.</summary>
    SkillExpires,
}

/// <summary>What a shift may be, and what to say about one that stands. Refusals name the field and what is allowed.</summary>
public static class ShiftRules
{
    public const int ShiftsMost = 50, WeeksMost = 26, DaysAhead = 400;
    public static readonly TimeSpan Longest = TimeSpan.FromHours(16), Shortest = TimeSpan.FromMinutes(15);

    /// <param name="weeks">How many weeks running each shift is to stand; 1 for once.</param>
    public static Dictionary<string, string[]> Check(IReadOnlyList<GivenShift>? shifts, int weeks, IReadOnlyCollection<string> skills, DateTimeOffset now)
    {
        Dictionary<string, string[]> errors = [];
        if (weeks is < 1 or > WeeksMost) errors["weeks"] = [$"1 to {WeeksMost}."];
        if (shifts is not { Count: > 0 and <= ShiftsMost })
        {
            errors["shifts"] = [$"1 to {ShiftsMost} shifts."];
            return errors;
        }
        for (var i = 0; i < shifts.Count; i++)
        {
            var (shift, path) = (shifts[i], $"shifts[{i}]");
            if (shift.StaffId is null) errors[$"{path}.staffId"] = ["Whose shift it is."];
            if (shift.Skill is null || !skills.Contains(shift.Skill)) errors[$"{path}.skill"] = [$"One of: {string.Join(", ", skills)}."];
            if (shift.StartsAt is not { } from || from > now.AddDays(DaysAhead)) errors[$"{path}.startsAt"] = [$"A time not more than {DaysAhead} days ahead."];
            else if (shift.EndsAt is not { } to || to <= from) errors[$"{path}.endsAt"] = ["After the shift's beginning."];
            else if (to - from > Longest || to - from < Shortest) errors[$"{path}.endsAt"] = [$"{Shortest.TotalMinutes} minutes to {Longest.TotalHours} hours after the shift's beginning."];
            else if (to <= now) errors[$"{path}.endsAt"] = ["A time to come: this shift is over."];
        }
        return errors;
    }

    /// <summary>The same shift in the weeks that follow, at the same time of day on the region's clock.</summary>
    public static IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Weekly(DateTimeOffset from, DateTimeOffset to, int weeks, TimeZoneInfo zone) =>
        Enumerable.Range(0, weeks).Select(week => (Later(from, week, zone), Later(to, week, zone)));

    /// <summary>The first shift that overlaps an earlier one of the same list, with that one.</summary>
    public static (int Index, Shift Other)? OwnOverlap(IReadOnlyList<Shift> shifts)
    {
        for (var i = 1; i < shifts.Count; i++)
            for (var j = 0; j < i; j++)
                if (shifts[i].Overlaps(shifts[j])) return (i, shifts[j]);
        return null;
    }

    /// <param name="member">Whose shift it is, as she is now.</param>
    public static IReadOnlyList<ShiftWarning> Warnings(Shift shift, StaffMember member, TimeZoneInfo zone)
    {
        List<ShiftWarning> warnings = [];
        if (!member.Enabled) warnings.Add(ShiftWarning.Disabled);
        if (!Access.May(member.Who, Act.TakeCalls, Whose.Nobodys)) warnings.Add(ShiftWarning.TakesNoCalls);
        if (!string.Equals(member.Centre, shift.Centre, StringComparison.Ordinal)) warnings.Add(ShiftWarning.OtherCentre);
        if (!Holds(member, shift.Skill, out var skill)) warnings.Add(ShiftWarning.SkillMissing);
        else if (EndOf(skill, zone) < shift.EndsAt) warnings.Add(ShiftWarning.SkillExpires);
        return warnings;
    }

    public static string Words(ShiftWarning warning) => warning switch
    {
        ShiftWarning.Disabled => "The account is disabled.",
        ShiftWarning.TakesNoCalls => "She holds no role that takes calls.",
        ShiftWarning.OtherCentre => "She belongs to another centre and does not serve this one's lanes.",
        ShiftWarning.SkillMissing => "She does not hold the skill.",
        ShiftWarning.SkillExpires => "Her skill expires before the shift ends.",
        _ => throw new ArgumentOutOfRangeException(nameof(warning), warning, null),
    };

    /// <summary>The part of a shift that puts somebody into the lane; null when no part does.</summary>
    public static Duty? DutyOf(Shift shift, StaffMember member, TimeZoneInfo zone)
    {
        var warnings = Warnings(shift, member, zone);
        if (warnings.Any(w => w != ShiftWarning.SkillExpires)) return null;
        Holds(member, shift.Skill, out var skill);
        var end = EndOf(skill, zone) is var expiry && expiry < shift.EndsAt ? expiry : shift.EndsAt;
        return end > shift.StartsAt ? new Duty(shift.Centre, shift.Skill, shift.StartsAt, end) : null;
    }

    private static bool Holds(StaffMember member, Skill wanted, out SkillLevel skill)
    {
        skill = member.Skills.FirstOrDefault(s => s.Skill == wanted);
        return skill.Level > 0;
    }

    private static DateTimeOffset EndOf(SkillLevel skill, TimeZoneInfo zone) =>
        skill.Until is { } last ? At(last.AddDays(1).ToDateTime(TimeOnly.MinValue), zone) : DateTimeOffset.MaxValue;

    private static DateTimeOffset Later(DateTimeOffset at, int weeks, TimeZoneInfo zone) => At(TimeZoneInfo.ConvertTime(at, zone).DateTime.AddDays(7 * weeks), zone);

    private static DateTimeOffset At(DateTime local, TimeZoneInfo zone) => new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
}
