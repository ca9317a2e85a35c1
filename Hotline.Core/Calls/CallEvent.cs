namespace Hotline.Core.Calls;

/// <summary>
/// One thing that happened, as the event stream carries it. Appended by the same script that changed the live state, or, for what the carrier
/// tells (<c>leg.*</c>, <c>conference.*</c>), by the script that takes each carrier fact once.
/// </summary>
/// <param name="Id">The name of the stream's life and the stream's id, <c>origin:milliseconds-sequence</c>: unique over wipes and networks.</param>
/// <param name="Kind">One of <see cref="EventKind"/>.</param>
/// <param name="At">When it happened: Redis time for our own acts, the carrier's time stamp for carrier facts. UTC, milliseconds.</param>
/// <param name="Call">The call it belongs to; null for an operator's own events and for orphans.</param>
/// <param name="Operator">The operator concerned.</param>
/// <param name="FactKey">For carrier facts: what makes the fact one fact however often it is told. Unique in the record. Null otherwise.</param>
/// <param name="Detail">The rest, as one flat JSON object of strings and numbers. Personal data in it are sealed.</param>
public sealed record CallEvent(
    string Id, string Kind, DateTimeOffset At, CallId? Call, Staff.StaffId? Operator, string? FactKey, string Detail);

/// <summary>The kinds of event, and what each one's detail holds.</summary>
public static class EventKind
{
    /// <summary>The call arrived. Detail: <c>number</c> (sealed), <c>numberKey</c> (keyed HMAC), <c>numberMask</c>, <c>leg</c>, <c>line</c> (called number).</summary>
    public const string Arrived = "call.arrived";

    /// <summary>
    /// She entered a lane (first time or by changing skill). Detail: <c>lane</c>, <c>skill</c>, <c>centre</c>, <c>by</c> (<c>key</c>, <c>silence</c>,
    /// <c>crisis-key</c>); <c>backMs</c> where her number or trunk had more calls than its share, or is blocked: as if she had come so much later.
    /// </summary>
    public const string Waiting = "call.waiting";

    /// <summary>Live state had lost her; her next request put her back at her place. Detail as <see cref="Waiting"/>.</summary>
    public const string Reentered = "call.reentered";

    /// <summary>Detail: <c>token</c>, <c>lane</c>, <c>waitedMs</c>.</summary>
    public const string Offered = "call.offered";

    /// <summary>She also stands in another lane from now on. Detail: <c>lane</c>, <c>waitedMs</c>.</summary>
    public const string Widened = "call.widened";

    /// <summary>She goes on with an earlier call of her number. Detail: <c>call</c>, <c>how</c> (<c>waiting</c>: at its place; <c>talk</c>: with its counsellor).</summary>
    public const string Resumed = "call.resumed";

    /// <summary>A duty telephone is rung. Detail: <c>token</c>, <c>lane</c>, <c>waitedMs</c>.</summary>
    public const string Rung = "call.rung";

    /// <summary>An operator said that the caller is in danger.</summary>
    public const string Risk = "call.risk";

    /// <summary>She said by key that she cannot speak.</summary>
    public const string Quiet = "call.quiet";

    /// <summary>She answered a question by key. Detail: <c>question</c> (its code), <c>answer</c> (<c>yes</c>, <c>no</c>), <c>label</c> (what was asked).</summary>
    public const string KeyAnswer = "call.key-answer";

    /// <summary>Detail: <c>untilMs</c>.</summary>
    public const string WrapUpExtended = "call.wrap-up-extended";

    /// <summary>
    /// She booked a call-back and chose how she may be contacted. Detail: <c>window</c>, <c>untilMs</c>, <c>mostAttempts</c>, <c>retryMs</c>,
    /// <c>answeredBy</c> (<c>herself</c>: shown by pressing 1), <c>voicemail</c> (<c>no</c>), <c>fromMs</c> (her place), <c>leg</c> (the one she booked on).
    /// </summary>
    public const string CallBackBooked = "callback.booked";

    /// <summary>Her number is dialled for the operator who waits in the conference. Detail: <c>token</c>, <c>attempt</c>.</summary>
    public const string CallBackDialled = "callback.dialled";

    /// <summary>
    /// A machine answered for her. Detail: <c>token</c>, <c>attempt</c>, <c>reason</c> (the gate's, one of <c>ContactReason</c>), <c>how</c> (what it hears:
    /// <c>Silence</c>, <c>AgreedSentence</c>). <see cref="CallBackNotReached"/> follows.
    /// </summary>
    public const string CallBackMachine = "callback.machine";

    /// <summary>Detail: <c>token</c>, <c>attempt</c>, <c>reason</c> (the carrier's final status, <c>no-answer</c>, <c>operator-lost</c>, <c>refused</c>, <c>machine</c>, or a safe-contact verdict).</summary>
    public const string CallBackNotReached = "callback.not-reached";

    /// <summary>
    /// The booking is over. Detail: <c>reason</c> (<c>reached</c>, <c>stayed</c> on the line, <c>called-again</c> herself, <c>not-reached</c>, <c>expired</c>),
    /// <c>attempts</c>, <c>leg</c> (reached: the one she answered on).
    /// </summary>
    public const string CallBackEnded = "callback.ended";

    /// <summary>
    /// Carrier fact: she left a message while she waited. Its fact key is <c>message/</c> and the carrier's name of the recording. Detail: <c>leg</c>, <c>seconds</c>.
    /// </summary>
    public const string MessageLeft = "message.left";

    /// <summary>She chose by key to be called about it (herself, by day, until the end of the next one). Its fact key is the message's and <c>/may-call</c>.</summary>
    public const string MessageMayCall = "message.may-call";

    /// <summary>
    /// Carrier facts: a duty telephone rung without the live state was bridged with her (the operator is the telephone's id), and that is over.
    /// Detail: <c>leg</c>, <c>seconds</c>.
    /// </summary>
    public const string DutyBridged = "duty.bridged";
    public const string DutyEnded = "duty.ended";

    /// <summary>Detail: <c>token</c>.</summary>
    public const string Accepted = "call.accepted";

    /// <summary>Detail: <c>token</c>, <c>reason</c>.</summary>
    public const string Declined = "call.declined";

    /// <summary>The offer ran out. Detail: <c>token</c>.</summary>
    public const string Missed = "call.missed";

    /// <summary>An offer or a ringing leg was withdrawn and the caller is back at her place. Detail: <c>token</c>, <c>reason</c> (<c>lease</c>, <c>ring-failed</c>, <c>crisis-key</c>, <c>repair</c>).</summary>
    public const string Returned = "call.returned";

    /// <summary>Both legs are in the conference. Detail: <c>token</c>.</summary>
    public const string Connected = "call.connected";

    /// <summary>The live call ended. Detail: <c>state</c> (the end as live state saw it), <c>by</c> (<c>caller</c>, <c>operator</c>, <c>system</c>).</summary>
    public const string Ended = "call.ended";

    /// <summary>Somebody is to join the call besides its operator (the event's operator is she). Detail: <c>mode</c> (one of <c>JoinMode</c>), <c>token</c>.</summary>
    public const string HelperAsked = "helper.asked";

    /// <summary>She is heard by others than before, or asks for the call. Detail: <c>mode</c>, <c>token</c>.</summary>
    public const string HelperMode = "helper.mode";

    /// <summary>She takes part no more. Detail: <c>mode</c>, <c>token</c>, <c>reason</c> (<c>left</c>, <c>over</c>, <c>no-answer</c>, <c>refused</c>, <c>repair</c>, or the carrier's).</summary>
    public const string HelperLeft = "helper.left";

    /// <summary>From now on the call is its helper's. Detail: <c>token</c>, <c>leg</c> (hers), <c>from</c> (who had it), <c>fromToken</c>.</summary>
    public const string TakenOver = "call.taken-over";

    /// <summary>A service such as 110 is dialled into the call. Detail: <c>service</c>, <c>token</c>.</summary>
    public const string ServiceDialled = "service.dialled";

    /// <summary>Detail: <c>service</c>, <c>token</c>, <c>reason</c> (<c>ended</c> by somebody in the call, <c>over</c>, <c>no-answer</c>, <c>refused</c>, or the carrier's).</summary>
    public const string ServiceEnded = "service.ended";

    /// <summary>Her wrap-up is over. Detail: <c>by</c> (<c>operator</c>, <c>time</c>).</summary>
    public const string WrappedUp = "call.wrapped-up";

    /// <summary>Carrier fact: a leg rings, is answered, or is over. Detail: <c>leg</c>, <c>side</c> (<c>caller</c>, <c>operator</c>, <c>helper</c>, <c>service</c>), <c>status</c>, <c>seconds</c>.</summary>
    public const string LegRinging = "leg.ringing";
    public const string LegAnswered = "leg.answered";
    public const string LegEnded = "leg.ended";

    /// <summary>Carrier facts of the conference. Detail: <c>conference</c>, and for participants <c>leg</c>, <c>side</c>, <c>reason</c>.</summary>
    public const string ConferenceStarted = "conference.started";
    public const string ConferenceEnded = "conference.ended";
    public const string Joined = "conference.joined";
    public const string Left = "conference.left";
    public const string Held = "conference.held";
    public const string Unheld = "conference.unheld";
    public const string Muted = "conference.muted";
    public const string Unmuted = "conference.unmuted";

    /// <summary>
    /// An escalation, by the live state. Each one's detail names it in <c>escalation</c>, and its fact key does, so that those about no
    /// call are found too. Raised: <c>cause</c>, <c>by</c>, <c>centre</c>, <c>skill</c>, <c>numberKey</c>, <c>numberMask</c>. Cause: <c>cause</c>.
    /// </summary>
    public const string EscalationRaised = "escalation.raised";
    public const string EscalationCause = "escalation.cause";

    /// <summary>
    /// Detail: <c>level</c>, <c>round</c>, <c>step</c>, <c>lateMs</c>, <c>how</c> (<c>console</c>; <c>order</c>, <c>text</c>, <c>telephone</c>, <c>failed</c>: one
    /// person's page; <c>reminder</c>), <c>who</c> (an on-call person's id, or whoever is reminded), <c>token</c>.
    /// </summary>
    public const string EscalationPaged = "escalation.paged";

    /// <summary>Detail: <c>how</c> (<c>console</c>, <c>telephone</c>), <c>who</c>, <c>afterMs</c> since it was raised.</summary>
    public const string EscalationAcknowledged = "escalation.acknowledged";

    /// <summary>Detail: <c>by</c> (<c>operator</c>, <c>time</c>), <c>who</c>.</summary>
    public const string EscalationHandedBack = "escalation.handed-back";

    /// <summary>Detail: <c>what</c>, a code; with <c>joined</c>: <c>other</c>, which was raised for the same call, and <c>raisedMs</c> of that one.</summary>
    public const string EscalationProgress = "escalation.progress";

    /// <summary>Detail: <c>rescue</c>, <c>service</c>, <c>step</c>, <c>contact</c>, <c>dueMs</c>, <c>how</c> (<c>overdue</c>), <c>atMs</c> when it was earlier than the event.</summary>
    public const string EscalationRescue = "escalation.rescue";

    /// <summary>Detail: <c>outcome</c>, or <c>into</c>: the one it was joined with; <c>openMs</c>.</summary>
    public const string EscalationClosed = "escalation.closed";

    /// <summary>A carrier told of a call nobody here knows. Detail: <c>leg</c>, <c>told</c>.</summary>
    public const string Orphan = "orphan";

    /// <summary>The reconciler put something right, at a call or at a desk. Detail: <c>what</c>, one of <see cref="RepairKind"/>.</summary>
    public const string Repair = "repair";

    /// <summary>An entry of the stream that could not be read, kept whole in its detail so that it stands in nobody's way. Written by the recorder.</summary>
    public const string Malformed = "malformed";

    /// <summary>An operator's presence or desk changed. Detail: <c>from</c>, <c>to</c>, <c>reason</c>.</summary>
    public const string Desk = "operator.desk";
}
