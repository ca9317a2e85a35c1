using Hotline.Agent.Audit;
using Hotline.Agent.Calls;
using Hotline.Agent.Staff;
using Hotline.Core.Calls;
using Hotline.Core.Care;
using Hotline.Core.Care.Sql;
using Hotline.Core.Contact;
using Hotline.Core.Directory;
using Hotline.Core.Staff;

namespace Hotline.Agent.Care;

/// <summary>Puts together what is kept of a caller, for one who may see it. What others wrote is audited before it is shown.</summary>
internal sealed class CareReading(
    CareDocuments documents, RiskRecordStore records, FollowUpStore followUps, RiskQuestionBook book, StaffNames names, AuditTrail audit, NetworkOptions network, TimeProvider clock)
{
    /// <summary>Every act the gate may be asked about a caller; a page to our own people asks it when it is sent.</summary>
    private static readonly OutboundAct[] Shown = [OutboundAct.CallBack, OutboundAct.FollowUpCall, OutboundAct.Text, OutboundAct.Survey, OutboundAct.Voicemail];

    public static CareSubject SubjectOf(SeenCall call) => CareSubject.Of(call.Call, call.NumberKey, call.Entry?.NumberMask ?? call.Live?.MaskedNumber);

    public async Task<CareView> ReadAsync(SeenCall call, Who who, bool? raised, CancellationToken stop)
    {
        var subject = SubjectOf(call);
        var rules = await documents.LatestAsync(subject.Key, CareKinds.Rules, stop);
        var plan = await documents.LatestAsync(subject.Key, CareKinds.Plan, stop);
        var answers = await documents.LatestAsync(subject.Key, CareKinds.Answers, stop);
        var card = await documents.LatestAsync(call.Call.ToString(), CareKinds.Card, stop);
        var risk = await records.OpenOfAsync(subject.Key, stop);
        var due = await followUps.OfSubjectAsync(subject.Key, stop);

        StaffId?[] writers = [rules?.WrittenBy, plan?.WrittenBy, answers?.WrittenBy, card?.WrittenBy, risk?.ChangedBy, .. due.Select(f => f.DoneBy)];
        if (writers.Any(w => w is { } by && by != who.Id))
            await audit.WriteAsync(who.Id, "care.read", $"call/{call.Call}", call.Whose.Operator == who.Id ? "the caller of her own call" : "oversight", stop);

        var named = await names.NamingAsync([.. writers, risk?.OpenedBy], stop);
        return new CareView(
            call.Call, subject.Withheld, subject.Mask,
            new RulesView(Written(rules, named), rules?.Body is { } rule ? ViewOf(rule) : null), [.. Shown.Select(act => Verdict(act, rules?.Body, subject))],
            risk is null
                ? new RiskView(0, null, "", "", null, null, null, null)
                : new RiskView(risk.Revision, risk.Level, risk.Words?.Plan ?? "", risk.Words?.Protocol ?? "", risk.OpenedAt, NameOf(named, risk.OpenedBy), risk.ChangedAt, NameOf(named, risk.ChangedBy)),
            new PlanView(Written(plan, named), plan?.Body),
            await AnswersAsync(answers, call.Call, named, stop),
            new CardView(Written(card, named), card?.Body),
            [.. due.Select(f => ViewOf(f, who, f.Note, rules?.Body))], raised);
    }

    /// <summary>A call is asked by one version: whoever began with it goes on with it, and the next call begins with the newest.</summary>
    private async Task<AnswersView> AnswersAsync(CareDocument<GivenAnswers>? kept, CallId call, IReadOnlyDictionary<StaffId, string> named, CancellationToken stop)
    {
        var given = kept?.Body ?? new GivenAnswers(0, new Dictionary<string, string>());
        var theirs = kept?.Body is null ? null : await book.FindAsync(given.Questions, stop);
        var ofThisCall = kept?.Call == call;
        var asked = ofThisCall && theirs is not null ? theirs : book.Current;
        return new AnswersView(
            Written(kept, named), ofThisCall, theirs?.Form.LevelOf(given.Answers) == CareLevel.Imminent, asked.Version, asked.Form.Questions, given.Answers,
            [.. given.Answers.Select(a => InWords(a.Key, a.Value, theirs?.Form))]);
    }

    /// <summary>By their codes where the version cannot be read: better than nothing said.</summary>
    private static GivenView InWords(string question, string answer, RiskQuestions? form) => form?.Find(question, answer) is (var asked, var given)
        ? new(question, asked.Zh, asked.En, given.Zh, given.En)
        : new(question, question, question, answer, answer);

    /// <summary>A list of due work. What was said at earlier ones stays with the call.</summary>
    public async Task<IReadOnlyList<FollowUpView>> ViewsOfAsync(IReadOnlyList<FollowUp> list, Who who, CancellationToken stop)
    {
        var rules = await documents.LatestAsync([.. list.Select(f => f.Subject.Key).Distinct()], CareKinds.Rules, stop);
        return [.. list.Select(f => ViewOf(f, who, null, rules.GetValueOrDefault(f.Subject.Key)?.Body))];
    }

    private FollowUpView ViewOf(FollowUp f, Who who, string? note, SafeContactRules? rules) => new(
        f.Id.ToString("N"), f.Call, f.Subject.Mask, f.Step, f.DueAt, f.DoneAt is null && f.DueAt < clock.GetUtcNow(), f.Owner, f.OwnerName, f.Owner == who.Id,
        f.DoneAt, f.Result, note, f.DoneAt is null ? Verdict(OutboundAct.FollowUpCall, rules, f.Subject) : null);

    private ContactView Verdict(OutboundAct act, SafeContactRules? rules, CareSubject subject)
    {
        var verdict = ContactGate.Judge(act, rules, new ContactMoment(clock.GetUtcNow(), network.Zone, NumberKnown: !subject.Withheld));
        return new(act, verdict.May, verdict.Reason, verdict.How);
    }

    private RuleView ViewOf(SafeContactRules r) => new(
        r.MayCall, r.MayText, r.MaySurvey, r.Voicemail, r.Hours, r.Answerer, r.NamedPerson, r.CodeWord, r.NeutralName, r.AgreedSentence, network.DayOf(r.Until).AddDays(-1));

    private static WrittenView Written<T>(CareDocument<T>? document, IReadOnlyDictionary<StaffId, string> names) where T : class =>
        document is null ? new(0, null, null) : new(document.Version, document.WrittenAt, NameOf(names, document.WrittenBy));

    private static string NameOf(IReadOnlyDictionary<StaffId, string> names, StaffId id) => names.GetValueOrDefault(id) ?? "";
}
