using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Tests.Routing;
using static Hotline.Tests.Model.LiveReading;

namespace Hotline.Tests.Model;

/// <summary>The policies of a play. A host knows one or the other; a caller's next request to it begins her new way, and where she stands she stays.</summary>
internal static class Policies
{
    // Times within a play's length: a neighbouring skill soon, for a crisis the duty telephones soon after.
    public static Func<Skill, Route> Of(string name) => skill => skill == Skill.Crisis
        ? ScriptedRoutes.To(Own(skill), ScriptedRoutes.PhonesAfter(0, [.. Cast.Phones.Select(p => new DutyPhone(p.ToString(), "+8610000000"))]))
        : name == "wide" ? ScriptedRoutes.To(Own(skill), ScriptedRoutes.After(0, Own(Other(skill))))
        : skill == Skill.Legal ? ScriptedRoutes.To(Own(skill), ScriptedRoutes.After(5, Own(Skill.Psychological)))
        : ScriptedRoutes.To(Own(skill));

    /// <summary>After her heartbeat: a caller who waits goes by this host's policy, as far as it is due, and has left no lane.</summary>
    public static Func<LiveReading, LiveReading, string?> Judge(string id, Switchboard host, Func<Skill> skill) => (before, now) =>
    {
        if (!before.Calls.TryGetValue(id, out var was) || !now.Calls.TryGetValue(id, out var call) || !Stands(was) || !Stands(call)) return null;
        // One who is to be called back has no heartbeat: she goes by the policy under which she booked.
        if (call.TryGetProperty("booked", out _) || Text(call, "skill") != skill().Code || Text(was, "holdUntil").Length > 0 || Text(was, "lane") != Text(call, "lane")) return null;
        var route = host.Routes.Way(skill());
        if (Text(RouteOf(call), "mark") is var mark && mark != route.Mark) return $"call {id} still goes by the policy {mark}, not {route.Mark}";
        var due = route.Steps.Where(s => s.After == TimeSpan.Zero).SelectMany(s => s.Lanes).Select(l => l.ToString());
        if (due.Except(LanesBy(call)).FirstOrDefault() is { } missing) return $"call {id} does not stand in {missing}, as its policy says";
        return LanesBy(was).Except(LanesBy(call)).FirstOrDefault() is { } left ? $"call {id} has left {left}" : null;
    };

    private static Skill Other(Skill skill) => skill == Skill.Legal ? Skill.Psychological : Skill.Legal;

    private static Lane Own(Skill skill) => new("main", skill, 1);
}
