using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hotline.Agent.Session;

internal static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder app)
    {
        var session = app.MapGroup("/api/session").WithTags("Session");
        session.MapPost("", SignInAsync).WithName("signIn").WithSummary("Signs in and sets the cookie the API and the hub accept.")
            .AllowAnonymous();
        session.MapGet("", Get).WithName("getSession").WithSummary("Who is signed in.");
        session.MapDelete("", SignOutAsync).WithName("signOut").WithSummary("Signs out: presence off, this person's hub connections closed, the cookie gone.");
    }

    private static Task<Results<Ok<SessionView>, ValidationProblem, ProblemHttpResult>> SignInAsync([FromBody] SignIn body) =>
        throw new NotSupportedException();

    private static Task<Ok<SessionView>> Get() => throw new NotSupportedException();

    private static Task<NoContent> SignOutAsync() => throw new NotSupportedException();
}
