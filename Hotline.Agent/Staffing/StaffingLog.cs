using Hotline.Core.Staffing;

namespace Hotline.Agent.Staffing;

/// <summary>Ids 4300–4349.</summary>
internal static partial class StaffingLog
{
    [LoggerMessage(4300, LogLevel.Warning, "Lane {Lane}: {Kind} at {At:o}", EventName = "StaffingAlarmRaised")]
    public static partial void Raised(ILogger log, StaffedLane lane, AlarmKind kind, DateTimeOffset at);

    [LoggerMessage(4301, LogLevel.Information, "Lane {Lane}: {Kind} is over", EventName = "StaffingAlarmOver")]
    public static partial void Over(ILogger log, StaffedLane lane, AlarmKind kind);

    [LoggerMessage(4302, LogLevel.Warning, "The roster cannot be read ({Why}); the last one known goes on counting", EventName = "RosterUnread")]
    public static partial void Unread(ILogger log, string why);
}
