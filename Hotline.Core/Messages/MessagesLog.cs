using Microsoft.Extensions.Logging;

namespace Hotline.Core.Messages;

/// <summary>Ids 1420–1439. Ids and codes only: never a number, never what was said.</summary>
internal static partial class MessagesLog
{
    [LoggerMessage(1420, LogLevel.Information, "Message {Message} is kept; the carrier has it no more", EventName = "MessageKept")]
    public static partial void Kept(ILogger log, Guid message);

    [LoggerMessage(1421, LogLevel.Warning, "Message {Message} cannot be fetched yet ({Reason}); try {Try}", EventName = "MessageNotFetched")]
    public static partial void NotFetched(ILogger log, Guid message, string reason, int @try);

    [LoggerMessage(1422, LogLevel.Error, "Message {Message}: the carrier has no such recording; it cannot be heard by anybody", EventName = "MessageLost")]
    public static partial void Lost(ILogger log, Guid message);

    [LoggerMessage(1423, LogLevel.Warning, "Message {Message} is kept, but the carrier could not be asked to delete it; again in a while", EventName = "MessageNotDeleted")]
    public static partial void NotDeleted(ILogger log, Guid message);

    [LoggerMessage(1424, LogLevel.Warning, "Messages could not be looked through ({Why}); again in a while", EventName = "MessagesNotRead")]
    public static partial void NotRead(ILogger log, string why);

    [LoggerMessage(1425, LogLevel.Information, "{Count} messages heard long ago were removed", EventName = "MessagesRemoved")]
    public static partial void Removed(ILogger log, int count);
}
