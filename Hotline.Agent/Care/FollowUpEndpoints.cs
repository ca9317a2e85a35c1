using System.Security.Claims;
using Hotline.Agent.Audit;
using Hotline.Agent.Session;
using Hotline.Agent.Staff;
using Hotline.Core.Care;
using Hotline.Core.Care.Sql;
using Hotline.Core.Directory;
using Hotline.Core.Staff;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Changed = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<Hotline.Agent.Care.FollowUpView>, Microsoft.AspNetCore.Http.HttpResults.ValidationProblem, Microsoft.AspNetCore.Http.HttpResults.Conflict<Hotline.Agent.Care.FollowUpView>,
    Microsoft.AspNetCore.Http.HttpResults.NotFound, Microsoft.AspNetCore.Http.HttpResults.ForbidHttpResult>;

namespace Hotline.Agent.Care;

/// <summary>Calls after a risk, as due work: one's own, and for counsellors and supervisors the centre's.</summary>
internal static class FollowUpEndpoints
{
    private const int DaysAhead = 400;

    public static void MapFollowUps(this IEndpointRouteBuilder app)
    {
        var list = app.MapGroup("/api/care/follow-ups").WithTags("Care").RequireAuthorization().ProducesProblem(401).ProducesProblem(403).ProducesProblem(503);
        list.MapGet("", ListAsync).WithName("listFollowUps").WithSummary("Open follow-ups, by when they are due: one's own, or with mine=false the centre's too; with due=true those due by tonight. At most 200.");
        list.MapPost("{id}/done", DoneAsync).WithName("doFollowUp").WithSummary("How it went; 409 when somebody said so before.").ProducesProblem(404);
        list.MapPost("{id}/move", MoveAsync).WithName("moveFollowUp").WithSummary("Due at another time; never one that is over.").ProducesProblem(404);
        list.MapPost("{id}/owner", GiveAsync).WithName("giveFollowUp").WithSummary("Whose it is from now on.").ProducesProblem(404);
    }

    private static async Task<Ok<IReadOnlyList<FollowUpView>>> ListAsync(
        ClaimsPrincipal user, FollowUpStore store, CareReading reading, NetworkOptions network, TimeProvider clock, CancellationToken stop, bool mine = true, bool due = false)
    {
        var who = user.Who();
        var centre = !mine && Access.May(who, Act.SeeCare, new Whose(null, who.Centre)) ? who.Centre : null;
        var last = network.DayOf(clock.GetUtcNow()).AddDays(due ? 1 : DaysAhead).ToDateTime(TimeOnly.MinValue);
        var found = await store.OpenAsync(who.Id, centre, new DateTimeOffset(last, network.Zone.GetUtcOffset(last)), stop);
        return TypedResults.Ok(await reading.ViewsOfAsync(found, who, stop));
    }

    private static Task<Changed> DoneAsync(Guid id, [FromBody] DoFollowUp body, ClaimsPrincipal user, FollowUpWriting writing, FollowUpStore store, CancellationToken stop)
    {
        var errors = FollowUpRules.ReadResult(body.Result, body.Note, out var result, out var note);
        return writing.WriteAsync(id, user.Who(), errors, "followup.done", result.ToString(), by => store.DoneAsync(id, result, note, by, stop), stop);
    }

    private static Task<Changed> MoveAsync(
        Guid id, [FromBody] MoveFollowUp body, ClaimsPrincipal user, FollowUpWriting writing, FollowUpStore store, TimeProvider clock, CancellationToken stop)
    {
        var errors = FollowUpRules.CheckMove(body.To, clock.GetUtcNow()) is { } wrong ? new Dictionary<string, string[]> { ["to"] = [wrong] } : [];
        return writing.WriteAsync(id, user.Who(), errors, "followup.move", null, _ => store.MoveAsync(id, body.To!.Value, stop), stop);
    }

    private static async Task<Changed> GiveAsync(
        Guid id, [FromBody] GiveFollowUp body, ClaimsPrincipal user, FollowUpWriting writing, FollowUpStore store, StaffNames names, CancellationToken stop)
    {
        var known = body.Owner is { } owner && (await names.NamingAsync([owner], stop)).ContainsKey(owner);
        var errors = known ? [] : new Dictionary<string, string[]> { ["owner"] = ["The id of a member of staff."] };
        return await writing.WriteAsync(id, user.Who(), errors, "followup.give", body.Owner?.ToString(), _ => store.GiveAsync(id, body.Owner!.Value, stop), stop);
    }

    /// <summary>What every change has in common. Hers, or one of her centre when she sees its care.</summary>
    internal sealed class FollowUpWriting(FollowUpStore store, CareReading reading, AuditTrail audit)
    {
        public async Task<Changed> WriteAsync(
            Guid id, Who who, Dictionary<string, string[]> errors, string what, string? why, Func<StaffId, Task<bool>> write, CancellationToken stop)
        {
            if (await store.FindAsync(id, stop) is not { } found) return TypedResults.NotFound();
            if (!Access.May(who, Act.WriteCare, new Whose(found.Owner, found.Centre))) return TypedResults.Forbid();
            if (errors.Count > 0) return TypedResults.ValidationProblem(errors, title: "Nothing was changed.");
            await audit.WriteAsync(who.Id, what, $"followup/{found}", why, stop);
            var done = await write(who.Id);
            var view = (await reading.ViewsOfAsync([(await store.FindAsync(id, stop))!], who, stop))[0];
            return done ? TypedResults.Ok(view) : TypedResults.Conflict(view);
        }
    }
}
