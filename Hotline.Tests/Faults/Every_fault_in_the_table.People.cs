using System.Diagnostics;
using System.Globalization;
using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.Faults;

internal sealed partial class Every_fault_in_the_table
{
    /// <summary>How soon a caller offered to a console that is lost is back in her lane.</summary>
    private static readonly TimeSpan ReOffered = TimeSpan.FromSeconds(15);

    private int _newcomers;

    [Test]
    public Task Browser_crashed() => Stage.PlayAsync("browser crashed while offered", _ => LosesHerConsoleAsync(wire => wire.Cut()));

    [Test]
    public Task Network_cut_one_way() => Stage.PlayAsync("console's network cut one way while offered", _ => LosesHerConsoleAsync(wire => wire.ToTarget.BlackHole()));

    [Test]
    public Task Caller_hangs_up_during_offer_or_ring() => Stage.PlayAsync("caller hangs up during offer or ring", async _ =>
    {
        await using var she = await NewConsoleAsync(Cluster.Staff);
        List<double> told = [];
        foreach (var rings in (bool[])[false, true, false, true, false, true])
        {
            await Cluster.Carrier.PhoneAsync(she.Console.Seat.Phone, new { mode = "manual" });
            (she.Console.Accepts, she.Console.Wish) = (rings, "Ready");
            var state = rings ? "Ringing" : "Offered";
            await Eventually.True(() => she.Console.State == state, $"her desk is {state}", TimeSpan.FromSeconds(60));
            var desk = await Cluster.Desks.ReadAsync(she.Console.Seat.Staff);
            string? caller = null;
            await Eventually.True(async () => (caller = await Cluster.LegOfAsync(desk!.Call!.Call)) is not null, "the record knows the caller");
            if (rings) await Eventually.True(async () => (await LegsOfAsync(she.Console.Seat)).Length > 0, "her telephone rings");
            var since = Stopwatch.GetTimestamp();
            await Cluster.Carrier.HangsUpAsync(caller!);
            await Eventually.True(() => !OnDesk(she.Console, desk!.Call!.Call), "she is told");
            told.Add(Stopwatch.GetElapsedTime(since).TotalSeconds);
            if (rings) await Eventually.True(async () => (await LegsOfAsync(she.Console.Seat)).All(l => !l.Contains(caller!, StringComparison.Ordinal)), "her telephone rings no more for her");
        }
        var median = told.Order().ElementAt(told.Count / 2);
        Assert.That(median, Is.LessThan(1), "told in under a second");
        return string.Create(CultureInfo.InvariantCulture, $"operator told after {median:0.00} s (median of six, slowest {told.Max():0.00})");
    });

    [Test]
    public Task Webhooks_twice_late_and_out_of_order() => Stage.PlayAsync("webhooks twice, late, out of order", async crowd =>
    {
        await Cluster.Carrier.FaultsAsync(new { callbacks = new { duplicate = 0.7, reorder = true, delayMs = (int[])[0, 1500], seed = 7 } });
        await MoreTalkAsync(crowd, 12);
        await Cluster.Carrier.NoFaultsAsync();
        return "12 answered meanwhile";
    }, deadAir: 12);

    [Test]
    public Task Carrier_troubled() => Stage.PlayAsync("carrier 429, 5xx before and after doing it, time-outs", async crowd =>
    {
        foreach (var rest in (object[])[new { next429 = 5, next500AfterCommit = 4 }, new { next500BeforeCommit = 4, next500AfterCommit = 2 }, new { delayMs = 6000 }])
        {
            await Cluster.Carrier.FaultsAsync(new { rest });
            if (rest.ToString()!.Contains("delayMs", StringComparison.Ordinal)) await Task.Delay(Outage);
            else await MoreTalkAsync(crowd, 6);
        }
        await Cluster.Carrier.NoFaultsAsync();
        return "429 ×5, 500 ×4, done-then-500 ×6, no answer for 4 s";
    }, deadAir: 12, agreed: 20);

    private async Task<string> LosesHerConsoleAsync(Action<FaultProxy> breaks)
    {
        await using var wire = FaultProxy.Before(Cluster.Staff.Port);
        await using var she = await NewConsoleAsync(new Uri($"http://127.0.0.1:{wire.Port}"));
        await she.Offered;
        var offer = she.Console.Desk!.Value.GetProperty("offer");
        var (call, token) = (offer.GetProperty("call").GetString()!, offer.GetProperty("token").GetInt64());
        breaks(wire);
        var since = Stopwatch.GetTimestamp();
        Desk? desk = null;
        await Eventually.True(async () =>
        {
            desk = await Cluster.Desks.ReadAsync(she.Console.Seat.Staff);
            return desk?.State is not DeskState.Offered;
        }, "her offer is taken back", TimeSpan.FromSeconds(40));
        var took = Stopwatch.GetElapsedTime(since);
        Assert.That(desk!.State, Is.EqualTo(DeskState.Off), "because her console is lost, not because the offer ran out");
        Assert.That(took, Is.LessThan(ReOffered), "the caller is offered anew");
        wire.Heal();
        string? late = null;
        await Eventually.True(async () =>
        {
            try
            {
                late = await she.Console.AskAsync("Accept", call, token);
            }
            catch (Exception e) when (e is AgentHost.HubRefusal or System.Net.WebSockets.WebSocketException or TimeoutException or ObjectDisposedException or InvalidOperationException)
            {
                late = null;
            }
            return late is not null;
        }, "her console is back", TimeSpan.FromSeconds(40));
        Assert.That(late, Is.EqualTo("Expired").Or.EqualTo("NotYours").Or.EqualTo("CallerGone"), "a late accept is refused, and says why");
        return string.Create(CultureInfo.InvariantCulture, $"taken back after {took.TotalSeconds:0.0} s; late accept: {late}");
    }

    private static bool OnDesk(WorkingConsole console, CallId call) => console.Desk!.Value.ToString().Contains(call.ToString(), StringComparison.Ordinal);

    private static Task MoreTalkAsync(Crowd crowd, int more)
    {
        var bridged = crowd.Bridged;
        return Eventually.True(() => crowd.Bridged >= bridged + more, $"{more} more talk", TimeSpan.FromSeconds(60));
    }

    private async Task<string[]> LegsOfAsync(Seat seat) =>
        [.. (await Cluster.Carrier.LiveAsync()).Where(l => l.GetProperty("phone").GetString() == seat.Phone).Select(l => l.ToString())];

    /// <summary>One more operator, who lets offers run out.</summary>
    private async Task<Newcomer> NewConsoleAsync(Uri entry)
    {
        var seat = await Cluster.SeatAsync($"new-{++_newcomers}", [new { skill = "legal", level = 2 }]);
        var console = new WorkingConsole(entry, seat) { Accepts = false };
        console.Start();
        return new Newcomer(console, Stage);
    }

    /// <summary>An operator for one test; she goes home at its end.</summary>
    private sealed class Newcomer : IAsyncDisposable
    {
        private readonly FaultStage _stage;

        public Newcomer(WorkingConsole console, FaultStage stage)
        {
            (Console, _stage) = (console, stage);
            _stage.Guests.Add(console.Seat);
        }

        public WorkingConsole Console { get; }

        public Task Offered => Eventually.True(() => Console.State == "Offered", "she is offered a call", TimeSpan.FromSeconds(60));

        public async ValueTask DisposeAsync()
        {
            (Console.Accepts, Console.Wish) = (true, "Off");
            await Eventually.True(() => Console.State == "Off", "she goes home", TimeSpan.FromSeconds(60));
            await Console.DisposeAsync();
        }
    }
}
