using System.Text.RegularExpressions;
using Hotline.Agent.Web;
using Hotline.Core.Staff;
using Hotline.Core.Staff.Sql;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Agent.Audit;

internal static partial class AuditEndpoints
{
    private const int Most = 200;

    public static void MapAudit(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/audit", ListAsync).WithTags("Audit").WithName("listAudit").WithSummary("The audit log, newest first.")
            .RequireAct(Act.ReadAudit).ProducesProblem(401).ProducesProblem(403).ProducesProblem(503);

    private static async Task<Results<Ok<AuditPage>, ValidationProblem>> ListAsync(AuditReading audit, CancellationToken stop, long? before = null, int take = 100)
    {
        if (take is < 1 or > Most) return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["take"] = [$"1 to {Most}."] });
        var lines = await audit.PageAsync(before ?? long.MaxValue, take + 1, stop);
        var items = lines.Take(take).Select(l => new AuditEntryView(l.Seq, l.At, l.Who, l.WhoName, l.What, l.Subject, Mask(l.Reason))).ToList();
        return TypedResults.Ok(new AuditPage(items, lines.Count > take ? items[^1].Sequence : null));
    }

    internal static string? Mask(string? reason) => reason is null ? null : Digits().Replace(reason, m => $"{m.Value[..3]}····{m.Value[^2..]}");

    [GeneratedRegex(@"\d[\d -]{5,}\d")]
    private static partial Regex Digits();
}
