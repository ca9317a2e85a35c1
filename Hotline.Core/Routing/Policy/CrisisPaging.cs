using System.Text.Json.Serialization;

namespace Hotline.Core.Routing.Policy;

/// <summary>
/// The ladders by which an escalation finds a human, and the people who are called at home. Without any of it the built-in ladder pages consoles alone;
/// with people named, <see cref="LadderProof"/> refuses an hour at which a centre's ladder reaches none of them.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CrisisPaging
{
    /// <summary>0 to 200 people.</summary>
    public IReadOnlyList<OnCallEntry> OnCall { get; init; } = [];

    /// <summary>At most one for each centre and one without; a centre without its own has its nearest ancestor's, else the one without centre, else the built-in.</summary>
    public IReadOnlyList<LadderRule> Ladders { get; init; } = [];
}

/// <summary>Somebody who may be paged on her own telephone, by text, by a call that asks for 1, or by both.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OnCallEntry
{
    /// <summary>1 to 32 lower-case letters, digits or dashes: the name in events and logs.</summary>
    public string Id { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>In the form <c>+8613800001111</c>; nobody else's.</summary>
    public string Phone { get; init; } = "";

    public bool Text { get; init; } = true;

    public bool Call { get; init; } = true;

    /// <summary>When she is on call: <c>always</c>, or the name of an entry of <see cref="RoutingPolicy.Hours"/>.</summary>
    public string Hours { get; init; } = OpeningHours.Always;
}

/// <summary>Levels paged one after the other, and round again, until somebody acknowledges.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record LadderRule
{
    /// <summary>A centre's code; absent: every centre that has none of its own or of an ancestor.</summary>
    public string? Centre { get; init; }

    /// <summary>1 to 12.</summary>
    public IReadOnlyList<LadderRuleStep> Steps { get; init; } = [];
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record LadderRuleStep
{
    [JsonRequired]
    public StepLevel Level { get; init; }

    /// <summary>5 to 600, until the next step.</summary>
    public int Seconds { get; init; } = 20;

    /// <summary>Of <c>onCall</c>: whose turn it is, by id. Ignored elsewhere.</summary>
    public IReadOnlyList<string> People { get; init; } = [];
}

[JsonConverter(typeof(WireName<StepLevel>))]
public enum StepLevel
{
    /// <summary>Desks of the centre with the crisis skill, else of its ancestors.</summary>
    [JsonStringEnumMemberName("counsellors")]
    Counsellors,

    /// <summary>The centre's supervisors.</summary>
    [JsonStringEnumMemberName("supervisors")]
    Supervisors,

    /// <summary>The people of the step who are on call then.</summary>
    [JsonStringEnumMemberName("onCall")]
    OnCall,

    /// <summary>Every console of the centre, and all people who are on call then.</summary>
    [JsonStringEnumMemberName("everybody")]
    Everybody,
}
