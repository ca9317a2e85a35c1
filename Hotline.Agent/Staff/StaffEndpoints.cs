using Hotline.Core.Staff;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hotline.Agent.Staff;

internal static class StaffEndpoints
{
    public static void MapStaff(this IEndpointRouteBuilder app)
    {
        var staff = app.MapGroup("/api/staff").WithTags("Staff").ProducesProblem(403);
        staff.MapGet("", ListAsync).WithName("listStaff").WithSummary("All accounts, by user name.");
        staff.MapPost("", CreateAsync).WithName("createStaff").WithSummary("Creates an account.");
        staff.MapPut("{id}", UpdateAsync).WithName("updateStaff").WithSummary("Replaces an account's particulars; role changes and disabling end its sessions.");
        staff.MapPost("{id}/password", SetPasswordAsync).WithName("setStaffPassword").WithSummary("Sets a password, lifts a lock and ends the account's sessions.");
    }

    private static Task<Ok<IReadOnlyList<StaffView>>> ListAsync() => throw new NotSupportedException();

    private static Task<Results<Created<StaffView>, ValidationProblem>> CreateAsync([FromBody] CreateStaff body) => throw new NotSupportedException();

    private static Task<Results<Ok<StaffView>, ValidationProblem, NotFound>> UpdateAsync(StaffId id, [FromBody] UpdateStaff body) => throw new NotSupportedException();

    private static Task<Results<NoContent, ValidationProblem, NotFound>> SetPasswordAsync(StaffId id, [FromBody] SetPassword body) => throw new NotSupportedException();
}
