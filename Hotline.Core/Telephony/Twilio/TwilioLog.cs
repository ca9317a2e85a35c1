using Hotline.Core.Calls;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Telephony.Twilio;

/// <summary>Event ids 3000 to 3099. Ids, codes and durations only: never a number, an address, a token or a key.</summary>
internal static partial class TwilioLog
{
    [LoggerMessage(3000, LogLevel.Information, "{About}: the telephone rings, leg {Leg}", EventName = "CarrierLegRings")]
    public static partial void LegRings(ILogger log, string about, LegId leg);

    [LoggerMessage(3001, LogLevel.Warning, "{About}: the telephone was not rung: {Reason}", EventName = "CarrierRingRefused")]
    public static partial void RingRefused(ILogger log, string about, string reason);

    [LoggerMessage(3002, LogLevel.Warning, "{About}: nobody can say whether the telephone rings ({Reason}); it is not dialled again", EventName = "CarrierRingUnknown")]
    public static partial void RingUnknown(ILogger log, string about, string reason);

    [LoggerMessage(3003, LogLevel.Information, "{About}: leg {Leg} found ringing after an unclear answer", EventName = "CarrierRingFound")]
    public static partial void RingFound(ILogger log, string about, LegId leg);

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

    [LoggerMessage(3011, LogLevel.Warning, "A text was not taken by the carrier: {Reason}", EventName = "CarrierTextRefused")]
    public static partial void TextRefused(ILogger log, string reason);

    [LoggerMessage(3012, LogLevel.Warning, "Nobody can say whether a text was sent ({Reason}); it is not sent again", EventName = "CarrierTextUnknown")]
    public static partial void TextUnknown(ILogger log, string reason);

    [LoggerMessage(3013, LogLevel.Warning, "Carrier: circuit to its media storage opened, recordings are fetched later", EventName = "CarrierStorageCircuitOpened")]
    public static partial void StorageCircuitOpened(ILogger log);
}
