using System.Data.Common;
using System.Security.Claims;
using Hotline.Agent.Audit;
using Hotline.Agent.Calls;
using Hotline.Agent.Session;
using Hotline.Core.Calls;
using Hotline.Core.Care;
using Hotline.Core.Care.Sql;
using Hotline.Core.Directory;
using Hotline.Core.Staff;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Written = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<Hotline.Agent.Care.CareView>, Microsoft.AspNetCore.Http.HttpResults.ValidationProblem, Microsoft.AspNetCore.Http.HttpResults.Conflict<Hotline.Agent.Care.CareView>,
    Microsoft.AspNetCore.Http.HttpResults.NotFound, Microsoft.AspNetCore.Http.HttpResults.ForbidHttpResult>;

namespace Hotline.Agent.Care;

/// <summary>What is kept of the caller of a call, and is found again at her next one.</summary>
internal static class CareEndpoints
{
    private const string NotKept = "Nothing was kept; what is kept is unchanged.";

    public static void MapCare(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/care/forms", Forms).WithTags("Care").WithName("getCareForms").WithSummary("The limits of what is written.")
            .RequireAuthorization().ProducesProblem(401);
        var care = app.MapGroup("/api/care/calls/{id}").WithTags("Care").RequireAuthorization().ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(503);
        care.MapGet("", GetAsync).WithName("getCare").WithSummary("Everything kept of the caller of a call.");
        care.MapPut("rules", SaveRulesAsync).WithName("saveContactRules").WithSummary("Her safe-contact rule, as its next version. One that permits anything has hours.");
        care.MapPut("risk", SaveRiskAsync).WithName("saveRisk").WithSummary("Opens her risk record, with five follow-ups, or changes the open one.");
        care.MapPost("risk/close", CloseRiskAsync).WithName("closeRisk").WithSummary("Closes her risk record and what is still due under it, for a reason.");
        care.MapPut("plan", SavePlanAsync).WithName("saveSafetyPlan").WithSummary("Her safety plan, as its next version.");
        care.MapPut("answers", SaveAnswersAsync).WithName("saveRiskAnswers").WithSummary("The answers of this call so far. Imminent ones call for help before they are kept.");
        care.MapPut("card", SaveCardAsync).WithName("saveCrisisCard").WithSummary("What 110 or 120 must be told of this call.");
        app.MapFollowUps();
        app.MapRiskQuestions();
    }

    private static Ok<CareFormsView> Forms() => TypedResults.Ok(new CareFormsView(
        SafetyPlan.StepMost, RiskWords.PlanMost, RiskWords.ProtocolMost, CrisisCard.TextMost, FollowUpRules.NoteMost, FollowUpRules.MoveDaysMost));

    private static async Task<Results<Ok<CareView>, NotFound, ForbidHttpResult>> GetAsync(CallId id, ClaimsPrincipal user, WhoseCall whose, CareAccess access, CareReading reading, CancellationToken stop)
    {
        var who = user.Who();
        var call = await whose.FindAsync(id, who, stop);
        if (!call.Known) return TypedResults.NotFound();
        if (!await access.MayAsync(call, who, Act.SeeCare, stop)) return TypedResults.Forbid();
        return TypedResults.Ok(await reading.ReadAsync(call, who, raised: null, stop));
    }

    private static Task<Written> SaveRulesAsync(
        CallId id, [FromBody] SaveRules body, ClaimsPrincipal user, CareWriting writing, CareDocuments documents, NetworkOptions network, TimeProvider clock, CancellationToken stop)
    {
        if (body.Rule is not { } given) return Refused("rule", "The rule.");
        var errors = given.Read(clock.GetUtcNow(), network.Zone, out var rule).ToDictionary(e => $"rule.{e.Key}", e => e.Value);
        return writing.WriteAsync(id, user.Who(), errors, "care.rules", null, (subject, _, by) => documents.AddAsync(subject.Key, CareKinds.Rules, rule, body.Version ?? 0, id, by, stop), stop);
    }

    private static Task<Written> SaveRiskAsync(
        CallId id, [FromBody] SaveRisk body, ClaimsPrincipal user, CareWriting writing, RiskRecordStore records, CareAlarms alarms, CancellationToken stop)
    {
        var errors = RiskRecordRules.Read(body.Level, body.Plan, body.Protocol, out var level, out var words);
        return writing.WriteAsync(id, user.Who(), errors, "care.risk", level.ToString(), async (subject, centre, by) =>
        {
            if (await records.SaveAsync(subject, centre, id, level, words, body.Revision ?? 0, by, stop) == RiskSaved.Newer) return false;
            await alarms.OpenRiskAsync(subject, open: true);
            return true;
        }, stop);
    }

    private static Task<Written> CloseRiskAsync(
        CallId id, [FromBody] CloseRisk body, ClaimsPrincipal user, CareWriting writing, RiskRecordStore records, CareAlarms alarms, CancellationToken stop)
    {
        if (RiskRecordRules.CheckReason(body.Reason) is { } missing) return Refused("reason", missing);
        var reason = body.Reason!.Trim();
        return writing.WriteAsync(id, user.Who(), [], "care.close", reason, async (subject, _, by) =>
        {
            if (await records.CloseAsync(subject, body.Revision ?? 0, reason, by, stop) == RiskSaved.Newer) return false;
            await alarms.OpenRiskAsync(subject, open: false);
            return true;
        }, stop);
    }

    private static Task<Written> SavePlanAsync(
        CallId id, [FromBody] SavePlan body, ClaimsPrincipal user, CareWriting writing, CareDocuments documents, CancellationToken stop)
    {
        var errors = SafetyPlan.Read(body.WarningSigns, body.Coping, body.PeopleAndPlaces, body.AskForHelp, body.Professionals, body.Surroundings, out var plan);
        return writing.WriteAsync(id, user.Who(), errors, "care.plan", null, (subject, _, by) => documents.AddAsync(subject.Key, CareKinds.Plan, plan, body.Version ?? 0, id, by, stop), stop);
    }

    private static Task<Written> SaveCardAsync(
        CallId id, [FromBody] SaveCard body, ClaimsPrincipal user, CareWriting writing, CareDocuments documents, CancellationToken stop)
    {
        var errors = CrisisCard.Read(body.Place, body.People, body.Weapon, body.Children, body.Injured, body.More, out var card);
        return writing.WriteAsync(id, user.Who(), errors, "care.card", null, (_, _, by) => documents.AddAsync(id.ToString(), CareKinds.Card, card, body.Version ?? 0, id, by, stop), stop);
    }

    private static async Task<Written> SaveAnswersAsync(
        CallId id, [FromBody] SaveAnswers body, ClaimsPrincipal user, WhoseCall whose, CareAccess access, CareWriting writing, CareDocuments documents, RiskRecordStore records,
        RiskQuestionBook book, CareAlarms alarms, CancellationToken stop)
    {
        IReadOnlyDictionary<string, string> answers = (body.Answers ?? new Dictionary<string, string?>()).Where(a => a.Value is not null).ToDictionary(a => a.Key, a => a.Value!);
        var asked = await AskedAsync(body.Questions, book, stop);
        var errors = asked?.Form.Check(answers) ?? new() { ["questions"] = [$"A version of the questions: 1 to {book.Current.Version}."] };
        var who = user.Who();
        var level = (asked ?? book.Current).Form.LevelOf(answers);
        bool? raised = null;
        if (level == CareLevel.Imminent)
        {
            // Help is called for first: the record may be slow or away, and what she answered counts whether or not it is kept.
            var its = await whose.OnHerDeskAsync(id, who);
            var may = its is not null;
            if (its is null)
            {
                var call = await whose.FindAsync(id, who, stop);
                (its, may) = (call.Whose, await access.MayAsync(call, who, Act.WriteCare, stop));
            }
            if (may) raised = await alarms.ImminentAnswerAsync(who.Id, id, its.Value.Centre ?? who.Centre);
        }
        return await writing.WriteAsync(id, who, errors, "care.answers", raised is null ? null : "imminent", async (subject, centre, by) =>
        {
            if (level is { } least && await records.RaiseAsync(subject, centre, id, least, by, stop)) await alarms.OpenRiskAsync(subject, open: true);
            return await documents.AddAsync(subject.Key, CareKinds.Answers, new GivenAnswers(asked!.Version, answers), body.Version ?? 0, id, by, stop);
        }, stop, raised);
    }

    /// <summary>The version she was shown; with the record away one this host does not know is judged by the last it does. Null: there is no such version.</summary>
    private static async Task<NumberedQuestions?> AskedAsync(int? version, RiskQuestionBook book, CancellationToken stop)
    {
        try
        {
            return version is null or 0 ? book.Current : await book.FindAsync(version.Value, stop);
        }
        catch (Exception e) when (e is DbException or TimeoutException)
        {
            return book.Current;
        }
    }

    private static Task<Written> Refused(string field, string allowed) =>
        Task.FromResult<Written>(TypedResults.ValidationProblem(new Dictionary<string, string[]> { [field] = [allowed] }, title: NotKept));

    /// <summary>What every write has in common: may she, is it whole, who is told, and what is kept now.</summary>
    internal sealed class CareWriting(WhoseCall whose, CareAccess access, CareReading reading, AuditTrail audit)
    {
        public async Task<Written> WriteAsync(
            CallId id, Who who, Dictionary<string, string[]> errors, string what, string? why, Func<CareSubject, string, StaffId, Task<bool>> write, CancellationToken stop, bool? raised = null)
        {
            var call = await whose.FindAsync(id, who, stop);
            if (!call.Known) return TypedResults.NotFound();
            if (!await access.MayAsync(call, who, Act.WriteCare, stop)) return TypedResults.Forbid();
            if (errors.Count > 0) return TypedResults.ValidationProblem(errors, title: NotKept);
            await audit.WriteAsync(who.Id, what, $"call/{id}", why, stop);
            var kept = await write(CareReading.SubjectOf(call), call.Whose.Centre ?? who.Centre, who.Id);
            var view = await reading.ReadAsync(call, who, raised, stop);
            return kept ? TypedResults.Ok(view) : TypedResults.Conflict(view);
        }
    }
}
