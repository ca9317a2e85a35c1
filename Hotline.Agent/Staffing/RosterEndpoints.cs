using System.Security.Claims;
using Hotline.Agent.Session;
using Hotline.Agent.Web;
using Hotline.Core.Directory;
using Hotline.Core.Staff;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hotline.Agent.Staffing;

internal static class RosterEndpoints
{
    private const int DaysMost = 62, OwnDays = 28;
    private static readonly DateOnly DayLeast = new(2000, 1, 1), DayMost = new(2099, 1, 1);

    public static void MapRoster(this IEndpointRouteBuilder app)
    {
        var roster = app.MapGroup("/api/roster").WithTags("Roster").ProducesProblem(401).ProducesProblem(403).ProducesProblem(503);
        roster.MapGet("mine", MineAsync).RequireAct(Act.TakeCalls).WithName("listMyShifts").WithSummary($"One's own shifts, from now on, {OwnDays} days.");
        roster.MapGet("", GetAsync).RequireAct(Act.ManageRoster).WithName("getRoster")
            .WithSummary("A centre's shifts from one day until before another, the people they can be given to, and the times without anybody; a week from today unless told.");
        roster.MapPost("", AddAsync).RequireAct(Act.ManageRoster).WithName("addShifts").WithSummary("Adds shifts, all or none; also weekly. A person without the skill is warned of, not refused.");
        roster.MapDelete("{id}", RemoveAsync).RequireAct(Act.ManageRoster).WithName("removeShift").WithSummary("Removes one shift.").ProducesProblem(404);
    }

    private static async Task<Ok<IReadOnlyList<ShiftView>>> MineAsync(ClaimsPrincipal user, Rosters rosters, TimeProvider clock, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        return TypedResults.Ok(await rosters.OfAsync(user.Who().Id, now, now.AddDays(OwnDays), stop));
    }

    private static async Task<Results<Ok<RosterView>, ValidationProblem, ForbidHttpResult>> GetAsync(
        ClaimsPrincipal user, Rosters rosters, NetworkOptions network, TimeProvider clock, CancellationToken stop,
        string? centre = null, DateOnly? from = null, DateOnly? to = null)
    {
        var who = user.Who();
        centre ??= who.Centre;
        if (!Access.May(who, Act.ManageRoster, new Whose(null, centre))) return TypedResults.Forbid();
        var first = from ?? network.DayOf(clock.GetUtcNow());
        if (first < DayLeast || first > DayMost) return Refuse("from", $"A day from {DayLeast:O} to {DayMost:O}.");
        var end = to ?? first.AddDays(7);
        if (end <= first || end.DayNumber - first.DayNumber > DaysMost) return Refuse("to", $"A day after 'from', by {DaysMost} days at most.");
        return TypedResults.Ok(await rosters.ReadAsync(centre, StartOf(first, network.Zone), StartOf(end, network.Zone), stop));
    }

    private static async Task<Results<Ok<IReadOnlyList<ShiftView>>, ValidationProblem, Conflict<RosterConflict>, ForbidHttpResult>> AddAsync(
        [FromBody] AddShifts body, ClaimsPrincipal user, Rosters rosters, CancellationToken stop)
    {
        var who = user.Who();
        var centre = body.Centre ?? who.Centre;
        if (!Access.May(who, Act.ManageRoster, new Whose(null, centre))) return TypedResults.Forbid();
        return await rosters.AddAsync(centre, body.Shifts, body.Weeks ?? 1, who.Id, stop) switch
        {
            RosterOutcome.Added added => TypedResults.Ok(added.Shifts),
            RosterOutcome.Refused refused => TypedResults.ValidationProblem(refused.Errors),
            RosterOutcome.Overlapping overlapping => TypedResults.Conflict(overlapping.Conflict),
            var other => throw new InvalidOperationException($"No such outcome: {other}."),
        };
    }

    private static async Task<Results<NoContent, NotFound, ForbidHttpResult>> RemoveAsync(
        Guid id, ClaimsPrincipal user, Rosters rosters, CancellationToken stop)
    {
        var who = user.Who();
        if (await rosters.FindAsync(id, stop) is not { } shift) return TypedResults.NotFound();
        if (!Access.May(who, Act.ManageRoster, new Whose(null, shift.Centre))) return TypedResults.Forbid();
        return await rosters.RemoveAsync(shift, who.Id, stop) ? TypedResults.NoContent() : TypedResults.NotFound();
    }

    private static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    private static ValidationProblem Refuse(string field, string allowed) => TypedResults.ValidationProblem(new Dictionary<string, string[]> { [field] = [allowed] });
}
