using System.Security.Claims;
using System.Text.Json.Serialization;
using Hotline.Agent.Session;
using Hotline.Core.Calls;
using Hotline.Core.Calls.Sql;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Agent.Calls;

/// <summary>What has become of a booked call-back that nobody spoke on.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CallBackState>))]
public enum CallBackState
{
    /// <summary>She waits at her place to be called.</summary>
    Pending,

    /// <summary>She was dialled as often as was agreed.</summary>
    NotReached,

    /// <summary>Her time for being called ran out.</summary>
    Expired,

    /// <summary>She dialled again herself; that call has the place.</summary>
    CalledAgain,
}

/// <summary>A booked call-back of the centre. The number is masked.</summary>
public sealed record CallBackRow(
    CallId Id, string MaskedNumber, string Skill, CallBackState State, DateTimeOffset ArrivedAt, DateTimeOffset BookedAt, DateTimeOffset Until,
    CallBackWindow Window, int Attempts, int MostAttempts, DateTimeOffset? LastAttemptAt, DateTimeOffset? EndedAt);

internal static class CallBackEndpoints
{
    private const int Most = 200;

    /// <summary>The longest a booking may stand, and a day in which its end is shown.</summary>
    private static readonly TimeSpan Shown = TimeSpan.FromHours(96);

    public static void MapCallBacks(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/callbacks", ListAsync).WithTags("Calls").WithName("listCallBacks")
            .WithSummary("Booked call-backs of one's centre that wait or that reached nobody, the newest booking first; for supervisors and managers.")
            .RequireAuthorization().ProducesProblem(401).ProducesProblem(403).ProducesProblem(503);

    private static async Task<Results<Ok<IReadOnlyList<CallBackRow>>, ForbidHttpResult>> ListAsync(
        ClaimsPrincipal user, CallRecordStore record, TimeProvider clock, CancellationToken stop)
    {
        var who = user.Who();
        if (!Access.May(who, Act.ReadCall, new Whose(null, who.Centre))) return TypedResults.Forbid();
        var bookings = await record.CallBacksOfCentreAsync(who.Centre, clock.GetUtcNow() - Shown, stop);
        return TypedResults.Ok<IReadOnlyList<CallBackRow>>([.. bookings.Take(Most).Select(b => new CallBackRow(
            b.Call, b.NumberMask, b.Skill, StateOf(b.Outcome), b.ArrivedAt, b.BookedAt, b.Until,
            Enum.TryParse<CallBackWindow>(b.Window, out var window) ? window : CallBackWindow.Longest, b.Attempts, b.MostAttempts, b.LastAttemptAt, b.EndedAt))]);
    }

    private static CallBackState StateOf(string? outcome) => outcome switch
    {
        null => CallBackState.Pending,
        "not-reached" => CallBackState.NotReached,
        "called-again" => CallBackState.CalledAgain,
        _ => CallBackState.Expired,
    };
}
