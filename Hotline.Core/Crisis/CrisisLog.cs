using Microsoft.Extensions.Logging;

namespace Hotline.Core.Crisis;

/// <summary>Ids 1300–1319.</summary>
internal static partial class CrisisLog
{
    [LoggerMessage(1300, LogLevel.Error, "The live state cannot be reached in {Act} of an escalation", EventName = "CrisisDegraded")]
    public static partial void Degraded(ILogger log, string act, Exception cause);

    [LoggerMessage(1301, LogLevel.Error, "A page of escalation {Escalation} failed at this host; its timer orders it again", EventName = "PageFailed")]
    public static partial void PageFailed(ILogger log, EscalationId escalation, Exception cause);

    [LoggerMessage(1302, LogLevel.Warning, "Telephones that were paged for an acknowledged escalation could not be withdrawn", EventName = "PagesNotWithdrawn")]
    public static partial void NotWithdrawn(ILogger log, Exception cause);

    [LoggerMessage(1303, LogLevel.Error, "The ladder of centre {Centre} could not be told; the built-in one is used", EventName = "LadderMissing")]
    public static partial void LadderMissing(ILogger log, string centre, Exception? cause);

    [LoggerMessage(1304, LogLevel.Warning, "Open escalations could not be compared with the record; again in a while", EventName = "EscalationsNotRead")]
    public static partial void NotRead(ILogger log, Exception cause);

    [LoggerMessage(1305, LogLevel.Warning, "The live state had lost {Count} open escalations; they are back", EventName = "EscalationsRestored")]
    public static partial void Restored(ILogger log, int count);
}
