using Hotline.Core.Routing.Policy;

namespace Hotline.Agent.Routing;

/// <summary>A version of the routing policy. <paramref name="SavedBy"/>: a display name; null when the program made it from its settings.</summary>
public sealed record PolicyView(int Version, RoutingPolicy Policy, DateTimeOffset SavedAt, string? SavedBy, string? Comment);

/// <summary>One line of the history.</summary>
public sealed record PolicyVersionView(int Version, DateTimeOffset SavedAt, string? SavedBy, string? Comment);

/// <summary>The body of <c>PUT /api/routing/policy</c>. <paramref name="BasedOn"/>: the version the editor began from. <paramref name="Comment"/>: at most 500 characters.</summary>
public sealed record SavePolicy(int BasedOn, RoutingPolicy Policy, string? Comment);

public sealed record PolicySaved(int Version);

/// <summary>Why a policy is refused. First all faults of fields; only when there are none, those of the proof.</summary>
public sealed record PolicyRefused(IReadOnlyList<PolicyFault> Faults);

/// <summary>What checking found. <paramref name="Proof"/>: null while fields are wrong.</summary>
public sealed record PolicyChecked(IReadOnlyList<PolicyFault> Faults, PolicyProofView? Proof);

/// <summary>How many lanes were followed at how many times of the week.</summary>
public sealed record PolicyProofView(int Lanes, int Instants);
