using Microsoft.Extensions.Logging;

namespace Hotline.Core.Storage;

/// <summary>Ids 2000–2029.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(2000, LogLevel.Warning, "The {Provider} database is not ready; trying again in {Seconds} s: {Reason}", EventName = "StorageNotReady")]
    public static partial void NotReady(ILogger log, StorageProvider provider, double seconds, string reason);

    [LoggerMessage(2001, LogLevel.Information, "Schema step {Number} ({Name}) applied", EventName = "StorageMigrated")]
    public static partial void Migrated(ILogger log, int number, string name);

    [LoggerMessage(2002, LogLevel.Warning, "A NEW KEY FILE was made: {File}. Numbers and notes can be read only with it. Back it up now, apart from the database.", EventName = "StorageKeyFileMade")]
    public static partial void KeyFileMade(ILogger log, string file);

    [LoggerMessage(2003, LogLevel.Warning, "The key file {File} can be read by other users of this machine; its mode should be 0600", EventName = "StorageKeyFileOpenToOthers")]
    public static partial void KeyFileOpenToOthers(ILogger log, string file);
}
