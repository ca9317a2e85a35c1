using Hotline.Core.Calls;
using Hotline.Core.Staff;

namespace Hotline.Agent.Cases;

/// <summary>Ids 4200–4299.</summary>
internal static partial class CasesLog
{
    [LoggerMessage(4200, LogLevel.Information, "Note of call {Call} signed as version {Version} by {Staff}", EventName = "NoteSigned")]
    public static partial void NoteSigned(ILogger log, CallId call, int version, StaffId staff);
}
