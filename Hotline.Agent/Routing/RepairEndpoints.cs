using System.Security.Claims;
using Hotline.Agent.Session;
using Hotline.Agent.Staff;
using Hotline.Agent.Web;
using Hotline.Core.Calls;
using Hotline.Core.Calls.Sql;
using Hotline.Core.Staff;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Agent.Routing;

/// <summary>One repair. <paramref name="What"/>: a code, such as <c>offer-stuck</c>; codes may be added.</summary>
public sealed record RepairView(DateTimeOffset At, string What, CallId? Call, StaffId? Operator, string? OperatorName);

internal static class RepairEndpoints
{
    private const int Most = 100;

    public static void MapRepairs(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/repairs", ListAsync).WithTags("Routing").WithName("listRepairs")
            .WithSummary("What the reconciler put right, the latest 100, newest first: an administrator's everywhere, others' in their centre.")
            .RequireAct(Act.SeeRepairs).ProducesProblem(401).ProducesProblem(403).ProducesProblem(503);

    private static async Task<Ok<IReadOnlyList<RepairView>>> ListAsync(ClaimsPrincipal user, RepairBook book, StaffNames names, CancellationToken stop)
    {
        var who = user.Who();
        var repairs = await book.LatestAsync(who.Is(Role.Administrator) ? null : who.Centre, Most, stop);
        var known = await names.NamingAsync(repairs.Select(r => r.Operator), stop);
        return TypedResults.Ok<IReadOnlyList<RepairView>>(
            [.. repairs.Select(r => new RepairView(r.At, r.What, r.Call, r.Operator, r.Operator is { } id ? known.GetValueOrDefault(id) : null))]);
    }
}
