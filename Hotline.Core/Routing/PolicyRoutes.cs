using Hotline.Core.Directory;
using Hotline.Core.Routing.Policy;
using Hotline.Core.Staff;

namespace Hotline.Core.Routing;

/// <summary>Routes by the policy in force.</summary>
internal sealed class PolicyRoutes(RoutingPolicies policies, NetworkOptions network) : IRoutes
{
    private readonly TimeZoneInfo _zone = network.Zone;

    private volatile Numbers? _numbers;

    public RouteRules Rules => Present().Rules;

    public IReadOnlyList<Skill> Skills => Present().Skills;

    public Route Of(Skill skill, string? line, PhoneNumber? caller, DateTimeOffset now)
    {
        var map = policies.Current.Map;
        return RoutePlan.For(map, map.CentreOf(line, caller), skill, now, _zone);
    }

    // Asked for with every script: made once for each policy.
    private Numbers Present()
    {
        var current = policies.Current;
        return _numbers is { } numbers && ReferenceEquals(numbers.Of, current) ? numbers : _numbers = new Numbers(current);
    }

    private sealed class Numbers(PolicyInForce of)
    {
        public PolicyInForce Of => of;

        public IReadOnlyList<Skill> Skills { get; } = [.. of.Policy.Skills.Select(s => new Skill(s.Code))];

        public RouteRules Rules { get; } = new()
        {
            SameCounsellorFor = TimeSpan.FromDays(of.Policy.Returning.CounsellorDays),
            SameCounsellorWait = TimeSpan.FromSeconds(of.Policy.Returning.CounsellorWaitSeconds),
            Dropped = TimeSpan.FromMinutes(of.Policy.Returning.DroppedMinutes),
            PerNumber = of.Policy.Flood.PerNumber,
            PerTrunk = of.Policy.Flood.PerTrunk,
            FloodPenalty = TimeSpan.FromSeconds(of.Policy.Flood.PenaltySeconds),
            WrapUp = TimeSpan.FromSeconds(of.Policy.Desk.WrapUpSeconds),
            RiskWrapUp = TimeSpan.FromSeconds(of.Policy.Desk.RiskWrapUpSeconds),
            WrapUpExtension = TimeSpan.FromSeconds(of.Policy.Desk.ExtendSeconds),
            LongestWrapUp = TimeSpan.FromSeconds(of.Policy.Desk.MostWrapUpSeconds),
            CallBack = new CallBackRules
            {
                Enabled = of.Policy.CallBack.Enabled,
                Attempts = of.Policy.CallBack.Attempts,
                Retry = TimeSpan.FromMinutes(of.Policy.CallBack.RetryMinutes),
                Latest = TimeSpan.FromHours(of.Policy.CallBack.LatestHours),
            },
        };
    }
}
