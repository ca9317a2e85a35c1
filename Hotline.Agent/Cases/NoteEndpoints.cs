using System.Security.Claims;
using Hotline.Agent.Audit;
using Hotline.Agent.Calls;
using Hotline.Agent.Session;
using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Cases;
using Hotline.Core.Cases.Sql;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hotline.Agent.Cases;

internal static class NoteEndpoints
{
    public static void MapNotes(this IEndpointRouteBuilder app)
    {
        var notes = app.MapGroup("/api/calls/{id}/note").WithTags("Notes").RequireAuthorization().ProducesProblem(401).ProducesProblem(403).ProducesProblem(503);
        notes.MapGet("", GetAsync).WithName("getNote").WithSummary("The note of a call: own draft and signed versions.").ProducesProblem(404);
        notes.MapPut("draft", SaveAsync).WithName("saveNoteDraft").ProducesProblem(404)
            .WithSummary("Saves the draft. 409 carries the newer draft when another window saved first; nothing is overwritten.");
        notes.MapPost("sign", SignAsync).WithName("signNote").WithSummary("Freezes the draft as the next signed version; repeating it gives the same version.").ProducesProblem(404);
        app.MapGet("/api/catalogue", Catalogue).WithTags("Notes").WithName("getCatalogue").WithSummary("Codes, names and limits of a note's form.")
            .RequireAuthorization().ProducesProblem(401);
    }

    private static async Task<Results<Ok<NoteView>, NotFound, ForbidHttpResult>> GetAsync(
        CallId id, ClaimsPrincipal user, WhoseCall whose, NoteStore notes, AuditTrail audit, CancellationToken stop)
    {
        var who = user.Who();
        var call = await whose.FindAsync(id, who, stop);
        if (!call.Known) return TypedResults.NotFound();
        if (!call.May(who, Act.ReadNote)) return TypedResults.Forbid();
        var mayWrite = call.May(who, Act.WriteNote);
        var draft = mayWrite ? await notes.DraftAsync(id, who.Id, stop) : null;
        var versions = await notes.VersionsAsync([id], stop);
        if (versions.Any(v => v.Author != who.Id)) await audit.WriteAsync(who.Id, "note.read", $"call/{id}", "oversight", stop);
        return TypedResults.Ok(new NoteView(id, mayWrite, draft is null ? null : ViewOf(draft), [.. versions.Select(ViewOf)]));
    }

    private static async Task<Results<Ok<DraftSaved>, ValidationProblem, Conflict<NoteDraftView>, NotFound, ForbidHttpResult>> SaveAsync(
        CallId id, [FromBody] SaveDraft body, ClaimsPrincipal user, WhoseCall whose, NoteStore notes, Catalogue catalogue, Desks desks, ILogger<NoteStore> log,
        CancellationToken stop)
    {
        var who = user.Who();
        var call = await whose.FindAsync(id, who, stop);
        if (!call.Known) return TypedResults.NotFound();
        if (!call.May(who, Act.WriteNote)) return TypedResults.Forbid();
        var errors = NoteRules.Read(catalogue, body.MatterType, body.Region, body.MaritalStatus, body.Risk, body.Text, body.Outcome, out var fields);
        if (body.Revision < 0) errors["revision"] = ["0 for a first save, else the revision this text began from."];
        if (errors.Count > 0) return TypedResults.ValidationProblem(errors, title: "The draft was not saved; the one kept is unchanged.");
        // What she says counts whether or not her text is kept, and her text does not wait for it.
        if (fields.Risk == Risk.Present && MayBeUntold(call)) _ = TellRiskAsync(desks, id, who.Id, log);
        return await notes.SaveAsync(id, who.Id, body.Revision, fields, stop) switch
        {
            SaveOutcome.Saved saved => TypedResults.Ok(new DraftSaved(saved.Revision, saved.At)),
            SaveOutcome.Newer newer => TypedResults.Conflict(ViewOf(newer.Draft)),
            var other => throw new InvalidOperationException($"No such outcome: {other}."),
        };
    }

    /// <summary>A call that is not on her desk is over, or the live state cannot be read just now.</summary>
    private static bool MayBeUntold(SeenCall call) => call.Live is { } live ? !live.Risk && !call.ShownToHer : call.Entry is { State: not CallState.Closed };

    /// <summary>Only ever raises it: another answer in a later draft takes no mark back. Told in vain, it is told again with the next save.</summary>
    private static async Task TellRiskAsync(Desks desks, CallId call, StaffId author, ILogger log)
    {
        if (await desks.MarkRiskAsync(author, call) == CallOutcome.Degraded) CasesLog.RiskUntold(log, call);
    }

    private static async Task<Results<Ok<SignedNoteView>, ValidationProblem, Conflict<NoteDraftView>, NotFound, ForbidHttpResult>> SignAsync(
        CallId id, [FromBody] SignNote body, ClaimsPrincipal user, WhoseCall whose, NoteStore notes, Catalogue catalogue, AuditTrail audit,
        ILogger<NoteStore> log, CancellationToken stop)
    {
        var who = user.Who();
        var call = await whose.FindAsync(id, who, stop);
        if (!call.Known) return TypedResults.NotFound();
        if (!call.May(who, Act.WriteNote)) return TypedResults.Forbid();
        switch (await notes.SignAsync(id, who.Id, body.Revision, fields => NoteRules.CheckForSigning(catalogue, fields), stop))
        {
            case SignOutcome.Done done:
                CasesLog.NoteSigned(log, id, done.Note.Version, who.Id);
                await audit.WriteAsync(who.Id, "note.sign", $"call/{id}/note/{done.Note.Version}", null, stop);
                return TypedResults.Ok(ViewOf(done.Note));
            case SignOutcome.Newer newer:
                return TypedResults.Conflict(ViewOf(newer.Draft));
            case SignOutcome.Incomplete incomplete:
                return TypedResults.ValidationProblem(incomplete.Errors.ToDictionary(), title: "The note is not complete; the draft is kept.");
            case SignOutcome.NoDraft:
                return TypedResults.ValidationProblem(
                    new Dictionary<string, string[]> { ["revision"] = ["There is no draft of this revision to sign."] }, title: "Nothing to sign.");
            case var other:
                throw new InvalidOperationException($"No such outcome: {other}.");
        }
    }

    private static Ok<CatalogueView> Catalogue(Catalogue catalogue) => TypedResults.Ok(new CatalogueView(
        [.. catalogue.MatterTypes.Select(m => new MatterGroupView(m.Code, m.Zh, m.En, m.Matter, ViewOf(m.Children)))],
        ViewOf(catalogue.Regions), ViewOf(catalogue.MaritalStatuses), ViewOf(catalogue.Risks), ViewOf(catalogue.Outcomes),
        new NoteLimitsView(NoteFields.TextMost, RevealRules.ReasonLeast, RevealRules.ReasonMost)));

    private static IReadOnlyList<ChoiceView> ViewOf(IReadOnlyList<Choice> choices) => [.. choices.Select(c => new ChoiceView(c.Code, c.Zh, c.En))];

    private static NoteDraftView ViewOf(NoteDraft draft)
    {
        var f = draft.Fields;
        return new(draft.Revision, draft.SavedAt, f.MatterType, f.Region, f.MaritalStatus, f.Risk, f.Text, f.Outcome);
    }

    private static SignedNoteView ViewOf(SignedNote note)
    {
        var f = note.Fields;
        return new(note.Version, note.Author, note.AuthorName, note.SignedAt, f.MatterType ?? "", f.Region, f.MaritalStatus, f.Risk ?? Risk.NotAsked, f.Text, f.Outcome ?? "");
    }
}
