using System.Security.Claims;
using Hotline.Agent.Audit;
using Hotline.Agent.Session;
using Hotline.Agent.Staff;
using Hotline.Agent.Web;
using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hotline.Agent.Calls;

/// <summary>Numbers whose calls stand further back for a time. No block refuses a call, and none closes the crisis exit.</summary>
internal static class BlockEndpoints
{
    public static void MapBlocks(this IEndpointRouteBuilder app)
    {
        var block = app.MapGroup("/api/calls/{id}/block").WithTags("Calls").RequireAct(Act.BlockNumber).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(503);
        block.MapGet("", GetAsync).WithName("getBlock").WithSummary("The block of this caller's number.");
        block.MapPost("", SetAsync).WithName("blockNumber").WithSummary("From its next call on, lets this caller's number stand further back for some hours; a block that stands ends then instead.");
        block.MapDelete("", LiftAsync).WithName("liftBlock").WithSummary("Lifts the block of this caller's number.");
        app.MapGet("/api/blocks", ListAsync).WithTags("Calls").WithName("listBlocks").WithSummary("The blocks that stand in one's centre; those that end last first.")
            .RequireAct(Act.BlockNumber).ProducesProblem(401).ProducesProblem(403).ProducesProblem(503);
    }

    private static async Task<Ok<IReadOnlyList<BlockView>>> ListAsync(ClaimsPrincipal user, NumberMarks marks, StaffNames names, AuditTrail audit, CancellationToken stop)
    {
        var who = user.Who();
        var blocks = await marks.BlocksAsync(who.Centre, stop);
        if (blocks.Any(b => b.SetBy != who.Id)) await audit.WriteAsync(who.Id, "block.read", $"centre/{who.Centre}", "oversight", stop);
        var named = await names.NamingAsync(blocks.Select(b => (StaffId?)b.SetBy), stop);
        return TypedResults.Ok<IReadOnlyList<BlockView>>([.. blocks.Select(b => ViewOf(b, named))]);
    }

    private static async Task<Results<Ok<CallBlockView>, NotFound, ForbidHttpResult>> GetAsync(
        CallId id, ClaimsPrincipal user, WhoseCall whose, NumberMarks marks, StaffNames names, AuditTrail audit, CancellationToken stop)
    {
        var who = user.Who();
        var call = await whose.FindAsync(id, who, stop);
        if (!call.Known) return TypedResults.NotFound();
        if (!MayBlock(call, who)) return TypedResults.Forbid();
        if (call.NumberKey is not { } key) return TypedResults.Ok(new CallBlockView(true, null));
        var block = await marks.BlockOfAsync(key, stop);
        if (block is not null && block.SetBy != who.Id) await audit.WriteAsync(who.Id, "block.read", $"call/{id}", "oversight", stop);
        return TypedResults.Ok(new CallBlockView(false, block is null ? null : ViewOf(block, await names.NamingAsync([block.SetBy], stop))));
    }

    private static async Task<Results<NoContent, ValidationProblem, NotFound, ForbidHttpResult>> SetAsync(
        CallId id, [FromBody] AskBlock body, ClaimsPrincipal user, WhoseCall whose, NumberMarks marks, AuditTrail audit, TimeProvider clock, CancellationToken stop)
    {
        var who = user.Who();
        var call = await whose.FindAsync(id, who, stop);
        if (!call.Known) return TypedResults.NotFound();
        if (!MayBlock(call, who)) return TypedResults.Forbid();
        MarkReason.TryRead(body.Reason, out var reason, out var errors);
        var hours = body.Hours ?? 0;
        if (hours is < NumberMarkRules.HoursLeast or > NumberMarkRules.HoursMost)
            errors["hours"] = [$"{NumberMarkRules.HoursLeast} to {NumberMarkRules.HoursMost}: every block ends."];
        if (errors.Count > 0) return TypedResults.ValidationProblem(errors);
        if (call.NumberKey is not { } key) return TypedResults.ValidationProblem(MarkReason.Withheld);
        var until = clock.GetUtcNow().AddHours(hours);
        await audit.WriteAsync(who.Id, "block.set", $"call/{id}", $"{reason} ({hours} h)", stop);
        await marks.BlockAsync(key, call.Entry?.NumberMask ?? call.Live?.MaskedNumber ?? "", id, who.Centre, reason, until, who.Id, stop);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ValidationProblem, NotFound, ForbidHttpResult>> LiftAsync(
        CallId id, [FromBody] AskLift body, ClaimsPrincipal user, WhoseCall whose, NumberMarks marks, AuditTrail audit, CancellationToken stop)
    {
        var who = user.Who();
        var call = await whose.FindAsync(id, who, stop);
        if (!call.Known) return TypedResults.NotFound();
        if (!MayBlock(call, who)) return TypedResults.Forbid();
        if (!MarkReason.TryRead(body.Reason, out var reason, out var errors)) return TypedResults.ValidationProblem(errors);
        if (call.NumberKey is not { } key) return TypedResults.NotFound();
        await audit.WriteAsync(who.Id, "block.lift", $"call/{id}", reason, stop);
        return await marks.LiftBlockAsync(key, who.Id, stop) ? TypedResults.NoContent() : TypedResults.NotFound();
    }

    // A call without a centre is nobody's to block by: at the route alone a missing centre means any.
    private static bool MayBlock(SeenCall call, Who who) => call.Whose.Centre is not null && call.May(who, Act.BlockNumber);

    private static BlockView ViewOf(NumberBlock block, IReadOnlyDictionary<StaffId, string> names) =>
        new(block.Call, block.MaskedNumber, block.Reason, block.SetAt, names.GetValueOrDefault(block.SetBy) ?? "", block.Until);
}
