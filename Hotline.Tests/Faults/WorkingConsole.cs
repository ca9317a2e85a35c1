using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using Hotline.Tests.AgentHost;

namespace Hotline.Tests.Faults;

/// <summary>
/// An operator at her console, working by herself: ready, takes what is offered, finishes her wrap-up, connects again whenever the line is silent or
/// closed, as the real console does. Callers hang up; she ends only a call that lasts too long.
/// </summary>
internal sealed class WorkingConsole(Uri entry, Seat seat) : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(30), Ask = TimeSpan.FromSeconds(1), Silence = TimeSpan.FromSeconds(4),
        TryAgain = TimeSpan.FromMilliseconds(250), TooLong = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _quit = new();
    private Task _working = Task.CompletedTask;
    private HubSocket? _hub;
    // Boxed: it is read while another thread replaces it.
    private volatile Told? _desk, _asked;
    private long _answered;

    public Seat Seat => seat;

    /// <summary>False: she lets offers run out.</summary>
    public bool Accepts { get; set; } = true;

    /// <summary>What she wants to be.</summary>
    public string Wish { get; set; } = "Ready";

    public int Connections { get; private set; }

    /// <summary>The newest desk she was told of.</summary>
    public JsonElement? Desk => _desk?.Desk;

    /// <summary>New connections whose first desk was older than one she had seen before.</summary>
    public int SteppedBack { get; private set; }

    public string State => Desk?.GetProperty("state").GetString() ?? "";

    /// <summary>When her last question was answered.</summary>
    public TimeSpan Unheard => Stopwatch.GetElapsedTime(Volatile.Read(ref _answered));

    public void Start() => _working = Task.Run(WorkAsync);

    /// <summary>Asks by the present connection.</summary>
    public async Task<string?> AskAsync(string method, params object?[] arguments) =>
        _hub is { } hub ? (await hub.AskAsync(method, arguments)).GetString() : null;

    public async ValueTask DisposeAsync()
    {
        await _quit.CancelAsync();
        await _working;
        _quit.Dispose();
    }

    private async Task WorkAsync()
    {
        while (!_quit.IsCancellationRequested)
        {
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(_quit.Token);
                patience.CancelAfter(Silence);
                _hub = await HubSocket.OpenAsync(entry, seat.Cookies, patience.Token);
                Connections++;
                await Task.WhenAny(AskOftenAsync(_hub), ActAsync(_hub));
            }
            catch (Exception e) when (IsDown(e))
            {
                // Tried again.
            }
            if (_hub is { } closed)
            {
                _hub = null;
                await closed.DisposeAsync();
            }
            await Task.Delay(TryAgain, _quit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Until the connection is closed or answers nothing any more.</summary>
    private async Task AskOftenAsync(HubSocket hub)
    {
        var first = true;
        while (!hub.Closed && !_quit.IsCancellationRequested)
        {
            try
            {
                var had = VersionOf(Desk);
                _asked = new Told(await hub.AskAsync("GetDesk").WaitAsync(Silence, _quit.Token));
                if (first && VersionOf(_asked.Desk) < had) SteppedBack++;
                first = false;
                Volatile.Write(ref _answered, Stopwatch.GetTimestamp());
            }
            catch (HubRefusal refused) when (refused.Message != "closed")
            {
                // The live state is away: an answer, too.
            }
            catch (Exception e) when (IsDown(e))
            {
                return;
            }
            await Task.Delay(Ask, _quit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ActAsync(HubSocket hub)
    {
        while (!hub.Closed && !_quit.IsCancellationRequested)
        {
            Take(_asked?.Desk);
            Take(hub.Desk);
            try
            {
                if (Desk is { } desk) await ActOnAsync(hub, desk).WaitAsync(_quit.Token);
            }
            catch (HubRefusal refused) when (refused.Message != "closed")
            {
                // Tried again.
            }
            catch (Exception e) when (IsDown(e))
            {
                return;
            }
            await Task.Delay(Look, _quit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Take(JsonElement? told)
    {
        if (told is { } desk && VersionOf(desk) >= VersionOf(Desk)) _desk = new Told(desk);
    }

    private static long VersionOf(JsonElement? desk) => desk?.GetProperty("version").GetInt64() ?? -1;

    private async Task ActOnAsync(HubSocket hub, JsonElement desk)
    {
        var state = desk.GetProperty("state").GetString();
        switch (state)
        {
            // A wish during a call takes effect after it. A pause she did not ask for is ended.
            case "Off" or "Break" when Wish == "Ready":
            case "Off" or "Break" or "Ready" or "Busy" or "WrapUp" when desk.GetProperty("wish").GetString() != Wish:
                await hub.AskAsync("SetPresence", Wish, null);
                break;
            case "Offered" when Accepts && desk.GetProperty("offer") is { ValueKind: JsonValueKind.Object } offer:
                await hub.AskAsync("Accept", offer.GetProperty("call").GetString(), offer.GetProperty("token").GetInt64());
                break;
            case "Busy" when desk.GetProperty("call") is { ValueKind: JsonValueKind.Object } call
                && desk.GetProperty("since").GetDateTimeOffset() + TooLong < TimeProvider.System.GetUtcNow():
                await hub.AskAsync("End", call.GetProperty("call").GetString());
                break;
            case "WrapUp" when desk.GetProperty("call") is { ValueKind: JsonValueKind.Object } call:
                await hub.AskAsync("FinishWrapUp", call.GetProperty("call").GetString());
                break;
        }
    }

    private static bool IsDown(Exception e) =>
        e is WebSocketException or TimeoutException or OperationCanceledException or HubRefusal or ObjectDisposedException or InvalidOperationException;

    private sealed record Told(JsonElement Desk);
}
