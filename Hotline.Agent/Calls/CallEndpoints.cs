using Hotline.Agent.Hub;
using Hotline.Core.Calls;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hotline.Agent.Calls;

internal static class CallEndpoints
{
    public static void MapCalls(this IEndpointRouteBuilder app)
    {
        var calls = app.MapGroup("/api/calls").WithTags("Calls").ProducesProblem(403);
        calls.MapGet("", ListAsync).WithName("listCalls").WithSummary("Recent calls, newest first; one's own with mine=true.");
        calls.MapGet("{id}", GetAsync).WithName("getCall").WithSummary("One call and its timeline.");
        calls.MapGet("{id}/earlier", EarlierAsync).WithName("listEarlierCalls").WithSummary("Earlier calls of the same number and what was signed about them.");
        calls.MapPost("{id}/number/reveal", RevealAsync).WithName("revealNumber").WithSummary("The caller's number in full; an audited act.");
        app.MapGet("/api/board", BoardAsync).WithTags("Board").WithName("getBoard").WithSummary("The live queue board of one's centre.").ProducesProblem(403);
        app.MapGet("/api/phone/token", Token).WithTags("Phone").WithName("getPhoneToken").WithSummary("A short-lived token for the browser telephone.");
    }

    private static Task<Results<Ok<CallPage>, ValidationProblem, ForbidHttpResult>> ListAsync(bool mine = false, int page = 1) => throw new NotSupportedException();

    private static Task<Results<Ok<CallDetail>, NotFound, ForbidHttpResult>> GetAsync(CallId id) => throw new NotSupportedException();

    private static Task<Results<Ok<IReadOnlyList<EarlierCall>>, NotFound, ForbidHttpResult>> EarlierAsync(CallId id) => throw new NotSupportedException();

    private static Task<Results<Ok<RevealedNumber>, ValidationProblem, NotFound, ForbidHttpResult>> RevealAsync(CallId id, [FromBody] RevealNumber body) =>
        throw new NotSupportedException();

    private static Task<Ok<BoardSnapshot>> BoardAsync() => throw new NotSupportedException();

    private static Results<Ok<PhoneToken>, ProblemHttpResult> Token() => throw new NotSupportedException();
}
