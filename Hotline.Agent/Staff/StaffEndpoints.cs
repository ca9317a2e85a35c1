using System.Security.Claims;
using Hotline.Agent.Session;
using Hotline.Agent.Web;
using Hotline.Core.Staff;
using Hotline.Core.Staff.Sql;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hotline.Agent.Staff;

internal static class StaffEndpoints
{
    public static void MapStaff(this IEndpointRouteBuilder app)
    {
        var staff = app.MapGroup("/api/staff").WithTags("Staff").RequireAct(Act.ManageStaff).ProducesProblem(401).ProducesProblem(403).ProducesProblem(503);
        staff.MapGet("", ListAsync).WithName("listStaff").WithSummary("All accounts, by user name.");
        staff.MapPost("", CreateAsync).WithName("createStaff").WithSummary("Creates an account.");
        staff.MapPut("{id}", UpdateAsync).WithName("updateStaff").ProducesProblem(404)
            .WithSummary("Replaces an account's particulars; a change of roles or centre and disabling end its sessions.");
        staff.MapPost("{id}/password", SetPasswordAsync).WithName("setStaffPassword").ProducesProblem(404)
            .WithSummary("Sets a password, lifts a lock and ends the account's sessions.");
    }

    private static async Task<Ok<IReadOnlyList<StaffView>>> ListAsync(StaffStore staff, SignInAttempts attempts, TimeProvider clock, CancellationToken stop)
    {
        var members = await staff.ListAsync(stop);
        var locks = await attempts.LocksAsync([.. members.Select(m => m.UserName)], clock.GetUtcNow(), stop);
        return TypedResults.Ok<IReadOnlyList<StaffView>>([.. members.Select(m => ViewOf(m, locks.TryGetValue(m.UserName, out var until) ? until : null))]);
    }

    private static async Task<Results<Created<StaffView>, ValidationProblem>> CreateAsync(
        [FromBody] CreateStaff body, ClaimsPrincipal user, Accounts accounts, CancellationToken stop) =>
        await accounts.CreateAsync(body.UserName, body.Password, Given(body.DisplayName, body.Roles, body.Centre, body.Skills, body.Endpoint), user.Who().Id, stop) switch
        {
            AccountOutcome.Done done => TypedResults.Created($"/api/staff/{done.Member.Id}", ViewOf(done.Member, null)),
            AccountOutcome.Refused refused => TypedResults.ValidationProblem(refused.Errors),
            var other => throw new InvalidOperationException($"No such outcome: {other}."),
        };

    private static async Task<Results<Ok<StaffView>, ValidationProblem, NotFound>> UpdateAsync(
        StaffId id, [FromBody] UpdateStaff body, ClaimsPrincipal user, Accounts accounts, SignedInWatch watch, CancellationToken stop)
    {
        var given = Given(body.DisplayName, body.Roles, body.Centre, body.Skills, body.Endpoint);
        switch (await accounts.UpdateAsync(id, given, body.Enabled, user.Who().Id, stop))
        {
            case AccountOutcome.Done done:
                await watch.LookAsync(stop);
                return TypedResults.Ok(ViewOf(done.Member, null));
            case AccountOutcome.Refused refused:
                return TypedResults.ValidationProblem(refused.Errors);
            default:
                return TypedResults.NotFound();
        }
    }

    private static async Task<Results<NoContent, ValidationProblem, NotFound>> SetPasswordAsync(
        StaffId id, [FromBody] SetPassword body, ClaimsPrincipal user, Accounts accounts, SignedInWatch watch, CancellationToken stop)
    {
        switch (await accounts.SetPasswordAsync(id, body.Password, user.Who().Id, stop))
        {
            case AccountOutcome.Done:
                await watch.LookAsync(stop);
                return TypedResults.NoContent();
            case AccountOutcome.Refused refused:
                return TypedResults.ValidationProblem(refused.Errors);
            default:
                return TypedResults.NotFound();
        }
    }

    private static StaffParticulars Given(
        string? displayName, IReadOnlyList<string>? roles, string? centre, IReadOnlyList<SkillView>? skills, string? endpoint) =>
        new(displayName, roles, centre, skills?.Select(s => new GivenSkill(s.Skill, s.Level, s.Until)).ToList(), endpoint);

    private static StaffView ViewOf(StaffMember m, DateTimeOffset? lockedUntil) => new(
        m.Id, m.UserName, m.DisplayName.Reveal(), [.. m.Roles.Order()], m.Centre, [.. m.Skills.Select(s => SkillView.Of(s))], m.Endpoint,
        m.Enabled, lockedUntil, m.CreatedAt, m.UpdatedAt);
}
