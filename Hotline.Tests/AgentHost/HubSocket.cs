using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Hotline.Tests.Servers;

namespace Hotline.Tests.AgentHost;

/// <summary>A hub client of our own over a plain WebSocket (SignalR's JSON protocol), so that what goes over the wire is what is tested.</summary>
internal sealed class HubSocket : IAsyncDisposable
{
    private const char End = '\u001e';

    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement>> _asked = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Target, JsonElement Argument)> _told = new();
    private readonly SemaphoreSlim _sending = new(1);
    private Task _reading = Task.CompletedTask;
    private int _ids;

    public bool Closed { get; private set; }

    /// <summary>Told of everything as it comes, on the reader's own thread.</summary>
    public Action<string, JsonElement>? Hears { get; set; }

    /// <param name="stop">Gives up connecting.</param>
    public static async Task<HubSocket> OpenAsync(Uri host, CookieContainer cookies, CancellationToken stop = default)
    {
        var hub = new HubSocket();
        hub._socket.Options.Cookies = cookies;
        try
        {
            await hub._socket.ConnectAsync(new UriBuilder(host) { Scheme = "ws", Path = "/hub" }.Uri, stop);
        }
        catch
        {
            hub._socket.Dispose();
            throw;
        }
        await hub.SendAsync("""{"protocol":"json","version":1}""");
        hub._reading = Task.Run(hub.ReadAsync, CancellationToken.None);
        return hub;
    }

    /// <summary>The answer; a failure is a <see cref="HubRefusal"/>.</summary>
    public async Task<JsonElement> AskAsync(string method, params object?[] arguments)
    {
        var id = Interlocked.Increment(ref _ids).ToString(CultureInfo.InvariantCulture);
        var answer = _asked[id] = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync(JsonSerializer.Serialize(new { type = 1, invocationId = id, target = method, arguments }));
        var said = await answer.Task.WaitAsync(TimeSpan.FromSeconds(30));
        if (method == "WatchCrisis") _told.Enqueue((method, said));
        return said;
    }

    /// <summary>The newest desk this console was sent.</summary>
    public JsonElement? Desk => Newest("DeskChanged");

    /// <summary>Every desk it was sent, in their order.</summary>
    public IReadOnlyList<JsonElement> Desks => [.. _told.Where(t => t.Target == "DeskChanged").Select(t => t.Argument)];

    public JsonElement? Board => Newest("BoardChanged");

    /// <summary>The open escalations as her console would show them: as it was last told all of them, with every change since.</summary>
    public JsonElement? Crisis
    {
        get
        {
            if (Newest("WatchCrisis") is not { } all) return null;
            var open = Escalations(all);
            foreach (var change in _told.Where(t => t.Target == "CrisisChanged" && Version(t.Argument) > Version(all)).Select(t => t.Argument))
            {
                foreach (var closed in change.GetProperty("closed").EnumerateArray()) open.Remove(closed.GetString()!);
                foreach (var (id, e) in Escalations(change)) open[id] = e;
            }
            return JsonSerializer.SerializeToElement(new { escalations = open.Values });

            static Dictionary<string, JsonElement> Escalations(JsonElement told) =>
                told.GetProperty("escalations").EnumerateArray().ToDictionary(e => e.GetProperty("id").GetString()!, StringComparer.Ordinal);

            static long Version(JsonElement told) => told.GetProperty("version").GetInt64();
        }
    }

    public string? SignedOut => Newest("SignedOut")?.GetString();

    public Task SeesDeskAsync(Func<JsonElement, bool> condition, string what) => Eventually.True(() => Desk is { } desk && condition(desk), what);

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
        _sending.Dispose();
    }

    private JsonElement? Newest(string target) =>
        _told.Where(t => t.Target == target).Select(t => (JsonElement?)t.Argument).LastOrDefault();

    private async Task SendAsync(string text)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(Encoding.UTF8.GetBytes(text + End), WebSocketMessageType.Text, true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        var text = new StringBuilder();
        try
        {
            while (true)
            {
                var got = await _socket.ReceiveAsync(buffer, CancellationToken.None);
                if (got.MessageType == WebSocketMessageType.Close) break;
                text.Append(Encoding.UTF8.GetString(buffer, 0, got.Count));
                if (!got.EndOfMessage) continue;
                foreach (var message in text.ToString().Split(End, StringSplitOptions.RemoveEmptyEntries)) Take(JsonDocument.Parse(message).RootElement);
                text.Clear();
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Closed from either side.
        }
        Closed = true;
        foreach (var waiting in _asked.Values) waiting.TrySetException(new HubRefusal("closed"));
    }

    private void Take(JsonElement message)
    {
        if (!message.TryGetProperty("type", out var type)) return;
        switch (type.GetInt32())
        {
            case 1:
                _told.Enqueue((message.GetProperty("target").GetString()!, message.GetProperty("arguments")[0]));
                Hears?.Invoke(message.GetProperty("target").GetString()!, message.GetProperty("arguments")[0]);
                break;
            case 3 when _asked.TryRemove(message.GetProperty("invocationId").GetString()!, out var answer):
                if (message.TryGetProperty("error", out var error)) answer.TrySetException(new HubRefusal(error.GetString()!));
                else answer.TrySetResult(message.TryGetProperty("result", out var result) ? result : default);
                break;
        }
    }
}

internal sealed class HubRefusal(string message) : Exception(message);
