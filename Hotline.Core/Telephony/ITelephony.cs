using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Directory;
using Hotline.Core.Staff;

namespace Hotline.Core.Telephony;

/// <summary>
/// What the product needs of a carrier, in the product's own words. Implementations: <c>Telephony/Twilio</c>, and scripted ones in tests.
/// Expected failures are outcomes; an exception is a bug or a broken setting.
/// </summary>
public interface ITelephony
{
    /// <summary>
    /// Dials the operator's telephone; when it is answered (and, on ordinary numbers, "1" is pressed) the leg enters the call's conference.
    /// Not idempotent at the carrier: called once per fencing token; after an unknown outcome the implementation looks before it dials again. It never
    /// rings a telephone that an earlier leg of ours is still on (<see cref="RingOperator.Before"/>), if the carrier lets it know in time.
    /// </summary>
    Task<RingOutcome> RingOperatorAsync(RingOperator ring, CancellationToken stop);

    /// <summary>
    /// Dials a caller who booked a call-back. Nothing that names us is heard before she presses 1. Not idempotent at the carrier: called once per fencing
    /// token, and once more with <see cref="RingCaller.Again"/>, which looks for the earlier order's leg before it dials. Two rings are two dangers.
    /// </summary>
    Task<RingOutcome> RingCallerAsync(RingCaller ring, CancellationToken stop);

    /// <summary>
    /// Rings somebody on call at her own telephone, where neutral words ask for 1. Not idempotent at the carrier: called once per page, and once more with
    /// <see cref="RingPage.Again"/>, which looks for the earlier order's leg before it dials.
    /// </summary>
    Task<RingOutcome> RingForPageAsync(RingPage ring, CancellationToken stop);

    /// <summary>
    /// Sends a text to one of our own people. Not idempotent at the carrier: with <see cref="TextMessage.Again"/>, and after an unclear answer, the carrier's
    /// list of the last minute is looked through first.
    /// </summary>
    Task<TextOutcome> TextAsync(TextMessage text, CancellationToken stop);

    /// <summary>Ends a leg that nobody has answered yet; an answered one goes on. Repeating is safe; <see cref="LegOutcome.Gone"/> when it does not ring any more.</summary>
    Task<LegOutcome> StopRingingAsync(LegId leg, CancellationToken stop);

    /// <summary>
    /// Dials somebody who joins a call besides its operator, as <see cref="RingOperatorAsync"/> does: heard as the leg's own request is answered. Her leaving
    /// ends nothing.
    /// </summary>
    Task<RingOutcome> RingHelperAsync(RingOperator ring, CancellationToken stop);

    /// <summary>Dials a service such as 110 into a call, once per token. Its leaving ends nothing.</summary>
    Task<RingOutcome> RingServiceAsync(RingService ring, CancellationToken stop);

    /// <summary>
    /// Changes a leg in the call's conference: heard by <paramref name="coached"/> alone (null: by everybody), and whether its leaving ends the conference.
    /// Repeating is safe.
    /// </summary>
    Task<LegOutcome> SetJoinAsync(CallId call, LegId leg, LegId? coached, bool endsCall, CancellationToken stop);

    /// <summary>
    /// Moves the waiting caller into the call's conference. With <paramref name="again"/> an earlier order, perhaps another node's, may have been
    /// carried out: the implementation looks where she is before it gives another, because a second move would take her out for a moment.
    /// </summary>
    /// <param name="skill">Her lane's, to which she goes back from the conference even if the live state has lost her by then; null when it is not known.</param>
    Task<LegOutcome> MoveCallerInAsync(CallId call, LegId caller, Skill? skill, bool again, CancellationToken stop);

    /// <summary>
    /// Takes the caller out of whatever conference she is in and lets her own voice flow decide where she goes next (back to her place, or good-bye).
    /// Repeating is safe.
    /// </summary>
    Task<LegOutcome> TakeCallerOutAsync(CallId call, LegId caller, Skill? skill, CancellationToken stop);

    /// <summary>
    /// Lets a caller whom the live state has lost go on with her own voice flow, which puts her back at her place. Never one who is with somebody, in a
    /// conference or by a telephone her own document rang. Repeating is safe, though it interrupts what she hears.
    /// </summary>
    Task<ReturnOutcome> ReturnCallerAsync(CallId call, LegId caller, Skill skill, CancellationToken stop);

    /// <summary>Puts the caller on hold (she hears the hold document) or takes her back. Repeating is safe.</summary>
    Task<LegOutcome> SetHoldAsync(CallId call, LegId caller, bool held, CancellationToken stop);

    /// <summary>Mutes or unmutes the operator's leg. Repeating is safe.</summary>
    Task<LegOutcome> SetMuteAsync(CallId call, LegId operatorLeg, bool muted, CancellationToken stop);

    /// <summary>Ends one leg, whatever its state. Repeating is safe; <see cref="LegOutcome.Gone"/> when it had already ended.</summary>
    Task<LegOutcome> EndLegAsync(LegId leg, CancellationToken stop);

    /// <summary>Asks the carrier what has become of a leg.</summary>
    Task<LegStatus> LookUpAsync(LegId leg, CancellationToken stop);

    /// <summary>Every leg the carrier has alive at this moment; null when it could not tell all of them, because what is missing is acted upon.</summary>
    Task<IReadOnlyList<LiveLeg>?> ListLiveLegsAsync(CancellationToken stop);
}

/// <summary>A leg that is alive at the carrier. <paramref name="RungByUs"/>: ordered under our own number, not a caller's. <paramref name="Age"/> by the carrier's clock.</summary>
public sealed record LiveLeg(LegId Leg, bool RungByUs, TimeSpan Age);

/// <summary>The carrier's name for one leg of a call; opaque outside the adapter.</summary>
public readonly record struct LegId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>
/// One order to ring an operator. <paramref name="Token"/> is the offer's fencing token, carried through the leg's own requests so that a
/// leg of an old offer is recognised. <paramref name="Endpoint"/>: <c>sip:…</c>, <c>client:…</c> or a telephone number. <paramref name="Before"/> is ended
/// or waited for first, for a little while: a telephone that we are on ourselves would be busy.
/// </summary>
public sealed record RingOperator(CallId Call, StaffId Operator, long Token, string Endpoint, TimeSpan Timeout, OnTheLine Before);

/// <summary>What we ourselves may still have on a telephone that is to be rung.</summary>
public abstract record OnTheLine
{
    private OnTheLine() { }

    public sealed record Nothing : OnTheLine;

    /// <summary>The leg of an earlier call, not told to have ended.</summary>
    public sealed record Earlier(LegId Leg) : OnTheLine;

    /// <summary>An earlier order of which no leg is known.</summary>
    public sealed record Unclear : OnTheLine;
}

/// <summary>One order to dial a booked caller, under the fencing token of the operator who waits for her.</summary>
/// <param name="Again">An earlier order, perhaps another node's, may have been carried out.</param>
/// <param name="Skill">Her lane's, to which she goes back even if the live state has lost her by then; null when it is not known.</param>
public sealed record RingCaller(CallId Call, long Token, PhoneNumber Number, TimeSpan Timeout, bool Again, Skill? Skill);

/// <summary>One order to ring somebody on call about an escalation, under the page's token.</summary>
/// <param name="Again">An earlier order, perhaps another node's, may have been carried out.</param>
public sealed record RingPage(EscalationId Escalation, long Token, PhoneNumber Number, TimeSpan Timeout, bool Again);

/// <summary>One text. <paramref name="Body"/> holds nothing of any caller. <paramref name="Again"/>: an earlier order may have been carried out.</summary>
public sealed record TextMessage(PhoneNumber Number, string Body, bool Again);

/// <summary>How an order to send a text ended.</summary>
public enum TextOutcome
{
    /// <summary>The carrier took it, now or before.</summary>
    Sent,

    /// <summary>The carrier refused for good; nothing was sent.</summary>
    Refused,

    /// <summary>Nothing was sent: the carrier was not reached or had too much to do.</summary>
    NotNow,

    /// <summary>Nobody can say whether it was sent.</summary>
    Unknown,
}

/// <summary>One order to dial a service into a call.</summary>
public sealed record RingService(CallId Call, long Token, PhoneNumber Number, TimeSpan Timeout);

/// <summary>How an order to ring ended.</summary>
public abstract record RingOutcome
{
    private RingOutcome() { }

    /// <summary>The carrier took the order; <paramref name="Leg"/> rings.</summary>
    public sealed record Ringing(LegId Leg) : RingOutcome;

    /// <summary>
    /// Nothing rings. <paramref name="Reason"/> is safe to log. <paramref name="ForNow"/>: the carrier was not reached or had too much to do, so that the same
    /// order may be taken later; otherwise it never will be.
    /// </summary>
    public sealed record Refused(string Reason, bool ForNow = false) : RingOutcome;

    /// <summary>Nobody can say whether it rings. The leg's own requests, or the ring deadline, decide.</summary>
    public sealed record Unknown(string Reason) : RingOutcome;
}

/// <summary>How an order about an existing leg ended.</summary>
public enum LegOutcome
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>The leg (or its conference) had already ended: the normal outcome of a race with a hang-up.</summary>
    Gone,

    /// <summary>The carrier could not be reached or did not do it; try again later.</summary>
    Failed,
}

/// <summary>How bringing back a lost caller ended.</summary>
public enum ReturnOutcome
{
    Done,

    /// <summary>She is with somebody, or somebody is being rung for her; nothing was done.</summary>
    WithSomebody,

    /// <summary>Her leg has ended.</summary>
    Gone,

    /// <summary>The carrier could not be reached, did not tell all, or did not do it; nothing was done.</summary>
    Failed,
}

/// <summary>What the carrier says of a leg.</summary>
public enum LegStatus { Live, Ended, Unknown }
