using System.Security.Claims;
using Hotline.Agent.Session;
using Hotline.Agent.Web;
using Hotline.Core.Staff;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Agent.Hub;

internal static class BoardEndpoint
{
    public static void MapBoard(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/board", GetAsync).WithTags("Board").WithName("getBoard").WithSummary("The live queue board of one's centre.")
            .RequireAct(Act.SeeBoard).ProducesProblem(401).ProducesProblem(403);

    private static async Task<Ok<BoardSnapshot>> GetAsync(ClaimsPrincipal user, Boards boards, CancellationToken stop) =>
        TypedResults.Ok(await boards.ReadAsync(user.Who().Centre, stop) is var board && Boards.SeesLoad(user.Who()) ? board : DeskView.WithoutLoad(board));
}
