using System.Security.Claims;
using Hotline.Agent.Session;
using Hotline.Agent.Web;
using Hotline.Core.Directory;
using Hotline.Core.Routing;
using Hotline.Core.Routing.Policy;
using Hotline.Core.Routing.Sql;
using Hotline.Core.Staff;
using Hotline.Core.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Agent.Routing;

/// <summary>
/// The routing policy for its editor. Bodies are read by <see cref="PolicyJson"/>, not by the framework: it is stricter, and a policy is the same on
/// the wire, in the record and in a file.
/// </summary>
internal static class PolicyEndpoints
{
    private const int MostVersions = 100, MostComment = 500;

    public static void MapRoutingPolicy(this IEndpointRouteBuilder app)
    {
        var routing = app.MapGroup("/api/routing/policy").WithTags("Routing").RequireAct(Act.SeeRouting).ProducesProblem(401).ProducesProblem(403).ProducesProblem(503);
        routing.MapGet("", NewestAsync).WithName("getRoutingPolicy").WithSummary("The newest version of the routing policy.");
        routing.MapGet("versions", VersionsAsync).WithName("listRoutingPolicies").WithSummary("The versions, newest first; at most 100.");
        routing.MapGet("versions/{version}", VersionAsync).WithName("getRoutingPolicyVersion").WithSummary("An earlier version.").ProducesProblem(404);
        routing.MapPost("check", CheckAsync).WithName("checkRoutingPolicy").WithSummary("What saving would say; changes nothing.")
            .RequireAct(Act.ManageRouting).Accepts<RoutingPolicy>("application/json");
        routing.MapPut("", SaveAsync).WithName("saveRoutingPolicy").WithSummary("Saves a new version; 409 with the newest when it is not based on that, 422 with what is wrong.")
            .RequireAct(Act.ManageRouting).Accepts<SavePolicy>("application/json");
    }

    private static async Task<Results<Ok<PolicyView>, NotFound, ProblemHttpResult>> NewestAsync(
        ClaimsPrincipal user, PolicyStore store, CancellationToken stop) => Answer(await store.NewestAsync(stop), user);

    private static async Task<Ok<IReadOnlyList<PolicyVersionView>>> VersionsAsync(PolicyStore store, CancellationToken stop) =>
        TypedResults.Ok<IReadOnlyList<PolicyVersionView>>(
            [.. (await store.ListAsync(MostVersions, stop)).Select(v => new PolicyVersionView(v.Version, v.SavedAt, v.SavedByName, CommentOf(v)))]);

    private static async Task<Results<Ok<PolicyView>, NotFound, ProblemHttpResult>> VersionAsync(
        int version, ClaimsPrincipal user, PolicyStore store, CancellationToken stop) => Answer(await store.FindAsync(version, stop), user);

    private static async Task<Results<Ok<PolicyChecked>, ValidationProblem>> CheckAsync(HttpRequest request, CancellationToken stop)
    {
        var (policy, unreadable) = await ReadAsync<RoutingPolicy>(request, stop);
        if (policy is null) return unreadable!;
        if (PolicyCheck.FaultsOfFields(policy) is { Count: > 0 } faults) return TypedResults.Ok(new PolicyChecked(faults, null));
        var proof = PolicyProof.Of(policy);
        return TypedResults.Ok(new PolicyChecked(proof.Faults, new PolicyProofView(proof.Lanes, proof.Instants)));
    }

    private static async Task<Results<Ok<PolicySaved>, ValidationProblem, Conflict<PolicyView>, UnprocessableEntity<PolicyRefused>, ProblemHttpResult>> SaveAsync(
        HttpRequest request, ClaimsPrincipal user, PolicyStore store, RoutingPolicies policies, CancellationToken stop)
    {
        var (body, unreadable) = await ReadAsync<SavePolicy>(request, stop);
        if (body is null) return unreadable!;
        var comment = body.Comment?.Trim() ?? "";
        if (comment.Length > MostComment) return Refuse("comment", $"At most {MostComment} characters.");
        if (body.BasedOn < 0) return Refuse("basedOn", "The version the editor began from.");
        if (PolicyCheck.Faults(body.Policy) is { Count: > 0 } faults) return TypedResults.UnprocessableEntity(new PolicyRefused(faults));
        switch (await store.SaveAsync(body.BasedOn, body.Policy, comment, user.Who().Id, stop))
        {
            case SaveOutcome<RoutingPolicy>.Saved saved:
                // Other hosts follow at their next beat.
                await policies.LookAsync(stop);
                return TypedResults.Ok(new PolicySaved(saved.Version));
            case SaveOutcome<RoutingPolicy>.Conflict { Newest: { Document: { } newest } stored }:
                return TypedResults.Conflict(ViewOf(stored, newest));
            case SaveOutcome<RoutingPolicy>.Conflict { Newest: { } closed }:
                return Closed(closed);
            case SaveOutcome<RoutingPolicy>.Conflict:
                return Refuse("basedOn", "There is no version yet: 0.");
            case var other:
                throw new InvalidOperationException($"No such outcome: {other}.");
        }
    }

    private static Results<Ok<PolicyView>, NotFound, ProblemHttpResult> Answer(StoredDocument<RoutingPolicy>? stored, ClaimsPrincipal user) => stored switch
    {
        null => TypedResults.NotFound(),
        { Document: { } policy } => TypedResults.Ok(ViewOf(stored, Access.May(user.Who(), Act.ManageRouting, Whose.Nobodys) ? policy : Masked(policy))),
        _ => Closed(stored),
    };

    /// <summary>Duty telephones and those of people on call are their own: whoever only reads the policy sees that there are some.</summary>
    private static RoutingPolicy Masked(RoutingPolicy policy) => policy with
    {
        Phones = [.. policy.Phones.Select(p => p with { Numbers = [.. p.Numbers.Select(Masked)] })],
        Crisis = policy.Crisis with { OnCall = [.. policy.Crisis.OnCall.Select(p => p with { Phone = Masked(p.Phone) })] },
    };

    private static string Masked(string phone) => PhoneNumber.TryParse(phone, out var number) ? number.Masked : "";

    private static ProblemHttpResult Closed(StoredDocument<RoutingPolicy> stored) =>
        TypedResults.Problem(title: $"Version {stored.Version.Version} cannot be read: {stored.Unreadable}.", statusCode: 500);

    private static PolicyView ViewOf(StoredDocument<RoutingPolicy> stored, RoutingPolicy policy) =>
        new(stored.Version.Version, policy, stored.Version.SavedAt, stored.Version.SavedByName, CommentOf(stored.Version));

    private static string? CommentOf(DocumentVersion version) => version.Comment.Length == 0 ? null : version.Comment;

    // Faults name fields of the policy from its root, whatever it came in.
    private static Task<(T? Body, ValidationProblem? Unreadable)> ReadAsync<T>(HttpRequest request, CancellationToken stop) where T : class =>
        StrictBody.ReadAsync<T>(request, "policy", stop);

    private static ValidationProblem Refuse(string field, string allowed) => StrictBody.Refuse(field, allowed);
}
