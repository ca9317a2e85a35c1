using System.Security.Claims;
using Hotline.Agent.Audit;
using Hotline.Agent.Staff;
using Hotline.Core.Agents;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Staff.Sql;
using Hotline.Core.Telephony.Twilio;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hotline.Agent.Session;

internal static class SessionEndpoints
{
    private const int LongestGuess = 256;

    public static void MapSession(this IEndpointRouteBuilder app)
    {
        var session = app.MapGroup("/api/session").WithTags("Session").RequireAuthorization().ProducesProblem(401).ProducesProblem(503);
        session.MapPost("", SignInAsync).WithName("signIn").WithSummary("Signs in and sets the cookie the API and the hub accept.")
            .AllowAnonymous().RequireRateLimiting(SignInFlood.Policy).ProducesProblem(423).ProducesProblem(429);
        session.MapGet("", GetAsync).WithName("getSession").WithSummary("Who is signed in.");
        session.MapDelete("", SignOutAsync).WithName("signOut").WithSummary("Signs out everywhere: presence off, this person's hub connections closed, her cookies void.");
    }

    private static async Task<Results<Ok<SessionView>, ValidationProblem, ProblemHttpResult>> SignInAsync(
        [FromBody] SignIn body, HttpContext context, SignInCheck check, KnownBrowser browser, TwilioVoiceToken phone, AuditTrail audit, ILogger<SignInCheck> log, CancellationToken stop)
    {
        Dictionary<string, string[]> missing = [];
        if (string.IsNullOrWhiteSpace(body.UserName) || body.UserName.Length > LongestGuess) missing["userName"] = [$"1 to {LongestGuess} characters."];
        if (string.IsNullOrEmpty(body.Password) || body.Password.Length > LongestGuess) missing["password"] = [$"1 to {LongestGuess} characters."];
        if (missing.Count > 0) return TypedResults.ValidationProblem(missing);
        switch (await check.CheckAsync(body.UserName!, body.Password!, browser.CountersOf(context.Request, body.UserName!), stop))
        {
            case SignInOutcome.SignedIn signedIn:
                await audit.WriteAsync(signedIn.Member.Id, "session.sign-in", $"staff/{signedIn.Member.Id}", null, stop);
                await context.SignInAsync(SessionCookie.PrincipalOf(signedIn.Member));
                browser.Remember(context, signedIn.Member.UserName);
                StaffLog.SignedIn(log, signedIn.Member.Id);
                return TypedResults.Ok(ViewOf(signedIn.Member, phone));
            case SignInOutcome.Locked locked:
                StaffLog.SignInLocked(log, locked.Until);
                return TypedResults.Problem(title: "Too many wrong passwords; this name is locked for a while.", statusCode: StatusCodes.Status423Locked,
                    extensions: new Dictionary<string, object?> { ["until"] = locked.Until });
            case SignInOutcome.Refused:
                StaffLog.SignInRefused(log);
                return TypedResults.Problem(title: "User name and password do not match an account.", statusCode: StatusCodes.Status401Unauthorized);
            case var other:
                throw new InvalidOperationException($"No such outcome: {other}.");
        }
    }

    private static async Task<Ok<SessionView>> GetAsync(ClaimsPrincipal user, Particulars particulars, TwilioVoiceToken phone, CancellationToken stop) =>
        TypedResults.Ok(ViewOf(await particulars.OfAsync(user, stop), phone));

    private static async Task<NoContent> SignOutAsync(
        HttpContext context, StaffStore staff, Stamps stamps, Desks desks, SignedInWatch watch, AuditTrail audit, ILogger<SignInCheck> log, CancellationToken stop)
    {
        var who = context.User.Who();
        if (Access.May(who, Act.TakeCalls, Whose.Nobodys)) await desks.SetPresenceAsync(who.Id, Presence.Off, null);
        await staff.ChangeStampAsync(who.Id, Stamps.New(), stop);
        stamps.Forget(who.Id);
        await context.SignOutAsync();
        StaffLog.SignedOut(log, who.Id);
        await audit.WriteAsync(who.Id, "session.sign-out", $"staff/{who.Id}", null, stop);
        await watch.LookAsync(stop);
        return TypedResults.NoContent();
    }

    private static SessionView ViewOf(StaffMember m, TwilioVoiceToken phone) => new(
        m.Id, m.UserName, m.DisplayName.Reveal(), [.. m.Roles.Order()], m.Centre, [.. m.Skills.Select(s => SkillView.Of(s))],
        KindOf(m.Endpoint), OperatorEndpoint.IsBrowser(m.Endpoint) && phone.Available);

    private static EndpointKind KindOf(string? endpoint) => endpoint switch
    {
        null or "" => EndpointKind.None,
        _ when OperatorEndpoint.IsSip(endpoint) => EndpointKind.Sip,
        _ when OperatorEndpoint.IsBrowser(endpoint) => EndpointKind.Browser,
        _ => EndpointKind.Telephone,
    };
}
