using System.Net;
using System.Text.Json;
using Hotline.Agent.Crisis;
using Hotline.Agent.Hub;
using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Routing.Policy;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Staff;
using Hotline.Core.Storage.Redis;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.AgentHost;

internal sealed class Crises_on_the_hub : OnStaffHosts
{
    private static int _people;

    [Test]
    public async Task An_alarm_reaches_the_counsellors_and_ends_for_all_when_one_acknowledges()
    {
        await NamesAreReadAsync();
        var (op, first, second) = (await SitsAsync(One, Role.Operator, "legal"), await SitsAsync(Two, Role.Counsellor, "crisis"), await SitsAsync(One, Role.Counsellor, "crisis"));
        foreach (var person in new[] { op, first, second }) await person.Console.AskAsync("WatchCrisis");
        var raised = await op.Console.AskAsync("RaiseCrisis", (object?)null);
        var id = raised.GetProperty("escalation").GetString()!;
        Assert.That(raised.GetProperty("outcome").GetString(), Is.EqualTo("Done"));
        foreach (var counsellor in new[] { first, second })
            await Eventually.True(() => Of(counsellor.Console, id) is { } e && e.GetProperty("pagesMe").GetBoolean(), "her console alarms");
        await Eventually.True(() => Of(op.Console, id) is not null, "the operator sees it");
        Assert.That(Of(op.Console, id)!.Value.GetProperty("pagesMe").GetBoolean(), Is.False, "she raised it");
        Assert.That(Of(first.Console, id)!.Value.GetProperty("raisedBy").GetString(), Is.EqualTo("员工" + op.Name));

        Assert.That((await op.Console.AskAsync("AcknowledgeEscalation", id)).GetProperty("outcome").GetString(), Is.EqualTo("NotYours"), "she does not hold the skill");
        var replies = await Task.WhenAll(first.Console.AskAsync("AcknowledgeEscalation", id), second.Console.AskAsync("AcknowledgeEscalation", id));
        Assert.That(replies.Select(r => r.GetProperty("outcome").GetString()), Is.EquivalentTo(new[] { "Done", "AlreadyAcknowledged" }));
        var (winner, loser) = replies[0].GetProperty("outcome").GetString() == "Done" ? (first, second) : (second, first);
        Assert.That(replies.Select(r => r.GetProperty("holder").GetString()), Is.All.EqualTo("员工" + winner.Name));
        await Eventually.True(() => Of(loser.Console, id) is { } e && !e.GetProperty("pagesMe").GetBoolean() && !e.GetProperty("mine").GetBoolean(), "the other's alarm ends");
        await Eventually.True(() => Of(winner.Console, id) is { } e && e.GetProperty("mine").GetBoolean() && e.GetProperty("state").GetString() == "Acknowledged", "it is hers");

        Assert.That((await loser.Console.AskAsync("CloseEscalation", id, "Safe")).GetString(), Is.EqualTo("NotYours"));
        Assert.That((await winner.Console.AskAsync("AskRescue", id, "Police")).GetString(), Is.EqualTo("Done"));
        Assert.That((await winner.Console.AskAsync("CloseEscalation", id, "Safe")).GetString(), Is.EqualTo("NeedsOutcome"));
        foreach (var step in new[] { "Dispatched", "Arrived", "Ended" }) Assert.That((await winner.Console.AskAsync("NoteRescue", id, 1, step)).GetString(), Is.EqualTo("Done"), step);
        Assert.That((await winner.Console.AskAsync("CloseEscalation", id, "RescueArrived")).GetString(), Is.EqualTo("Done"));
        Assert.That((await loser.Console.AskAsync("AcknowledgeEscalation", id)).GetProperty("outcome").GetString(), Is.EqualTo("Closed"));
        await Eventually.True(() => loser.Console.Crisis is { } c && Of(loser.Console, id) is null, "it is gone from the list");

        var detail = default(JsonElement);
        await Eventually.True(async () => (detail = await loser.Colleague.GetAsync("/api/crisis/escalations/" + id)).TryGetProperty("escalation", out var e) && e.GetProperty("stage").GetString() == "Closed", "the record has its end");
        Assert.That(detail.GetProperty("escalation").GetProperty("acknowledgedBy").GetString(), Is.EqualTo("员工" + winner.Name));
        Assert.That(detail.GetProperty("escalation").GetProperty("acknowledgeMs").GetDouble(), Is.GreaterThanOrEqualTo(0));
        Assert.That(detail.GetProperty("timeline").EnumerateArray().Select(t => t.GetProperty("kind").GetString()), Does.Contain("escalation.raised").And.Contain("escalation.closed"));
        Assert.That((await loser.Colleague.GetAsync("/api/crisis/escalations")).GetProperty("escalations").EnumerateArray().Select(e => e.GetProperty("id").GetString()), Does.Contain(id));
        foreach (var person in new[] { op, first, second }) await person.DisposeAsync();
    }

    [Test]
    public async Task The_ladder_climbs_to_the_supervisors_console()
    {
        var (lead, op) = (await SitsAsync(Two, Role.Supervisor, "legal"), await SitsAsync(One, Role.Operator, "legal"));
        var (redis, keys) = (One.Services.GetRequiredService<RedisConnection>().Database, One.Services.GetRequiredService<LiveKeys>());
        await lead.Console.AskAsync("WatchCrisis");
        var id = (await op.Console.AskAsync("RaiseCrisis", (object?)null)).GetProperty("escalation").GetString()!;
        await Eventually.True(() => Of(lead.Console, id) is not null, "she sees it at once");
        await Eventually.True(async () =>
        {
            // Somebody of another test may still count as at work: the step's time passes.
            await redis.SortedSetAddAsync(keys.Timers, "page|" + id, 1, StackExchange.Redis.When.Exists);
            return Of(lead.Console, id) is { } e && e.GetProperty("pagesMe").GetBoolean();
        }, "she is paged");
        Assert.That((await lead.Console.AskAsync("AcknowledgeEscalation", id)).GetProperty("outcome").GetString(), Is.EqualTo("Done"));
        Assert.That((await lead.Console.AskAsync("HandBackEscalation", id)).GetString(), Is.EqualTo("Done"));
        Assert.That((await lead.Console.AskAsync("AcknowledgeEscalation", id)).GetProperty("outcome").GetString(), Is.EqualTo("Done"));
        Assert.That((await lead.Console.AskAsync("CloseEscalation", id, "FalseAlarm")).GetString(), Is.EqualTo("Done"));
        await lead.DisposeAsync();
        await op.DisposeAsync();
    }

    [Test]
    public async Task What_is_happening_is_told_by_whoever_raised_it_or_may_answer_and_stands_in_its_record()
    {
        var (op, other, counsellor) = (await SitsAsync(One, Role.Operator, "legal"), await SitsAsync(Two, Role.Operator, "legal"), await SitsAsync(Two, Role.Counsellor, "crisis"));
        var id = (await op.Console.AskAsync("RaiseCrisis", (object?)null)).GetProperty("escalation").GetString()!;
        Assert.That((await op.Console.AskAsync("TellEscalation", id, "Weapon")).GetString(), Is.EqualTo("Done"));
        Assert.That((await other.Console.AskAsync("TellEscalation", id, "Children")).GetString(), Is.EqualTo("NotYours"));
        Assert.That((await counsellor.Console.AskAsync("TellEscalation", id, "Mistake")).GetString(), Is.EqualTo("Done"));
        Assert.That(async () => await op.Console.AskAsync("TellEscalation", id, "Anything"), Throws.TypeOf<HubRefusal>());
        await counsellor.Console.AskAsync("AcknowledgeEscalation", id);
        Assert.That((await counsellor.Console.AskAsync("CloseEscalation", id, "FalseAlarm")).GetString(), Is.EqualTo("Done"));
        Assert.That((await op.Console.AskAsync("TellEscalation", id, "Silence")).GetString(), Is.EqualTo("Closed"));

        var told = Array.Empty<string?>();
        await Eventually.True(async () =>
        {
            var detail = await counsellor.Colleague.GetAsync("/api/crisis/escalations/" + id);
            if (!detail.TryGetProperty("timeline", out var timeline)) return false;
            told = [.. timeline.EnumerateArray().Where(t => t.GetProperty("kind").GetString() == "escalation.progress").Select(t => t.GetProperty("detail").GetProperty("what").GetString())];
            return timeline.EnumerateArray().Any(t => t.GetProperty("kind").GetString() == "escalation.closed");
        }, "the record has its end");
        Assert.That(told, Is.EqualTo(new[] { "Weapon", "Mistake" }));
        foreach (var person in new[] { op, other, counsellor }) await person.DisposeAsync();
    }

    /// <summary>A call of her parent centre that came over to her: what she raised for it is not hidden from her because of its centre.</summary>
    [Test]
    public async Task Whoever_raised_one_for_another_centres_call_sees_it_and_her_colleagues_do_not()
    {
        await HasACountyAsync();
        var (op, other) = (await SitsAsync(One, Role.Operator, "legal", "county"), await SitsAsync(Two, Role.Operator, "legal", "county"));
        var call = (await One.CallerWaitsAsync("+8613800007777", "psychological")).Call.ToString();
        foreach (var person in new[] { op, other }) await person.Console.AskAsync("WatchCrisis");
        var id = (await op.Console.AskAsync("RaiseCrisis", call)).GetProperty("escalation").GetString()!;
        await Eventually.True(() => Of(op.Console, id) is { } e && e.GetProperty("centre").GetString() == "main", "she sees it");
        Assert.That(Of(op.Console, id)!.Value.GetProperty("pagesMe").GetBoolean(), Is.False);
        Assert.That(Of(other.Console, id), Is.Null);
        await Eventually.True(async () => (await op.Colleague.SendAsync(HttpMethod.Get, "/api/crisis/escalations/" + id)).Status == HttpStatusCode.OK, "and what happened to it");
        Assert.That((await other.Colleague.SendAsync(HttpMethod.Get, "/api/crisis/escalations/" + id)).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        foreach (var person in new[] { op, other }) await person.DisposeAsync();
    }

    [TestCase(CallState.Connected, true)]
    [TestCase(CallState.WrapUp, true)]
    [TestCase(CallState.Closed, false)]
    public void Whoever_has_the_call_sees_what_is_raised_for_it_until_she_has_written_it_up(CallState state, bool seen)
    {
        var (board, she, now) = (One.Services.GetRequiredService<CrisisBoard>(), StaffId.New(TimeProvider.System), DateTimeOffset.UnixEpoch);
        var escalation = new OpenEscalation(new EscalationId(new string('a', 32) + ".1"), null, "main", null, "", "", [EscalationCause.Key], null, now, EscalationState.Paging, 1, 1, now, [],
            null, null, null, false, [], 1, state, she);
        var before = CrisisPicture.None.Next(new CrisisReading(now, [escalation with { CallState = CallState.Connected }]), new Dictionary<StaffId, string>());
        var picture = before.Next(new CrisisReading(now.AddSeconds(1), [escalation]), new Dictionary<StaffId, string>());
        static Who Of(StaffId who) => new(who, "county", new HashSet<Role> { Role.Operator });
        Assert.That(board.ViewFor(Of(she), picture).Escalations, Has.Count.EqualTo(seen ? 1 : 0));
        Assert.That(board.ViewFor(Of(StaffId.New(TimeProvider.System)), picture).Escalations, Is.Empty);
        var change = board.ChangeFor(Of(she), picture, before.Version);
        Assert.That((change.Escalations.Count, change.Closed.Count), Is.EqualTo(seen ? (1, 0) : (0, 1)), "what is hers no more leaves her screen");
    }

    [Test]
    public async Task Nobody_else_sees_them_and_what_is_no_id_is_none()
    {
        var name = "auditor" + Interlocked.Increment(ref _people);
        await One.HasStaffAsync(name, roles: Role.Auditor);
        using var auditor = await One.SignsInAsync(name);
        Assert.That((await auditor.SendAsync(HttpMethod.Get, "/api/crisis/escalations")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        await using var console = await auditor.OpensConsoleAsync();
        Assert.That(async () => await console.AskAsync("WatchCrisis"), Throws.TypeOf<HubRefusal>());
        Assert.That(async () => await console.AskAsync("RaiseCrisis", (object?)null), Throws.TypeOf<HubRefusal>());

        await using var op = await SitsAsync(One, Role.Counsellor, "crisis");
        Assert.That((await op.Console.AskAsync("AcknowledgeEscalation", "nonsense")).GetProperty("outcome").GetString(), Is.EqualTo("Unknown"));
        Assert.That((await op.Console.AskAsync("HandBackEscalation", new string('a', 32) + ".1")).GetString(), Is.EqualTo("Unknown"));
        Assert.That((await op.Colleague.SendAsync(HttpMethod.Get, "/api/crisis/escalations/nonsense")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await op.Colleague.SendAsync(HttpMethod.Get, "/api/crisis/escalations?before=yesterday")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    private async Task HasACountyAsync()
    {
        await One.HasStaffAsync("chief", roles: Role.Administrator);
        using var chief = await One.SignsInAsync("chief");
        var policy = new RoutingPolicy
        {
            Centres = [new() { Code = "main", Name = "中心" }, new() { Code = "county", Name = "旗县", Parent = "main" }],
            Skills = Policy.Policies.Example.Skills,
            Lanes = [.. Policy.Policies.Example.Skills.Select(s => Policy.Policies.Lane("*", s.Code))],
        };
        var newest = (await chief.GetAsync("/api/routing/policy")).GetProperty("version").GetInt32();
        var (status, answer) = await chief.SendAsync(HttpMethod.Put, "/api/routing/policy", new { basedOn = newest, policy = JsonDocument.Parse(PolicyJson.Write(policy)).RootElement, comment = "" });
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), answer.ToString());
        foreach (var host in new[] { One, Two })
            await Eventually.True(() => host.Services.GetRequiredService<Core.Routing.RoutingPolicies>().Current.Policy.Centres.Count == 2, "the policy is in force");
    }

    private static JsonElement? Of(HubSocket console, string id) => console.Crisis is { } crisis
        ? crisis.GetProperty("escalations").EnumerateArray().Where(e => e.GetProperty("id").GetString() == id).Select(e => (JsonElement?)e).FirstOrDefault()
        : null;

    private static async Task<Seat> SitsAsync(StaffHost host, Role role, string skill, string centre = "main")
    {
        var name = $"crisis{Interlocked.Increment(ref _people)}";
        await host.HasStaffAsync(name, skill: skill, centre: centre, roles: role);
        var colleague = await host.SignsInAsync(name);
        var console = await colleague.OpensConsoleAsync();
        if (role != Role.Supervisor) await console.AskAsync("SetPresence", "Break", "test");
        return new Seat(name, colleague, console);
    }

    private sealed record Seat(string Name, Colleague Colleague, HubSocket Console) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Console.DisposeAsync();
            Colleague.Dispose();
        }
    }
}
