using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Hotline.Bench.Measuring;

/// <summary>One connection that speaks Redis' own protocol, one command at a time: nothing between the measurement and the server.</summary>
internal sealed class RedisWire : IDisposable
{
    private readonly TcpClient _client;
    private readonly NetworkStream _stream;
    private readonly byte[] _answer = new byte[4096];

    private RedisWire(TcpClient client) => (_client, _stream) = (client, client.GetStream());

    public static async Task<RedisWire> ConnectAsync(int port, string password, CancellationToken stop)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync("127.0.0.1", port, stop);
        var wire = new RedisWire(client);
        await wire.AskAsync(stop, "AUTH", password);
        return wire;
    }

    /// <summary>The answer's text without its type mark; only answers of one line or one short text are understood.</summary>
    public async Task<string> AskAsync(CancellationToken stop, params string[] words)
    {
        var command = new StringBuilder().Append(CultureInfo.InvariantCulture, $"*{words.Length}\r\n");
        foreach (var word in words) command.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n");
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(command.ToString()), stop);

        var length = 0;
        while (!IsWhole(_answer.AsSpan(0, length)))
        {
            var read = await _stream.ReadAsync(_answer.AsMemory(length), stop);
            length += read > 0 ? read : throw new CannotMeasureException("Redis closed the connection, or answered more than was asked");
        }
        var text = Encoding.UTF8.GetString(_answer, 0, length);
        return text[0] != '-' ? text[(text[0] == '$' ? text.IndexOf('\n') + 1 : 1)..].TrimEnd() : throw new CannotMeasureException($"Redis answered {text.TrimEnd()}");
    }

    public void Dispose()
    {
        _stream.Dispose();
        _client.Dispose();
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf((byte)'\n');
        if (end < 0) return false;
        return answer[0] != '$' || answer.Length >= end + 1 + int.Parse(answer[1..(end - 1)], CultureInfo.InvariantCulture) + 2;
    }
}
