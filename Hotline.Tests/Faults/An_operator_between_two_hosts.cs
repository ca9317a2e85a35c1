using System.Net;
using Hotline.Tests.Servers;
using Hotline.Tests.WholeSystem;
using NUnit.Framework;

namespace Hotline.Tests.Faults;

/// <summary>Two Agent hosts behind one address: an operator moves between them in mid-call without losing anything, whether her host dies or is asked to go.</summary>
[Category("Faults"), Platform(Include = "Linux", Reason = "Signals.")]
internal sealed class An_operator_between_two_hosts
{
    private Cluster? _cluster;
    private int _people;

    private Cluster Cluster => _cluster!;

    [OneTimeSetUp]
    public async Task StartAsync() => _cluster = await Cluster.StartAsync(drainSeconds: 12);

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
    }

    [Test]
    public Task Moves_in_mid_call_when_hers_is_killed() => MovesAsync(async (host, _) =>
    {
        await host.KillAsync();
        await host.StartAsync();
    });

    [Test]
    public Task Moves_in_mid_call_when_hers_drains() => MovesAsync(async (host, she) =>
    {
        var hub = she.Hub;
        var ending = host.EndsAsync();
        using var http = new HttpClient();
        await Eventually.True(async () => (await http.GetAsync(new Uri(host.Address, "/health/ready"))).StatusCode == HttpStatusCode.ServiceUnavailable, "it says that it is not ready");
        Assert.That(hub.Closed, Is.False, "it says so before it sends anybody away");
        Assert.That((await http.GetAsync(new Uri(host.Address, "/health/live"))).StatusCode, Is.EqualTo(HttpStatusCode.OK), "it serves on");
        Assert.That((await hub.AskAsync("GetDesk")).GetProperty("state").GetString(), Is.EqualTo("Busy"), "its consoles, too");
        await Eventually.True(() => hub.Closed, "then it sends her away");
        Assert.That(ending.IsCompleted, Is.False, "while it still serves");
        Assert.That(await ending, Is.Zero, "it ends well");
        await host.StartAsync();
    });

    private async Task MovesAsync(Func<ClusterHost, OperatorAtWork, Task> goes)
    {
        await Cluster.Carrier.ResetAsync();
        var name = $"mover-{++_people}";
        var seat = await Cluster.SeatAsync(name, [new { skill = "legal", level = 2 }]);
        await using var she = await OperatorAtWork.SignsInAsync(Cluster.Staff, name, Cluster.Password);
        await she.OpensConsoleAsync();
        await she.WishesAsync("Ready");
        var caller = await CallerOnTheLine.DialsAsync(Cluster.Carrier.Http, $"+861380000010{_people}");
        await caller.PressesAsync("1");
        var call = await she.TakesTheNextCallAsync();
        await caller.IsAsync("bridged");
        await Eventually.True(() => Cluster.HostOf(seat.Staff) is not null, "a host says that she is connected");
        var (before, version) = (Cluster.HostOf(seat.Staff)!, she.Hub.Desk!.Value.GetProperty("version").GetInt64());
        var (since, lines) = (she.Hub.Desk!.Value.GetProperty("since").GetDateTimeOffset(), await caller.LinesAsync());

        var hub = she.Hub;
        var going = goes(before, she);
        await Eventually.True(() => hub.Closed || going.IsFaulted, "her console has lost its host");
        await she.OpensConsoleAsync();
        await she.SeesAsync("Busy", call);
        await Eventually.True(() => Cluster.HostOf(seat.Staff) != before, "she is on the other host");
        Assert.That(she.Hub.Desk!.Value.GetProperty("version").GetInt64(), Is.GreaterThanOrEqualTo(version), "her desk is no older than it was");
        Assert.That(she.Hub.Desk!.Value.GetProperty("since").GetDateTimeOffset(), Is.EqualTo(since), "it is the same call, not begun anew");
        Assert.That(await caller.TalksAsync(), "they talk on");
        Assert.That(await caller.LinesAsync(), Is.EqualTo(lines), "the caller has heard nothing of it");

        await she.DoneAsync("Hold", call, true);
        await Eventually.True(async () => (await caller.StateAsync()).GetProperty("hold").GetBoolean(), "she can hold the call");
        await she.DoneAsync("Hold", call, false);
        await Eventually.True(async () => await caller.TalksAsync() && !(await caller.StateAsync()).GetProperty("hold").GetBoolean(), "and take it back");
        await going;
        Assert.That(await caller.TalksAsync(), "the return of the host disturbs nobody");
        await she.DoneAsync("End", call);
        await she.WishesLaterAsync("Off");
        await she.FinishesWritingAsync(call);
        await caller.IsAsync("ended");

        var verdict = await Cluster.Carrier.VerdictAsync();
        Assert.Multiple(() =>
        {
            Assert.That(verdict.GetProperty("lostCount").GetInt32(), Is.Zero, verdict.ToString());
            Assert.That(verdict.GetProperty("doubleBridges").GetArrayLength(), Is.Zero, verdict.ToString());
            Assert.That(verdict.GetProperty("deadAir").GetArrayLength(), Is.Zero, verdict.ToString());
            Assert.That(verdict.GetProperty("answered").GetInt32(), Is.EqualTo(1), verdict.ToString());
        });
    }
}
