using System.Security.Claims;
using Hotline.Agent.Audit;
using Hotline.Agent.Session;
using Hotline.Agent.Staff;
using Hotline.Core.Calls;
using Hotline.Core.Cases.Sql;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hotline.Agent.Calls;

/// <summary>"Never that operator again", asked at a call for its number.</summary>
internal static class AvoidEndpoints
{
    public static void MapAvoidances(this IEndpointRouteBuilder app)
    {
        var avoid = app.MapGroup("/api/calls/{id}/avoid").WithTags("Calls").RequireAuthorization().ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(503);
        avoid.MapGet("", GetAsync).WithName("getAvoidances").WithSummary("Who is never offered this caller's calls again.");
        avoid.MapPost("", SetAsync).WithName("avoidOperator").WithSummary("Never again offers this caller's calls to an operator: oneself, or one of the call's whom one oversees.");
        avoid.MapDelete("", LiftAsync).WithName("liftAvoidance").WithSummary("Lets this caller's calls be offered to an operator again.");
    }

    private static async Task<Results<Ok<AvoidancesView>, NotFound, ForbidHttpResult>> GetAsync(
        CallId id, ClaimsPrincipal user, WhoseCall whose, NumberMarks marks, CallBook book, StaffNames names, AuditTrail audit, CancellationToken stop)
    {
        var who = user.Who();
        var call = await whose.FindAsync(id, who, stop);
        if (!call.Known) return TypedResults.NotFound();
        if (!call.May(who, Act.ReadCall)) return TypedResults.Forbid();
        var (stepsBack, chooses) = (call.May(who, Act.StepBack), call.May(who, Act.KeepApart));
        if (call.NumberKey is not { } key) return TypedResults.Ok(new AvoidancesView(true, stepsBack, chooses, [], []));

        // An operator learns of herself only: whom a caller fears among her colleagues is not hers to know.
        var seen = (await marks.AvoidancesAsync(key, stop)).Where(a => chooses || a.Operator == who.Id).ToList();
        var read = seen.Where(a => chooses || a.SetBy == who.Id).ToHashSet();
        if (read.Any(a => a.SetBy != who.Id)) await audit.WriteAsync(who.Id, "avoid.read", $"call/{id}", "oversight", stop);
        var choices = chooses ? await OperatorsAsync(call, book, stop) : [];
        var named = await names.NamingAsync([.. choices, .. seen.Select(a => a.Operator), .. seen.Select(a => a.SetBy)], stop);
        return TypedResults.Ok(new AvoidancesView(false, stepsBack, chooses,
            [.. choices.Except(seen.Select(a => a.Operator)).Select(o => new AvoidableView(o, NameOf(named, o)))],
            [.. seen.Select(a => new AvoidanceView(a.Operator, NameOf(named, a.Operator), read.Contains(a) ? a.Reason : null, a.SetAt, NameOf(named, a.SetBy)))]));
    }

    private static async Task<Results<NoContent, ValidationProblem, NotFound, ForbidHttpResult>> SetAsync(
        CallId id, [FromBody] AskAvoidance body, ClaimsPrincipal user, WhoseCall whose, NumberMarks marks, CallBook book, AuditTrail audit, CancellationToken stop)
    {
        var who = user.Who();
        var call = await whose.FindAsync(id, who, stop);
        if (!call.Known) return TypedResults.NotFound();
        var op = body.Operator ?? who.Id;
        if (!call.May(who, Act.KeepApart) && !(op == who.Id && call.May(who, Act.StepBack))) return TypedResults.Forbid();
        if (!MarkReason.TryRead(body.Reason, out var reason, out var errors)) return TypedResults.ValidationProblem(errors);
        if (!(op == who.Id && call.May(who, Act.StepBack)) && !(await OperatorsAsync(call, book, stop)).Contains(op))
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["operator"] = ["One who took this call."] });
        if (call.NumberKey is not { } key) return TypedResults.ValidationProblem(MarkReason.Withheld);
        await audit.WriteAsync(who.Id, "avoid.set", $"call/{id}/operator/{op}", reason, stop);
        await marks.AvoidAsync(key, op, id, reason, who.Id, stop);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ValidationProblem, NotFound, ForbidHttpResult>> LiftAsync(
        CallId id, [FromQuery] StaffId @operator, [FromBody] AskLift body, ClaimsPrincipal user, WhoseCall whose, NumberMarks marks, AuditTrail audit, CancellationToken stop)
    {
        var who = user.Who();
        var call = await whose.FindAsync(id, who, stop);
        if (!call.Known) return TypedResults.NotFound();
        if (!call.May(who, Act.KeepApart)) return TypedResults.Forbid();
        if (!MarkReason.TryRead(body.Reason, out var reason, out var errors)) return TypedResults.ValidationProblem(errors);
        if (call.NumberKey is not { } key) return TypedResults.NotFound();
        await audit.WriteAsync(who.Id, "avoid.lift", $"call/{id}/operator/{@operator}", reason, stop);
        return await marks.LiftAvoidanceAsync(key, @operator, who.Id, stop) ? TypedResults.NoContent() : TypedResults.NotFound();
    }

    /// <summary>Who took the call; of one answered twice, both.</summary>
    private static async Task<IReadOnlyCollection<StaffId>> OperatorsAsync(SeenCall call, CallBook book, CancellationToken stop) =>
    [
        .. (await book.EventsAsync(call.Call, stop)).Where(e => e.Kind == EventKind.Accepted).Select(e => e.Operator).Append(call.Entry?.Operator).OfType<StaffId>().Distinct(),
    ];

    private static string NameOf(IReadOnlyDictionary<StaffId, string> names, StaffId id) => names.GetValueOrDefault(id) ?? "";
}
