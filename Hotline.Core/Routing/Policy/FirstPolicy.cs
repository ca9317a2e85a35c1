using System.Text.Json;
using Hotline.Core.Directory;
using Hotline.Core.Starting;

namespace Hotline.Core.Routing.Policy;

/// <summary>The policy of an installation that has saved none: from the file a setting names, else from the settings themselves.</summary>
/// <param name="FromFile">Somebody named it on purpose.</param>
internal sealed record FirstPolicy(RoutingPolicy Policy, bool FromFile)
{
    private static readonly Dictionary<string, (string Chinese, string English)> KnownSkills = new(StringComparer.Ordinal)
    {
        ["legal"] = ("法律", "Legal"),
        ["psychological"] = ("心理", "Psychological"),
        ["crisis"] = ("危机", "Crisis"),
    };

    /// <exception cref="BadSettingException">The file cannot be read, or is no policy that proves; path, lane and hour are named.</exception>
    public static FirstPolicy Of(NetworkOptions network, RoutingOptions routing) => string.IsNullOrWhiteSpace(routing.PolicyFile)
        ? new(OfSettings(network, routing), FromFile: false)
        : new(OfFile(routing.PolicyFile), FromFile: true);

    /// <summary>All centres always open under the first; each skill's callers wait for anybody with the skill.</summary>
    private static RoutingPolicy OfSettings(NetworkOptions network, RoutingOptions routing) => new()
    {
        Centres =
        [
            .. network.CentreCodes.Select(code => new PolicyCentre { Code = code, Name = code, Parent = code == network.FirstCentre ? null : network.FirstCentre }),
        ],
        Skills =
        [
            .. routing.SkillCodes.Select(code => KnownSkills.TryGetValue(code, out var name)
                ? new PolicySkill { Code = code, Name = name.Chinese, NameEnglish = name.English }
                : new PolicySkill { Code = code, Name = code, NameEnglish = code }),
        ],
        Lanes = [.. routing.SkillCodes.Select(code => new LaneRule { Centre = LaneRule.EveryCentre, Skill = code })],
        Desk = new DeskTimes { WrapUpSeconds = routing.WrapUpSeconds, MostWrapUpSeconds = Math.Max(new DeskTimes().MostWrapUpSeconds, routing.WrapUpSeconds) },
    };

    private static RoutingPolicy OfFile(string file)
    {
        RoutingPolicy policy;
        try
        {
            policy = PolicyJson.Read<RoutingPolicy>(File.ReadAllText(file));
        }
        catch (JsonException e)
        {
            throw new BadSettingException($"Routing__PolicyFile must name a routing policy as JSON; {PolicyJson.PathOf(e)} is no field of one, or not of its type.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // Without its cause, which repeats the value.
            throw new BadSettingException("Routing__PolicyFile must name a file that can be read.");
        }
        return PolicyCheck.Faults(policy) is { Count: > 0 } faults
            ? throw new BadSettingException($"Routing__PolicyFile must name a policy by which every call reaches somebody. {PolicyWords.Of(faults)}")
            : policy;
    }
}
