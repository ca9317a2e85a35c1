using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Tests.Servers;
using Hotline.Tests.WholeSystem;
using NUnit.Framework;

namespace Hotline.Tests.Faults;

/// <summary>
/// Every host is killed at once and Redis with them, in the middle of a ladder: no step is lost or done twice, none is later than the restart took, and
/// nobody is paged once somebody has acknowledged.
/// </summary>
[Category("Faults"), Platform(Include = "Linux", Reason = "Signals.")]
internal sealed class A_ladder_through_restarts
{
    private const string Home = "+8613900070001";

    /// <summary>What a busy machine may add to a step's own time.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);

    [Test]
    public async Task Loses_no_step_and_pages_nobody_after_the_acknowledgement()
    {
        await using var cluster = await Cluster.StartAsync();
        await CallAtHomeAsync(cluster);
        await cluster.Carrier.PhoneAsync(Home, new { mode = "manual" });
        var caller = await cluster.Carrier.DialsAsync("+8613800070001");
        Assert.That(await cluster.Carrier.IsAsync(caller, "gather", 20_000) && await cluster.Carrier.PressesAsync(caller, '0'));
        await cluster.StepsAsync(3);

        List<TimeSpan> outages = [await EverythingDiesAsync(cluster)];
        await cluster.StepsAsync(6);
        outages.Add(await EverythingDiesAsync(cluster));
        await cluster.Carrier.PhoneAsync(Home, new { mode = "auto", answerAfterMs = 500, press = "1" });
        var taken = await Eventually.Value(
            async () => (await cluster.Escalations.ReadAsync())?.Escalations.SingleOrDefault(e => e.State == EscalationState.Acknowledged), "she has pressed 1 at home", TimeSpan.FromSeconds(60));
        outages.Add(await EverythingDiesAsync(cluster));

        // What follows the acknowledgement, even now, is its own reminder alone.
        await Eventually.True(async () => await cluster.StreamLengthAsync() == 0, "the record has everything", TimeSpan.FromSeconds(30));
        var after = (await cluster.Escalations.ReadAsync())!;
        Assert.That(after.Escalations.Single().NextAt - taken.AckAt, Is.GreaterThan(TimeSpan.FromMinutes(20)));
        await Eventually.True(async () => !(await cluster.TimersAsync()).Any(t => t.StartsWith("dialpage|", StringComparison.Ordinal)), "nothing is left to be dialled");
        var told = await cluster.EscalationStore.TimelineAsync(taken.Id);
        var paged = told.Where(e => e.Kind == EventKind.EscalationPaged).ToList();
        Assert.That(paged.Where(e => e.At > taken.AckAt), Is.Empty, "paged after the acknowledgement");

        var steps = paged.Where(e => Text(e, "how") == "console").Select(e => (Round: Number(e, "round"), Step: Number(e, "step"), Late: TimeSpan.FromMilliseconds(Number(e, "lateMs")))).ToList();
        TestContext.Out.WriteLine($"outages {string.Join(", ", outages.Select(o => $"{o.TotalSeconds:0.0} s"))}; steps {string.Join(", ", steps.Select(s => $"{s.Round}.{s.Step} late {s.Late.TotalMilliseconds:0} ms"))}");
        Assert.That(steps.Select(s => (s.Round - 1) * 4 + s.Step), Is.EqualTo(Enumerable.Range(1, steps.Count).Select(n => (long)n)), "each step once, in order");
        Assert.That(steps.Select(s => s.Late), Is.All.LessThanOrEqualTo(outages.Max() + Slack));

        // Somebody who is rung by two orders is called twice, and by one once.
        var orders = paged.Count(e => Text(e, "how") == "order");
        var legs = await cluster.Carrier.LegsToAsync(Home);
        Assert.That(legs, Is.InRange(1, orders), "no order was dialled twice");
        await cluster.Carrier.HangsUpAsync(caller);
    }

    /// <summary>Gives how long nothing was there.</summary>
    private static async Task<TimeSpan> EverythingDiesAsync(Cluster cluster)
    {
        var since = Stopwatch.GetTimestamp();
        foreach (var host in cluster.Api.Concat(cluster.Agent)) await host.KillAsync();
        await cluster.Redis.KillAsync();
        await cluster.Redis.RestartAsync();
        await Task.WhenAll(cluster.Api.Concat(cluster.Agent).Select(host => host.StartAsync()));
        return Stopwatch.GetElapsedTime(since);
    }

    /// <summary>The administrator puts somebody on call at home; the ladder takes five seconds a step.</summary>
    private static async Task CallAtHomeAsync(Cluster cluster)
    {
        await using var admin = await OperatorAtWork.SignsInAsync(cluster.Staff, "admin", Cluster.Password);
        var newest = await admin.Http.GetFromJsonAsync<JsonObject>("/api/routing/policy");
        var policy = newest!["policy"]!.DeepClone();
        policy["crisis"] = JsonNode.Parse($$"""
            { "onCall": [{ "id": "wang", "name": "王老师", "phone": "{{Home}}", "text": false, "call": true }],
              "ladders": [{ "steps": [{ "level": "counsellors", "seconds": 5 }, { "level": "supervisors", "seconds": 5 },
                { "level": "onCall", "seconds": 5, "people": ["wang"] }, { "level": "everybody", "seconds": 5 }] }] }
            """);
        using var saved = await admin.Http.PutAsJsonAsync("/api/routing/policy", new JsonObject { ["basedOn"] = newest["version"]!.DeepClone(), ["policy"] = policy });
        Assert.That(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync());
    }

    private static string Text(TimelineEntry e, string name) =>
        JsonDocument.Parse(e.Detail).RootElement is var detail && detail.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static long Number(TimelineEntry e, string name) => (long)double.Parse(Text(e, name), CultureInfo.InvariantCulture);
}
