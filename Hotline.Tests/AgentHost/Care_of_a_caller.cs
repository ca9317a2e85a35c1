using System.Net;
using System.Text.Json;
using Hotline.Agent.Care;
using Hotline.Core.Care.Sql;
using Hotline.Core.Crisis;
using Hotline.Core.Staff;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.AgentHost;

/// <summary>What is written about a caller at one call, over the wire, and read back at the next.</summary>
internal sealed class Care_of_a_caller : OnStaffHosts
{
    private static readonly object Rule = new
    {
        mayCall = true,
        mayText = false,
        maySurvey = false,
        voicemail = "Silence",
        hours = new[] { new { days = new[] { "mon", "tue", "wed", "thu", "fri", "sat", "sun" }, from = "00:00", to = "24:00" } },
        answerer = "WhoeverKnowsTheWord",
        codeWord = "桂花",
        until = TimeProvider.System.GetUtcNow().AddDays(100).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
    };

    [SetUp]
    public Task WipeAsync() => Redis.FlushAllAsync();

    private async Task<IReadOnlyList<OpenEscalation>> OpenAsync() => (await One.Services.GetRequiredService<Escalations>().ReadAsync())!.Escalations;

    private static async Task<JsonElement> PutAsync(Colleague who, string call, string part, object body)
    {
        var (status, answer) = await who.SendAsync(HttpMethod.Put, $"/api/care/calls/{call}/{part}", body);
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), $"{part}: {answer}");
        return answer;
    }

    private static string[] Refused((HttpStatusCode Status, JsonElement Body) answer)
    {
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest), answer.Body.ToString());
        return [.. answer.Body.GetProperty("errors").EnumerateObject().Select(e => e.Name)];
    }

    [Test]
    public async Task What_is_written_at_one_call_is_read_back_at_the_next_by_whoever_gets_it()
    {
        const string number = "+8613820000001";
        await One.HasStaffAsync("writer");
        await One.HasStaffAsync("reader");
        using var writer = await One.SignsInAsync("writer");
        string first;
        await using (var console = await writer.OpensConsoleAsync())
        {
            first = await TakesARecordedCallAsync(writer, console, number);
            var care = await writer.GetAsync($"/api/care/calls/{first}");
            Assert.That(care.GetProperty("contact").EnumerateArray().Select(c => c.GetProperty("reason").GetString()), Is.All.EqualTo("NoRule"), "nothing recorded, nothing allowed");

            Assert.That(Refused(await writer.SendAsync(HttpMethod.Put, $"/api/care/calls/{first}/rules", new
            {
                version = 0,
                rule = new { mayCall = true, mayText = false, voicemail = "Never", answerer = "Herself", until = "2001-01-01" },
            })), Is.EqualTo(new[] { "rule.hours", "rule.until" }));
            care = await PutAsync(writer, first, "rules", new { version = 0, rule = Rule });
            Assert.That(care.GetProperty("contact").EnumerateArray().Single(c => c.GetProperty("act").GetString() == "FollowUpCall").GetProperty("how").GetString(), Is.EqualTo("CodeWordFirst"));
            var (late, kept) = await writer.SendAsync(HttpMethod.Put, $"/api/care/calls/{first}/rules", new { version = 0, rule = Rule });
            Assert.That((late, kept.GetProperty("rules").GetProperty("written").GetProperty("version").GetInt32()), Is.EqualTo((HttpStatusCode.Conflict, 1)), "another window had saved");

            await PutAsync(writer, first, "risk", new { revision = 0, level = "Raised", plan = "每周联系", protocol = "断线后由李老师回拨" });
            Assert.That(Refused(await writer.SendAsync(HttpMethod.Put, $"/api/care/calls/{first}/risk", new { revision = 1, level = "Calm" })), Is.EqualTo(new[] { "level" }));
            Assert.That(Refused(await writer.SendAsync(HttpMethod.Put, $"/api/care/calls/{first}/plan", new { version = 0 })), Is.EqualTo(new[] { "warningSigns" }));
            await PutAsync(writer, first, "plan", new { version = 0, warningSigns = "睡不着", coping = "散步" });
        }
        await Redis.FlushAllAsync();

        using var reader = await One.SignsInAsync("reader");
        Assert.That((await reader.SendAsync(HttpMethod.Get, $"/api/care/calls/{first}")).Status, Is.EqualTo(HttpStatusCode.Forbidden), "not her call");
        await using var hers = await reader.OpensConsoleAsync();
        var second = await TakesARecordedCallAsync(reader, hers, number);
        var read = await reader.GetAsync($"/api/care/calls/{second}");
        Assert.That((read.GetProperty("plan").GetProperty("plan").GetProperty("coping").GetString(), read.GetProperty("plan").GetProperty("written").GetProperty("byName").GetString(),
            read.GetProperty("risk").GetProperty("protocol").GetString(), read.GetProperty("risk").GetProperty("level").GetString(), read.GetProperty("rules").GetProperty("rule").GetProperty("codeWord").GetString()),
            Is.EqualTo(("散步", "员工writer", "断线后由李老师回拨", "Raised", "桂花")));
        Assert.That(read.GetProperty("followUps").EnumerateArray().Select(f => f.GetProperty("step").GetString()), Is.EqualTo(new[] { "NextDay", "Week", "Month", "Quarter", "Year" }));

        await One.HasStaffAsync("care-auditor", roles: Role.Auditor);
        using var auditor = await One.SignsInAsync("care-auditor");
        var audited = (await auditor.GetAsync("/api/audit")).GetProperty("items").EnumerateArray()
            .Select(e => (e.GetProperty("action").GetString(), e.GetProperty("subject").GetString(), e.GetProperty("reason").GetString())).ToList();
        Assert.That(audited, Does.Contain(("care.read", $"call/{second}", "the caller of her own call")).And.Contain(("care.risk", $"call/{first}", "Raised")).And.Contain(("care.rules", $"call/{first}", (string?)null)));
        foreach (var secret in new[] { "桂花", "散步", "李老师回拨" })
            Assert.That(One.Logged.Concat(Two.Logged).Where(l => l.Contains(secret, StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task An_imminent_answer_calls_for_help_and_opens_a_record_that_no_later_answer_lowers()
    {
        await One.HasStaffAsync("asker");
        using var her = await One.SignsInAsync("asker");
        await using var console = await her.OpensConsoleAsync();
        var call = await TakesARecordedCallAsync(her, console, "+8613820000002");
        Assert.That(Refused(await her.SendAsync(HttpMethod.Put, $"/api/care/calls/{call}/answers", new { version = 0, answers = new { plan = "perhaps" } })), Is.EqualTo(new[] { "answers.plan" }));
        var care = await PutAsync(her, call, "answers", new { version = 0, answers = new { thoughts = "yes", plan = "yes" } });
        Assert.That((care.GetProperty("raised").ValueKind, care.GetProperty("risk").GetProperty("revision").GetInt32()), Is.EqualTo((JsonValueKind.Null, 0)));

        care = await PutAsync(her, call, "answers", new { version = 1, answers = new { thoughts = "yes", plan = "yes", means = "yes", timeFrame = "day" } });
        Assert.That((care.GetProperty("raised").GetBoolean(), care.GetProperty("answers").GetProperty("imminent").GetBoolean(), care.GetProperty("risk").GetProperty("level").GetString()), Is.EqualTo((true, true, "Imminent")));
        await console.SeesDeskAsync(d => d.GetProperty("call").GetProperty("risk").GetBoolean(), "the mark");
        Assert.That((await OpenAsync()).Single(e => e.Call?.ToString() == call).Causes, Does.Contain(EscalationCause.Answer));

        care = await PutAsync(her, call, "answers", new { version = 2, answers = new { thoughts = "no" } });
        Assert.That((care.GetProperty("answers").GetProperty("imminent").GetBoolean(), care.GetProperty("risk").GetProperty("level").GetString()), Is.EqualTo((false, "Imminent")));
        Assert.That((await console.AskAsync("GetDesk")).GetProperty("call").GetProperty("risk").GetBoolean(), Is.True);

        care = await PutAsync(her, call, "risk", new { revision = 1, level = "Watch", plan = "", protocol = "" });
        Assert.That(care.GetProperty("risk").GetProperty("level").GetString(), Is.EqualTo("Watch"), "a person may");
        Assert.That(Refused(await her.SendAsync(HttpMethod.Post, $"/api/care/calls/{call}/risk/close", new { revision = 2, reason = "x" })), Is.EqualTo(new[] { "reason" }));
        var (closed, view) = await her.SendAsync(HttpMethod.Post, $"/api/care/calls/{call}/risk/close", new { revision = 2, reason = "误选，已核实" });
        Assert.That((closed, view.GetProperty("followUps").EnumerateArray().Select(f => f.GetProperty("result").GetString()).Distinct().Single()), Is.EqualTo((HttpStatusCode.OK, "RecordClosed")));
    }

    [Test]
    public async Task The_next_call_of_a_number_with_an_open_risk_record_is_told_at_its_arrival_and_no_more_when_it_is_closed()
    {
        const string number = "+8613820000006";
        await One.HasStaffAsync("recorder");
        using var her = await One.SignsInAsync("recorder");
        await using var console = await her.OpensConsoleAsync();
        var call = await TakesARecordedCallAsync(her, console, number);
        await PutAsync(her, call, "risk", new { revision = 0, level = "Watch", plan = "", protocol = "" });
        var next = (await Two.CallerWaitsAsync(number)).Call;
        Assert.That((await OpenAsync()).Single(e => e.Call == next).Causes, Is.EqualTo(new[] { EscalationCause.OpenRisk }));
        Assert.That((await her.SendAsync(HttpMethod.Post, $"/api/care/calls/{call}/risk/close", new { revision = 1, reason = "已经平安" })).Status, Is.EqualTo(HttpStatusCode.OK));
        var third = (await Two.CallerWaitsAsync(number)).Call;
        Assert.That((await OpenAsync()).Select(e => e.Call), Has.None.EqualTo(third));
    }

    [Test]
    public async Task A_card_stays_with_its_call()
    {
        await One.HasStaffAsync("carder");
        using var her = await One.SignsInAsync("carder");
        await using var console = await her.OpensConsoleAsync();
        var call = await TakesARecordedCallAsync(her, console, "+8613820000003");
        Assert.That(Refused(await her.SendAsync(HttpMethod.Put, $"/api/care/calls/{call}/card", new { version = 0, weapon = "maybe", place = new string('家', 501) })), Is.EqualTo(new[] { "place", "weapon" }));
        var care = await PutAsync(her, call, "card", new { version = 0, place = "新城区", people = "她和孩子", weapon = "Yes", children = "Yes", injured = "Unknown", more = "" });
        var card = care.GetProperty("card").GetProperty("card");
        Assert.That((card.GetProperty("weapon").GetString(), card.GetProperty("injured").GetString()), Is.EqualTo(("Yes", "Unknown")));
    }

    [Test]
    public async Task Counsellors_and_supervisors_of_the_centre_go_on_with_it_and_nobody_else_sees_it()
    {
        await One.HasStaffAsync("opener");
        await One.HasStaffAsync("keeper", roles: Role.Counsellor);
        await One.HasStaffAsync("minder", roles: Role.Supervisor);
        await One.HasStaffAsync("stranger");
        await One.HasStaffAsync("boss", roles: Role.Manager);
        using var opener = await One.SignsInAsync("opener");
        await using var console = await opener.OpensConsoleAsync();
        var call = await TakesARecordedCallAsync(opener, console, "+8613820000004");
        await PutAsync(opener, call, "risk", new { revision = 0, level = "Watch", plan = "", protocol = "" });
        foreach (var allowed in new[] { "keeper", "minder" })
        {
            using var colleague = await One.SignsInAsync(allowed);
            Assert.That((await colleague.GetAsync($"/api/care/calls/{call}")).GetProperty("risk").GetProperty("level").GetString(), Is.EqualTo("Watch"));
            Assert.That((await colleague.GetAsync("/api/care/follow-ups")).EnumerateArray().Count(), Is.Zero, "her own");
            Assert.That((await colleague.GetAsync("/api/care/follow-ups?mine=false")).EnumerateArray().Count(f => f.GetProperty("call").GetString() == call), Is.EqualTo(5));
        }
        foreach (var denied in new[] { "stranger", "boss" })
        {
            using var colleague = await One.SignsInAsync(denied);
            Assert.That((await colleague.SendAsync(HttpMethod.Get, $"/api/care/calls/{call}")).Status, Is.EqualTo(HttpStatusCode.Forbidden), denied);
            Assert.That((await colleague.SendAsync(HttpMethod.Put, $"/api/care/calls/{call}/plan", new { version = 0, coping = "散步" })).Status, Is.EqualTo(HttpStatusCode.Forbidden), denied);
            Assert.That((await colleague.GetAsync("/api/care/follow-ups?mine=false")).EnumerateArray().Count(), Is.Zero, denied);
            var id = (await opener.GetAsync("/api/care/follow-ups")).EnumerateArray().First().GetProperty("id").GetString();
            Assert.That((await colleague.SendAsync(HttpMethod.Post, $"/api/care/follow-ups/{id}/done", new { result = "Reached" })).Status, Is.EqualTo(HttpStatusCode.Forbidden), denied);
        }
        Assert.That((await opener.SendAsync(HttpMethod.Get, $"/api/care/calls/{new string('0', 31)}1")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_follow_up_is_moved_into_the_future_given_on_done_once_and_told_when_it_is_missed()
    {
        await One.HasStaffAsync("follower");
        var other = await One.HasStaffAsync("heir", roles: Role.Counsellor);
        using var her = await One.SignsInAsync("follower");
        await using var console = await her.OpensConsoleAsync();
        var call = await TakesARecordedCallAsync(her, console, "+8613820000005");
        await PutAsync(her, call, "risk", new { revision = 0, level = "Raised", plan = "", protocol = "" });
        var ids = (await her.GetAsync("/api/care/follow-ups")).EnumerateArray().Select(f => f.GetProperty("id").GetString()!).ToList();
        Assert.That(ids, Has.Count.EqualTo(5));
        Assert.That((await her.GetAsync("/api/care/follow-ups?due=true")).EnumerateArray().Count(), Is.Zero, "the first is tomorrow");

        string At(string act, int n = 0) => $"/api/care/follow-ups/{ids[n]}/{act}";
        var now = TimeProvider.System.GetUtcNow();
        Assert.That(Refused(await her.SendAsync(HttpMethod.Post, At("move"), new { to = now.AddDays(-1) })), Is.EqualTo(new[] { "to" }));
        Assert.That(Refused(await her.SendAsync(HttpMethod.Post, At("done"), new { result = "RecordClosed" })), Is.EqualTo(new[] { "result" }));
        Assert.That(Refused(await her.SendAsync(HttpMethod.Post, At("owner"), new { owner = StaffId.New(TimeProvider.System).ToString() })), Is.EqualTo(new[] { "owner" }));
        var (moved, view) = await her.SendAsync(HttpMethod.Post, At("move"), new { to = now.AddDays(3) });
        Assert.That((moved, view.GetProperty("dueAt").GetDateTimeOffset()), Is.EqualTo((HttpStatusCode.OK, now.AddDays(3))).Using<DateTimeOffset>((a, b) => (a - b).Duration() < TimeSpan.FromSeconds(1)));
        Assert.That((await her.SendAsync(HttpMethod.Post, At("owner", 1), new { owner = other.ToString() })).Status, Is.EqualTo(HttpStatusCode.OK));
        using var heir = await One.SignsInAsync("heir");
        Assert.That((await heir.GetAsync("/api/care/follow-ups")).EnumerateArray().Single().GetProperty("id").GetString(), Is.EqualTo(ids[1]));
        Assert.That((await heir.SendAsync(HttpMethod.Post, At("done", 1), new { result = "NotReached", note = "无人接听" })).Status, Is.EqualTo(HttpStatusCode.OK));
        var (again, answered) = await heir.SendAsync(HttpMethod.Post, At("done", 1), new { result = "Reached" });
        Assert.That((again, answered.GetProperty("result").GetString()), Is.EqualTo((HttpStatusCode.Conflict, "NotReached")));

        var store = One.Services.GetRequiredService<FollowUpStore>();
        await store.MoveAsync(Guid.ParseExact(ids[0], "N"), now.AddDays(-1));
        await Eventually.True(async () =>
        {
            await One.Services.GetRequiredService<FollowUpWatch>().TellAsync(CancellationToken.None);
            return (await store.FindAsync(Guid.ParseExact(ids[0], "N")))!.ToldAt is not null;
        }, "told by one of the hosts");
        Assert.That((await OpenAsync()).Single(e => e.Causes.Contains(EscalationCause.FollowUp)), Has.Property("MaskedNumber").EqualTo("138····0005").And.Property("Centre").EqualTo("main"));
        Assert.That(One.Logged.Concat(Two.Logged).Count(l => l.Contains("was missed; an escalation is raised", StringComparison.Ordinal)), Is.EqualTo(1));
    }
}
