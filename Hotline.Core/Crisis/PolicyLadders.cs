using Hotline.Core.Directory;
using Hotline.Core.Routing;
using Hotline.Core.Routing.Policy;

namespace Hotline.Core.Crisis;

/// <summary>Ladders by the routing policy in force, with the people who are on duty at the moment that is asked for.</summary>
internal sealed class PolicyLadders(RoutingPolicies policies, NetworkOptions network) : ICrisisLadders
{
    /// <summary>A step that nobody is on duty for is passed over, but stays in its place: an escalation's step is a number.</summary>
    public static readonly TimeSpan PassedOver = TimeSpan.FromSeconds(1);

    private readonly TimeZoneInfo _zone = network.Zone;

    public Ladder For(string centre, DateTimeOffset now) => Of(policies.Current.Map, centre, now, _zone);

    internal static Ladder Of(PolicyMap map, string centre, DateTimeOffset now, TimeZoneInfo zone)
    {
        var everybody = map.Policy.Crisis.OnCall.Where(p => map.Calendar.IsTime(p.Hours, now, zone)).Select(PersonOf).ToList();
        if (map.LadderOf(centre) is not { } rule) return new Ladder([.. BuiltInLadder.Ladder.Steps.Select(s => s.Level == LadderLevel.Everybody ? s with { People = everybody } : s)]);
        return new Ladder([.. rule.Steps.Select(step => StepOf(step, everybody))]);
    }

    private static LadderStep StepOf(LadderRuleStep step, List<OnCallPerson> everybody)
    {
        var wait = TimeSpan.FromSeconds(step.Seconds);
        return step.Level switch
        {
            StepLevel.Counsellors => new LadderStep(LadderLevel.Counsellors, wait, []),
            StepLevel.Supervisors => new LadderStep(LadderLevel.Supervisors, wait, []),
            StepLevel.OnCall => OnCall([.. everybody.Where(p => step.People.Contains(p.Id))], wait),
            StepLevel.Everybody => new LadderStep(LadderLevel.Everybody, wait, everybody),
        };
    }

    private static LadderStep OnCall(OnCallPerson[] people, TimeSpan wait) => new(LadderLevel.OnCall, people.Length == 0 ? PassedOver : wait, people);

    // The check lets nothing in that is no number.
    private static OnCallPerson PersonOf(OnCallEntry entry) => PhoneNumber.TryParse(entry.Phone, out var phone)
        ? new OnCallPerson(entry.Id, entry.Name, phone, entry.Text, entry.Call)
        : throw new InvalidOperationException($"The telephone of {entry.Id} is none.");
}
