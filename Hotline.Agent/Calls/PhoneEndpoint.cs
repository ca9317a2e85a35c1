using System.Security.Claims;
using Hotline.Agent.Session;
using Hotline.Agent.Web;
using Hotline.Core.Staff;
using Hotline.Core.Staff.Sql;
using Hotline.Core.Telephony.Twilio;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Agent.Calls;

internal static class PhoneEndpoint
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    public static void MapPhone(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/phone/token", GetAsync).WithTags("Phone").WithName("getPhoneToken")
            .WithSummary("A token that makes this browser her telephone for an hour; 404 when her voice goes another way.")
            .RequireAct(Act.HandleCall).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404);

    private static async Task<Results<Ok<PhoneToken>, ProblemHttpResult>> GetAsync(
        ClaimsPrincipal user, StaffStore staff, TwilioVoiceToken tokens, TimeProvider clock, CancellationToken stop)
    {
        if (!tokens.Available)
            return TypedResults.Problem(title: "The telephone in the browser is not set up here.", detail: "Twilio__ApiKeySid and Twilio__ApiKeySecret are not set; operators use telephones.", statusCode: 404);
        var endpoint = (await staff.FindAsync(user.Who().Id, stop))?.Endpoint;
        if (!OperatorEndpoint.IsBrowser(endpoint))
            return TypedResults.Problem(title: "Your voice does not go through the browser.", detail: "Your account's telephone is not of the form client:name.", statusCode: 404);
        var identity = endpoint!["client:".Length..];
        return TypedResults.Ok(new PhoneToken(tokens.Create(identity, Life), identity, clock.GetUtcNow() + Life));
    }
}
