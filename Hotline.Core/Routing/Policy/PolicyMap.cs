using Hotline.Core.Directory;
using Hotline.Core.Staff;

namespace Hotline.Core.Routing.Policy;

/// <summary>A policy made ready for looking up: routes are asked for at every heartbeat of every waiting caller. Only of one that <see cref="PolicyCheck"/> accepts.</summary>
public sealed class PolicyMap
{
    private readonly Dictionary<string, PolicyCentre> _centres;
    private readonly Dictionary<(string Centre, string Skill), LaneRule> _lanes;
    private readonly Dictionary<string, IReadOnlyList<DutyPhone>> _phones;
    private readonly Dictionary<string, string> _lines = new(StringComparer.Ordinal);
    private readonly List<(string Area, string Centre)> _areas = [];
    private readonly HashSet<string> _skills;
    private readonly Dictionary<string, LadderRule> _ladders;

    public PolicyMap(RoutingPolicy policy)
    {
        Policy = policy;
        Calendar = new OpeningCalendar(policy);
        Region = policy.Centres.First(c => c.Parent is null).Code;
        _centres = policy.Centres.ToDictionary(c => c.Code, StringComparer.Ordinal);
        _lanes = policy.Lanes.ToDictionary(l => (l.Centre, l.Skill));
        _skills = [.. policy.Skills.Select(s => s.Code)];
        _phones = policy.Phones.ToDictionary(p => p.Name, p => (IReadOnlyList<DutyPhone>)[.. p.Numbers.Select(DutyPhone.Of)], StringComparer.Ordinal);
        _ladders = policy.Crisis.Ladders.ToDictionary(l => l.Centre ?? "", StringComparer.Ordinal);
        foreach (var centre in policy.Centres)
        {
            foreach (var line in centre.Lines) _lines[CentreChoice.LineOf(line)] = centre.Code;
            foreach (var area in centre.Areas) _areas.Add((CentreChoice.AreaOf(area), centre.Code));
        }
        _areas.Sort((a, b) => b.Area.Length.CompareTo(a.Area.Length));
    }

    public RoutingPolicy Policy { get; }

    public OpeningCalendar Calendar { get; }

    /// <summary>The first root: it takes calls whose centre nothing tells.</summary>
    public string Region { get; }

    /// <summary>The centre of a call: by the called line, else by the caller's area (the longest that fits), else the region.</summary>
    public string CentreOf(string? line, PhoneNumber? caller)
    {
        if (PhoneNumber.TryParse(line, out var called) && _lines.TryGetValue(CentreChoice.LineOf(called.Reveal()), out var centre)) return centre;
        if (CentreChoice.PlaceOf(caller) is not { } place) return Region;
        foreach (var (area, of) in _areas)
            if (place.StartsWith(area, StringComparison.Ordinal)) return of;
        return Region;
    }

    /// <summary>The lane that callers of a lane are in now: a centre or skill that a newer policy has no more is the region's, or psychological.</summary>
    internal (string Centre, string Skill) Known(string centre, string skill) =>
        (_centres.ContainsKey(centre) ? centre : Region, _skills.Contains(skill) ? skill : Skill.Psychological.Code);

    /// <summary>The rule that counts: the centre's own, else everybody's.</summary>
    internal LaneRule RuleOf(string centre, string skill) =>
        _lanes.TryGetValue((centre, skill), out var own) ? own : _lanes[(LaneRule.EveryCentre, skill)];

    /// <summary>The ladder that counts: the centre's own, else its nearest ancestor's, else the one without centre; null: the built-in. A centre that a newer policy has no more is the region.</summary>
    internal LadderRule? LadderOf(string centre)
    {
        for (var at = _centres.ContainsKey(centre) ? centre : Region; at is not null; at = ParentOf(at))
            if (_ladders.TryGetValue(at, out var own)) return own;
        return _ladders.GetValueOrDefault("");
    }

    /// <summary>The centre and its ancestors, the nearest first. Of a centre that the policy has no more: itself and the region.</summary>
    public IReadOnlyList<string> ChainOf(string centre)
    {
        if (!_centres.ContainsKey(centre)) return [centre, Region];
        var chain = new List<string>();
        for (var at = centre; at is not null && _centres.TryGetValue(at, out var known); at = known.Parent) chain.Add(at);
        return chain;
    }

    /// <summary>Where a human answers a telephone for this centre: the first duty phone of its crisis lane, else of its nearest ancestor's; null: the policy names none.</summary>
    public string? DutyPhoneOf(string centre)
    {
        foreach (var code in ChainOf(centre).Where(_centres.ContainsKey))
        {
            var rule = RuleOf(code, Skill.Crisis.Code);
            if (rule.Steps.Concat(rule.Closed).FirstOrDefault(s => s.To == StepTo.Phones) is { Phones: { } list }) return PhonesOf(list)[0].Number;
        }
        return null;
    }

    internal bool TakesMessages(string centre) => _centres[centre].Messages;

    internal string? ParentOf(string centre) => _centres[centre].Parent;

    internal IReadOnlyList<DutyPhone> PhonesOf(string list) => _phones[list];
}
