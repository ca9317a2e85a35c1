using System.Text.RegularExpressions;
using Hotline.Core.Staff;

namespace Hotline.Core.Routing.Policy;

/// <summary>
/// What a policy must be. Pure. Every fault names its field; when all fields are right, <see cref="PolicyProof"/> says which lanes end at no human.
/// </summary>
public static partial class PolicyCheck
{
    public const int MostCentres = 200, MostSkills = 12, MostSteps = 20, MostStepSeconds = 14400;
    private const int MostHours = 100, MostSpans = 50, MostHolidays = 1000, MostLists = 200, MostNumbers = 20, MostOfACentre = 50;

    /// <summary>All faults of the fields, or else all of the proof; empty when calls may be routed by it.</summary>
    public static IReadOnlyList<PolicyFault> Faults(RoutingPolicy policy)
    {
        var faults = FaultsOfFields(policy);
        return faults.Count > 0 ? faults : PolicyProof.Of(policy).Faults;
    }

    /// <summary>Without the proof, which can only be made of a policy whose fields are right.</summary>
    public static IReadOnlyList<PolicyFault> FaultsOfFields(RoutingPolicy policy)
    {
        var faults = new FaultList();
        CentresOf(policy, faults);
        HoursOf(policy, faults);
        SkillsOf(policy, faults);
        PhonesOf(policy, faults);
        LaneCheck.Look(policy, faults);
        LadderCheck.Look(policy, faults);
        RangesOf(policy, faults);
        return faults.All;
    }

    private static void CentresOf(RoutingPolicy policy, FaultList faults)
    {
        Dictionary<string, string> codes = [], lines = [], areas = [];
        var hours = HoursIn(policy);
        faults.Count("centres", policy.Centres, MostCentres);
        for (var i = 0; i < policy.Centres.Count; i++)
        {
            var (centre, path) = (policy.Centres[i], $"centres[{i}]");
            Code(centre.Code, CentreForm(), codes, $"{path}.code", faults);
            faults.Text($"{path}.name", centre.Name);
            Hours(centre.Hours, hours, $"{path}.hours", faults);
            faults.Range($"{path}.lines", centre.Lines.Count, 0, MostOfACentre);
            faults.Range($"{path}.areas", centre.Areas.Count, 0, MostOfACentre);
            Numbers(centre.Lines, LineForm(), CentreChoice.LineOf, lines, $"{path}.lines", faults);
            Numbers(centre.Areas, AreaForm(), CentreChoice.AreaOf, areas, $"{path}.areas", faults);
        }
        var parents = policy.Centres.GroupBy(c => c.Code, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Parent, StringComparer.Ordinal);
        for (var i = 0; i < policy.Centres.Count; i++) ParentOf(policy.Centres[i], parents, $"centres[{i}].parent", faults);
    }

    private static void ParentOf(PolicyCentre centre, Dictionary<string, string?> parents, string path, FaultList faults)
    {
        if (centre.Parent is null) return;
        if (!parents.ContainsKey(centre.Parent))
        {
            faults.Add(path, PolicyFaultCode.UnknownCentre, ("was", centre.Parent));
            return;
        }
        HashSet<string> above = [];
        for (var at = centre.Parent; at is not null && above.Add(at); at = parents.GetValueOrDefault(at))
        {
            if (at != centre.Code) continue;
            faults.Add(path, PolicyFaultCode.Cycle);
            return;
        }
    }

    private static void HoursOf(RoutingPolicy policy, FaultList faults)
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal) { [OpeningHours.Always] = "hours" };
        Dictionary<DateOnly, string> dates = [];
        faults.Range("hours", policy.Hours.Count, 0, MostHours);
        for (var i = 0; i < policy.Hours.Count; i++)
        {
            faults.Text($"hours[{i}].name", policy.Hours[i].Name);
            faults.Once(names, policy.Hours[i].Name, $"hours[{i}].name");
            SpansOf(policy.Hours[i].Open, $"hours[{i}].open", faults);
        }
        faults.Range("holidays", policy.Holidays.Count, 0, MostHolidays);
        for (var i = 0; i < policy.Holidays.Count; i++)
        {
            faults.Text($"holidays[{i}].name", policy.Holidays[i].Name);
            if (OpeningCalendar.DateOf(policy.Holidays[i].Date) is { } date) faults.Once(dates, date, $"holidays[{i}].date");
            else faults.Add($"holidays[{i}].date", policy.Holidays[i].Date.Length == 0 ? PolicyFaultCode.Required : PolicyFaultCode.BadTime);
        }
    }

    private static void SpansOf(IReadOnlyList<OpenSpan> spans, string path, FaultList faults)
    {
        List<(Weekday Day, int From, int To, string Path)> seen = [];
        faults.Range(path, spans.Count, 0, MostSpans);
        for (var i = 0; i < spans.Count; i++)
        {
            var (span, place) = (spans[i], $"{path}[{i}]");
            faults.Count($"{place}.days", span.Days, 7);
            var (from, to) = (Time(span.From, $"{place}.from", faults), Time(span.To, $"{place}.to", faults));
            if (from == WeekTable.Day) faults.Add($"{place}.from", PolicyFaultCode.BadTime);
            else if (to <= from) faults.Add($"{place}.to", PolicyFaultCode.BadTime);
            if (from is null || to is null) continue;
            foreach (var day in span.Days)
            {
                if (seen.Find(s => s.Day == day && s.From < to && from < s.To) is { Path: { } other }) faults.Add(place, PolicyFaultCode.Overlap, ("with", other));
                seen.Add((day, from.Value, to.Value, place));
            }
        }
    }

    private static void SkillsOf(RoutingPolicy policy, FaultList faults)
    {
        Dictionary<string, string> codes = [];
        faults.Count("skills", policy.Skills, MostSkills);
        for (var i = 0; i < policy.Skills.Count; i++)
        {
            Code(policy.Skills[i].Code, SkillForm(), codes, $"skills[{i}].code", faults);
            faults.Text($"skills[{i}].name", policy.Skills[i].Name);
            faults.Text($"skills[{i}].nameEnglish", policy.Skills[i].NameEnglish);
        }
        // The crisis key and a silent caller lead there.
        foreach (var needed in new[] { Skill.Crisis.Code, Skill.Psychological.Code })
            if (policy.Skills.Count > 0 && !codes.ContainsKey(needed)) faults.Add("skills", PolicyFaultCode.Required, ("was", needed));
    }

    private static void PhonesOf(RoutingPolicy policy, FaultList faults)
    {
        Dictionary<string, string> names = [];
        faults.Range("phones", policy.Phones.Count, 0, MostLists);
        for (var i = 0; i < policy.Phones.Count; i++)
        {
            faults.Text($"phones[{i}].name", policy.Phones[i].Name);
            faults.Once(names, policy.Phones[i].Name, $"phones[{i}].name");
            faults.Count($"phones[{i}].numbers", policy.Phones[i].Numbers, MostNumbers);
            Numbers(policy.Phones[i].Numbers, PhoneForm(), n => n, [], $"phones[{i}].numbers", faults);
        }
    }

    private static void RangesOf(RoutingPolicy policy, FaultList faults)
    {
        var (returning, back, desk, flood) = (policy.Returning, policy.CallBack, policy.Desk, policy.Flood);
        faults.Range("returning.counsellorDays", returning.CounsellorDays, 0, 365);
        faults.Range("returning.counsellorWaitSeconds", returning.CounsellorWaitSeconds, 0, 300);
        faults.Range("returning.droppedMinutes", returning.DroppedMinutes, 0, 60);
        faults.Range("callBack.attempts", back.Attempts, 1, 5);
        faults.Range("callBack.retryMinutes", back.RetryMinutes, 1, 60);
        faults.Range("callBack.latestHours", back.LatestHours, 1, 72);
        faults.Range("desk.wrapUpSeconds", desk.WrapUpSeconds, 10, 3600);
        faults.Range("desk.riskWrapUpSeconds", desk.RiskWrapUpSeconds, 10, 7200);
        faults.Range("desk.extendSeconds", desk.ExtendSeconds, 30, 1800);
        faults.Range("desk.mostWrapUpSeconds", desk.MostWrapUpSeconds, Math.Clamp(Math.Max(desk.WrapUpSeconds, desk.RiskWrapUpSeconds), 60, 7200), 14400);
        faults.Range("flood.perNumber", flood.PerNumber, 1, 50);
        faults.Range("flood.perTrunk", flood.PerTrunk, 1, 10000);
        faults.Range("flood.penaltySeconds", flood.PenaltySeconds, 0, 3600);
    }

    internal static HashSet<string> HoursIn(RoutingPolicy policy) => [.. policy.Hours.Select(h => h.Name), OpeningHours.Always];

    internal static void Hours(string name, HashSet<string> known, string path, FaultList faults)
    {
        if (name.Length == 0) faults.Add(path, PolicyFaultCode.Required);
        else if (!known.Contains(name)) faults.Add(path, PolicyFaultCode.UnknownHours, ("was", name));
    }

    internal static void Code(string code, Regex form, Dictionary<string, string> seen, string path, FaultList faults)
    {
        if (code.Length == 0) faults.Add(path, PolicyFaultCode.Required);
        else if (!form.IsMatch(code)) faults.Add(path, PolicyFaultCode.BadCode);
        else faults.Once(seen, code, path);
    }

    internal static void Numbers(
        IReadOnlyList<string> numbers, Regex form, Func<string, string> same, Dictionary<string, string> seen, string path, FaultList faults)
    {
        for (var i = 0; i < numbers.Count; i++)
        {
            if (numbers[i].Length == 0) faults.Add($"{path}[{i}]", PolicyFaultCode.Required);
            else if (!form.IsMatch(numbers[i])) faults.Add($"{path}[{i}]", PolicyFaultCode.BadNumber);
            else faults.Once(seen, same(numbers[i]), $"{path}[{i}]");
        }
    }

    private static int? Time(string text, string path, FaultList faults)
    {
        if (WeekTable.MinuteOf(text) is { } minute) return minute;
        faults.Add(path, text.Length == 0 ? PolicyFaultCode.Required : PolicyFaultCode.BadTime);
        return null;
    }

    [GeneratedRegex("^[A-Za-z0-9-]{1,32}$")]
    private static partial Regex CentreForm();

    [GeneratedRegex("^[a-z]{2,24}$")]
    private static partial Regex SkillForm();

    [GeneratedRegex(@"^(\+[1-9][0-9]{5,14}|[0-9]{3,12})$")]
    private static partial Regex LineForm();

    [GeneratedRegex(@"^(0[1-9][0-9]{1,6}|\+[1-9][0-9]{1,8})$")]
    private static partial Regex AreaForm();

    [GeneratedRegex(@"^\+[1-9][0-9]{5,14}$")]
    internal static partial Regex PhoneForm();
}
