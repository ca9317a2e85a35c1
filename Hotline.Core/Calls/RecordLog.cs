using Microsoft.Extensions.Logging;

namespace Hotline.Core.Calls;

/// <summary>Ids 2030–2059.</summary>
internal static partial class RecordLog
{
    [LoggerMessage(2030, LogLevel.Information, "Events are being copied into the record", EventName = "RecordCopying")]
    public static partial void Copying(ILogger log);

    [LoggerMessage(2031, LogLevel.Warning, "Events are not being copied into the record: {Trouble} ({Cause}). They are kept in the stream", EventName = "RecordNotCopying")]
    public static partial void NotCopying(ILogger log, string trouble, string cause);

    [LoggerMessage(2032, LogLevel.Error, "Event {EventId} could not be read and is kept as malformed", EventName = "RecordMalformed")]
    public static partial void Malformed(ILogger log, string eventId);
}
