using System.Globalization;
using System.Net.Sockets;
using Hotline.Bench.Measuring;

namespace Hotline.Bench.Running;

/// <summary>A Redis of this run only, set up as <c>infra/run</c> sets its own up: every write is on disk before it is answered.</summary>
internal static class PrivateRedis
{
    /// <param name="disk">How much longer each sync lasts than this machine's disk takes for it.</param>
    public static Task<KeptProcess> StartAsync(string folder, string log, int port, string password, TimeSpan disk, Faults faults, CancellationToken stop)
    {
        File.WriteAllText(Path.Combine(folder, "redis.conf"), string.Create(CultureInfo.InvariantCulture, $"""
            port {port}
            bind 127.0.0.1
            requirepass {password}
            daemonize no
            dir .
            save ""
            appendonly yes
            appendfsync always
            maxmemory-policy noeviction

            """));
        return KeptProcess.StartAsync(
            "redis", () => OwnProcess.StartAsync([.. Slowed(disk), "redis-server", "redis.conf"], folder, new Dictionary<string, string>(), line: null, stop, log),
            async cancel =>
            {
                try
                {
                    using var redis = await RedisWire.ConnectAsync(port, password, cancel);
                    return await redis.AskAsync(cancel, "PING") == "PONG";
                }
                catch (Exception e) when (e is SocketException or IOException or CannotMeasureException)
                {
                    return false;
                }
            }, faults, stop);
    }

    // With -D the tracer is a grandchild: the process that is started, measured and killed is Redis itself.
    private static string[] Slowed(TimeSpan disk) => disk <= TimeSpan.Zero
        ? []
        : ["strace", "-D", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync", "-e", string.Create(CultureInfo.InvariantCulture, $"inject=fdatasync:delay_exit={disk.TotalMicroseconds:0}")];
}
