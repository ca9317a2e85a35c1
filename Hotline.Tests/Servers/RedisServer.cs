using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using NUnit.Framework;

namespace Hotline.Tests.Servers;

/// <summary>
/// A real redis-server of one test fixture: own port, own folder, <c>appendonly yes, appendfsync always</c> as in production. Ended by its process id.
/// Not installed: the test is ignored with the reason, or fails when <c>HOTLINE_REQUIRE_SERVERS=1</c>.
/// </summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly string _folder;
    private Process _process;

    private RedisServer(int port, string folder, Process process) => (Port, _folder, _process) = (port, folder, process);

    public int Port { get; }

    /// <summary>Beside its data; for what the hosts on it must share.</summary>
    public string Folder => _folder;

    /// <summary>For <c>ConnectionStrings__Redis</c>. Does not abort when the server is away; <c>allowAdmin</c> is for tests only.</summary>
    public string ConnectionString => $"127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)},abortConnect=false,allowAdmin=true";

    public static async Task<RedisServer> StartAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            var folder = System.IO.Directory.CreateTempSubdirectory("hotline-redis-").FullName;
            var port = Ports.Free();
            var process = Launch(port, folder);
            if (await AnswersAsync(process, port)) return new RedisServer(port, folder, process);
            await EndAsync(process);
            System.IO.Directory.Delete(folder, recursive: true);
            // Another test may have taken the free port between the look and the start.
            if (attempt == 5) Assert.Fail("redis-server is installed but did not start in five attempts.");
        }
    }

    /// <summary>SIGKILL: the process is gone, its data stay.</summary>
    public Task KillAsync() => EndAsync(_process);

    /// <summary>After <see cref="KillAsync"/>: the same port, the same data.</summary>
    public async Task RestartAsync()
    {
        _process = Launch(Port, _folder);
        if (!await AnswersAsync(_process, Port)) Assert.Fail("redis-server did not come back on its port.");
    }

    /// <summary>Killed and started again: for so long at least it reads its data back and refuses every command (LOADING), as one with much of them does.</summary>
    public async Task RestartReadingAsync(TimeSpan length)
    {
        // Between a thousand changes it answers, and only then.
        const int changes = 20_000;
        await CommandAsync(Port, $"EVAL \"for i = 1, {changes} do redis.call('SET', 'read-back', i) end redis.call('DEL', 'read-back')\" 0", TimeSpan.FromSeconds(30));
        await KillAsync();
        var each = (long)length.TotalMicroseconds / changes;
        _process = Launch(Port, _folder, "--key-load-delay", each.ToString(CultureInfo.InvariantCulture));
        if (!await AnswersAsync(_process, Port)) Assert.Fail("redis-server did not come back on its port.");
        Assert.That(await CommandAsync(Port, "PING", TimeSpan.FromSeconds(5)), Does.StartWith("-LOADING"), "it reads its data back");
    }

    /// <summary>After <see cref="RestartReadingAsync"/>: it reads the rest at once.</summary>
    public async Task EndReadingAsync()
    {
        await SetAsync("key-load-delay 0");
        await Eventually.True(async () => (await CommandAsync(Port, "PING", TimeSpan.FromSeconds(5))).StartsWith("+PONG", StringComparison.Ordinal), "it has read its data back");
    }

    /// <summary>SIGSTOP: it hangs, connections stay open.</summary>
    public void Stop() => Signal("-STOP");

    /// <summary>SIGCONT.</summary>
    public void Continue() => Signal("-CONT");

    /// <summary>Everything is wiped, as by an operator's mistake.</summary>
    public async Task FlushAllAsync() => await CommandAsync(Port, "FLUSHALL", TimeSpan.FromSeconds(30));

    /// <summary>Its memory is full: it answers, and takes nothing that may need more.</summary>
    public async Task FillAsync() => await SetAsync("maxmemory 1");

    /// <summary>After <see cref="FillAsync"/>.</summary>
    public async Task MakeRoomAsync() => await SetAsync("maxmemory 0");

    /// <summary>It follows a master that is not there: it answers with what it has, and takes no writes, as when its provider changes over to another machine.</summary>
    public async Task FollowAsync() => await DoAsync("REPLICAOF 127.0.0.1 1");

    /// <summary>After <see cref="FollowAsync"/>: it leads again.</summary>
    public async Task LeadAsync() => await DoAsync("REPLICAOF NO ONE");

    public async ValueTask DisposeAsync()
    {
        await EndAsync(_process);
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    private Task SetAsync(string setting) => DoAsync("CONFIG SET " + setting);

    private async Task DoAsync(string command) => Assert.That(await CommandAsync(Port, command, TimeSpan.FromSeconds(5)), Is.EqualTo("+OK\r\n"), command);

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static Process Launch(int port, string folder, params string[] more)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("redis-server",
            [
                "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", folder,
                "--appendonly", "yes", "--appendfsync", "always", "--save", "", "--logfile", Path.Combine(folder, "redis.log"), "--daemonize", "no", .. more,
            ]))!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            const string reason = "redis-server is not installed (apt-get install redis-server).";
            if (Environment.GetEnvironmentVariable("HOTLINE_REQUIRE_SERVERS") == "1") Assert.Fail(reason);
            Assert.Ignore(reason);
            throw;
        }
    }

    private static async Task EndAsync(Process process)
    {
        if (process.HasExited) return;
        process.Kill();
        await process.WaitForExitAsync();
    }

    private static async Task<bool> AnswersAsync(Process process, int port)
    {
        var since = Stopwatch.GetTimestamp();
        while (!process.HasExited && Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(30))
        {
            try
            {
                // The process id proves that it is ours that answers, not a neighbour's on the same port.
                var info = await CommandAsync(port, "INFO server", TimeSpan.FromSeconds(5));
                if (info.Contains($"process_id:{process.Id.ToString(CultureInfo.InvariantCulture)}\r", StringComparison.Ordinal)) return true;
            }
            catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
            {
                // Not yet.
            }
            await Task.Delay(10);
        }
        return false;
    }

    private static async Task<string> CommandAsync(int port, string command, TimeSpan within)
    {
        using var deadline = new CancellationTokenSource(within);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, deadline.Token);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), deadline.Token);
        var buffer = new byte[16384];
        var n = await stream.ReadAsync(buffer, deadline.Token);
        return Encoding.ASCII.GetString(buffer, 0, n);
    }
}
