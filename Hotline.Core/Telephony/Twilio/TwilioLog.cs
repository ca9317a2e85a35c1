using Hotline.Core.Calls;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Telephony.Twilio;

/// <summary>Event ids 3000 to 3099. Ids, codes and durations only: never a number, an address, a token or a key.</summary>
internal static partial class TwilioLog
{
    [LoggerMessage(3000, LogLevel.Information, "Call {Call}: the telephone rings, leg {Leg}", EventName = "CarrierLegRings")]
    public static partial void LegRings(ILogger log, CallId call, LegId leg);

    [LoggerMessage(3001, LogLevel.Warning, "Call {Call}: the operator's telephone was not rung: {Reason}", EventName = "CarrierRingRefused")]
    public static partial void RingRefused(ILogger log, CallId call, string reason);

    [LoggerMessage(3002, LogLevel.Warning, "Call {Call}: nobody can say whether the operator's telephone rings ({Reason}); it is not dialled again", EventName = "CarrierRingUnknown")]
    public static partial void RingUnknown(ILogger log, CallId call, string reason);

    [LoggerMessage(3003, LogLevel.Information, "Call {Call}: leg {Leg} found ringing after an unclear answer", EventName = "CarrierRingFound")]
    public static partial void RingFound(ILogger log, CallId call, LegId leg);

    [LoggerMessage(3004, LogLevel.Warning, "Carrier: {Operation} ended {Fault}, status {Status}, code {Code}", EventName = "CarrierTrouble")]
    public static partial void Trouble(ILogger log, string operation, RestFault fault, int? status, int? code);

    [LoggerMessage(3005, LogLevel.Error, "Carrier refuses our credentials (status {Status}): check Twilio__AccountSid and Twilio__AuthToken", EventName = "CarrierCredentialsRefused")]
    public static partial void CredentialsRefused(ILogger log, int status);

    [LoggerMessage(3006, LogLevel.Error, "Carrier: circuit opened, requests are refused unsent for a moment", EventName = "CarrierCircuitOpened")]
    public static partial void CircuitOpened(ILogger log);

    [LoggerMessage(3007, LogLevel.Information, "Carrier: circuit closed", EventName = "CarrierCircuitClosed")]
    public static partial void CircuitClosed(ILogger log);

    [LoggerMessage(3008, LogLevel.Information, "Carrier: repetition {Attempt} in {Milliseconds} ms", EventName = "CarrierRepeats")]
    public static partial void Repeats(ILogger log, int attempt, int milliseconds);

    [LoggerMessage(3009, LogLevel.Warning, "Call {Call}: no conference of it is listed", EventName = "CarrierNoConference")]
    public static partial void NoConference(ILogger log, CallId call);

    [LoggerMessage(3010, LogLevel.Warning, "Call {Call}: moving the caller in ended unclear; looked, she is {Whereabouts}", EventName = "CarrierMoveUnclear")]
    public static partial void MoveUnclear(ILogger log, CallId call, Whereabouts whereabouts);
}
