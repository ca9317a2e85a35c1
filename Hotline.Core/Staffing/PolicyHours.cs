using Hotline.Core.Directory;
using Hotline.Core.Routing;
using Hotline.Core.Staff;

namespace Hotline.Core.Staffing;

/// <summary>Hours, centres and skills as the routing policy in force says.</summary>
public sealed class PolicyHours(RoutingPolicies policies, NetworkOptions network) : ICentreHours
{
    public IReadOnlyList<string> Skills => [.. policies.Current.Policy.Skills.Select(s => s.Code)];

    public IReadOnlyList<StaffedLane> Lanes =>
        [.. from centre in policies.Current.Policy.Centres from skill in policies.Current.Policy.Skills select new StaffedLane(centre.Code, new Skill(skill.Code))];

    public bool IsOpen(string centre, DateTimeOffset at) => policies.Current.Map.Calendar.IsOpen(centre, at, network.Zone);

    public DateTimeOffset? NextChange(string centre, DateTimeOffset at) => policies.Current.Map.Calendar.NextChange(centre, at, network.Zone);
}
