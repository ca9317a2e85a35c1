using System.Net.Sockets;
using System.Text;
using Hotline.DevHost.Settings;
using Hotline.DevHost.Supervision;

namespace Hotline.DevHost.Parts;

/// <summary>Ready when it answers PING: not merely listening, but with its file loaded.</summary>
internal sealed class RedisProbe(PrivateRedis redis) : IProbe
{
    public async Task<string?> MissingAsync(CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", redis.Port, limit.Token);
            await using var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"AUTH {redis.Password}\r\nPING\r\n"), limit.Token);
            using var reader = new StreamReader(stream, Encoding.ASCII);
            var signedIn = await reader.ReadLineAsync(limit.Token);
            var answer = await reader.ReadLineAsync(limit.Token);
            return answer is "+PONG" ? null : $"answers '{signedIn}', '{answer}'";
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return $"does not answer on port {redis.Port}";
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return "takes longer than 2 s to answer";
        }
    }
}
