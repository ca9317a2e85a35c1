namespace Hotline.Core.Routing.Policy;

/// <summary>
/// Goes through every lane at every time of the week at which anything opens or closes — on ordinary days, on holidays, on a worked weekend day — and says
/// which lanes' routes end at no human then. Between two such times nothing changes, so this is every instant. Pure.
/// </summary>
/// <param name="Lanes">How many (centre, skill) were looked at.</param>
/// <param name="Instants">At how many times.</param>
/// <param name="Faults">For each lane that fails, the first time it does.</param>
public sealed record PolicyProof(int Lanes, int Instants, IReadOnlyList<PolicyFault> Faults)
{
    /// <param name="policy">Whose fields are right.</param>
    public static PolicyProof Of(RoutingPolicy policy)
    {
        var map = new PolicyMap(policy);
        var hours = policy.Hours.ToDictionary(h => h.Name, h => new WeekTable(h), StringComparer.Ordinal);
        hours[OpeningHours.Always] = WeekTable.Always;
        var moments = MomentsOf([.. hours.Values]).ToList();

        // Many moments have the same centres open; what is reached depends on nothing else.
        var states = moments.DistinctBy(m => string.Concat(hours.Values.Select(h => h.IsOpen(m.Day, m.Weekday, m.Minute) ? '1' : '0')))
            .Select(m => (At: m, Open: policy.Centres.Where(c => hours[c.Hours].IsOpen(m.Day, m.Weekday, m.Minute)).Select(c => c.Code).ToHashSet(StringComparer.Ordinal)))
            .ToList();
        var faults = new FaultList();
        foreach (var centre in policy.Centres)
        {
            foreach (var skill in policy.Skills)
            {
                foreach (var (at, open) in states)
                {
                    // In her own open lane she has reached somebody.
                    if (open.Contains(centre.Code) || ReachesAHuman(RoutePlan.Of(map, centre.Code, skill.Code, open.Contains))) continue;
                    var rule = map.RuleOf(centre.Code, skill.Code);
                    faults.ReachesNobody($"lanes[{IndexOf(policy.Lanes, rule)}].closed", centre.Code, skill.Code, new PolicyMoment(at.Day, at.Weekday, WeekTable.TextOf(at.Minute)));
                    break;
                }
            }
        }
        return new PolicyProof(policy.Centres.Count * policy.Skills.Count, moments.Count, faults.All);
    }

    /// <summary>Some step leads to an open centre's lane or rings a telephone.</summary>
    internal static bool ReachesAHuman(Route route) => route.Steps.Any(s => s.Lanes.Count > 0 || s.Phones.Count > 0);

    private static IEnumerable<(DayKind Day, Weekday Weekday, int Minute)> MomentsOf(WeekTable[] hours)
    {
        // Monday's hours apply on a worked weekend day, whichever it is.
        var days = new[] { DayKind.Ordinary, DayKind.Holiday }.SelectMany(kind => Enum.GetValues<Weekday>().Select(day => (Kind: kind, Weekday: day)))
            .Append((Kind: DayKind.Workday, Weekday: Weekday.Mon));
        foreach (var (kind, weekday) in days)
            foreach (var minute in hours.SelectMany(h => h.Bounds(kind, weekday)).Append(0).Where(m => m < WeekTable.Day).Distinct().Order())
                yield return (kind, weekday, minute);
    }

    private static int IndexOf(IReadOnlyList<LaneRule> rules, LaneRule rule)
    {
        for (var i = 0; i < rules.Count; i++)
            if (ReferenceEquals(rules[i], rule)) return i;
        throw new ArgumentException("Not one of these rules.", nameof(rule));
    }
}
