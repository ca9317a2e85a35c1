using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Hotline.Bench.Operators;

/// <summary>One connection to the hub over a plain WebSocket: SignalR's JSON protocol, records ended by 0x1E, and nothing more than is needed.</summary>
internal sealed class HubSocket : IAsyncDisposable
{
    private const byte RecordEnd = 0x1e;

    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(10), AnswerWithin = TimeSpan.FromSeconds(15);

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _asked = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _over = new();
    private readonly Action<string, JsonElement, long> _told;
    private readonly string _who;
    private Task _working = Task.CompletedTask;
    private int _lastId, _ended;

    private HubSocket(string who, Action<string, JsonElement, long> told) => (_who, _told) = (who, told);

    /// <summary>Completes, with the reason, when the connection is lost; never when it is closed from here.</summary>
    public TaskCompletionSource<string> Lost { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="told">Receives what the hub calls: the method, its first argument, and when its bytes were there.</param>
    public static async Task<HubSocket> ConnectAsync(
        Uri agent, string cookie, string who, Action<string, JsonElement, long> told, CancellationToken stop)
    {
        var hub = new HubSocket(who, told);
        hub._socket.Options.SetRequestHeader("Cookie", cookie);
        hub._socket.Options.Proxy = null;
        try
        {
            await hub._socket.ConnectAsync(new UriBuilder(agent) { Scheme = "ws", Path = "/hub" }.Uri, stop).WaitAsync(AnswerWithin, stop);
            await hub.SendAsync("""{"protocol":"json","version":1}""", stop);
            var handshake = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            hub._asked[""] = handshake;
            hub._working = Task.WhenAll(hub.ReceiveAsync(), hub.PingAsync());
            await handshake.Task.WaitAsync(AnswerWithin, stop);
            return hub;
        }
        catch
        {
            await hub.DisposeAsync();
            throw;
        }
    }

    /// <summary>The result's text: outcomes are words. Throws when the hub answers with an error.</summary>
    public async Task<string> AskAsync(string method, CancellationToken stop, params object?[] arguments)
    {
        var id = Interlocked.Increment(ref _lastId).ToString(CultureInfo.InvariantCulture);
        var answer = _asked[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Lost.Task.IsCompleted) throw new CannotMeasureException($"{_who} lost the hub");
        await SendAsync(JsonSerializer.Serialize(new { type = 1, invocationId = id, target = method, arguments }), stop);
        return await answer.Task.WaitAsync(AnswerWithin, stop);
    }

    public async ValueTask DisposeAsync()
    {
        // Lost while its operator goes home: both end it.
        if (Interlocked.Exchange(ref _ended, 1) != 0) return;
        await _over.CancelAsync();
        try
        {
            await _working;
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException)
        {
            // It ends either way.
        }
        _socket.Dispose();
        _over.Dispose();
        _sending.Dispose();
    }

    private async Task SendAsync(string record, CancellationToken stop)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(record) + 1];
        Encoding.UTF8.GetBytes(record, bytes);
        bytes[^1] = RecordEnd;
        await _sending.WaitAsync(stop);
        try
        {
            await _socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, stop);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task PingAsync()
    {
        while (true)
        {
            await Task.Delay(PingEvery, _over.Token);
            await SendAsync("""{"type":6}""", _over.Token);
        }
    }

    private async Task ReceiveAsync()
    {
        var held = new ArrayBufferWriter<byte>(16 * 1024);
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(held.GetMemory(8 * 1024), _over.Token);
                var at = Stopwatch.GetTimestamp();
                if (received.MessageType == WebSocketMessageType.Close) throw new WebSocketException("closed by the Agent");
                held.Advance(received.Count);
                if (!received.EndOfMessage) continue;
                var rest = held.WrittenMemory;
                for (var end = rest.Span.IndexOf(RecordEnd); end >= 0; end = rest.Span.IndexOf(RecordEnd))
                {
                    Take(rest[..end], at);
                    rest = rest[(end + 1)..];
                }
                held.ResetWrittenCount();
            }
        }
        catch (Exception e) when (!_over.IsCancellationRequested)
        {
            Lost.TrySetResult(e.Message);
            foreach (var waiting in _asked.Values) waiting.TrySetException(new CannotMeasureException($"{_who} lost the hub: {e.Message}"));
        }
    }

    private void Take(ReadOnlyMemory<byte> record, long at)
    {
        using var message = JsonDocument.Parse(record);
        var root = message.RootElement;
        switch (root.TryGetProperty("type", out var type) ? type.GetInt32() : 0)
        {
            case 0 when _asked.TryRemove("", out var handshake):
                if (root.TryGetProperty("error", out var refused)) handshake.TrySetException(new CannotMeasureException($"the hub refused: {refused}"));
                else handshake.TrySetResult("");
                break;
            case 1:
                _told(root.GetProperty("target").GetString()!, root.GetProperty("arguments")[0], at);
                break;
            case 3 when _asked.TryRemove(root.GetProperty("invocationId").GetString()!, out var answer):
                if (root.TryGetProperty("error", out var error)) answer.TrySetException(new CannotMeasureException($"the hub answered: {error}"));
                else answer.TrySetResult(root.TryGetProperty("result", out var result) ? result.ToString() : "");
                break;
            case 7:
                throw new WebSocketException("the hub says good-bye");
        }
    }
}
