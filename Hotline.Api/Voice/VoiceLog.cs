using Hotline.Core.Calls;
using Hotline.Core.Contact;
using Hotline.Core.Crisis;
using Hotline.Core.Routing;
using Hotline.Core.Telephony;

namespace Hotline.Api.Voice;

/// <summary>Event ids 3100 to 3199. Paths, ids and codes only: never a number, a query or a token.</summary>
internal static partial class VoiceLog
{
    [LoggerMessage(3100, LogLevel.Warning, "{Path}: refused, not signed by the carrier", EventName = "WebhookUnsigned")]
    public static partial void Unsigned(ILogger log, string path);

    [LoggerMessage(3101, LogLevel.Warning, "{Path}: refused, another account", EventName = "WebhookForeignAccount")]
    public static partial void ForeignAccount(ILogger log, string path);

    [LoggerMessage(3102, LogLevel.Information, "Call {Call} arrived on leg {Leg}", EventName = "CallArrived")]
    public static partial void Arrived(ILogger log, CallId call, LegId leg);

    [LoggerMessage(3103, LogLevel.Warning, "{Path}: the address names no call that can be; leg {Leg} is found or taken as call {Call}", EventName = "CallAddressAbsurd")]
    public static partial void AddressAbsurd(ILogger log, string path, LegId leg, CallId call);

    [LoggerMessage(3104, LogLevel.Warning, "{Path}: the carrier named no leg; asked again", EventName = "CallerLegMissing")]
    public static partial void LegMissing(ILogger log, string path);

    [LoggerMessage(3105, LogLevel.Information, "Call {Call}: a key that means nothing here", EventName = "CallerKeyUnknown")]
    public static partial void KeyUnknown(ILogger log, CallId call);

    [LoggerMessage(3106, LogLevel.Error, "{Path}: no document could be made; the caller hears comfort and is asked again", EventName = "DocumentFailed")]
    public static partial void DocumentFailed(ILogger log, string path, Exception cause);

    [LoggerMessage(3107, LogLevel.Information, "Call {Call}: leg {Leg} of an offer that is over was hung up", EventName = "OperatorLegLate")]
    public static partial void LegLate(ILogger log, CallId call, LegId leg);

    [LoggerMessage(3108, LogLevel.Warning, "{Path}: an operator's leg without call, operator or token was hung up", EventName = "OperatorLegAbsurd")]
    public static partial void OperatorLegAbsurd(ILogger log, string path);

    [LoggerMessage(3109, LogLevel.Error, "{Path}: a carrier's fact could not be taken; the carrier must tell it again", EventName = "FactFailed")]
    public static partial void FactFailed(ILogger log, string path, Exception cause);

    [LoggerMessage(3110, LogLevel.Warning, "{Kind} told of leg {Leg}, of no call we know: kept as an orphan", EventName = "FactOrphan")]
    public static partial void Orphan(ILogger log, string kind, LegId leg);

    [LoggerMessage(3111, LogLevel.Information, "{Path}: told nothing we keep", EventName = "FactIgnored")]
    public static partial void Ignored(ILogger log, string path);

    [LoggerMessage(3112, LogLevel.Information, "Call {Call}: she answered her call-back: {Answer}", EventName = "CallBackAnswered")]
    public static partial void CallBackAnswered(ILogger log, CallId call, CallBackAnswer answer);

    [LoggerMessage(3113, LogLevel.Information, "Escalation {Escalation}: 1 was pressed on a paged telephone: {Outcome}", EventName = "PageAnswered")]
    public static partial void PageAnswered(ILogger log, EscalationId escalation, EscalationOutcome outcome);

    [LoggerMessage(3114, LogLevel.Information, "Escalation {Escalation}: a machine answered a paged telephone: {Outcome}", EventName = "PageMachine")]
    public static partial void PageMachine(ILogger log, EscalationId escalation, EscalationOutcome outcome);

    [LoggerMessage(3120, LogLevel.Information, "Call {Call}: a machine answered her call-back and hears {Heard}: {Reason}", EventName = "CallBackMachine")]
    public static partial void CallBackMachine(ILogger log, CallId call, ContactHow heard, ContactReason reason);

    [LoggerMessage(3121, LogLevel.Warning, "Call {Call}: what a voicemail may hear of us could not be read; it hears nothing", EventName = "VoicemailRuleUnread")]
    public static partial void VoicemailRuleUnread(ILogger log, CallId call, Exception cause);
}
