using Hotline.Core.Calls;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hotline.Agent.Cases;

internal static class NoteEndpoints
{
    public static void MapNotes(this IEndpointRouteBuilder app)
    {
        var notes = app.MapGroup("/api/calls/{id}/note").WithTags("Notes").ProducesProblem(403);
        notes.MapGet("", GetAsync).WithName("getNote").WithSummary("The note of a call: own draft and signed versions.");
        notes.MapPut("draft", SaveAsync).WithName("saveNoteDraft")
            .WithSummary("Saves the draft. 409 carries the newer draft when another window saved first; nothing is overwritten.");
        notes.MapPost("sign", SignAsync).WithName("signNote").WithSummary("Freezes the draft as the next signed version.");
        app.MapGet("/api/catalogue", Catalogue).WithTags("Notes").WithName("getCatalogue").WithSummary("Codes, names and limits of a note's form.");
    }

    private static Task<Results<Ok<NoteView>, NotFound, ForbidHttpResult>> GetAsync(CallId id) => throw new NotSupportedException();

    private static Task<Results<Ok<DraftSaved>, ValidationProblem, Conflict<NoteDraftView>, NotFound, ForbidHttpResult>> SaveAsync(
        CallId id, [FromBody] SaveDraft body) => throw new NotSupportedException();

    private static Task<Results<Ok<SignedNoteView>, ValidationProblem, Conflict<NoteDraftView>, NotFound, ForbidHttpResult>> SignAsync(
        CallId id, [FromBody] SignNote body) => throw new NotSupportedException();

    private static Ok<CatalogueView> Catalogue() => throw new NotSupportedException();
}
