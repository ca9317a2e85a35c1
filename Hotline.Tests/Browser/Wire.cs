using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Hotline.Tests.Browser;

/// <summary>The wire between a page and the Agent host, to be cut and mended.</summary>
internal sealed partial class Wire
{
    private readonly IPage _page;
    private readonly Lock _gate = new();
    private readonly List<(IWebSocketRoute Page, IWebSocketRoute Server)> _open = [];
    private volatile bool _cut;

    private Wire(IPage page) => _page = page;

    /// <summary>Hub messages that never arrive. None by default.</summary>
    public Func<string, bool> Loses { get; set; } = static _ => false;

    /// <summary>To be called before the page connects.</summary>
    public static async Task<Wire> OfAsync(IPage page)
    {
        var wire = new Wire(page);
        await page.RouteWebSocketAsync(Hub(), wire.Opened);
        return wire;
    }

    /// <summary>The network is gone, and the browser knows.</summary>
    public async Task CutAsync()
    {
        _cut = true;
        await _page.Context.SetOfflineAsync(true);
        await CloseAsync();
    }

    public async Task MendAsync()
    {
        _cut = false;
        await _page.Context.SetOfflineAsync(false);
    }

    /// <summary>The host does not answer; its pages still come, from a cache or another host.</summary>
    public async Task LoseHostAsync()
    {
        _cut = true;
        await _page.RouteAsync(Host(), static route => route.AbortAsync());
        await CloseAsync();
    }

    public async Task FindHostAsync()
    {
        _cut = false;
        await _page.UnrouteAllAsync(new PageUnrouteAllOptions { Behavior = UnrouteBehavior.IgnoreErrors });
    }

    private async Task CloseAsync()
    {
        (IWebSocketRoute Page, IWebSocketRoute Server)[] open;
        lock (_gate)
        {
            open = [.. _open];
            _open.Clear();
        }
        foreach (var (page, server) in open)
        {
            await server.CloseAsync();
            await page.CloseAsync();
        }
    }

    private void Opened(IWebSocketRoute route)
    {
        if (_cut)
        {
            _ = route.CloseAsync();
            return;
        }
        var server = route.ConnectToServer();
        server.OnMessage(message =>
        {
            if (!Loses(message.Text ?? "")) route.Send(message.Text ?? "");
        });
        lock (_gate) _open.Add((route, server));
    }

    [GeneratedRegex("/hub")]
    private static partial Regex Hub();

    [GeneratedRegex("//[^/]+/(api|hub)")]
    private static partial Regex Host();
}
