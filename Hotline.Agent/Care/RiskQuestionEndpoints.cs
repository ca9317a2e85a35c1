using System.Security.Claims;
using Hotline.Agent.Session;
using Hotline.Agent.Web;
using Hotline.Core.Care;
using Hotline.Core.Care.Sql;
using Hotline.Core.Staff;
using Hotline.Core.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Agent.Care;

/// <summary>A version of the questions of risk. <paramref name="SavedBy"/>: a display name; null for the shipped ones.</summary>
public sealed record RiskQuestionsView(int Version, RiskQuestions Form, DateTimeOffset SavedAt, string? SavedBy);

/// <summary>One line of the history.</summary>
public sealed record RiskQuestionVersionView(int Version, DateTimeOffset SavedAt, string? SavedBy);

/// <summary>The body of <c>PUT /api/care/questions</c>. <paramref name="BasedOn"/>: the version the editor began from.</summary>
public sealed record SaveRiskQuestions(int BasedOn, RiskQuestions Form);

public sealed record RiskQuestionsSaved(int Version);

/// <summary>What is wrong with them; empty: nothing.</summary>
public sealed record RiskQuestionsChecked(IReadOnlyList<RiskQuestionFault> Faults);

/// <summary>The questions of risk for their editor. Whoever asks them gets them with the care of the call.</summary>
internal static class RiskQuestionEndpoints
{
    private const int MostVersions = 100;

    public static void MapRiskQuestions(this IEndpointRouteBuilder app)
    {
        var questions = app.MapGroup("/api/care/questions").WithTags("Care").RequireAct(Act.ManageQuestions).ProducesProblem(401).ProducesProblem(403).ProducesProblem(503);
        questions.MapGet("", NewestAsync).WithName("getRiskQuestions").WithSummary("The newest version of the questions of risk.");
        questions.MapGet("versions", VersionsAsync).WithName("listRiskQuestions").WithSummary("The versions, newest first; at most 100.");
        questions.MapGet("versions/{version}", VersionAsync).WithName("getRiskQuestionsVersion").WithSummary("An earlier version.").ProducesProblem(404);
        questions.MapPost("check", CheckAsync).WithName("checkRiskQuestions").WithSummary("What saving would say; changes nothing.").Accepts<RiskQuestions>("application/json");
        questions.MapPut("", SaveAsync).WithName("saveRiskQuestions")
            .WithSummary("Saves a new version; 409 with the newest when it is not based on that, 422 with what is wrong.").Accepts<SaveRiskQuestions>("application/json");
    }

    private static async Task<Results<Ok<RiskQuestionsView>, NotFound, ProblemHttpResult>> NewestAsync(RiskQuestionStore store, CancellationToken stop) =>
        Answer(await store.NewestAsync(stop));

    private static async Task<Results<Ok<RiskQuestionsView>, NotFound, ProblemHttpResult>> VersionAsync(int version, RiskQuestionStore store, CancellationToken stop) =>
        Answer(await store.FindAsync(version, stop));

    private static async Task<Ok<IReadOnlyList<RiskQuestionVersionView>>> VersionsAsync(RiskQuestionStore store, CancellationToken stop) =>
        TypedResults.Ok<IReadOnlyList<RiskQuestionVersionView>>([.. (await store.ListAsync(MostVersions, stop)).Select(v => new RiskQuestionVersionView(v.Version, v.SavedAt, v.SavedByName))]);

    private static async Task<Results<Ok<RiskQuestionsChecked>, ValidationProblem>> CheckAsync(HttpRequest request, CancellationToken stop)
    {
        var (form, unreadable) = await StrictBody.ReadAsync<RiskQuestions>(request, "form", stop);
        return form is null ? unreadable! : TypedResults.Ok(new RiskQuestionsChecked(RiskQuestionCheck.Faults(form)));
    }

    private static async Task<Results<Ok<RiskQuestionsSaved>, ValidationProblem, Conflict<RiskQuestionsView>, UnprocessableEntity<RiskQuestionsChecked>, ProblemHttpResult>> SaveAsync(
        HttpRequest request, ClaimsPrincipal user, RiskQuestionStore store, RiskQuestionBook book, CancellationToken stop)
    {
        var (body, unreadable) = await StrictBody.ReadAsync<SaveRiskQuestions>(request, "form", stop);
        if (body is null) return unreadable!;
        if (body.BasedOn < 0) return StrictBody.Refuse("basedOn", "The version the editor began from.");
        if (body.Form is null) return StrictBody.Refuse("form", "The questions.");
        if (RiskQuestionCheck.Faults(body.Form) is { Count: > 0 } faults) return TypedResults.UnprocessableEntity(new RiskQuestionsChecked(faults));
        switch (await store.SaveAsync(body.BasedOn, body.Form, user.Who().Id, stop))
        {
            case SaveOutcome<RiskQuestions>.Saved saved:
                // Other hosts follow at their next beat.
                await book.LookAsync(stop);
                return TypedResults.Ok(new RiskQuestionsSaved(saved.Version));
            case SaveOutcome<RiskQuestions>.Conflict { Newest: { Document: { } newest } stored }:
                return TypedResults.Conflict(ViewOf(stored.Version, newest));
            case SaveOutcome<RiskQuestions>.Conflict { Newest: { } closed }:
                return Closed(closed);
            case SaveOutcome<RiskQuestions>.Conflict:
                return StrictBody.Refuse("basedOn", "There is no version yet: 0.");
            case var other:
                throw new InvalidOperationException($"No such outcome: {other}.");
        }
    }

    private static Results<Ok<RiskQuestionsView>, NotFound, ProblemHttpResult> Answer(StoredDocument<RiskQuestions>? stored) => stored switch
    {
        null => TypedResults.NotFound(),
        { Document: { } form } => TypedResults.Ok(ViewOf(stored.Version, form)),
        _ => Closed(stored),
    };

    private static ProblemHttpResult Closed(StoredDocument<RiskQuestions> stored) =>
        TypedResults.Problem(title: $"Version {stored.Version.Version} was written by a later program and cannot be read by this one.", statusCode: 500);

    private static RiskQuestionsView ViewOf(DocumentVersion version, RiskQuestions form) => new(version.Version, form, version.SavedAt, version.SavedByName);
}
