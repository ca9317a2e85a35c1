using System.Globalization;
using Hotline.Core.Routing;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Telephony;
using Hotline.Tests.Routing;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.Model;

/// <summary>One real Redis and, for each worker, a network of its own with two hosts on it.</summary>
internal abstract class OnTwoHosts
{
    /// <summary>So many scripts are played at once: the machine's cores, and something while they wait for the disk.</summary>
    protected const int Workers = 4;

    private static int _networks;
    private readonly List<Switchboard> _hosts = [];

    protected RedisServer Redis { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => Redis = await RedisServer.StartAsync();

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        foreach (var host in _hosts) await host.DisposeAsync();
        if (Redis is not null) await Redis.DisposeAsync();
    }

    protected async Task<Player> PlayerAsync(Func<string, string, string>? rewrite = null)
    {
        var settings = new Dictionary<string, string?> { ["Network:Name"] = "model" + Interlocked.Increment(ref _networks).ToString(CultureInfo.InvariantCulture) };
        async Task<Switchboard> HostAsync() => await Switchboard.OpenAsync(Redis, settings, parts =>
        {
            parts.AddSingleton<ITelephony>(new ExchangeLine());
            if (rewrite is null) return;
            parts.AddSingleton(p =>
            {
                var scripts = ActivatorUtilities.CreateInstance<LiveScripts>(p);
                scripts.Rewrite = rewrite;
                return scripts;
            });
        });
        var (a, b) = (await HostAsync(), await HostAsync());
        foreach (var host in new[] { a, b }) (host.Routes.Way, host.Routes.Rules) = (Policies.Of(""), new RouteRules { LongestWrapUp = TimeSpan.FromMinutes(10), PerNumber = Shares.PerNumber, CallBack = new CallBackRules { Retry = TimeSpan.FromMinutes(1) } });
        lock (_hosts) _hosts.AddRange([a, b]);
        return new Player(a, b);
    }

    /// <summary>A host that was too slow for a moment is asked again: what it then did not answer breaks no rule.</summary>
    protected static async Task<Verdict> PlayAsync(Player player, Script script)
    {
        var verdict = await player.PlayAsync(script);
        for (var again = 0; verdict.Doubtful && again < 5; again++) verdict = await player.PlayAsync(script);
        return verdict;
    }

    /// <summary>The shortest script found that fails as well, and what it breaks.</summary>
    protected static async Task<string> ShortestAsync(Player player, Script script, Verdict verdict)
    {
        var cut = new Script([.. script.Volleys.Take(verdict.After)]);
        Verdict? shown = null;
        string[] story = [.. player.Story];
        async Task<bool> FailsAsync(Script candidate)
        {
            // A race may be won now and lost then: three plays.
            for (var i = 0; i < 3; i++)
            {
                if (await player.PlayAsync(candidate) is not { Failed: true, Doubtful: false } failed) continue;
                (shown, story) = (failed, [.. player.Story]);
                return true;
            }
            return false;
        }
        var shortest = await FailsAsync(cut) ? await Shrinker.ShrinkAsync(cut, FailsAsync) : script;
        return $"{string.Join("\n", (shown ?? verdict).Broken.Take(5))}\nShortest script found ({shortest.Length} steps{(shown is null ? ", not failing again" : "")}); "
            + $"play it with HOTLINE_MODEL_SCRIPT:\n{shortest}\n"
            + string.Join('\n', story.TakeLast(60));
    }
}
