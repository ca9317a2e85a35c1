using System.Net;
using Hotline.Agent.Hub;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Staff;
using Hotline.Core.Storage;
using Hotline.Core.Storage.Redis;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.AgentHost;

/// <summary>The main job over the wire: an offer on the socket, accepted, a note written and signed, found again.</summary>
internal sealed class At_the_desk : OnStaffHosts
{
    [SetUp]
    public Task WipeAsync() => Redis.FlushAllAsync();

    private static async Task<(string Call, long Token)> OfferAsync(HubSocket console)
    {
        await console.SeesDeskAsync(d => d.GetProperty("state").GetString() == "Offered", "an offer");
        var offer = console.Desk!.Value.GetProperty("offer");
        return (offer.GetProperty("call").GetString()!, offer.GetProperty("token").GetInt64());
    }

    /// <summary>Ready, offered, accepted; the recorder has the call.</summary>
    private async Task<string> TakesACallAsync(Colleague her, HubSocket console, string number = "+8613800005678")
    {
        Assert.That((await console.AskAsync("SetPresence", "Ready", null)).GetString(), Is.EqualTo("Done").Or.EqualTo("AfterThisCall"));
        var ticket = await Two.CallerWaitsAsync(number);
        var (call, token) = await OfferAsync(console);
        Assert.That(call, Is.EqualTo(ticket.Call.ToString()));
        Assert.That((await console.AskAsync("Accept", call, token)).GetString(), Is.EqualTo("Done"));
        await Eventually.True(async () => (await her.SendAsync(HttpMethod.Get, $"/api/calls/{call}")).Status == HttpStatusCode.OK, "the recorder copies the call");
        return call;
    }

    [Test]
    public async Task Several_consoles_are_one_operator_and_one_accept_counts()
    {
        await One.HasStaffAsync("tabs");
        using var her = await One.SignsInAsync("tabs");
        await using var first = await her.OpensConsoleAsync();
        using var elsewhere = her.At(Two);
        await using var second = await elsewhere.OpensConsoleAsync();
        await first.AskAsync("SetPresence", "Ready", null);
        await One.CallerWaitsAsync();
        var (call, token) = await OfferAsync(first);
        Assert.That(await OfferAsync(second), Is.EqualTo((call, token)));
        Assert.That(first.Desk!.Value.GetProperty("offer").GetProperty("maskedNumber").GetString(), Is.EqualTo("138····5678"));

        var outcomes = new[] { (await first.AskAsync("Accept", call, token)).GetString(), (await second.AskAsync("Accept", call, token)).GetString() };
        Assert.That(outcomes, Is.EqualTo(new[] { "Done", "AlreadyTaken" }));
        await second.SeesDeskAsync(d => d.GetProperty("state").GetString() is "Ringing" or "Busy", "the other tab follows");
        Assert.That((await second.AskAsync("Accept", call, token + 1)).GetString(), Is.Not.EqualTo("Done"));
    }

    [Test]
    public async Task Whoever_takes_no_calls_has_no_desk_but_a_board()
    {
        await One.HasStaffAsync("watcher", roles: Role.Supervisor);
        await One.HasStaffAsync("keeper", roles: Role.Administrator);
        using var supervisor = await One.SignsInAsync("watcher");
        await using var console = await supervisor.OpensConsoleAsync();
        Assert.That((await console.AskAsync("GetDesk")).GetProperty("state").GetString(), Is.EqualTo("Off"));
        Assert.That(async () => await console.AskAsync("SetPresence", "Ready", null), Throws.InstanceOf<HubRefusal>());
        Assert.That((await console.AskAsync("WatchBoard")).GetProperty("degraded").GetBoolean(), Is.False);
        await One.CallerWaitsAsync();
        await Eventually.True(() => console.Board is { } b && b.GetProperty("lanes").EnumerateArray().Any(l => l.GetProperty("waiting").GetInt32() == 1), "the board shows who waits");

        using var administrator = await One.SignsInAsync("keeper");
        await using var other = await administrator.OpensConsoleAsync();
        Assert.That(async () => await other.AskAsync("WatchBoard"), Throws.InstanceOf<HubRefusal>());
        Assert.That((await administrator.SendAsync(HttpMethod.Get, "/api/board")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await supervisor.SendAsync(HttpMethod.Get, "/api/board")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase(99)]
    [TestCase(-1)]
    [TestCase("7")]
    [TestCase("Ready,Break")]
    public async Task A_wish_that_is_none_changes_nothing(object wish)
    {
        var name = $"absurd{wish}".Replace(",", "", StringComparison.Ordinal);
        await One.HasStaffAsync(name);
        using var her = await One.SignsInAsync(name);
        await using var console = await her.OpensConsoleAsync();
        await console.AskAsync("SetPresence", "Break", "tea");
        Assert.That(async () => await console.AskAsync("SetPresence", wish, null), Throws.InstanceOf<HubRefusal>());
        Assert.That((await console.AskAsync("GetDesk")).GetProperty("wish").GetString(), Is.EqualTo("Break"));
    }

    [Test]
    public async Task A_desk_this_build_cannot_read_holds_up_no_other()
    {
        var ids = new[] { await One.HasStaffAsync("ahead"), await One.HasStaffAsync("along") };
        using var one = await One.SignsInAsync("ahead");
        await using var ahead = await one.OpensConsoleAsync();
        using var other = await One.SignsInAsync("along");
        await using var along = await other.OpensConsoleAsync();
        foreach (var console in new[] { ahead, along }) await console.SeesDeskAsync(d => d.GetProperty("version").GetInt64() > 0, "her desk");

        // One script changes both, as a build to come would: they are hinted at, and so read, together.
        var (redis, keys) = (One.Services.GetRequiredService<RedisConnection>().Database, One.Services.GetRequiredService<LiveKeys>());
        await redis.ScriptEvaluateAsync("""
            for i, change in ipairs({ { 'state', 'Dancing' }, { 'reason', 'both' } }) do
              local d = cjson.decode(redis.call('HGET', KEYS[1], ARGV[i]))
              d[change[1]], d.v = change[2], d.v + 1
              redis.call('HSET', KEYS[1], ARGV[i], cjson.encode(d))
              redis.call('PUBLISH', ARGV[3], 'desk ' .. ARGV[i])
            end
            """, [keys.Desks], [ids[0].ToString(), ids[1].ToString(), (string)keys.Hints!]);
        await along.SeesDeskAsync(d => d.GetProperty("breakReason").GetString() == "both", "her own desk, whatever the other's is");
    }

    [Test]
    public async Task A_console_gone_wild_is_slowed_not_refused()
    {
        await One.HasStaffAsync("wild");
        await One.HasStaffAsync("calm");
        using var her = await One.SignsInAsync("wild");
        await using var console = await her.OpensConsoleAsync();
        using var colleague = await One.SignsInAsync("calm");
        await using var other = await colleague.OpensConsoleAsync();
        var since = System.Diagnostics.Stopwatch.GetTimestamp();
        for (var i = 0; i < HubPace.Burst + HubPace.PerSecond; i++) await console.AskAsync("GetDesk");
        Assert.That(System.Diagnostics.Stopwatch.GetElapsedTime(since), Is.GreaterThan(TimeSpan.FromSeconds(0.5)));
        await other.AskAsync("GetDesk");
    }

    [Test]
    public async Task A_note_is_drafted_signed_and_found_again_at_the_next_call_of_the_same_number()
    {
        await One.HasStaffAsync("writer");
        await One.HasStaffAsync("curious");
        using var her = await One.SignsInAsync("writer");
        await using var console = await her.OpensConsoleAsync();
        var call = await TakesACallAsync(her, console);

        var (saved, first) = await her.SendAsync(HttpMethod.Put, $"/api/calls/{call}/note/draft", new { revision = 0, matterType = "dv.physical", text = "她说……" });
        Assert.That((saved, first.GetProperty("revision").GetInt64()), Is.EqualTo((HttpStatusCode.OK, 1)));
        var (conflict, newer) = await her.SendAsync(HttpMethod.Put, $"/api/calls/{call}/note/draft", new { revision = 0, text = "another window" });
        Assert.That((conflict, newer.GetProperty("text").GetString()), Is.EqualTo((HttpStatusCode.Conflict, "她说……")));
        var (refused, problem) = await her.SendAsync(HttpMethod.Put, $"/api/calls/{call}/note/draft", new { revision = 1, matterType = "gossip", text = new string('x', 20_001) });
        Assert.That(refused, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(problem.GetProperty("errors").EnumerateObject().Select(e => e.Name), Is.EquivalentTo(new[] { "matterType", "text" }));
        Assert.That((await her.GetAsync($"/api/calls/{call}/note")).GetProperty("draft").GetProperty("text").GetString(), Is.EqualTo("她说……"), "the draft is kept");

        var (incomplete, missing) = await her.SendAsync(HttpMethod.Post, $"/api/calls/{call}/note/sign", new { revision = 1 });
        Assert.That(incomplete, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(missing.GetProperty("errors").EnumerateObject().Select(e => e.Name), Is.EquivalentTo(new[] { "risk", "outcome" }));
        await her.SendAsync(HttpMethod.Put, $"/api/calls/{call}/note/draft", new { revision = 1, matterType = "dv.physical", risk = "Present", outcome = "referred", text = "她说……" });
        var (signed, version) = await her.SendAsync(HttpMethod.Post, $"/api/calls/{call}/note/sign", new { revision = 2 });
        Assert.That((signed, version.GetProperty("version").GetInt32(), version.GetProperty("risk").GetString()), Is.EqualTo((HttpStatusCode.OK, 1, "Present")));

        using var curious = await One.SignsInAsync("curious");
        foreach (var path in new[] { "", "/note", "/earlier" })
            Assert.That((await curious.SendAsync(HttpMethod.Get, $"/api/calls/{call}{path}")).Status, Is.EqualTo(HttpStatusCode.Forbidden), path);
        Assert.That((await curious.SendAsync(HttpMethod.Put, $"/api/calls/{call}/note/draft", new { revision = 0 })).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await curious.SendAsync(HttpMethod.Post, $"/api/calls/{call}/number/reveal", new { reason = "only looking" })).Status, Is.EqualTo(HttpStatusCode.Forbidden));

        // The same number calls again; another operator is offered the call and sees what was signed, before she takes it.
        await using var hers = await curious.OpensConsoleAsync();
        await hers.AskAsync("SetPresence", "Ready", null);
        await One.CallerWaitsAsync("8613800005678");
        var (again, _) = await OfferAsync(hers);
        await Eventually.True(async () => (await curious.SendAsync(HttpMethod.Get, $"/api/calls/{again}/earlier")).Body.GetArrayLength() == 1, "earlier contacts on the offer");
        var earlier = (await curious.GetAsync($"/api/calls/{again}/earlier"))[0];
        Assert.That(earlier.GetProperty("call").GetProperty("id").GetString(), Is.EqualTo(call));
        Assert.That(earlier.GetProperty("notes")[0].GetProperty("excerpt").GetString(), Is.EqualTo("她说……"));
        Assert.That((await curious.SendAsync(HttpMethod.Put, $"/api/calls/{again}/note/draft", new { revision = 0 })).Status, Is.EqualTo(HttpStatusCode.Forbidden), "an offer is not hers yet");
    }

    [Test]
    public async Task A_number_is_revealed_for_a_reason_and_the_act_is_audited()
    {
        await One.HasStaffAsync("caller-back");
        await One.HasStaffAsync("auditor", roles: Role.Auditor);
        using var her = await One.SignsInAsync("caller-back");
        await using var console = await her.OpensConsoleAsync();
        var call = await TakesACallAsync(her, console, "+8613912340000");

        Assert.That((await her.GetAsync($"/api/calls/{call}")).ToString(), Does.Not.Contain("13912340000"));
        var (refused, _) = await her.SendAsync(HttpMethod.Post, $"/api/calls/{call}/number/reveal", new { reason = " x " });
        Assert.That(refused, Is.EqualTo(HttpStatusCode.BadRequest));
        var (revealed, number) = await her.SendAsync(HttpMethod.Post, $"/api/calls/{call}/number/reveal", new { reason = "回访 13912340000" });
        Assert.That((revealed, number.GetProperty("number").GetString()), Is.EqualTo((HttpStatusCode.OK, "+8613912340000")));

        var kept = await One.Services.GetRequiredService<AuditLog>().OfSubjectAsync($"call/{call}", 1);
        Assert.That(kept.Single().Reason, Does.Not.Contain("13912340000"), "what is typed as a reason is not where numbers are kept unsealed");

        using var auditor = await One.SignsInAsync("auditor");
        var entry = (await auditor.GetAsync("/api/audit")).GetProperty("items").EnumerateArray().First(a => a.GetProperty("action").GetString() == "number.reveal");
        Assert.That(entry.GetProperty("subject").GetString(), Is.EqualTo($"call/{call}"));
        Assert.That(entry.GetProperty("reason").GetString(), Is.EqualTo("回访 139····00"));
        Assert.That(One.Logged.Concat(Two.Logged).Where(l => l.Contains("13912340000", StringComparison.Ordinal)), Is.Empty, "no number in any log");
    }

    [Test]
    public async Task Ones_own_calls_are_listed_and_a_supervisor_sees_her_centres()
    {
        await One.HasStaffAsync("lister");
        await One.HasStaffAsync("overseer", roles: Role.Supervisor);
        using var her = await One.SignsInAsync("lister");
        await using var console = await her.OpensConsoleAsync();
        var call = await TakesACallAsync(her, console);
        using var overseer = await One.SignsInAsync("overseer");
        await Eventually.True(async () => (await overseer.GetAsync("/api/calls")).GetProperty("items").EnumerateArray().Any(c => c.GetProperty("id").GetString() == call), "the centre's call");
        Assert.That((await overseer.GetAsync("/api/calls?mine=true")).GetProperty("items").GetArrayLength(), Is.Zero);
        Assert.That((await overseer.SendAsync(HttpMethod.Get, $"/api/calls/{call}/note")).Body.GetProperty("mayWrite").GetBoolean(), Is.False);
        Assert.That((await overseer.SendAsync(HttpMethod.Get, "/api/calls?page=0")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        // The list may know the call before the record has all of it.
        await Eventually.True(async () => (await overseer.GetAsync($"/api/calls/{call}")).GetProperty("timeline").EnumerateArray()
            .Select(t => t.GetProperty("kind").GetString()).Intersect(["call.offered", "call.accepted"]).Count() == 2, "the call's timeline");
    }
}
