using System.Text.Json.Serialization;
using Hotline.Core.Calls;
using Hotline.Core.Staff;

namespace Hotline.Core.Agents;

/// <summary>One operator's desk and the call on it, read together. Times are Redis time, UTC.</summary>
/// <param name="Version">Never goes back for one operator, not even over a wiped Redis.</param>
/// <param name="Until">When the offer or the wrap-up runs out.</param>
public sealed record Desk(
    StaffId Staff, long Version, DeskState State, Presence Wish, string? Reason, DateTimeOffset Since, DateTimeOffset ReadAt,
    DateTimeOffset? Until, DeskNotice? Notice, DeskCall? Call, string Centre, string Skills, bool IsDutyPhone = false);

/// <summary>The call offered to, or held by, an operator.</summary>
/// <param name="NumberKey">The number's keyed HMAC, to find earlier calls before the record has this one; empty when withheld.</param>
/// <param name="Risk">A human said so, or it is a crisis call.</param>
/// <param name="Resumed">She goes on with an earlier call: at her place, or with her counsellor.</param>
/// <param name="NumberSealed">The sealed number, as the record keeps it; empty when withheld.</param>
public sealed record DeskCall(
    CallId Call, CallState State, long Token, string MaskedNumber, string NumberKey, string NumberSealed, string Skill, string Centre, DateTimeOffset ArrivedAt,
    DateTimeOffset? OfferedAt, DateTimeOffset? AcceptedAt, DateTimeOffset? ConnectedAt, DateTimeOffset? EndedAt, bool Muted,
    bool Risk = false, bool Resumed = false);

/// <summary>Something the operator should be told kindly, once: shown until the next change.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeskNotice>))]
public enum DeskNotice { MissedOffer, CallerHungUp, CallerWentToCrisis, PhoneNotAnswered, LeaseLost, CallerIsBack }

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

/// <summary>One lane: how many wait, and since when the first.</summary>
public sealed record BoardLane(string Lane, string Skill, int Waiting, DateTimeOffset? OldestArrival);
