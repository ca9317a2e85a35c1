using Hotline.Core.Staff;

namespace Hotline.Core.Routing.Policy;

/// <summary>The lanes' part of <see cref="PolicyCheck"/>: each skill has a rule for each centre, and each step leads somewhere there is.</summary>
internal static class LaneCheck
{
    public static void Look(RoutingPolicy policy, FaultList faults)
    {
        var known = new Known(policy);
        Dictionary<(string Centre, string Skill), string> seen = [];
        faults.Range("lanes", policy.Lanes.Count, 0, PolicyCheck.MostCentres * PolicyCheck.MostSkills);
        for (var i = 0; i < policy.Lanes.Count; i++)
        {
            var (rule, path) = (policy.Lanes[i], $"lanes[{i}]");
            if (rule.Centre != LaneRule.EveryCentre) Name(rule.Centre, known.Centres, PolicyFaultCode.UnknownCentre, $"{path}.centre", faults);
            Name(rule.Skill, known.Skills, PolicyFaultCode.UnknownSkill, $"{path}.skill", faults);
            faults.Once(seen, (rule.Centre, rule.Skill), path);
            faults.Range($"{path}.level", rule.Level, 1, SkillLevel.Levels);
            faults.Range($"{path}.headStartSeconds", rule.HeadStartSeconds, 0, 3600);
            Steps(rule.Steps, $"{path}.steps", open: true, known, faults);
            Steps(rule.Closed, $"{path}.closed", open: false, known, faults);
        }
        foreach (var skill in known.Skills.Where(s => !seen.ContainsKey((LaneRule.EveryCentre, s))))
            foreach (var centre in known.Centres.Where(c => !seen.ContainsKey((c, skill)))) faults.MissingLane(centre, skill);
    }

    private static void Steps(IReadOnlyList<LaneStep> steps, string path, bool open, Known known, FaultList faults)
    {
        faults.Range(path, steps.Count, 0, PolicyCheck.MostSteps);
        for (var i = 0; i < steps.Count; i++)
        {
            var (step, place) = (steps[i], $"{path}[{i}]");
            faults.Range($"{place}.afterSeconds", step.AfterSeconds, 0, PolicyCheck.MostStepSeconds);
            if (step.Level is { } level) faults.Range($"{place}.level", level, 1, SkillLevel.Levels);
            if (!open && step.To == StepTo.Level) faults.Add($"{place}.to", PolicyFaultCode.NotAllowed, ("was", "level"), ("allowed", "skill, parent, centre, phones"));
            if (step.To == StepTo.Skill) Name(step.Skill, known.Skills, PolicyFaultCode.UnknownSkill, $"{place}.skill", faults);
            if (step.To == StepTo.Centre) Name(step.Centre, known.Centres, PolicyFaultCode.UnknownCentre, $"{place}.centre", faults);
            if (step.To == StepTo.Phones) Name(step.Phones, known.Phones, PolicyFaultCode.UnknownPhones, $"{place}.phones", faults);
        }
    }

    private static void Name(string? name, HashSet<string> known, PolicyFaultCode unknown, string path, FaultList faults)
    {
        if (string.IsNullOrEmpty(name)) faults.Add(path, PolicyFaultCode.Required);
        else if (!known.Contains(name)) faults.Add(path, unknown, ("was", name));
    }

    private sealed class Known(RoutingPolicy policy)
    {
        public HashSet<string> Centres { get; } = [.. policy.Centres.Select(c => c.Code)];
        public HashSet<string> Skills { get; } = [.. policy.Skills.Select(s => s.Code)];
        public HashSet<string> Phones { get; } = [.. policy.Phones.Select(p => p.Name)];
    }
}
