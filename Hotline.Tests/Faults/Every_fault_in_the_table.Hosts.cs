using System.Diagnostics;
using System.Globalization;
using Hotline.Core.Agents;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.Faults;

internal sealed partial class Every_fault_in_the_table
{
    private const int Sockets = 500;

    /// <summary>Longer than every claim, lease and time-out (5 s), and than an offer.</summary>
    private static readonly TimeSpan Sleep = TimeSpan.FromSeconds(Figure("HOTLINE_FAULT_PAUSE", 30));

    [Test]
    public Task Api_killed_at_each_step() => Stage.PlayAsync("Api killed mid-webhook", async _ =>
    {
        // The carrier has just asked for the document, or told the fact, that follows each of these; the host has it and waits for Redis.
        string[] steps = ["call.created", "call.digits", "call.status", "conference.participant-join"];
        foreach (var (step, i) in steps.Select((s, i) => (s, i)))
        {
            var host = Cluster.Api[i % 2];
            host.Redis.ToTarget.BlackHole();
            await Cluster.Carrier.NextAsync(step);
            await Eventually.True(() => host.Redis.ToTarget.Waiting > 0, "a webhook is under way");
            await host.KillAsync();
            host.Redis.Heal();
            await host.StartAsync();
        }
        return "four times, at: arrival, key, leg, conference";
    }, deadAir: 5);

    [Test]
    public Task Agent_host_killed() => Stage.PlayAsync("Agent host killed, 500 consoles", async _ =>
    {
        await using var crowd = await ManyConsoles.OpenAsync(Cluster.Staff, await Cluster.CookiesAsync("lead"), Sockets);
        await Cluster.Agent[0].KillAsync();
        var since = Stopwatch.GetTimestamp();
        var lost = await crowd.AreBackAsync();
        var back = Stopwatch.GetElapsedTime(since).TotalSeconds;
        Assert.That(lost, Is.InRange(1, Sockets - 1), "some consoles were on the host that died, not all");
        await Cluster.Agent[0].StartAsync();
        return string.Create(CultureInfo.InvariantCulture, $"{lost} consoles lost it and were back on the other after {back:0.0} s");
    });

    [Test]
    public Task Nodes_paused() => Stage.PlayAsync("an Api and an Agent host paused (SIGSTOP)", async _ =>
    {
        Cluster.Api[0].Pause();
        Cluster.Agent[0].Pause();
        await Task.Delay(Sleep);
        Cluster.Api[0].Continue();
        Cluster.Agent[0].Continue();
        return $"for {Sleep.TotalSeconds} s";
    }, deadAir: 7, greeting: 12);

    [Test]
    public Task Clocks_skewed() => Stage.PlayAsync("clocks of an Api and an Agent host skewed", async _ =>
    {
        await RestartAsync(Cluster.Api[1], "-300");
        await RestartAsync(Cluster.Agent[1], "+300");
        await using var she = await NewConsoleAsync(Cluster.Staff);
        await she.Offered;
        var offered = she.Console.Desk!.Value.GetProperty("offer");
        var call = offered.GetProperty("call").GetString()!;
        await Eventually.True(() => she.Console.State != "Offered", "the offer runs out", TimeSpan.FromSeconds(Cluster.OfferSeconds * 2));
        var length = await OfferLengthAsync(call, she.Console.Seat);
        Assert.That(length, Is.InRange(Cluster.OfferSeconds - 1, Cluster.OfferSeconds + 5), "an offer's length, by Redis' clock");
        await Cluster.Api[1].KillAsync();
        await Cluster.Api[1].StartAsync();
        await Cluster.Agent[1].KillAsync();
        await Cluster.Agent[1].StartAsync();
        return string.Create(CultureInfo.InvariantCulture, $"−300 s and +300 s; an offer of {Cluster.OfferSeconds} s stood for {length:0.0} s");
    });

    [Test]
    public Task Rolling_restart_with_mixed_versions() => Stage.PlayAsync("rolling restart, mixed script versions", async _ =>
    {
        using var later = LaterBuild.Make();
        var asked = Cluster.Api.ToDictionary(host => host, NotTaken);
        var asksAgain = 0;
        foreach (var i in (int[])[0, 1])
        {
            foreach (var (host, project) in new[] { (Cluster.Api[i], "Hotline.Api"), (Cluster.Agent[i], "Hotline.Agent") })
            {
                if (asked.Remove(host, out var before)) asksAgain += NotTaken(host) - before;
                Assert.That(await host.EndsAsync(), Is.Zero, $"{project} ends well");
                await host.StartAsync(i == 0 ? later.Of(project) : null);
            }
        }
        var verdict = await Cluster.Carrier.VerdictAsync();
        // A machine that stands still for longer than a command may last makes a host ask the carrier to tell something again, whoever drains. While it
        // drains, or is not there, nothing excuses it.
        asksAgain += Cluster.Api.Sum(NotTaken);
        Assert.That(verdict.GetProperty("applicationErrorCount").GetInt32(), Is.LessThanOrEqualTo(asksAgain), $"a host that drains drops no request: {verdict.GetProperty("applicationErrors")}");
        var marked = 0;
        foreach (var seat in Stage.Shift.Select(s => s.Seat))
        {
            if (await Cluster.Live.ReadDeskAsync(seat.Staff) is not { } before || !LaterBuild.HasMark(before.RawDesk)) continue;
            marked++;
            // These scripts are the old ones.
            await Cluster.Desks.SetPresenceAsync(seat.Staff, Presence.Break, null);
            var after = await Cluster.Live.ReadDeskAsync(seat.Staff);
            Assert.That(LaterBuild.HasMark(after!.RawDesk), "an older host keeps what a newer one wrote and it does not know");
        }
        Assert.That(marked, Is.Positive, "the newer scripts have run");
        foreach (var host in (ClusterHost[])[Cluster.Api[0], Cluster.Agent[0]])
        {
            await host.EndsAsync();
            await host.StartAsync();
        }
        return "each host SIGTERMed in turn";
    });

    /// <summary>How often its process has said that the carrier must tell a fact again.</summary>
    private static int NotTaken(ClusterHost host) => host.Printed.Count(line => line.Contains("\"EventId\":3109", StringComparison.Ordinal));

    private static async Task RestartAsync(ClusterHost host, string seconds)
    {
        var library = Directory.Exists("/usr/lib") ? Directory.EnumerateFiles("/usr/lib", "libfaketime.so.1", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3 }).FirstOrDefault() : null;
        if (library is null)
        {
            const string reason = "libfaketime is not installed (apt-get install faketime).";
            if (Environment.GetEnvironmentVariable("HOTLINE_REQUIRE_SERVERS") == "1") Assert.Fail(reason);
            Assert.Ignore(reason);
        }
        await host.KillAsync();
        await host.StartAsync(null, ("LD_PRELOAD", library!), ("FAKETIME", $"{seconds}s"), ("FAKETIME_DONT_FAKE_MONOTONIC", "1"));
    }

    private async Task<double> OfferLengthAsync(string call, Seat seat)
    {
        Assert.That(Core.Calls.CallId.TryParse(call, out var id));
        Core.Calls.TimelineEntry[] own = [];
        await Eventually.True(async () =>
        {
            own = [.. (await Cluster.Record.TimelineAsync(id)).Where(e => e.Operator == seat.Staff)];
            return own.Any(e => e.Kind == Core.Calls.EventKind.Missed);
        }, "the record has the missed offer");
        return (own.First(e => e.Kind == Core.Calls.EventKind.Missed).At - own.First(e => e.Kind == Core.Calls.EventKind.Offered).At).TotalSeconds;
    }
}
