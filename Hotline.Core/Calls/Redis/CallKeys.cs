using StackExchange.Redis;

namespace Hotline.Core.Calls.Redis;

/// <summary>The Redis keys of the Calls feature.</summary>
internal static class CallKeys
{
    /// <summary>
    /// Stream. What happened, not yet copied into the record. Written by the live-state scripts; trimmed by the recorder, which trims only what
    /// it has copied. Without expiry: an event that is not yet in SQL is kept however long SQL is away.
    /// </summary>
    public static RedisKey Events(string network) => "{" + network + "}:events";

    /// <summary>String with expiry. Which node's recorder copies now; saves work, decides nothing.</summary>
    public static RedisKey RecorderLease(string network) => "{" + network + "}:recorder";
}
