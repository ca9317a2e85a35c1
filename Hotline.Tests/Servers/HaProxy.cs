using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NUnit.Framework;

namespace Hotline.Tests.Servers;

/// <summary>
/// HAProxy from the distribution with the deployment's own configuration, before two Api and two Agent hosts. Ended by its process id. Not installed:
/// the test is ignored with the reason, or fails when <c>HOTLINE_REQUIRE_SERVERS=1</c>.
/// </summary>
internal sealed class HaProxy : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _printed = new();

    private HaProxy(Process process, Uri carrier, Uri staff) => (_process, Carrier, Staff) = (process, carrier, staff);

    /// <summary>Where the carrier asks.</summary>
    public Uri Carrier { get; }

    /// <summary>Where consoles connect.</summary>
    public Uri Staff { get; }

    public IReadOnlyCollection<string> Printed => _printed;

    public static Uri FreeAddress() => new($"http://127.0.0.1:{Ports.Free().ToString(CultureInfo.InvariantCulture)}");

    public static async Task<HaProxy> StartAsync(Uri carrier, Uri staff, IReadOnlyList<Uri> api, IReadOnlyList<Uri> agent)
    {
        var configuration = Path.Combine(Root(), "infra", "deploy", "haproxy", "haproxy.cfg");
        var start = new ProcessStartInfo(Program(), ["-db", "-f", configuration]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, address) in new[]
        {
            ("CARRIER_BIND", carrier), ("STAFF_BIND", staff), ("API_1", api[0]), ("API_2", api[1]), ("AGENT_1", agent[0]), ("AGENT_2", agent[1]),
        })
            start.Environment[name] = address.Authority;
        var proxy = new HaProxy(Process.Start(start)!, carrier, staff);
        proxy._process.ErrorDataReceived += (_, line) => proxy.Print(line.Data);
        proxy._process.OutputDataReceived += (_, line) => proxy.Print(line.Data);
        proxy._process.BeginErrorReadLine();
        proxy._process.BeginOutputReadLine();
        await Eventually.True(async () =>
        {
            if (proxy._process.HasExited) Assert.Fail($"haproxy ended at once:\n{string.Join('\n', proxy.Printed)}");
            return await AnswersAsync(staff) && await AnswersAsync(carrier);
        }, "haproxy listens");
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string Program()
    {
        // /usr/sbin is not in everybody's path.
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Append("/usr/local/sbin"))
            if (File.Exists(Path.Combine(folder, "haproxy"))) return Path.Combine(folder, "haproxy");
        const string reason = "haproxy is not installed (apt-get install haproxy).";
        if (Environment.GetEnvironmentVariable("HOTLINE_REQUIRE_SERVERS") == "1") Assert.Fail(reason);
        Assert.Ignore(reason);
        throw new InvalidOperationException(reason);
    }

    private static string Root()
    {
        var root = TestContext.CurrentContext.TestDirectory;
        while (!File.Exists(Path.Combine(root, "Hotline.sln")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The tests do not lie in a checkout.");
        return root;
    }

    private static async Task<bool> AnswersAsync(Uri address)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, address.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Print(string? line)
    {
        if (line is not null) _printed.Enqueue(line);
    }
}
