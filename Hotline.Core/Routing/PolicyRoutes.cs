using Hotline.Core.Directory;
using Hotline.Core.Routing.Policy;
using Hotline.Core.Staff;

namespace Hotline.Core.Routing;

/// <summary>Routes by the policy in force.</summary>
internal sealed class PolicyRoutes(RoutingPolicies policies, NetworkOptions network) : IRoutes
{
    private readonly TimeZoneInfo _zone = network.Zone;

    public RouteRules Rules
    {
        get
        {
            var policy = policies.Current.Policy;
            return new RouteRules
            {
                SameCounsellorFor = TimeSpan.FromDays(policy.Returning.CounsellorDays),
                SameCounsellorWait = TimeSpan.FromSeconds(policy.Returning.CounsellorWaitSeconds),
                Dropped = TimeSpan.FromMinutes(policy.Returning.DroppedMinutes),
                PerNumber = policy.Flood.PerNumber,
                PerTrunk = policy.Flood.PerTrunk,
                FloodPenalty = TimeSpan.FromSeconds(policy.Flood.PenaltySeconds),
                WrapUp = TimeSpan.FromSeconds(policy.Desk.WrapUpSeconds),
                RiskWrapUp = TimeSpan.FromSeconds(policy.Desk.RiskWrapUpSeconds),
                WrapUpExtension = TimeSpan.FromSeconds(policy.Desk.ExtendSeconds),
                LongestWrapUp = TimeSpan.FromSeconds(policy.Desk.MostWrapUpSeconds),
            };
        }
    }

    public IReadOnlyList<Skill> Skills => [.. policies.Current.Policy.Skills.Select(s => new Skill(s.Code))];

    public Route Of(Skill skill, string? line, PhoneNumber? caller, DateTimeOffset now)
    {
        var map = policies.Current.Map;
        return RoutePlan.For(map, map.CentreOf(line, caller), skill, now, _zone);
    }
}
