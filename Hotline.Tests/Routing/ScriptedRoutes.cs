using Hotline.Core.Directory;
using Hotline.Core.Routing;
using Hotline.Core.Staff;

namespace Hotline.Tests.Routing;

/// <summary>A policy made for one test. Without more: everybody's lane is <c>main/skill/1</c>, open to all.</summary>
internal sealed class ScriptedRoutes : IRoutes
{
    public RouteRules Rules { get; set; } = new();

    public IReadOnlyList<Skill> Skills { get; set; } = [Skill.Legal, Skill.Psychological, Skill.Crisis];

    public Func<Skill, Route> Way { get; set; } = skill => To(new Lane("main", skill, 1));

    public Route Of(Skill skill, string? line, PhoneNumber? caller, DateTimeOffset now) => Way(skill);

    /// <summary>Her own lane, then further steps.</summary>
    public static Route To(Lane entry, params RouteStep[] further) =>
        new($"{entry}+{string.Join(',', further.Select(s => s.After))}", entry, TimeSpan.Zero, [new RouteStep(TimeSpan.Zero, [entry], []), .. further]);

    public static RouteStep After(int milliseconds, params Lane[] lanes) => new(TimeSpan.FromMilliseconds(milliseconds), lanes, []);

    public static RouteStep PhonesAfter(int milliseconds, params DutyPhone[] phones) => new(TimeSpan.FromMilliseconds(milliseconds), [], phones);
}
