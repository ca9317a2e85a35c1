using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hotline.Bench.Carrier;

/// <summary>One kept connection, one POST at a time, and no more of HTTP than the product's answers need: the load generator shares the machine.</summary>
internal sealed class HttpWire : IDisposable
{
    private static readonly byte[] HeadersEnd = "\r\n\r\n"u8.ToArray(), Length = "Content-Length: "u8.ToArray(), Closing = "Connection: close"u8.ToArray();

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private CancellationTokenSource _limit = new();
    private byte[] _buffer = new byte[8 * 1024];

    /// <summary>A <see cref="System.Diagnostics.Stopwatch"/> time stamp.</summary>
    public long UsedAt { get; set; }

    /// <summary>The host has said that it takes no further request here.</summary>
    public bool IsSpent { get; private set; }

    public static async Task<HttpWire> ConnectAsync(IPEndPoint host, CancellationToken stop)
    {
        var wire = new HttpWire();
        try
        {
            await wire._socket.ConnectAsync(host, stop);
            return wire;
        }
        catch
        {
            wire.Dispose();
            throw;
        }
    }

    /// <summary>Throws <see cref="IOException"/> or <see cref="SocketException"/> when the host is gone, <see cref="TimeoutException"/> when it is slow.</summary>
    public async Task<(int Status, string Body)> PostAsync(ReadOnlyMemory<byte> request, TimeSpan within)
    {
        if (!_limit.TryReset()) _limit = new CancellationTokenSource();
        _limit.CancelAfter(within);
        try
        {
            await _socket.SendAsync(request, _limit.Token);
            int read = 0, whole = int.MaxValue, body = 0, status = 0;
            while (read < whole)
            {
                if (read == _buffer.Length) Array.Resize(ref _buffer, 2 * _buffer.Length);
                var got = await _socket.ReceiveAsync(_buffer.AsMemory(read), _limit.Token);
                if (got == 0) throw new IOException("the connection was closed before the answer");
                read += got;
                if (whole != int.MaxValue || _buffer.AsSpan(0, read).IndexOf(HeadersEnd) is not (>= 0 and var headers)) continue;
                body = headers + HeadersEnd.Length;
                (status, whole) = (Whole(_buffer.AsSpan(9, 3)), body + LengthIn(_buffer.AsSpan(0, headers + 2)));
                IsSpent = _buffer.AsSpan(0, headers).IndexOf(Closing) >= 0;
            }
            return (status, Encoding.UTF8.GetString(_buffer, body, whole - body));
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"not answered within {within.TotalSeconds:0} s");
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _limit.Dispose();
    }

    private static int LengthIn(ReadOnlySpan<byte> headers)
    {
        var at = headers.IndexOf(Length);
        if (at < 0) throw new IOException("an answer without a length");
        var rest = headers[(at + Length.Length)..];
        return Whole(rest[..rest.IndexOf((byte)'\r')]);
    }

    private static int Whole(ReadOnlySpan<byte> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
