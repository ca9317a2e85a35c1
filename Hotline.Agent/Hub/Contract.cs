using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Routing;
using Hotline.Core.Staffing;

namespace Hotline.Agent.Hub;

/// <summary>What the console can be told. Every push is a hint: the console may ask for the same state at any time.</summary>
public interface IConsoleClient
{
    /// <summary>The signed-in operator's desk changed. A snapshot with a lower <see cref="DeskSnapshot.Version"/> than the one shown is stale and dropped.</summary>
    Task DeskChanged(DeskSnapshot desk);

    /// <summary>The board changed; at most twice a second.</summary>
    Task BoardChanged(BoardSnapshot board);

    /// <summary>
    /// What changed of the open escalations; at once when it is quiet, else at most every 250 ms. Whoever knows less than <see cref="CrisisChange.Since"/> has
    /// missed something and asks <see cref="IConsoleHub.WatchCrisis"/>; whoever knows its <see cref="CrisisChange.Version"/> already leaves it.
    /// </summary>
    Task CrisisChanged(CrisisChange change);

    /// <summary>This session is over (signed out elsewhere, account disabled); the connection closes next.</summary>
    Task SignedOut(string reason);
}

/// <summary>What the console can ask. Each answer is an outcome, never an exception, for everything that can be expected.</summary>
public interface IConsoleHub
{
    Task<DeskSnapshot> GetDesk();

    /// <summary>States a wish. During a call it takes effect after wrap-up.</summary>
    Task<DeskOutcome> SetPresence(Presence wish, string? breakReason);

    Task<OfferOutcome> Accept(CallId call, long token);

    Task<OfferOutcome> Decline(CallId call, long token, string? reason);

    Task<CallOutcome> Hold(CallId call, bool held);

    Task<CallOutcome> Mute(CallId call, bool muted);

    Task<CallOutcome> End(CallId call);

    Task<CallOutcome> FinishWrapUp(CallId call);

    /// <summary>More time to write, by the policy's step; <see cref="CallOutcome.LongestReached"/> when there is no more.</summary>
    Task<CallOutcome> ExtendWrapUp(CallId call);

    /// <summary>The caller is in danger: longer wrap-up, and the front should the line be cut.</summary>
    Task<CallOutcome> MarkRisk(CallId call);

    /// <summary>Joins a colleague's live call: her telephone is rung into it. A supervisor of its centre any call, whoever answers a crisis one with risk.</summary>
    Task<JoinOutcome> JoinCall(CallId call, JoinMode mode);

    /// <summary>The call goes on without her.</summary>
    Task<JoinOutcome> LeaveCall(CallId call);

    /// <summary>Heard by others than before, or the call becomes hers.</summary>
    Task<JoinOutcome> ChangeJoin(CallId call, JoinMode mode);

    /// <summary>Calls 110 or 120 into the call she is in.</summary>
    Task<JoinOutcome> AddService(CallId call, RescueService service);

    /// <param name="token">As <see cref="ServiceView"/> names it.</param>
    Task<JoinOutcome> EndService(CallId call, long token);

    /// <summary>Subscribes this connection to the board of the operator's centre and gives its present state.</summary>
    Task<BoardSnapshot> WatchBoard();

    Task UnwatchBoard();

    /// <summary>After a hard call she would like to talk with somebody: she stays on her break, and the supervisors of her centre see it.</summary>
    Task<DeskOutcome> AskDebrief();

    /// <summary>The open escalations of her centre and of those under it, and from now on <see cref="IConsoleClient.CrisisChanged"/>.</summary>
    Task<CrisisSnapshot> WatchCrisis();

    /// <summary>
    /// What changed since the version this console was told over this connection, which costs next to nothing when nothing did. Null: that cannot be told;
    /// ask <see cref="WatchCrisis"/>.
    /// </summary>
    Task<CrisisChange?> CrisisSince(long version);

    /// <summary>Acts at once. For no call: her present one, else an alarm about none. Pressed again it is the same escalation.</summary>
    Task<RaiseView> RaiseCrisis(CallId? call);

    /// <summary>From now on it is hers: nobody is paged any more. <see cref="EscalationOutcome.AlreadyAcknowledged"/> names who has it.</summary>
    Task<AcknowledgeView> AcknowledgeEscalation(string escalation);

    /// <summary>She cannot go on with it: the ladder begins anew at once.</summary>
    Task<EscalationOutcome> HandBackEscalation(string escalation);

    Task<EscalationOutcome> CloseEscalation(string escalation, CrisisOutcome outcome);

    Task<EscalationOutcome> AskRescue(string escalation, RescueService service);

    /// <param name="rescue">Its number within the escalation.</param>
    Task<EscalationOutcome> NoteRescue(string escalation, int rescue, RescueStep step);

    /// <summary>What whoever comes to help should know; by whoever raised it, speaks with the caller, or may answer it.</summary>
    Task<EscalationOutcome> TellEscalation(string escalation, EscalationNews news);
}

/// <summary>One operator's desk. All times are UTC; <paramref name="ServerTime"/> lets the console count without trusting its own clock.</summary>
/// <param name="DebriefUntil">With <see cref="DeskNotice.DebriefOffered"/>: when she is ready again by herself.</param>
public sealed record DeskSnapshot(
    long Version,
    DeskState State,
    Presence Wish,
    string? BreakReason,
    DateTimeOffset Since,
    DateTimeOffset ServerTime,
    OfferView? Offer,
    CallView? Call,
    DateTimeOffset? WrapUpUntil,
    DeskNotice? Notice,
    DateTimeOffset? DebriefUntil);

public sealed record OfferView(
    CallId Call, long Token, string MaskedNumber, string Skill, string Centre,
    DateTimeOffset ArrivedAt, DateTimeOffset OfferedAt, DateTimeOffset ExpiresAt, bool Resumed, bool Risk, CallBackView? CallBack,
    bool Quiet, IReadOnlyList<KeyAnswerView> KeyAnswers);

/// <param name="Assisting">Null when it is her own call.</param>
/// <param name="Helpers">Who takes part besides its operator.</param>
/// <param name="Callable">Services that can be called in here.</param>
public sealed record CallView(
    CallId Call, CallState State, string MaskedNumber, string Skill, DateTimeOffset ArrivedAt,
    DateTimeOffset? AcceptedAt, DateTimeOffset? ConnectedAt, DateTimeOffset? EndedAt, bool Muted, bool Resumed, bool Risk, CallBackView? CallBack,
    AssistView? Assisting, IReadOnlyList<HelperView> Helpers, IReadOnlyList<ServiceView> Services, IReadOnlyList<RescueService> Callable,
    bool Quiet, IReadOnlyList<KeyAnswerView> KeyAnswers);

/// <summary>This desk takes part in a colleague's call. <paramref name="In"/>: she is in; until then her telephone rings.</summary>
public sealed record AssistView(JoinMode Mode, bool In, string Operator);

/// <summary>A service in the call, known by its order's <paramref name="Token"/>. <paramref name="In"/>: somebody there has answered.</summary>
public sealed record ServiceView(long Token, RescueService Service, bool In);

/// <summary>What a caller who cannot speak (<c>Quiet</c>) answered by key.</summary>
/// <param name="Label">What was asked, in Chinese.</param>
/// <param name="Danger">This answer means danger.</param>
public sealed record KeyAnswerView(string Question, bool Yes, string Label, string LabelEnglish, bool Danger);

/// <summary>The caller booked this call-back. Until <paramref name="Until"/> she may be dialled; <paramref name="Dialling"/>: her telephone rings, she is not in yet.</summary>
public sealed record CallBackView(DateTimeOffset Until, CallBackWindow Window, int Attempt, int Attempts, bool Dialling);

/// <param name="Alarms">Open lanes nobody is there for, or soon will not be.</param>
public sealed record BoardSnapshot(
    string Centre, DateTimeOffset At, IReadOnlyList<LaneView> Lanes, IReadOnlyList<OperatorView> Operators, IReadOnlyList<AlarmView> Alarms, bool Degraded);

/// <param name="At">When it will be so (<see cref="AlarmKind.NobodyFollows"/>); of the others, since when it is.</param>
/// <param name="Minutes">Whole minutes from now until then, or since then.</param>
public sealed record AlarmView(AlarmKind Kind, string Centre, string Skill, DateTimeOffset At, int Minutes);

/// <summary>Who waits on the line, and how many wait at their places to be called back.</summary>
public sealed record LaneView(string Lane, string Skill, int Waiting, DateTimeOffset? OldestArrival, int CallBacks);

/// <param name="RiskCalls">Risk calls she has written up this shift. This and the following two: null for whoever may not see what others carry.</param>
/// <param name="RiskMinutes">Whole minutes in them.</param>
/// <param name="DebriefSince">Since when she would like to talk with somebody.</param>
public sealed record OperatorView(
    string Operator, string Name, DeskState State, string? BreakReason, DateTimeOffset Since, IReadOnlyList<string> Skills,
    int? RiskCalls, int? RiskMinutes, DateTimeOffset? DebriefSince);

/// <param name="Version">Never goes back at one host.</param>
/// <param name="Degraded">The live state cannot be reached: these are the last that were read.</param>
/// <param name="DutyPhone">The telephone at which her centre's duty is reached when no alarm goes out from here; null where the policy has none.</param>
public sealed record CrisisSnapshot(long Version, DateTimeOffset At, IReadOnlyList<EscalationView> Escalations, bool Degraded, string? DutyPhone);

/// <summary>From one version to a later one.</summary>
/// <param name="Escalations">Those that changed or are new, as they are now.</param>
/// <param name="Closed">Those that are open no more, or no matter of hers any more.</param>
public sealed record CrisisChange(
    long Since, long Version, DateTimeOffset At, IReadOnlyList<EscalationView> Escalations, IReadOnlyList<string> Closed, bool Degraded);

/// <summary>One open escalation, as this console's person sees it.</summary>
/// <param name="Level">The ladder's level that is paged now.</param>
/// <param name="NextAt">The next step, or the next reminder of whoever has it.</param>
/// <param name="PagesMe">She is being paged: alarm until somebody acknowledges.</param>
/// <param name="Mine">She has it.</param>
/// <param name="Holder">Who has it, by name.</param>
/// <param name="ByTelephone">The holder pressed 1 on her own telephone and has no console: whoever may answer may go on with it.</param>
public sealed record EscalationView(
    string Id, CallId? Call, string Centre, string? Skill, string MaskedNumber, EscalationState State, IReadOnlyList<EscalationCause> Causes,
    string? RaisedBy, DateTimeOffset RaisedAt, LadderLevel Level, int Round, DateTimeOffset NextAt, bool PagesMe, bool Mine, string? Holder, DateTimeOffset? AcknowledgedAt,
    bool ByTelephone, CallState? CallState, string? Operator, IReadOnlyList<RescueView> Rescues, IReadOnlyList<HelperView> Helpers);

public sealed record RescueView(int Number, RescueService Service, RescueStep Step, DateTimeOffset At, DateTimeOffset? DueAt, bool Overdue, string? By);

/// <summary>Somebody who takes part in the call besides its operator. <paramref name="In"/>: she is in the conference.</summary>
public sealed record HelperView(string Name, JoinMode Mode, bool In);

public sealed record RaiseView(string? Escalation, EscalationOutcome Outcome);

public sealed record AcknowledgeView(EscalationOutcome Outcome, string? Holder);
