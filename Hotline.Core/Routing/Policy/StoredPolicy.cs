using Hotline.Core.Staff;

namespace Hotline.Core.Routing.Policy;

/// <summary>A version of the policy, without what it says.</summary>
/// <param name="SavedBy">Null: the program itself, from its settings.</param>
/// <param name="SavedByName">Her display name; null with <paramref name="SavedBy"/>.</param>
public sealed record PolicyVersion(int Version, DateTimeOffset SavedAt, StaffId? SavedBy, string? SavedByName, string Comment);

/// <summary>A version as it was read. One of <paramref name="Policy"/> and <paramref name="Unreadable"/> (why it cannot be read, in words) is null.</summary>
public sealed record StoredPolicy(PolicyVersion Version, RoutingPolicy? Policy, string? Unreadable);

/// <summary>What came of saving.</summary>
public abstract record SavePolicyOutcome
{
    private SavePolicyOutcome() { }

    public sealed record Saved(int Version) : SavePolicyOutcome;

    /// <summary>The newest version (null: there is none) is not the one this was based on; nothing was saved.</summary>
    public sealed record Conflict(StoredPolicy? Newest) : SavePolicyOutcome;
}
