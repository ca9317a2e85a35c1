using Hotline.Core.Calls;
using Hotline.Core.Staff;

namespace Hotline.Agent.Cases;

/// <summary>Ids 4200–4299.</summary>
internal static partial class CasesLog
{
    [LoggerMessage(4200, LogLevel.Information, "Note of call {Call} signed as version {Version} by {Staff}", EventName = "NoteSigned")]
    public static partial void NoteSigned(ILogger log, CallId call, int version, StaffId staff);

    [LoggerMessage(4201, LogLevel.Warning, "The note of call {Call} says that risk is present; the live state cannot be reached; the next save tells it", EventName = "RiskUntold")]
    public static partial void RiskUntold(ILogger log, CallId call);
}
