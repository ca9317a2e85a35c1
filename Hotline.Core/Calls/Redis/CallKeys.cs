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

    /// <summary>
    /// String without expiry. A random name of this life of the stream, made by the first recorder that reads it and gone with it in a wipe. Event ids
    /// in the record begin with it: after a wipe, or in another network, the stream may give the same id to another event.
    /// </summary>
    public static RedisKey EventsOrigin(string network) => "{" + network + "}:events-origin";

    /// <summary>String with expiry. Which node's recorder copies now; saves work, decides nothing.</summary>
    public static RedisKey RecorderLease(string network) => "{" + network + "}:recorder";
}
