using Hotline.Core.Calls;
using Hotline.Core.Contact;
using Hotline.Core.Telephony;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Routing;

internal static partial class RoutingLog
{
    [LoggerMessage(1100, LogLevel.Warning, "The live state cannot be reached in {Act} for call {Call}; the caller is kept waiting kindly", EventName = "RoutingDegraded")]
    public static partial void Degraded(ILogger log, string act, CallId call, Exception cause);

    [LoggerMessage(1101, LogLevel.Warning, "The live state cannot be reached in {Act}", EventName = "DeskDegraded")]
    public static partial void DeskDegraded(ILogger log, string act, Exception cause);

    [LoggerMessage(1102, LogLevel.Warning, "{Effect} of call {Call} at the carrier: {Outcome}", EventName = "EffectNotDone")]
    public static partial void EffectNotDone(ILogger log, string effect, CallId call, LegOutcome outcome);

    [LoggerMessage(1103, LogLevel.Warning, "The carrier refused to ring the operator of call {Call}: {Reason}; the caller keeps her place", EventName = "RingRefused")]
    public static partial void RingRefused(ILogger log, CallId call, string reason);

    [LoggerMessage(1104, LogLevel.Warning, "Nobody knows whether the operator of call {Call} is being rung: {Reason}; her leg or the deadline decides", EventName = "RingUnknown")]
    public static partial void RingUnknown(ILogger log, CallId call, string reason);

    [LoggerMessage(1105, LogLevel.Error, "A due timer could not be fired; it is claimed again by itself", EventName = "TimerFailed")]
    public static partial void TimerFailed(ILogger log, Exception cause);

    [LoggerMessage(1107, LogLevel.Error, "What follows from a kept carrier fact ({Kind}) was not done; its timer does it", EventName = "KeptFactFailed")]
    public static partial void KeptFactFailed(ILogger log, string kind, Exception cause);

    [LoggerMessage(1108, LogLevel.Warning, "The booked caller of call {Call} is not dialled: {Reason}", EventName = "ContactRefused")]
    public static partial void ContactRefused(ILogger log, CallId call, ContactReason reason);

    [LoggerMessage(1109, LogLevel.Warning, "The carrier refused to dial the booked caller of call {Call}: {Reason}; it counts as an attempt", EventName = "CallBackRefused")]
    public static partial void CallBackRefused(ILogger log, CallId call, string reason);

    [LoggerMessage(1110, LogLevel.Warning, "Nobody knows whether the booked caller of call {Call} is being dialled: {Reason}; her leg or the deadline decides", EventName = "CallBackUnknown")]
    public static partial void CallBackUnknown(ILogger log, CallId call, string reason);

    [LoggerMessage(1111, LogLevel.Warning, "Booked call-backs could not be looked through; again in a while", EventName = "BookingsNotRead")]
    public static partial void BookingsNotRead(ILogger log, Exception cause);

    [LoggerMessage(1112, LogLevel.Warning, "Repaired in {Slice}: {What}", EventName = "Repaired")]
    public static partial void Repaired(ILogger log, string slice, string what);

    [LoggerMessage(1113, LogLevel.Error, "{Slice} could not be compared; it is looked at again with the next beat", EventName = "RepairFailed")]
    public static partial void RepairFailed(ILogger log, string slice, Exception cause);

    [LoggerMessage(1130, LogLevel.Warning, "The carrier refused to ring who was to join call {Call}: {Reason}", EventName = "JoinRefused")]
    public static partial void JoinRefused(ILogger log, CallId call, string reason);

    [LoggerMessage(1131, LogLevel.Warning, "Nobody knows whether who is to join call {Call} is being rung: {Reason}; the leg or the deadline decides", EventName = "JoinUnknown")]
    public static partial void JoinUnknown(ILogger log, CallId call, string reason);

    [LoggerMessage(1106, LogLevel.Information, "The live state answers again", EventName = "TimersBack")]
    public static partial void TimersBack(ILogger log);

    [LoggerMessage(1120, LogLevel.Information, "The live state had forgotten {Count} marks of numbers; it has them again", EventName = "MarksToldAgain")]
    public static partial void MarksToldAgain(ILogger log, int count);

    [LoggerMessage(1121, LogLevel.Warning, "Marks of numbers could not be told to the live state ({Why}); they are told again", EventName = "MarksUntold")]
    public static partial void MarksUntold(ILogger log, string why);
}
