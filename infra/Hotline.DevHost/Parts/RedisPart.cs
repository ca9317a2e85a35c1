using Hotline.DevHost.Settings;
using Hotline.DevHost.Supervision;

namespace Hotline.DevHost.Parts;

/// <summary>A Redis of our own: reachable from this machine only, with a password, and every write on disk before it is acknowledged.</summary>
internal static class RedisPart
{
    public static Part Of(PrivateRedis redis, string dataFolder)
    {
        var folder = Path.Combine(dataFolder, "redis");
        OwnerOnly.Folder(folder);
        // The password stands in a file, not among the arguments, which every user of the machine can list.
        OwnerOnly.Write(Path.Combine(folder, "redis.conf"), $"""
            port {redis.Port}
            bind 127.0.0.1
            protected-mode yes
            requirepass {redis.Password}
            daemonize no
            dir .
            save ""
            appendonly yes
            appendfsync always
            maxmemory-policy noeviction
            always-show-logo no

            """);
        return new Part("redis", Exclusive(redis.Server, folder), new RedisProbe(redis));
    }

    /// <summary>
    /// The server itself holds a lock on its folder, so after a hard end of this host the next Redis waits until the last one has left:
    /// two never append to one file.
    /// </summary>
    private static Command Exclusive(string server, string folder) => SearchPath.Find("flock") is { } flock && OperatingSystem.IsLinux()
        ? new Command(flock, ["--no-fork", "--timeout", "20", "--conflict-exit-code", "75", "lock", server, "redis.conf"], folder, new Dictionary<string, string>())
        : new Command(server, ["redis.conf"], folder, new Dictionary<string, string>());
}
