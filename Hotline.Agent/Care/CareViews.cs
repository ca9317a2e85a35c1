using Hotline.Core.Calls;
using Hotline.Core.Care;
using Hotline.Core.Contact;
using Hotline.Core.Staff;

namespace Hotline.Agent.Care;

/// <summary>Everything kept of the caller of a call. <paramref name="Withheld"/>: her number is not known, so it is kept of this one call only.</summary>
/// <param name="Raised">Only in an answer to answers: an imminent one has called for help, or could not (false); null: none was imminent.</param>
public sealed record CareView(
    CallId Call,
    bool Withheld,
    string MaskedNumber,
    RulesView Rules,
    IReadOnlyList<ContactView> Contact,
    RiskView Risk,
    PlanView Plan,
    AnswersView Answers,
    CardView Card,
    IReadOnlyList<FollowUpView> FollowUps,
    bool? Raised);

/// <summary>When and by whom a version was written; version 0 is "none yet".</summary>
public sealed record WrittenView(int Version, DateTimeOffset? At, string? ByName);

public sealed record RulesView(WrittenView Written, RuleView? Rule);

/// <param name="Until">The last day it holds.</param>
public sealed record RuleView(
    bool MayCall,
    bool MayText,
    bool MaySurvey,
    VoicemailRule Voicemail,
    IReadOnlyList<ContactWindow> Hours,
    ContactAnswerer Answerer,
    string? NamedPerson,
    string? CodeWord,
    string? NeutralName,
    string? AgreedSentence,
    DateOnly Until);

/// <summary>What the gate says of an act at this moment.</summary>
public sealed record ContactView(OutboundAct Act, bool May, ContactReason Reason, ContactHow How);

/// <param name="Revision">0: no record is open.</param>
public sealed record RiskView(int Revision, CareLevel? Level, string Plan, string Protocol, DateTimeOffset? OpenedAt, string? OpenedByName, DateTimeOffset? ChangedAt, string? ChangedByName);

public sealed record PlanView(WrittenView Written, SafetyPlan? Plan);

/// <param name="OfThisCall">False: they were given in an earlier call, and are asked again.</param>
/// <param name="Questions">The version by which this call is asked: the one its answers were given to, else the newest.</param>
/// <param name="Answers">Question's code → answer's code, as kept.</param>
/// <param name="Given">The same in the words of the version they were given to.</param>
public sealed record AnswersView(
    WrittenView Written, bool OfThisCall, bool Imminent, int Questions, IReadOnlyList<RiskQuestion> Asked, IReadOnlyDictionary<string, string> Answers, IReadOnlyList<GivenView> Given);

public sealed record GivenView(string Question, string Zh, string En, string AnswerZh, string AnswerEn);

public sealed record CardView(WrittenView Written, CrisisCard? Card);

/// <param name="Contact">Whether she may be called now; null once it is done.</param>
public sealed record FollowUpView(
    string Id,
    CallId Call,
    string MaskedNumber,
    FollowUpStep Step,
    DateTimeOffset DueAt,
    bool Overdue,
    StaffId? Owner,
    string? OwnerName,
    bool Mine,
    DateTimeOffset? DoneAt,
    FollowUpResult? Result,
    string? Note,
    ContactView? Contact);

/// <summary>The limits of what is written here.</summary>
public sealed record CareFormsView(int PlanStepMost, int CarePlanMost, int ProtocolMost, int CardMost, int NoteMost, int MoveDaysMost);

/// <summary>Each save names the version it was written from; 409 carries what is kept, and nothing was overwritten.</summary>
public sealed record SaveRules(int? Version, GivenRules? Rule);

public sealed record SaveRisk(int? Revision, string? Level, string? Plan, string? Protocol);

public sealed record CloseRisk(int? Revision, string? Reason);

public sealed record SavePlan(int? Version, string? WarningSigns, string? Coping, string? PeopleAndPlaces, string? AskForHelp, string? Professionals, string? Surroundings);

/// <summary>All answers of this call so far; a question that was not asked is not there. <paramref name="Questions"/>: the version they were given to; absent: the newest.</summary>
public sealed record SaveAnswers(int? Version, int? Questions, IReadOnlyDictionary<string, string?>? Answers);

public sealed record SaveCard(int? Version, string? Place, string? People, string? Weapon, string? Children, string? Injured, string? More);

public sealed record DoFollowUp(string? Result, string? Note);

public sealed record MoveFollowUp(DateTimeOffset? To);

public sealed record GiveFollowUp(StaffId? Owner);
