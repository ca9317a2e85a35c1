using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NUnit.Framework;

namespace Hotline.Tests.Faults;

/// <summary>The faults are real: a proxy that only claimed to delay or cut would make every fault test pass.</summary>
[Category("Faults")]
internal sealed class A_fault_proxy
{
    private TcpListener _echo = null!;
    private FaultProxy _proxy = null!;
    private Socket _client = null!;
    private Socket _server = null!;

    [SetUp]
    public async Task ConnectAsync()
    {
        _echo = new TcpListener(IPAddress.Loopback, 0);
        _echo.Start();
        _proxy = FaultProxy.Before(((IPEndPoint)_echo.LocalEndpoint).Port);
        _client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await _client.ConnectAsync(IPAddress.Loopback, _proxy.Port);
        _server = await _echo.AcceptSocketAsync();
        await SendAsync(_client, "hello");
        Assert.That(await ReadAsync(_server), Is.EqualTo("hello"));
    }

    [TearDown]
    public async Task EndAsync()
    {
        _client.Dispose();
        _server.Dispose();
        await _proxy.DisposeAsync();
        _echo.Dispose();
    }

    [Test]
    public async Task Delays_and_does_not_throttle()
    {
        _proxy.Delays(TimeSpan.FromMilliseconds(300));
        var since = Stopwatch.GetTimestamp();
        for (var i = 0; i < 10; i++)
        {
            await SendAsync(_client, "x");
            await Task.Delay(10);
        }
        var got = "";
        while (got.Length < 10) got += await ReadAsync(_server);
        Assert.That(Stopwatch.GetElapsedTime(since).TotalMilliseconds, Is.InRange(380, 2900));
    }

    [Test]
    public async Task Throttles()
    {
        _proxy.ToTarget.BytesPerSecond = 1000;
        var since = Stopwatch.GetTimestamp();
        await SendAsync(_client, new string('x', 400));
        var got = "";
        while (got.Length < 400) got += await ReadAsync(_server);
        Assert.That(Stopwatch.GetElapsedTime(since).TotalMilliseconds, Is.GreaterThan(350));
    }

    [Test]
    public async Task Holds_one_direction_and_delivers_when_healed()
    {
        _proxy.ToTarget.BlackHole();
        await SendAsync(_client, "held");
        await SendAsync(_server, "free");
        Assert.That(await ReadAsync(_client), Is.EqualTo("free"));
        await Servers.Eventually.True(() => _proxy.ToTarget.Waiting == 4, "it is held");
        Assert.That(_server.Available, Is.Zero);
        _proxy.Heal();
        Assert.That(await ReadAsync(_server), Is.EqualTo("held"));
    }

    [Test]
    public async Task Cuts_with_a_reset_and_refuses_until_healed()
    {
        _proxy.Cut();
        Assert.That(async () => await ReadAsync(_client), Throws.InstanceOf<SocketException>());
        Assert.That(async () => await ReadAsync(_server), Throws.InstanceOf<SocketException>());
        using var refused = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        Assert.That(async () =>
        {
            await refused.ConnectAsync(IPAddress.Loopback, _proxy.Port);
            return await ReadAsync(refused);
        }, Throws.InstanceOf<SocketException>());
        _proxy.Heal();
        using var again = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await again.ConnectAsync(IPAddress.Loopback, _proxy.Port);
        using var accepted = await _echo.AcceptSocketAsync();
        await SendAsync(again, "back");
        Assert.That(await ReadAsync(accepted), Is.EqualTo("back"));
    }

    [Test]
    public async Task Closes_one_half()
    {
        _proxy.HalfClose();
        Assert.That(await ReadAsync(_server), Is.Empty, "the target is told that nothing more comes");
        await SendAsync(_server, "still");
        Assert.That(await ReadAsync(_client), Is.EqualTo("still"));
    }

    private static async Task SendAsync(Socket socket, string text) => await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(text));

    private static async Task<string> ReadAsync(Socket socket)
    {
        var buffer = new byte[1024];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        return System.Text.Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, limit.Token));
    }
}
