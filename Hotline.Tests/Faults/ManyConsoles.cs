using System.Net;
using System.Net.WebSockets;
using Hotline.Tests.AgentHost;
using Hotline.Tests.Servers;

namespace Hotline.Tests.Faults;

/// <summary>Many consoles that only stay connected.</summary>
internal sealed class ManyConsoles : IAsyncDisposable
{
    private const int AtOnce = 24;
    private readonly Uri _entry;
    private readonly CookieContainer _cookies;
    private readonly HubSocket?[] _all;
    private readonly Func<HubSocket, Task>? _then;

    private ManyConsoles(Uri entry, CookieContainer cookies, int count, Func<HubSocket, Task>? then) =>
        (_entry, _cookies, _all, _then) = (entry, cookies, new HubSocket?[count], then);

    public IReadOnlyList<HubSocket> Alive => [.. _all.OfType<HubSocket>().Where(c => !c.Closed)];

    /// <param name="then">What each does when it is connected, again when it had to be connected again.</param>
    public static async Task<ManyConsoles> OpenAsync(Uri entry, CookieContainer cookies, int count, Func<HubSocket, Task>? then = null)
    {
        var many = new ManyConsoles(entry, cookies, count, then);
        await many.ConnectAsync();
        return many;
    }

    /// <summary>Waits until some have lost their host, connects those again, and says how many they were.</summary>
    public async Task<int> AreBackAsync()
    {
        await Eventually.True(() => _all.Any(c => c!.Closed), "some lost their host");
        return await ConnectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var console in _all)
            if (console is not null) await console.DisposeAsync();
    }

    /// <summary>Until every one is connected; how many had to.</summary>
    private async Task<int> ConnectAsync()
    {
        var connected = 0;
        await Eventually.True(async () =>
        {
            var missing = Enumerable.Range(0, _all.Length).Where(i => _all[i] is not { Closed: false }).ToArray();
            await Parallel.ForEachAsync(missing, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, stop) =>
            {
                if (_all[i] is { } closed) await closed.DisposeAsync();
                _all[i] = null;
                try
                {
                    _all[i] = await HubSocket.OpenAsync(_entry, _cookies, stop);
                    if (_then is not null) await _then(_all[i]!);
                    Interlocked.Increment(ref connected);
                }
                catch (Exception e) when (e is WebSocketException or HubRefusal)
                {
                    // Tried again.
                }
            });
            return missing.Length == 0;
        }, "all consoles are connected", TimeSpan.FromSeconds(60));
        return connected;
    }
}
