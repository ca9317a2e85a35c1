using System.Security.Claims;
using Hotline.Agent.Calls;
using Hotline.Agent.Hub;
using Hotline.Agent.Session;
using Hotline.Agent.Staff;
using Hotline.Agent.Web;
using Hotline.Core.Crisis;
using Hotline.Core.Crisis.Sql;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Agent.Crisis;

internal static class EscalationEndpoints
{
    private const int PageSize = 50, MostCentres = 1000;

    public static void MapCrisis(this IEndpointRouteBuilder app)
    {
        var crisis = app.MapGroup("/api/crisis/escalations").WithTags("Crisis").RequireAct(Act.SeeCrisis).ProducesProblem(401).ProducesProblem(403).ProducesProblem(503);
        crisis.MapGet("", ListAsync).WithName("listEscalations")
            .WithSummary("Escalations of one's centre and of those under it, open and closed, newest first; 50 raised before a moment, or the latest.");
        crisis.MapGet("{id}", GetAsync).WithName("getEscalation").WithSummary("One escalation and what happened to it.").ProducesProblem(404);
    }

    private static async Task<Ok<EscalationPage>> ListAsync(
        ClaimsPrincipal user, EscalationStore store, CrisisBoard board, RoutingPolicies policies, StaffNames names, CancellationToken stop, DateTimeOffset? before = null)
    {
        var who = user.Who();
        var centres = policies.Current.Policy.Centres.Select(c => c.Code).Append(who.Centre).Distinct().Where(c => board.Concerns(c, who)).Take(MostCentres).ToList();
        var found = await store.BeforeAsync(centres, before ?? DateTimeOffset.MaxValue.AddDays(-1), PageSize + 1, stop);
        var known = await names.NamingAsync(found.SelectMany(People), stop);
        return TypedResults.Ok(new EscalationPage([.. found.Take(PageSize).Select(e => RowOf(e, board, known))], found.Count > PageSize));
    }

    private static async Task<Results<Ok<EscalationDetail>, NotFound, ForbidHttpResult>> GetAsync(
        string id, ClaimsPrincipal user, EscalationStore store, CrisisBoard board, StaffNames names, CancellationToken stop)
    {
        if (!EscalationId.TryParse(id, out var escalation) || await store.GetAsync(escalation, stop) is not { } record) return TypedResults.NotFound();
        var who = user.Who();
        if (!board.Concerns(record.Centre, who) && record.RaisedBy != who.Id && !(await board.FindAsync(escalation, stop) is { } open && CrisisBoard.IsHers(open, who))) return TypedResults.Forbid();
        var timeline = await store.TimelineAsync(escalation, stop);
        var known = await names.NamingAsync(People(record).Concat(timeline.Select(e => e.Operator)), stop);
        return TypedResults.Ok(new EscalationDetail(RowOf(record, board, known), Timeline.Of(timeline, known)));
    }

    private static IEnumerable<StaffId?> People(EscalationRecord e) =>
        [e.RaisedBy, e.ClosedBy, Person(e.AcknowledgedBy), Person(e.Holder), .. e.Rescues.Select(r => r.By)];

    // Whoever answered on a duty telephone is known to the policy only.
    private static StaffId? Person(string? who) => StaffId.TryParse(who, out var staff) ? staff : null;

    private static EscalationRow RowOf(EscalationRecord e, CrisisBoard board, IReadOnlyDictionary<StaffId, string> known)
    {
        string? Name(StaffId? staff) => board.NameOf(staff?.ToString(), known);
        return new EscalationRow(
            e.Id.Value, e.Call, e.Centre, e.Skill, e.NumberMask ?? "", e.ClosedAt is not null ? EscalationStage.Closed : e.Holder is not null ? EscalationStage.Acknowledged : EscalationStage.Paging,
            e.Causes, Name(e.RaisedBy), e.RaisedAt, e.AcknowledgedAt, board.NameOf(e.AcknowledgedBy, known), (e.AcknowledgedAt - e.RaisedAt)?.TotalMilliseconds,
            board.NameOf(e.Holder, known), e.Round, e.Steps,
            [.. e.Rescues.Select(r => new RescueView(r.Number, r.Service, r.Step, r.At, r.DueAt, false, Name(r.By)))], e.ClosedAt, Name(e.ClosedBy), e.Outcome);
    }
}
