namespace Hotline.Core.Routing;

/// <summary>Where a caller stands, and where she will stand too if she goes on waiting. Found from the routing policy for one instant.</summary>
/// <param name="Mark">Short; different whenever the route is.</param>
/// <param name="Entry">Her own lane, also while its centre is closed.</param>
/// <param name="Steps">In the order of time; the first is at zero.</param>
public sealed record Route(string Mark, Lane Entry, TimeSpan HeadStart, IReadOnlyList<RouteStep> Steps);

/// <summary>What is added after so long a wait.</summary>
public sealed record RouteStep(TimeSpan After, IReadOnlyList<Lane> Lanes, IReadOnlyList<DutyPhone> Phones);

/// <summary>A telephone that is rung when nobody at a desk answers.</summary>
/// <param name="Id">32 lower-case hex digits, always the same for one number.</param>
public sealed record DutyPhone(string Id, string Number);
