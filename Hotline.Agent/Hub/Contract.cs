using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Staffing;

namespace Hotline.Agent.Hub;

/// <summary>What the console can be told. Every push is a hint: the console may ask for the same state at any time.</summary>
public interface IConsoleClient
{
    /// <summary>The signed-in operator's desk changed. A snapshot with a lower <see cref="DeskSnapshot.Version"/> than the one shown is stale and dropped.</summary>
    Task DeskChanged(DeskSnapshot desk);

    /// <summary>The board changed; at most twice a second.</summary>
    Task BoardChanged(BoardSnapshot board);

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

    /// <summary>Subscribes this connection to the board of the operator's centre and gives its present state.</summary>
    Task<BoardSnapshot> WatchBoard();

    Task UnwatchBoard();
}

/// <summary>One operator's desk. All times are UTC; <paramref name="ServerTime"/> lets the console count without trusting its own clock.</summary>
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
    DeskNotice? Notice);

public sealed record OfferView(
    CallId Call, long Token, string MaskedNumber, string Skill, string Centre,
    DateTimeOffset ArrivedAt, DateTimeOffset OfferedAt, DateTimeOffset ExpiresAt, bool Resumed, bool Risk);

public sealed record CallView(
    CallId Call, CallState State, string MaskedNumber, string Skill, DateTimeOffset ArrivedAt,
    DateTimeOffset? AcceptedAt, DateTimeOffset? ConnectedAt, DateTimeOffset? EndedAt, bool Muted, bool Resumed, bool Risk);

/// <param name="Alarms">Open lanes nobody is there for, or soon will not be.</param>
public sealed record BoardSnapshot(
    string Centre, DateTimeOffset At, IReadOnlyList<LaneView> Lanes, IReadOnlyList<OperatorView> Operators, IReadOnlyList<AlarmView> Alarms, bool Degraded);

/// <param name="At">When it will be so (<see cref="AlarmKind.NobodyFollows"/>); of the others, since when it is.</param>
/// <param name="Minutes">Whole minutes from now until then, or since then.</param>
public sealed record AlarmView(AlarmKind Kind, string Centre, string Skill, DateTimeOffset At, int Minutes);

public sealed record LaneView(string Lane, string Skill, int Waiting, DateTimeOffset? OldestArrival);

public sealed record OperatorView(
    string Operator, string Name, DeskState State, string? BreakReason, DateTimeOffset Since, IReadOnlyList<string> Skills);
