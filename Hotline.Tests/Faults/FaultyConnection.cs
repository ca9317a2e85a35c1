using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Hotline.Tests.Faults;

/// <summary>One connection through a <see cref="FaultProxy"/>.</summary>
internal sealed class FaultyConnection(Socket client)
{
    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly CancellationTokenSource _reset = new();
    private volatile bool _forgotten;

    /// <summary>Until both sides have closed, or it is reset.</summary>
    public async Task CarryAsync(IPEndPoint target, FaultyWay to, FaultyWay from, CancellationToken ended)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ended, _reset.Token);
        try
        {
            client.NoDelay = true;
            await _server.ConnectAsync(target, stop.Token);
            var ways = new[] { PumpAsync(client, _server, to, stop.Token), PumpAsync(_server, client, from, stop.Token) };
            // One that fails takes the other with it.
            if (await (await Task.WhenAny(ways))) await Task.WhenAll(ways);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Reset, or the target is not there.
        }
    }

    /// <summary>From now on nothing that is sent on it arrives, and nobody is told.</summary>
    public void Forget() => _forgotten = true;

    /// <summary>Reads what comes and answers nothing, until the client closes.</summary>
    public async Task ForgetAsync(CancellationToken ended)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ended, _reset.Token);
        var buffer = new byte[4096];
        try
        {
            while (await client.ReceiveAsync(buffer, stop.Token) > 0)
            {
                // Nobody reads it.
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Reset.
        }
    }

    /// <summary>RST to both sides.</summary>
    public void Reset()
    {
        _reset.Cancel();
        foreach (var socket in new[] { client, _server })
        {
            try
            {
                socket.LingerState = new LingerOption(true, 0);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // It was never connected, or is closed already.
            }
            socket.Dispose();
        }
    }

    public void HalfClose()
    {
        try
        {
            _server.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed already.
        }
    }

    /// <summary>Carries one direction to its end. Reading goes on while delivery is delayed, so that a delay is a delay and no throttle. False: it broke.</summary>
    private async Task<bool> PumpAsync(Socket source, Socket sink, FaultyWay way, CancellationToken stop)
    {
        var pieces = Channel.CreateBounded<(byte[] Bytes, DateTimeOffset At)>(1024);
        var delivered = DeliverAsync(pieces.Reader, sink, way, stop);
        var buffer = new byte[16 * 1024];
        try
        {
            while (await source.ReceiveAsync(buffer, stop) is var n and > 0)
            {
                way.Came(n);
                await pieces.Writer.WriteAsync((buffer[..n], TimeProvider.System.GetUtcNow()), stop);
            }
            pieces.Writer.Complete();
            if (!await delivered) return false;
            sink.Shutdown(SocketShutdown.Send);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            pieces.Writer.TryComplete();
            return false;
        }
    }

    private async Task<bool> DeliverAsync(ChannelReader<(byte[] Bytes, DateTimeOffset At)> pieces, Socket sink, FaultyWay way, CancellationToken stop)
    {
        try
        {
            await foreach (var (bytes, at) in pieces.ReadAllAsync(stop))
            {
                if (_forgotten) continue;
                await way.PassAsync(bytes.Length, at, stop);
                for (var sent = 0; sent < bytes.Length;) sent += await sink.SendAsync(bytes.AsMemory(sent), stop);
                way.Went(bytes.Length);
            }
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }
}
