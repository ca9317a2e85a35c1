using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Agent.Audit;

internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/audit", ListAsync).WithTags("Audit").WithName("listAudit").WithSummary("The audit log, newest first.").ProducesProblem(403);

    private static Task<Ok<AuditPage>> ListAsync(long? before = null, int take = 100) => throw new NotSupportedException();
}
