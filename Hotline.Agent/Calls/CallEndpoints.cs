using System.Security.Claims;
using Hotline.Agent.Audit;
using Hotline.Agent.Hub;
using Hotline.Agent.Session;
using Hotline.Agent.Staff;
using Hotline.Agent.Web;
using Hotline.Core.Calls;
using Hotline.Core.Cases;
using Hotline.Core.Cases.Sql;
using Hotline.Core.Directory;
using Hotline.Core.Staff;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hotline.Agent.Calls;

internal static class CallEndpoints
{
    private const int PageSize = 50, EarlierMost = 20, ExcerptMost = 500;

    public static void MapCalls(this IEndpointRouteBuilder app)
    {
        var calls = app.MapGroup("/api/calls").WithTags("Calls").RequireAuthorization().ProducesProblem(401).ProducesProblem(403).ProducesProblem(503);
        calls.MapGet("", ListAsync).WithName("listCalls").WithSummary("Recent calls one may see, newest first; only one's own with mine=true.");
        calls.MapGet("{id}", GetAsync).WithName("getCall").WithSummary("One call and its timeline.").ProducesProblem(404);
        calls.MapGet("{id}/earlier", EarlierAsync).WithName("listEarlierCalls").WithSummary("Earlier calls of the same number and what was signed about them.").ProducesProblem(404);
        calls.MapPost("{id}/number/reveal", RevealAsync).WithName("revealNumber").WithSummary("The caller's number in full; an audited act.").ProducesProblem(404);
        app.MapAvoidances();
        app.MapBlocks();
    }

    private static async Task<Results<Ok<CallPage>, ValidationProblem>> ListAsync(
        ClaimsPrincipal user, CallBook book, CancellationToken stop, bool mine = false, int page = 1)
    {
        if (page is < 1 or > 10_000)
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["page"] = ["A whole number from 1 to 10000."] });
        var who = user.Who();
        var centre = !mine && Access.May(who, Act.ReadCall, new Whose(null, who.Centre)) ? who.Centre : null;
        var entries = await book.RecentAsync(who.Id, centre, (page - 1) * PageSize, PageSize + 1, stop);
        return TypedResults.Ok(new CallPage([.. entries.Take(PageSize).Select(e => RowOf(e, who))], page, entries.Count > PageSize));
    }

    private static async Task<Results<Ok<CallDetail>, NotFound, ForbidHttpResult>> GetAsync(
        CallId id, ClaimsPrincipal user, WhoseCall whose, CallBook book, StaffNames names, CancellationToken stop)
    {
        var who = user.Who();
        var call = await whose.FindAsync(id, who, stop);
        if (call.Entry is null) return TypedResults.NotFound();
        if (!call.May(who, Act.ReadCall)) return TypedResults.Forbid();
        var events = await book.EventsAsync(id, stop);
        var timeline = Timeline.Of(events, await names.NamingAsync(events.Select(e => e.Operator), stop));
        return TypedResults.Ok(new CallDetail(RowOf(call.Entry, who), call.May(who, Act.RevealNumber), timeline));
    }

    private static async Task<Results<Ok<IReadOnlyList<EarlierCall>>, NotFound, ForbidHttpResult>> EarlierAsync(
        CallId id, ClaimsPrincipal user, WhoseCall whose, CallBook book, NoteStore notes, AuditTrail audit, CancellationToken stop)
    {
        var who = user.Who();
        var call = await whose.FindAsync(id, who, stop);
        if (!call.Known) return TypedResults.NotFound();
        if (!call.May(who, Act.ReadCall)) return TypedResults.Forbid();
        if (call.NumberKey is not { } key || call.ArrivedAt is not { } arrivedAt) return TypedResults.Ok<IReadOnlyList<EarlierCall>>([]);
        var earlier = await book.EarlierAsync(key, id, arrivedAt, EarlierMost, stop);
        var signed = (await notes.VersionsAsync([.. earlier.Select(e => e.Call)], stop)).ToLookup(n => n.Call);
        // Sealed texts are about to be shown: the entry comes first, and without it nothing is shown.
        if (signed.Count > 0) await audit.WriteAsync(who.Id, "note.read-earlier", $"call/{id}", "earlier calls of the caller on the line", stop);
        return TypedResults.Ok<IReadOnlyList<EarlierCall>>([.. earlier.Select(e => new EarlierCall(RowOf(e, who), [.. signed[e.Call].Select(Summary)]))]);
    }

    private static async Task<Results<Ok<RevealedNumber>, ValidationProblem, NotFound, ForbidHttpResult>> RevealAsync(
        CallId id, [FromBody] RevealNumber body, ClaimsPrincipal user, WhoseCall whose, NumberSealing sealing, AuditTrail audit, CancellationToken stop)
    {
        var who = user.Who();
        var reason = body.Reason?.Trim() ?? "";
        if (reason.Length is < RevealRules.ReasonLeast or > RevealRules.ReasonMost)
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["reason"] = [$"{RevealRules.ReasonLeast} to {RevealRules.ReasonMost} characters: why the number is needed."] });
        var call = await whose.FindAsync(id, who, stop);
        if (!call.Known) return TypedResults.NotFound();
        if (!call.May(who, Act.RevealNumber)) return TypedResults.Forbid();
        if (call.NumberSealed is not { } value) return TypedResults.NotFound();
        await audit.WriteAsync(who.Id, "number.reveal", $"call/{id}", reason, stop);
        sealing.Open(value.Span, NumberSealing.OfCall, id.Value, out var number);
        return number is null ? TypedResults.NotFound() : TypedResults.Ok(new RevealedNumber(number.Reveal()));
    }

    private static CallRow RowOf(CallEntry e, Who who) => new(
        e.Call, e.State, e.NumberMask ?? "", e.Skill, e.Centre, e.ArrivedAt, e.AcceptedAt, e.ConnectedAt, e.EndedAt, e.Operator, e.OperatorName,
        e.Operator == who.Id, e.SignedVersions);

    private static SignedSummary Summary(SignedNote note) => new(
        note.Version, note.AuthorName, note.SignedAt, note.Fields.MatterType ?? "", note.Fields.Risk ?? Risk.NotAsked, note.Fields.Outcome ?? "",
        Excerpt(note.Fields.Text), note.Fields.Text.Length > ExcerptMost);

    private static string Excerpt(string text)
    {
        if (text.Length <= ExcerptMost) return text;
        var length = char.IsHighSurrogate(text[ExcerptMost - 1]) ? ExcerptMost - 1 : ExcerptMost;
        return text[..length];
    }
}
