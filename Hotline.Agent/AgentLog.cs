using Hotline.Core.Staff;

namespace Hotline.Agent;

/// <summary>Ids 4000–4099.</summary>
internal static partial class AgentLog
{
    [LoggerMessage(4000, LogLevel.Warning, "The session of {Staff} could not be checked against the record ({Why}); it holds until it can", EventName = "StampUnchecked")]
    public static partial void StampUnchecked(ILogger log, StaffId staff, string why);

    [LoggerMessage(4001, LogLevel.Information, "Console of {Staff} connected ({Connection})", EventName = "ConsoleConnected")]
    public static partial void Connected(ILogger log, StaffId staff, string connection);

    [LoggerMessage(4002, LogLevel.Information, "Console of {Staff} disconnected ({Connection}): {Why}", EventName = "ConsoleDisconnected")]
    public static partial void Disconnected(ILogger log, StaffId staff, string connection, string why);

    [LoggerMessage(4003, LogLevel.Debug, "{Staff} asked {Method}: {Outcome}", EventName = "HubAsked")]
    public static partial void Asked(ILogger log, StaffId staff, string method, string outcome);

    [LoggerMessage(4004, LogLevel.Warning, "{Staff} asked {Method} in vain: {Why}", EventName = "HubDegraded")]
    public static partial void AskedInVain(ILogger log, StaffId staff, string method, string why);

    [LoggerMessage(4005, LogLevel.Error, "{Staff} asked {Method}: failed", EventName = "HubFailed")]
    public static partial void AskFailed(ILogger log, Exception error, StaffId staff, string method);

    [LoggerMessage(4006, LogLevel.Information, "Sessions of {Staff} ended: {Reason}", EventName = "SessionsEnded")]
    public static partial void SessionsEnded(ILogger log, StaffId staff, string reason);

    [LoggerMessage(4007, LogLevel.Warning, "{Work} could not be done ({Why}); it is tried again", EventName = "WorkFailed")]
    public static partial void WorkFailed(ILogger log, string work, string why);

    [LoggerMessage(4008, LogLevel.Warning, "Refused a {Method} to {Route} from another site", EventName = "CrossSiteRefused")]
    public static partial void CrossSite(ILogger log, string method, string route);

    [LoggerMessage(4009, LogLevel.Error, "{Method} {Route} failed", EventName = "RequestFailed")]
    public static partial void RequestFailed(ILogger log, Exception error, string method, string route);

    [LoggerMessage(4010, LogLevel.Warning, "{Method} {Route}: the record cannot be reached ({Why})", EventName = "RecordUnreachable")]
    public static partial void RecordUnreachable(ILogger log, string method, string route, string why);
}
