using System.Globalization;
using System.Net.Sockets;
using Hotline.Bench.Measuring;

namespace Hotline.Bench.Running;

/// <summary>A Redis of this run only, set up as <c>infra/run</c> sets its own up: every write is on disk before it is answered.</summary>
internal static class PrivateRedis
{
    public static Task<KeptProcess> StartAsync(string folder, string log, int port, string password, Faults faults, CancellationToken stop)
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
            "redis", () => OwnProcess.StartAsync(["redis-server", "redis.conf"], folder, new Dictionary<string, string>(), line: null, stop, log),
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
}
