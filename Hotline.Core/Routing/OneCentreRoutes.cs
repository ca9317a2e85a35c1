using Hotline.Core.Directory;
using Hotline.Core.Staff;

namespace Hotline.Core.Routing;

/// <summary>The first centre's lanes, open to everybody with the skill, for ever: what there is without a policy.</summary>
internal sealed class OneCentreRoutes(NetworkOptions network, RoutingOptions options) : IRoutes
{
    public RouteRules Rules { get; } = new() { WrapUp = TimeSpan.FromSeconds(options.WrapUpSeconds) };

    public IReadOnlyList<Skill> Skills { get; } = [.. options.SkillCodes.Select(code => new Skill(code))];

    public Route Of(Skill skill, string? line, PhoneNumber? caller, DateTimeOffset now)
    {
        var lane = new Lane(network.FirstCentre, skill, 1);
        return new Route("0", lane, TimeSpan.Zero, [new RouteStep(TimeSpan.Zero, [lane], [])]);
    }
}
