using System.Net;
using System.Text.Json;
using Hotline.Core.Calls;
using Hotline.Core.Directory;
using Hotline.Core.Routing;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Staff;
using Hotline.Tests.Routing;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.AgentHost;

/// <summary>"Never that operator again", blocks, and risk from a note: asked over the wire, seen in the live state.</summary>
internal sealed class Marks_of_numbers : OnStaffHosts
{
    private static readonly TimeSpan ABeatAndMore = TimeSpan.FromSeconds(40);

    [SetUp]
    public Task WipeAsync() => Redis.FlushAllAsync();

    private LiveState Live => One.Services.GetRequiredService<LiveState>();

    private string KeyOf(string number) =>
        One.Services.GetRequiredService<NumberIndex>().KeyOf(PhoneNumber.TryParse(number, out var parsed) ? parsed : throw new ArgumentException(number, nameof(number)));

    private async Task<JsonElement> RememberedAsync(string number)
    {
        var redis = One.Services.GetRequiredService<Core.Storage.Redis.RedisConnection>().Database;
        var text = (string?)await redis.HashGetAsync(One.Services.GetRequiredService<LiveKeys>().Numbers, KeyOf(number));
        return JsonDocument.Parse(text ?? "{}").RootElement;
    }

    private async Task<bool> AvoidsAsync(string number, StaffId op) =>
        (await RememberedAsync(number)) is var n && n.TryGetProperty("avoid", out var avoid) && avoid.TryGetProperty(op.ToString(), out _);

    private async Task<bool> BlocksAsync(string number) => (await RememberedAsync(number)).TryGetProperty("blocked", out _);

    /// <summary>Offered, accepted, and with her caller.</summary>
    private async Task<(string Call, CallTicket Ticket)> TakesACallAsync(Colleague her, HubSocket console, string number)
    {
        await console.AskAsync("SetPresence", "Ready", null);
        var ticket = await Two.CallerWaitsAsync(number);
        await console.SeesDeskAsync(d => d.GetProperty("state").GetString() == "Offered", "an offer");
        var offer = console.Desk!.Value.GetProperty("offer");
        var call = offer.GetProperty("call").GetString()!;
        await console.AskAsync("Accept", call, offer.GetProperty("token").GetInt64());
        await Eventually.True(async () => (await her.SendAsync(HttpMethod.Get, $"/api/calls/{call}")).Status == HttpStatusCode.OK, "the recorder copies the call");
        return (call, ticket);
    }

    [Test]
    public async Task An_operator_steps_back_and_is_not_offered_that_caller_again_also_over_a_wiped_live_state()
    {
        const string number = "+8613810000001";
        var me = await One.HasStaffAsync("stepper");
        var lead = await One.HasStaffAsync("parter", roles: Role.Supervisor);
        using var her = await One.SignsInAsync("stepper");
        await using var console = await her.OpensConsoleAsync();
        var (call, ticket) = await TakesACallAsync(her, console, number);

        var (short_, problem) = await her.SendAsync(HttpMethod.Post, $"/api/calls/{call}/avoid", new { reason = "x" });
        Assert.That((short_, problem.GetProperty("errors").EnumerateObject().Single().Name), Is.EqualTo((HttpStatusCode.BadRequest, "reason")));
        Assert.That((await her.SendAsync(HttpMethod.Post, $"/api/calls/{call}/avoid", new { @operator = lead.ToString(), reason = "她不应接听" })).Status, Is.EqualTo(HttpStatusCode.Forbidden), "only for herself");
        Assert.That((await her.SendAsync(HttpMethod.Post, $"/api/calls/{call}/avoid", new { reason = "我认识来电者 13900001111" })).Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await her.SendAsync(HttpMethod.Post, $"/api/calls/{call}/avoid", new { reason = "再说一次" })).Status, Is.EqualTo(HttpStatusCode.NoContent), "asked twice is asked once");
        Assert.That(await AvoidsAsync(number, me));

        var seen = await her.GetAsync($"/api/calls/{call}/avoid");
        Assert.That((seen.GetProperty("mayStepBack").GetBoolean(), seen.GetProperty("mayChoose").GetBoolean(), seen.GetProperty("items")[0].GetProperty("reason").GetString()),
            Is.EqualTo((true, false, "我认识来电者 13900001111")));
        Assert.That((await her.SendAsync(HttpMethod.Delete, $"/api/calls/{call}/avoid?operator={me}", new { reason = "还是我来" })).Status, Is.EqualTo(HttpStatusCode.Forbidden), "lifting is her supervisor's");

        await One.Flow.TellAsync(new CarrierStory(ticket, default, 1).CallerEnded, CancellationToken.None);
        await console.SeesDeskAsync(d => d.GetProperty("call").ValueKind == JsonValueKind.Null, "the caller hung up");
        await console.AskAsync("SetPresence", "Break", "");
        await Redis.FlushAllAsync();
        await Eventually.True(() => AvoidsAsync(number, me), "the live state knows it again", ABeatAndMore);
        await One.CallerWaitsAsync(number);
        await One.CallerWaitsAsync("+8613810000002");
        await console.AskAsync("SetPresence", "Ready", null);
        await console.SeesDeskAsync(d => d.GetProperty("state").GetString() == "Offered", "the caller after her");
        Assert.That(console.Desk!.Value.GetProperty("offer").GetProperty("maskedNumber").GetString(), Is.EqualTo("138····0002"));

        using var supervisor = await One.SignsInAsync("parter");
        Assert.That((await supervisor.GetAsync($"/api/calls/{call}/avoid")).GetProperty("items")[0].GetProperty("operatorName").GetString(), Is.EqualTo("员工stepper"));
        Assert.That((await supervisor.SendAsync(HttpMethod.Delete, $"/api/calls/{call}/avoid?operator={me}", new { reason = "双方已经谈妥" })).Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await supervisor.SendAsync(HttpMethod.Delete, $"/api/calls/{call}/avoid?operator={me}", new { reason = "双方已经谈妥" })).Status, Is.EqualTo(HttpStatusCode.NotFound));
        await Eventually.True(async () => !await AvoidsAsync(number, me), "lifted, at the latest by the beat after one that had read the record before", ABeatAndMore);

        await One.HasStaffAsync("checker", roles: Role.Auditor);
        using var auditor = await One.SignsInAsync("checker");
        var audited = (await auditor.GetAsync("/api/audit")).GetProperty("items").EnumerateArray().Where(e => e.GetProperty("subject").GetString()?.Contains(call, StringComparison.Ordinal) == true)
            .Select(e => (e.GetProperty("action").GetString(), e.GetProperty("reason").GetString())).ToList();
        Assert.That(audited, Does.Contain(("avoid.set", "我认识来电者 139····11")).And.Contain(("avoid.lift", "双方已经谈妥")).And.Contain(("avoid.read", "oversight")));
        Assert.That(One.Logged.Concat(Two.Logged).Where(l => l.Contains("13900001111", StringComparison.Ordinal) || l.Contains("我认识", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task A_supervisor_parts_a_caller_and_whoever_took_her_call_and_nobody_else()
    {
        const string number = "+8613810000003";
        var me = await One.HasStaffAsync("taker");
        var stranger = await One.HasStaffAsync("idle");
        await One.HasStaffAsync("overseer2", roles: Role.Manager);
        using var her = await One.SignsInAsync("taker");
        await using var console = await her.OpensConsoleAsync();
        var (call, _) = await TakesACallAsync(her, console, number);
        using var lead = await One.SignsInAsync("overseer2");
        Assert.That((await lead.GetAsync($"/api/calls/{call}/avoid")).GetProperty("choices").EnumerateArray().Select(c => c.GetProperty("id").GetString()), Is.EqualTo(new[] { me.ToString() }));
        var (refused, problem) = await lead.SendAsync(HttpMethod.Post, $"/api/calls/{call}/avoid", new { @operator = stranger.ToString(), reason = "来电者要求" });
        Assert.That((refused, problem.GetProperty("errors").EnumerateObject().Single().Name), Is.EqualTo((HttpStatusCode.BadRequest, "operator")));
        Assert.That((await lead.SendAsync(HttpMethod.Post, $"/api/calls/{call}/avoid", new { @operator = me.ToString(), reason = "来电者要求" })).Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await AvoidsAsync(number, me));
        Assert.That((await her.GetAsync($"/api/calls/{call}/avoid")).GetProperty("items")[0].GetProperty("reason").ValueKind, Is.EqualTo(JsonValueKind.Null), "why is between the caller and the supervisor");

        using var other = await One.SignsInAsync("idle");
        Assert.That((await other.SendAsync(HttpMethod.Get, $"/api/calls/{call}/avoid")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await other.SendAsync(HttpMethod.Post, $"/api/calls/{call}/avoid", new { reason = "我不想接" })).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await lead.SendAsync(HttpMethod.Post, $"/api/calls/{CallId.New(TimeProvider.System)}/avoid", new { reason = "来电者要求" })).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase(0)]
    [TestCase(721)]
    [TestCase(null)]
    public async Task Every_block_ends(int? hours)
    {
        await One.HasStaffAsync($"ender{hours}", roles: Role.Supervisor);
        using var lead = await One.SignsInAsync($"ender{hours}");
        var call = await RecordedCallAsync(lead, "+8613810000004");
        var (status, problem) = await lead.SendAsync(HttpMethod.Post, $"/api/calls/{call}/block", new { reason = "反复骚扰", hours });
        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(problem.GetProperty("errors").GetProperty("hours")[0].GetString(), Does.Contain("1 to 720"));
    }

    [Test]
    public async Task A_supervisor_blocks_a_number_for_some_hours_and_lifts_it_and_a_wiped_live_state_learns_of_both()
    {
        const string number = "+8613810000005";
        await One.HasStaffAsync("blocker", roles: Role.Supervisor);
        await One.HasStaffAsync("manages", roles: Role.Manager);
        using var lead = await One.SignsInAsync("blocker");
        using var manager = await One.SignsInAsync("manages");
        var call = await RecordedCallAsync(lead, number);
        Assert.That((await manager.SendAsync(HttpMethod.Post, $"/api/calls/{call}/block", new { reason = "反复骚扰", hours = 24 })).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await manager.SendAsync(HttpMethod.Get, "/api/blocks")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await lead.SendAsync(HttpMethod.Post, $"/api/calls/{call}/block", new { reason = "反复骚扰", hours = 24 })).Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await BlocksAsync(number));
        var listed = (await lead.GetAsync("/api/blocks")).EnumerateArray().Single(b => b.GetProperty("call").GetString() == call);
        Assert.That((listed.GetProperty("maskedNumber").GetString(), listed.GetProperty("reason").GetString()), Is.EqualTo(("138····0005", "反复骚扰")));
        Assert.That(listed.GetProperty("until").GetDateTimeOffset(), Is.EqualTo(TimeProvider.System.GetUtcNow().AddHours(24)).Within(TimeSpan.FromMinutes(2)));

        await Redis.FlushAllAsync();
        await Eventually.True(() => BlocksAsync(number), "the live state knows it again", ABeatAndMore);
        var later = await One.CallerWaitsAsync("+8613810000006");
        var blocked = await One.CallerWaitsAsync(number);
        await One.CallerWaitsAsync("+8613810000007");
        Assert.That((await One.Flow.WaitAsync(blocked, Skill.Legal, CancellationToken.None)).Ahead, Is.EqualTo(2), "further back, not refused");
        Assert.That((await One.Flow.EnterAsync(blocked, Skill.Crisis, EnteredBy.CrisisKey, CancellationToken.None)).Ahead, Is.Zero, "the crisis exit is open");
        Assert.That((await One.Flow.WaitAsync(later, Skill.Legal, CancellationToken.None)).Ahead, Is.Zero);

        Assert.That((await lead.SendAsync(HttpMethod.Delete, $"/api/calls/{call}/block", new { reason = "只是误会" })).Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await lead.SendAsync(HttpMethod.Delete, $"/api/calls/{call}/block", new { reason = "只是误会" })).Status, Is.EqualTo(HttpStatusCode.NotFound));
        await Eventually.True(async () => !await BlocksAsync(number), "lifted, at the latest by the beat after one that had read the record before", ABeatAndMore);
        Assert.That((await lead.GetAsync($"/api/calls/{call}/block")).GetProperty("block").ValueKind, Is.EqualTo(JsonValueKind.Null));

        // A host that read the record just before the lifting tells its old reading; the next beat puts it right.
        await Live.BlockAsync(KeyOf(number), TimeProvider.System.GetUtcNow().AddHours(24));
        await Eventually.True(async () => !await BlocksAsync(number), "lifted again", ABeatAndMore);
    }

    [Test]
    public async Task A_note_that_says_risk_is_present_marks_the_call_and_no_later_answer_takes_it_back()
    {
        await One.HasStaffAsync("noter");
        using var her = await One.SignsInAsync("noter");
        await using var console = await her.OpensConsoleAsync();
        var (call, _) = await TakesACallAsync(her, console, "+8613810000008");
        Assert.That((await her.SendAsync(HttpMethod.Put, $"/api/calls/{call}/note/draft", new { revision = 0, risk = "Unknown", text = "她说……" })).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await console.AskAsync("GetDesk")).GetProperty("call").GetProperty("risk").GetBoolean(), Is.False);
        Assert.That((await her.SendAsync(HttpMethod.Put, $"/api/calls/{call}/note/draft", new { revision = 1, risk = "Present", text = "她说……" })).Status, Is.EqualTo(HttpStatusCode.OK));
        await console.SeesDeskAsync(d => d.GetProperty("call").GetProperty("risk").GetBoolean(), "the mark");
        Assert.That((await her.SendAsync(HttpMethod.Put, $"/api/calls/{call}/note/draft", new { revision = 2, risk = "Denied", text = "她说……" })).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await console.AskAsync("GetDesk")).GetProperty("call").GetProperty("risk").GetBoolean(), Is.True);
    }

    [Test]
    public async Task Risk_told_while_the_live_state_is_away_is_warned_of_and_told_with_the_next_save()
    {
        using var installation = new Installation();
        await using var redis = await RedisServer.StartAsync();
        await using var host = StaffHost.Open(redis, installation);
        await host.HasStaffAsync("noter");
        using var her = await host.SignsInAsync("noter");
        await using var console = await her.OpensConsoleAsync();
        await console.AskAsync("SetPresence", "Ready", null);
        var call = (await host.CallerWaitsAsync("+8613810000009")).Call.ToString();
        await console.SeesDeskAsync(d => d.GetProperty("state").GetString() == "Offered", "an offer");
        await console.AskAsync("Accept", call, console.Desk!.Value.GetProperty("offer").GetProperty("token").GetInt64());
        await console.SeesDeskAsync(d => d.GetProperty("call").ValueKind != JsonValueKind.Null, "her call");
        await Eventually.True(async () => (await her.SendAsync(HttpMethod.Get, $"/api/calls/{call}")).Status == HttpStatusCode.OK, "the recorder copies the call");

        await redis.KillAsync();
        Assert.That((await her.SendAsync(HttpMethod.Put, $"/api/calls/{call}/note/draft", new { revision = 0, risk = "Present", text = "她说……" })).Status, Is.EqualTo(HttpStatusCode.OK), "her text is kept");
        await Eventually.True(() => host.Logged.Any(l => l.Contains("says that risk is present; the live state cannot be reached", StringComparison.Ordinal)), "a warning");
        await redis.RestartAsync();
        var revision = 1;
        await Eventually.True(async () =>
        {
            await her.SendAsync(HttpMethod.Put, $"/api/calls/{call}/note/draft", new { revision = revision++, risk = "Present", text = "她说……" });
            return console.Desk!.Value.GetProperty("call").GetProperty("risk").GetBoolean();
        }, "the mark", ABeatAndMore);
    }

    private async Task<string> RecordedCallAsync(Colleague lead, string number)
    {
        var call = (await One.CallerWaitsAsync(number)).Call.ToString();
        await Eventually.True(async () => (await lead.SendAsync(HttpMethod.Get, $"/api/calls/{call}")).Status == HttpStatusCode.OK, "the recorder copies the call");
        return call;
    }
}
