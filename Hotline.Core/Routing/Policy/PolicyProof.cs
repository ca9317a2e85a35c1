namespace Hotline.Core.Routing.Policy;

/// <summary>
/// Goes through every lane at every time of the week at which anything opens or closes — on ordinary days, on holidays, on a worked weekend day — and says
/// which lanes' routes end at no human then, and which centres' ladders (<see cref="LadderProof"/>). Between two such times nothing changes, so this is every instant. Pure. That it agrees with
/// <see cref="RoutePlan"/> is the property test <c>Proving_a_policy.Of_a_policy_holds_at_any_instant_and_what_it_refuses_reaches_nobody</c>.
/// </summary>
/// <param name="Lanes">How many (centre, skill) were looked at.</param>
/// <param name="Instants">At how many times.</param>
/// <param name="Faults">For each lane and ladder that fails, the first time it does.</param>
public sealed record PolicyProof(int Lanes, int Instants, IReadOnlyList<PolicyFault> Faults)
{
    /// <param name="policy">Whose fields are right.</param>
    public static PolicyProof Of(RoutingPolicy policy)
    {
        var hours = policy.Hours.ToDictionary(h => h.Name, h => new WeekTable(h), StringComparer.Ordinal);
        hours[OpeningHours.Always] = WeekTable.Always;
        var moments = MomentsOf([.. hours.Values]).ToList();
        // Many moments have the same hours open; what is reached depends on nothing else.
        var states = moments.DistinctBy(m => string.Concat(hours.Values.Select(h => h.IsOpen(m.Day, m.Weekday, m.Minute) ? '1' : '0')));

        var map = new PolicyMap(policy);
        var ladders = new LadderProof(policy, map);
        var lanes = LanesOf(policy, map);
        var failed = new PolicyMoment?[lanes.Count];
        foreach (var (day, weekday, minute) in states)
        {
            var open = policy.Centres.Where(c => hours[c.Hours].IsOpen(day, weekday, minute)).Select(c => c.Code).ToHashSet(StringComparer.Ordinal);
            var reaching = Reaching(lanes, open);
            var moment = new PolicyMoment(day, weekday, WeekTable.TextOf(minute));
            for (var i = 0; i < lanes.Count; i++)
                if (!reaching[i]) failed[i] ??= moment;
            ladders.At(moment, name => hours[name].IsOpen(day, weekday, minute));
        }
        var faults = new FaultList();
        for (var i = 0; i < lanes.Count; i++)
            if (failed[i] is { } at) faults.ReachesNobody($"lanes[{lanes[i].Rule}].closed", lanes[i].Centre, lanes[i].Skill, at);
        ladders.TellIn(faults);
        return new PolicyProof(lanes.Count, moments.Count, faults.All);
    }

    /// <summary>Whether some step leads to an open centre's lane or rings a telephone.</summary>
    internal static bool ReachesAHuman(Route route) => route.Steps.Any(s => s.Lanes.Count > 0 || s.Phones.Count > 0);

    /// <summary>By lane: its centre is open, or its closed route rings telephones or leads to a lane that reaches somebody. Circles add nothing to this and end it.</summary>
    private static bool[] Reaching(List<ProvedLane> lanes, HashSet<string> open)
    {
        var reaching = lanes.Select(l => l.RingsPhones || open.Contains(l.Centre)).ToArray();
        for (var grew = true; grew;)
        {
            grew = false;
            for (var i = 0; i < lanes.Count; i++)
            {
                if (reaching[i] || !Array.Exists(lanes[i].LeadsTo, to => reaching[to])) continue;
                grew = reaching[i] = true;
            }
        }
        return reaching;
    }

    private static List<ProvedLane> LanesOf(RoutingPolicy policy, PolicyMap map)
    {
        var all = policy.Centres.SelectMany(c => policy.Skills.Select(s => (Centre: c.Code, Skill: s.Code))).ToList();
        var places = all.Index().ToDictionary(lane => lane.Item, lane => lane.Index);
        var rules = policy.Lanes.Index().ToDictionary(rule => (rule.Item.Centre, rule.Item.Skill), rule => rule.Index);
        return
        [
            .. all.Select(lane =>
            {
                var rule = map.RuleOf(lane.Centre, lane.Skill);
                var leads = rule.Closed.Select(step => Target(step, lane.Centre, lane.Skill)).OfType<(string, string)>().Select(target => places[target]);
                return new ProvedLane(lane.Centre, lane.Skill, rules[(rule.Centre, rule.Skill)], rule.Closed.Any(s => s.To == StepTo.Phones), [.. leads]);
            }),
        ];

        (string Centre, string Skill)? Target(LaneStep step, string centre, string skill) => step.To switch
        {
            StepTo.Skill => (centre, step.Skill!),
            StepTo.Parent => map.ParentOf(centre) is { } parent ? (parent, skill) : null,
            StepTo.Centre => (step.Centre!, skill),
            StepTo.Level or StepTo.Phones => null,
        };
    }

    private static IEnumerable<(DayKind Day, Weekday Weekday, int Minute)> MomentsOf(WeekTable[] hours)
    {
        // Monday's hours apply on a worked weekend day, whichever it is.
        var days = new[] { DayKind.Ordinary, DayKind.Holiday }.SelectMany(kind => Enum.GetValues<Weekday>().Select(day => (Kind: kind, Weekday: day)))
            .Append((Kind: DayKind.Workday, Weekday: Weekday.Mon));
        foreach (var (kind, weekday) in days)
            foreach (var minute in hours.SelectMany(h => h.Bounds(kind, weekday)).Append(0).Where(m => m < WeekTable.Day).Distinct().Order())
                yield return (kind, weekday, minute);
    }

    /// <summary>A lane as the proof sees it: where its closed route leads at once or later, as places in the list.</summary>
    private sealed record ProvedLane(string Centre, string Skill, int Rule, bool RingsPhones, int[] LeadsTo);
}
