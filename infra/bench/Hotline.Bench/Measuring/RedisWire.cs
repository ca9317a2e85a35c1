using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Hotline.Bench.Measuring;

/// <summary>One connection that speaks Redis' own protocol, one command at a time: nothing between the measurement and the server.</summary>
internal sealed class RedisWire : IDisposable
{
    private readonly TcpClient _client;
    private readonly BufferedStream _answers;
    private readonly NetworkStream _stream;

    private RedisWire(TcpClient client) => (_client, _stream, _answers) = (client, client.GetStream(), new BufferedStream(client.GetStream(), 64 * 1024));

    public static async Task<RedisWire> ConnectAsync(int port, string password, CancellationToken stop)
    {
        var client = new TcpClient { NoDelay = true };
        try
        {
            await client.ConnectAsync("127.0.0.1", port, stop);
            var wire = new RedisWire(client);
            await wire.AskAsync(stop, "AUTH", password);
            return wire;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>The answer as text; null for none.</summary>
    public async Task<string?> AskAsync(CancellationToken stop, params string[] words)
    {
        await SendAsync(words, stop);
        return (await ReadAsync(stop)).Text;
    }

    /// <summary>The answer's elements.</summary>
    public async Task<IReadOnlyList<string?>> AskManyAsync(CancellationToken stop, params string[] words)
    {
        await SendAsync(words, stop);
        var (_, count) = await ReadAsync(stop);
        var all = new List<string?>(count);
        for (var i = 0; i < count; i++) all.Add((await ReadAsync(stop)).Text);
        return all;
    }

    public void Dispose()
    {
        _answers.Dispose();
        _client.Dispose();
    }

    private async Task SendAsync(string[] words, CancellationToken stop)
    {
        var command = new StringBuilder().Append(CultureInfo.InvariantCulture, $"*{words.Length}\r\n");
        foreach (var word in words) command.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n");
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(command.ToString()), stop);
    }

    /// <summary>One value: its text, or how many follow.</summary>
    private async Task<(string? Text, int Count)> ReadAsync(CancellationToken stop)
    {
        var line = await LineAsync(stop);
        var rest = line[1..];
        switch (line[0])
        {
            case '-':
                throw new CannotMeasureException($"Redis answered {rest}");
            case '*':
                return (null, int.Parse(rest, CultureInfo.InvariantCulture));
            case '$' when rest == "-1":
                return (null, 0);
            case '$':
                var text = new byte[int.Parse(rest, CultureInfo.InvariantCulture) + 2];
                await _answers.ReadExactlyAsync(text, stop);
                return (Encoding.UTF8.GetString(text.AsSpan(..^2)), 0);
            default:
                return (rest, 0);
        }
    }

    private async Task<string> LineAsync(CancellationToken stop)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (true)
        {
            await _answers.ReadExactlyAsync(one, stop);
            if (one[0] == '\n') return line.ToString().TrimEnd('\r');
            line.Append((char)one[0]);
        }
    }
}
