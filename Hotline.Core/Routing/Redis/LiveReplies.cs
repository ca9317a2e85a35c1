using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Contact;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;

namespace Hotline.Core.Routing.Redis;

internal sealed record EnterReply(CallState State, Skill Skill, int Ahead, TimeSpan Pace, int PaceSamples, DateTimeOffset PlaceAt, bool MayBook,
    Speech Speech, IReadOnlyList<string> Answered, bool MayLeaveMessage);

/// <summary>Something to do at the carrier after a change: <c>move-in</c>, <c>move-in-again</c>, <c>take-out</c>, <c>end-leg</c>, <c>ring-phone</c>, <c>call-back</c>, <c>call-back-again</c>, <c>take-over</c>, <c>ends-call</c>, or <c>ask-carrier</c>.</summary>
internal sealed record LiveEffect(string Verb, CallId Call, LegId Leg, PhoneRing? Phone = null, CallBackOrder? CallBack = null, Skill? Skill = null);

/// <summary>A booked caller to be dialled under her operator's token. <paramref name="At"/>: Redis time, by which her choice is judged.</summary>
internal sealed record CallBackOrder(long Token, string NumberSealed, DateTimeOffset At, SafeContactRules Choice, int Made, int Most, Skill? Skill);

/// <summary>A duty telephone to ring for a call, under its token.</summary>
internal sealed record PhoneRing(StaffId Phone, long Token, string Number, OnTheLine Before);

internal sealed record FactReply(bool Known, LiveEffect? Effect);

internal sealed record DeskReading(Desk Desk, string RawDesk, string RawCall)
{
    /// <param name="call">Empty: no call of hers is known.</param>
    public static DeskReading Of(double now, string desk, string call) => new(LiveDesk.Parse(desk).ToDesk(now, LiveCall.Parse(call)), desk, call);
}
