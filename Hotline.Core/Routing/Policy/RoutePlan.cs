using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hotline.Core.Directory;
using Hotline.Core.Staff;

namespace Hotline.Core.Routing.Policy;

/// <summary>
/// From policy and time to a caller's route. Pure. The route is of one instant: when a centre opens or closes, asking again gives another one, with another mark.
/// </summary>
public static class RoutePlan
{
    /// <inheritdoc cref="For(PolicyMap, string, Skill, DateTimeOffset, TimeZoneInfo)"/>
    public static Route For(RoutingPolicy policy, string centre, Skill skill, DateTimeOffset now, TimeZoneInfo zone) =>
        For(new PolicyMap(policy), centre, skill, now, zone);

    /// <summary>The route of a caller of this centre and skill. Never without a human on it: that is what <see cref="PolicyProof"/> proves.</summary>
    public static Route For(PolicyMap map, string centre, Skill skill, DateTimeOffset now, TimeZoneInfo zone) =>
        Of(map, centre, skill.Code, c => map.Calendar.IsOpen(c, now, zone));

    /// <inheritdoc cref="PolicyMap.CentreOf"/>
    public static string CentreOf(RoutingPolicy policy, string? line, PhoneNumber? caller) => new PolicyMap(policy).CentreOf(line, caller);

    internal static Route Of(PolicyMap map, string centre, string skill, Func<string, bool> isOpen)
    {
        (centre, skill) = map.Known(centre, skill);
        var rule = map.RuleOf(centre, skill);
        var entry = new Lane(centre, new Skill(skill), rule.Level);
        var headStart = TimeSpan.FromSeconds(rule.HeadStartSeconds);
        var steps = new Walk(map, isOpen).From(centre, skill);
        return new Route(MarkOf(entry, headStart, steps), entry, headStart, steps) { TakesMessages = map.TakesMessages(centre) && !isOpen(centre) };
    }

    private static string MarkOf(Lane entry, TimeSpan headStart, IReadOnlyList<RouteStep> steps)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{entry} {headStart.TotalSeconds}");
        foreach (var step in steps)
            text.Append(CultureInfo.InvariantCulture, $"\n{step.After.TotalSeconds} {string.Join(' ', step.Lanes)} {string.Join(' ', step.Phones.Select(p => p.Id))}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }

    /// <summary>
    /// Follows the steps in the order of time, through other centres' routes too. A route is followed once, a lane joined once: whatever the policy's
    /// loops, this ends, and each thing happens at its earliest.
    /// </summary>
    private sealed class Walk(PolicyMap map, Func<string, bool> isOpen)
    {
        private readonly PriorityQueue<(LaneStep Step, string Centre, string Skill), (int At, int Order)> _due = new();
        private readonly HashSet<(string Centre, string Skill)> _followed = [];
        private readonly Dictionary<(string Centre, string Skill), int> _levels = [];
        private readonly HashSet<Lane> _joined = [];
        private readonly HashSet<string> _rung = [];
        private readonly List<(int At, List<Lane> Lanes, List<DutyPhone> Phones)> _steps = [(0, [], [])];
        private int _order;

        public IReadOnlyList<RouteStep> From(string centre, string skill)
        {
            Enter(centre, skill, null, 0, follow: true);
            while (_due.TryDequeue(out var due, out var when)) Take(due.Step, due.Centre, due.Skill, when.At);
            return [.. _steps.Select(s => new RouteStep(TimeSpan.FromSeconds(s.At), s.Lanes, s.Phones))];
        }

        private void Take(LaneStep step, string centre, string skill, int at)
        {
            switch (step.To)
            {
                case StepTo.Level when (step.Level ?? _levels[(centre, skill)] - 1) is >= 1 and var level && level < _levels[(centre, skill)]:
                    Join(centre, skill, level, at);
                    break;
                case StepTo.Level:
                    break;
                case StepTo.Skill:
                    Enter(centre, step.Skill!, step.Level, at, follow: false);
                    break;
                case StepTo.Parent:
                    if (map.ParentOf(centre) is { } parent) Enter(parent, skill, step.Level, at, follow: true);
                    break;
                case StepTo.Centre:
                    Enter(step.Centre!, skill, step.Level, at, follow: true);
                    break;
                case StepTo.Phones:
                    foreach (var phone in map.PhonesOf(step.Phones!))
                        if (_rung.Add(phone.Id)) At(at).Phones.Add(phone);
                    break;
            }
        }

        private void Enter(string centre, string skill, int? level, int at, bool follow)
        {
            var (rule, open) = (map.RuleOf(centre, skill), isOpen(centre));
            if (open) Join(centre, skill, level ?? rule.Level, at);
            // A closed lane is not stood in, so its closed route is all there is of it.
            if ((!follow && open) || !_followed.Add((centre, skill))) return;
            foreach (var step in open ? rule.Steps : rule.Closed) _due.Enqueue((step, centre, skill), (at + step.AfterSeconds, _order++));
        }

        private void Join(string centre, string skill, int level, int at)
        {
            var lane = new Lane(centre, new Skill(skill), level);
            _levels[(centre, skill)] = Math.Min(level, _levels.GetValueOrDefault((centre, skill), level));
            if (_joined.Add(lane)) At(at).Lanes.Add(lane);
        }

        private (int At, List<Lane> Lanes, List<DutyPhone> Phones) At(int at)
        {
            if (_steps[^1].At != at) _steps.Add((at, [], []));
            return _steps[^1];
        }
    }
}
