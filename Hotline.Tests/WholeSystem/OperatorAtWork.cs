using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using Hotline.Tests.AgentHost;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.WholeSystem;

/// <summary>A member of staff over the network: her cookie, her requests, her console on the real hub. Her desk telephone answers by itself.</summary>
internal sealed class OperatorAtWork : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly Uri _agent;
    private HubSocket? _hub;

    private OperatorAtWork(Uri agent)
    {
        _agent = agent;
        Http = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = agent, Timeout = TimeSpan.FromSeconds(30) };
    }

    public CookieContainer Cookies { get; } = new();

    public HttpClient Http { get; }

    public HubSocket Hub => _hub ?? throw new InvalidOperationException("Her console is not open.");

    public static async Task<OperatorAtWork> SignsInAsync(Uri agent, string userName, string password = "12338-demo")
    {
        var she = new OperatorAtWork(agent);
        using var answer = await she.Http.PostAsJsonAsync("/api/session", new { userName, password });
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync());
        return she;
    }

    /// <summary>Opens her console, again and again until a host is there.</summary>
    public async Task OpensConsoleAsync()
    {
        if (_hub is not null) await _hub.DisposeAsync();
        _hub = null;
        await Eventually.True(async () =>
        {
            try
            {
                _hub = await HubSocket.OpenAsync(_agent, Cookies);
                return true;
            }
            catch (WebSocketException)
            {
                return false;
            }
        }, "the console connects", Patience);
    }

    public async Task WishesAsync(string presence) => await DoneAsync("SetPresence", presence, null);

    /// <summary>A wish during a call: it takes effect after it.</summary>
    public async Task WishesLaterAsync(string presence) =>
        Assert.That((await Hub.AskAsync("SetPresence", presence, null)).GetString(), Is.AnyOf("Done", "AfterThisCall"));

    /// <summary>The offer on her desk: the call and its token.</summary>
    public async Task<(string Call, long Token)> IsOfferedAsync()
    {
        await SeesAsync("Offered");
        var offer = Hub.Desk!.Value.GetProperty("offer");
        return (offer.GetProperty("call").GetString()!, offer.GetProperty("token").GetInt64());
    }

    /// <summary>Accepts what is offered and talks.</summary>
    public async Task<string> TakesTheNextCallAsync()
    {
        var (call, token) = await IsOfferedAsync();
        await DoneAsync("Accept", call, token);
        await SeesAsync("Busy", call);
        return call;
    }

    public async Task FinishesWritingAsync(string call)
    {
        await SeesAsync("WrapUp", call);
        await DoneAsync("FinishWrapUp", call);
        // The next offer comes with a newer desk than the one in wrap-up.
        await Hub.SeesDeskAsync(desk => desk.GetProperty("state").GetString() != "WrapUp", "her wrap-up is over");
    }

    public Task SeesAsync(string state, string? call = null) => Eventually.True(
        () => _hub?.Desk is { } desk && desk.GetProperty("state").GetString() == state
            && (call is null || (desk.GetProperty("call") is { ValueKind: JsonValueKind.Object } on && on.GetProperty("call").GetString() == call)),
        $"her desk is {state} (newest: {_hub?.Desk})", Patience);

    /// <summary>Asks until it is done: a wiped or restarting part says for a moment that it cannot.</summary>
    public async Task DoneAsync(string method, params object?[] arguments)
    {
        var outcome = "";
        await Eventually.True(async () => (outcome = (await Hub.AskAsync(method, arguments)).GetString()) is "Done" or "AlreadyTaken", $"{method} is done, not {outcome}", Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (_hub is not null) await _hub.DisposeAsync();
        Http.Dispose();
    }
}
