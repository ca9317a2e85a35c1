using System.Text.Json.Serialization;
using Hotline.Core.Calls;
using Hotline.Core.Staff;

namespace Hotline.Core.Agents;

/// <summary>One operator's desk and the call on it, read together. Times are Redis time, UTC.</summary>
/// <param name="Version">Never goes back for one operator, not even over a wiped Redis.</param>
/// <param name="Until">When the offer or the wrap-up runs out.</param>
public sealed record Desk(
    StaffId Staff, long Version, DeskState State, Presence Wish, string? Reason, DateTimeOffset Since, DateTimeOffset ReadAt,
    DateTimeOffset? Until, DeskNotice? Notice, DeskCall? Call, string Centre, string Skills, bool IsDutyPhone = false, DeskLoad? Load = null);

/// <summary>What an operator has carried this shift: the risk calls she has written up, and how long she spoke in them.</summary>
/// <param name="From">Her shift: since she came back from being off for more than four hours.</param>
public sealed record DeskLoad(DateTimeOffset From, int RiskCalls, TimeSpan RiskTime);

/// <summary>The call offered to, or held by, an operator.</summary>
/// <param name="NumberKey">The number's keyed HMAC, to find earlier calls before the record has this one; empty when withheld.</param>
/// <param name="Risk">A human said so, or it is a crisis call.</param>
/// <param name="CallBack">Null when the caller is on the line herself.</param>
/// <param name="Resumed">She goes on with an earlier call: at her place, or with her counsellor.</param>
/// <param name="NumberSealed">The sealed number, as the record keeps it; empty when withheld.</param>
public sealed record DeskCall(
    CallId Call, CallState State, long Token, string MaskedNumber, string NumberKey, string NumberSealed, string Skill, string Centre, DateTimeOffset ArrivedAt,
    DateTimeOffset? OfferedAt, DateTimeOffset? AcceptedAt, DateTimeOffset? ConnectedAt, DateTimeOffset? EndedAt, bool Muted,
    bool Risk = false, bool Resumed = false, DeskCallBack? CallBack = null)
{
    /// <summary>She said by key that she cannot speak.</summary>
    public bool Quiet { get; init; }

    /// <summary>What she answered by key, in that order.</summary>
    public IReadOnlyList<KeyAnswer> KeyAnswers { get; init; } = [];

    /// <summary>Whose call it is: not always whose desk it is on, which may be a helper's.</summary>
    public StaffId? Operator { get; init; }

    /// <summary>Who joined it besides its operator, in the order of asking.</summary>
    public IReadOnlyList<DeskHelper> Helpers { get; init; } = [];

    /// <summary>Services that were called into it.</summary>
    public IReadOnlyList<DeskService> Services { get; init; } = [];
}

/// <param name="In">She is in the conference; until then her telephone rings.</param>
public sealed record DeskHelper(StaffId Staff, JoinMode Mode, bool In);

/// <param name="Token">The order's: by it the service is let go again.</param>
/// <param name="Service">A code (<c>Police</c>, <c>Ambulance</c>, <c>Other</c>).</param>
public sealed record DeskService(long Token, string Service, bool In);

/// <summary>A caller's answer to a yes/no question of the catalogue. The labels say what was asked, whatever becomes of the catalogue.</summary>
/// <param name="Question">The question's code.</param>
/// <param name="Danger">This answer means danger.</param>
public sealed record KeyAnswer(string Question, bool Yes, string Label, string LabelEnglish, bool Danger);

/// <summary>The call is a call-back the caller booked.</summary>
/// <param name="Until">She may be dialled until then.</param>
/// <param name="Window">Her choice, as a code.</param>
/// <param name="Attempt">Which attempt this is, from 1.</param>
/// <param name="Dialling">Her telephone is being dialled; she is not in yet.</param>
public sealed record DeskCallBack(DateTimeOffset Until, string Window, int Attempt, int Attempts, bool Dialling);

/// <summary>Something the operator should be told kindly, once: shown until the next change.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeskNotice>))]
public enum DeskNotice { MissedOffer, CallerHungUp, CallerWentToCrisis, PhoneNotAnswered, LeaseLost, CallerIsBack, CallBackNotReached, TakenOver, NotJoined, DebriefOffered, CrisisWaits }

/// <summary>What came of stating a wish.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeskOutcome>))]
public enum DeskOutcome
{
    Done,

    /// <summary>She has a call; the wish takes effect after it.</summary>
    AfterThisCall,

    /// <summary>She holds no skill, so no lane is hers.</summary>
    NoSkills,

    /// <summary>No telephone is set for her.</summary>
    NoTelephone,

    /// <summary>The live state cannot be reached; try again.</summary>
    Degraded,
}

/// <summary>What came of accepting or declining an offer.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OfferOutcome>))]
public enum OfferOutcome
{
    Done,

    /// <summary>The offer's time was over; the caller is with somebody else or back at her place.</summary>
    Expired,

    /// <summary>The offer is another operator's, or never was.</summary>
    NotYours,

    /// <summary>This offer was accepted before (a second tab, a repeated key).</summary>
    AlreadyTaken,

    /// <summary>The caller hung up first.</summary>
    CallerGone,

    /// <summary>The live state cannot be reached; try again.</summary>
    Degraded,
}

/// <summary>What came of an operator's act on her call.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CallOutcome>))]
public enum CallOutcome
{
    Done,
    NotYourCall,

    /// <summary>The call is not in a state for this (still ringing, not in wrap-up).</summary>
    NotNow,
    CallerGone,

    /// <summary>Wrap-up cannot be made longer than the policy's longest.</summary>
    LongestReached,

    /// <summary>The carrier did not do it; try again.</summary>
    CarrierFailed,

    /// <summary>The live state cannot be reached; try again.</summary>
    Degraded,
}

/// <summary>The live board of one centre.</summary>
public sealed record Board(string Centre, DateTimeOffset At, IReadOnlyList<BoardLane> Lanes, IReadOnlyList<Desk> Desks);

/// <summary>One lane: how many wait on the line, since when the first, and how many wait to be called back.</summary>
public sealed record BoardLane(string Lane, string Skill, int Waiting, DateTimeOffset? OldestArrival, int CallBacks);
