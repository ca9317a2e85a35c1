namespace Hotline.Core.Routing.Policy;

/// <summary>
/// Goes through the ladder of every centre at the times <see cref="PolicyProof"/> goes through. A console is only there while somebody has it open, so a
/// ladder must also come to a telephone: with people on call named, at some step one of them is on duty. With none named nothing is promised, and nothing
/// refused. Pure. That it agrees with what is paged is the property test <c>Ladders_of_people.The_proof_agrees_with_the_ladder_at_any_instant</c>.
/// </summary>
internal sealed class LadderProof
{
    private readonly RoutingPolicy _policy;
    private readonly List<CentreLadder> _ladders;

    /// <param name="policy">Whose fields are right.</param>
    public LadderProof(RoutingPolicy policy, PolicyMap map)
    {
        _policy = policy;
        _ladders = policy.Crisis.OnCall.Count == 0 ? [] : [.. policy.Centres.Select(c => new CentreLadder(c.Code, map.LadderOf(c.Code)))];
    }

    /// <summary>Remembers, for each ladder, the first time it comes to nobody.</summary>
    public void At(PolicyMoment moment, Func<string, bool> isOpen)
    {
        HashSet<string> onDuty = [.. _policy.Crisis.OnCall.Where(p => isOpen(p.Hours)).Select(p => p.Id)];
        foreach (var ladder in _ladders)
            if (ladder.Failed is null && !ReachesSomebody(ladder.Rule, onDuty)) ladder.Failed = moment;
    }

    /// <summary>A ladder that several centres have is told once, of the first of them.</summary>
    public void TellIn(FaultList faults)
    {
        foreach (var failed in _ladders.Where(l => l.Failed is not null).DistinctBy(l => l.Rule))
        {
            var path = failed.Rule is { } rule ? $"crisis.ladders[{_policy.Crisis.Ladders.Index().First(l => ReferenceEquals(l.Item, rule)).Index}].steps" : "crisis.onCall";
            faults.NobodyOnCall(path, failed.Centre, failed.Failed!);
        }
    }

    /// <summary>The built-in ladder ends at everybody.</summary>
    private static bool ReachesSomebody(LadderRule? rule, HashSet<string> onDuty) => rule is null
        ? onDuty.Count > 0
        : rule.Steps.Any(s => s.Level == StepLevel.Everybody ? onDuty.Count > 0 : s.Level == StepLevel.OnCall && s.People.Any(onDuty.Contains));

    private sealed class CentreLadder(string centre, LadderRule? rule)
    {
        public string Centre => centre;
        public LadderRule? Rule => rule;
        public PolicyMoment? Failed { get; set; }
    }
}
