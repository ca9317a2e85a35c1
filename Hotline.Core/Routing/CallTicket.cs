using Hotline.Core.Calls;
using Hotline.Core.Directory;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;

namespace Hotline.Core.Routing;

/// <summary>
/// Everything needed to put a caller back at her place after the live state was wiped. The call's own web addresses carry it
/// (id, arrival, skill), protected by the carrier's signature; the number comes with each request.
/// </summary>
/// <param name="Line">The number she dialled; null when the carrier did not say.</param>
public sealed record CallTicket(CallId Call, DateTimeOffset ArrivedAt, LegId Leg, PhoneNumber? Number, string? Line)
{
    /// <summary>The place before all others: of a call with risk that was cut.</summary>
    public static readonly DateTimeOffset Front = DateTimeOffset.UnixEpoch;

    /// <summary>Her place: her arrival, or that of the earlier call she goes on with, or later with what is beyond one number's share, or <see cref="Front"/>.</summary>
    public DateTimeOffset PlaceAt { get; init; } = ArrivedAt;
}

/// <summary>How a caller came into a lane.</summary>
public enum EnteredBy
{
    Key,
    Silence,
    CrisisKey,

    /// <summary>She had booked a call-back and pressed its key again before hanging up: she stays on the line, at her place.</summary>
    Stay,

    /// <summary>Her conversation ended and she asked to go on: back in her lane, at the place of her first arrival.</summary>
    Again,
}

/// <summary>What a waiting caller should be told now.</summary>
/// <param name="Ahead">Callers before her in her lane; 0 when she is next.</param>
/// <param name="ExpectedLeast">The near end of the expected wait, from recent service times; null when nothing honest can be said.</param>
/// <param name="At">What her place counts from; to be kept in her ticket.</param>
/// <param name="CallBack">For how long she may book a call-back at most; null when she may not.</param>
/// <param name="Answered">The questions she has answered by key.</param>
public sealed record Place(
    PlaceState State, Skill Skill, int Ahead, TimeSpan? ExpectedLeast, TimeSpan? ExpectedMost, DateTimeOffset At, TimeSpan? CallBack = null)
{
    public Speech Speech { get; init; }
    public IReadOnlyList<string> Answered { get; init; } = [];

    /// <summary>Her centre is closed and lets her leave a message. She keeps waiting all the same.</summary>
    public bool MayLeaveMessage { get; init; }
}

/// <summary>What is known of whether a waiting caller can speak.</summary>
public enum Speech
{
    Unknown,

    /// <summary>She pressed no key in the menu: she is asked.</summary>
    Silent,

    /// <summary>She said by key that she cannot.</summary>
    Quiet,
}

public enum PlaceState
{
    /// <summary>In a lane, or offered: she hears her place and comfort.</summary>
    Waiting,

    /// <summary>Accepted: the operator's telephone rings. She hears that somebody is coming.</summary>
    BeingConnected,

    /// <summary>She booked a call-back: her place is kept and she may hang up.</summary>
    Booked,

    /// <summary>The call has ended as far as the live state knows; a request may still arrive late.</summary>
    Over,

    /// <summary>The live state cannot be reached: comfort, and ask again.</summary>
    Degraded,
}

/// <summary>May this operator's leg enter the call's conference?</summary>
public enum LegVerdict
{
    Join,

    /// <summary>The offer's token is no longer the call's: hang this leg up.</summary>
    TooLate,

    /// <summary>The live state cannot be reached. The leg may join: the token in its address is signed, and a caller who waits is worse off than a late leg.</summary>
    Degraded,
}

/// <summary>Which end of the call a carrier fact is about.</summary>
public enum FactSide { Caller, Operator, Helper, Service, Conference }

/// <summary>One thing the carrier told, in our words.</summary>
/// <param name="Kind">One of <see cref="EventKind"/>'s <c>leg.*</c> and <c>conference.*</c>.</param>
/// <param name="At">The carrier's own time stamp.</param>
/// <param name="FactKey">The same for every repetition of this fact, different for every other fact.</param>
/// <param name="Reason">The carrier's reason or final status, as a code.</param>
/// <param name="Token">On an operator's leg: the offer it was dialled for; on a helper's or a service's: its order.</param>
/// <param name="Seconds">Duration, where the carrier gave one.</param>
public sealed record CarrierFact(
    CallId? Call, LegId Leg, FactSide Side, string Kind, DateTimeOffset At, string FactKey,
    string? Conference = null, string? Reason = null, StaffId? Operator = null, long? Token = null, int? Seconds = null);
