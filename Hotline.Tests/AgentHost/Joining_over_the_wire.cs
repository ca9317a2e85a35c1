using System.Net;
using Dapper;
using Hotline.Core.Staff;
using Hotline.Core.Storage;
using Hotline.Tests.Routing;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.AgentHost;

/// <summary>A supervisor joins an operator's call: both consoles say who is in it, and after a take-over it is hers to end and to write about.</summary>
internal sealed class Joining_over_the_wire : OnStaffHosts
{
    [SetUp]
    public Task WipeAsync() => Redis.FlushAllAsync();

    [Test]
    public async Task A_supervisor_coaches_takes_over_ends_and_writes()
    {
        var (call, opened) = await TalkAsync("talker");
        await using var console = opened;
        await Two.HasStaffAsync("lead-joins", endpoint: "sip:lead@desk.test", roles: Role.Supervisor);
        using var lead = await Two.SignsInAsync("lead-joins");
        await using var hers = await lead.OpensConsoleAsync();

        Assert.That((await hers.AskAsync("JoinCall", call, "Coach")).GetString(), Is.EqualTo("Done"));
        await hers.SeesDeskAsync(d => d.GetProperty("state").GetString() == "Assisting", "she assists");
        var assisting = hers.Desk!.Value.GetProperty("call").GetProperty("assisting");
        Assert.That((assisting.GetProperty("mode").GetString(), assisting.GetProperty("in").GetBoolean(), assisting.GetProperty("operator").GetString()), Is.EqualTo(("Coach", false, "员工talker")));
        await console.SeesDeskAsync(d => Helpers(d) == "员工lead-joins Coach False", "the operator sees who comes");
        Assert.That((await lead.SendAsync(HttpMethod.Put, $"/api/calls/{call}/note/draft", new { revision = 0, risk = "NotAsked", text = "她的" })).Status, Is.EqualTo(HttpStatusCode.Forbidden), "not hers to write about");

        var leg = ScriptedTelephony.JoinerLeg(Two.Carrier.Joined.Last().Token);
        await Two.Flow.TellAsync(_story!.OperatorJoined with { Leg = leg, FactKey = "helper-in" }, CancellationToken.None);
        await console.SeesDeskAsync(d => Helpers(d) == "员工lead-joins Coach True", "she is in");
        Assert.That((await hers.AskAsync("ChangeJoin", call, "TakeOver")).GetString(), Is.EqualTo("Done"));
        await console.SeesDeskAsync(d => d.GetProperty("state").GetString() == "WrapUp" && d.GetProperty("notice").GetString() == "TakenOver", "the operator writes");
        await hers.SeesDeskAsync(d => d.GetProperty("state").GetString() == "Busy" && d.GetProperty("call").GetProperty("assisting").ValueKind == System.Text.Json.JsonValueKind.Null, "it is hers");

        Assert.That((await console.AskAsync("End", call)).GetString(), Is.EqualTo("NotYourCall"));
        Assert.That((await hers.AskAsync("End", call)).GetString(), Is.EqualTo("Done"));
        await hers.SeesDeskAsync(d => d.GetProperty("state").GetString() == "WrapUp", "she writes");
        await Eventually.True(async () => (await lead.SendAsync(HttpMethod.Get, $"/api/calls/{call}/note")).Status == HttpStatusCode.OK, "she may read and write about it");
        Assert.That((await hers.AskAsync("FinishWrapUp", call)).GetString(), Is.EqualTo("Done"));
        Assert.That((await console.AskAsync("FinishWrapUp", call)).GetString(), Is.EqualTo("Done"));
        await Eventually.True(async () => (await lead.GetAsync($"/api/calls/{call}/note")).GetProperty("mayWrite").GetBoolean(), "and goes on when it is off her desk");
    }

    /// <summary>The record follows the live state, after an absence by minutes: whoever took the call writes about it all the same, and nobody else.</summary>
    [Test]
    public async Task A_call_that_is_off_their_desks_is_theirs_before_the_record_knows_of_it()
    {
        var record = One.Services.GetRequiredService<Database>();
        await record.UseAsync(connection => connection.ExecuteAsync("ALTER TABLE call_events RENAME TO events_away"));
        string call;
        try
        {
            (call, var opened) = await TalkAsync("early-writer");
            await using var console = opened;
            await Two.HasStaffAsync("early-lead", endpoint: "sip:lead@desk.test", roles: Role.Supervisor);
            await Two.HasStaffAsync("early-stranger");
            using var lead = await Two.SignsInAsync("early-lead");
            using var stranger = await Two.SignsInAsync("early-stranger");
            using var writer = await Two.SignsInAsync("early-writer");
            await using var hers = await lead.OpensConsoleAsync();
            Assert.That((await hers.AskAsync("JoinCall", call, "TakeOver")).GetString(), Is.EqualTo("Done"));
            var leg = ScriptedTelephony.JoinerLeg(Two.Carrier.Joined.Last().Token);
            await Two.Flow.TellAsync(_story!.OperatorJoined with { Leg = leg, FactKey = "successor-in" }, CancellationToken.None);
            await hers.SeesDeskAsync(d => d.GetProperty("state").GetString() == "Busy", "it is hers");
            Assert.That((await hers.AskAsync("End", call)).GetString(), Is.EqualTo("Done"));
            foreach (var desk in new[] { console, hers })
            {
                await desk.SeesDeskAsync(d => d.GetProperty("state").GetString() == "WrapUp", "she writes");
                Assert.That((await desk.AskAsync("FinishWrapUp", call)).GetString(), Is.EqualTo("Done"));
                await desk.SeesDeskAsync(d => d.GetProperty("call").ValueKind == System.Text.Json.JsonValueKind.Null, "it is off her desk");
            }
            foreach (var author in new[] { writer, lead })
            {
                Assert.That((await author.SendAsync(HttpMethod.Put, $"/api/calls/{call}/note/draft", new { revision = 0, risk = "NotAsked", text = "后来写的" })).Status, Is.EqualTo(HttpStatusCode.OK));
                Assert.That((await author.GetAsync($"/api/calls/{call}/note")).GetProperty("draft").GetProperty("text").GetString(), Is.EqualTo("后来写的"));
            }
            Assert.That((await stranger.SendAsync(HttpMethod.Put, $"/api/calls/{call}/note/draft", new { revision = 0, text = "她的" })).Status, Is.EqualTo(HttpStatusCode.NotFound), "not hers");
        }
        finally
        {
            await record.UseAsync(connection => connection.ExecuteAsync("ALTER TABLE events_away RENAME TO call_events"));
        }
        using var later = await Two.SignsInAsync("early-stranger");
        await Eventually.True(async () => (await later.SendAsync(HttpMethod.Get, $"/api/calls/{call}/note")).Status == HttpStatusCode.Forbidden, "the record knows it, and whose it is");
    }

    [Test]
    public async Task The_operator_calls_110_in_and_lets_it_go()
    {
        var (call, opened) = await TalkAsync("caller-of-110");
        await using var console = opened;
        Assert.That(console.Desk!.Value.GetProperty("call").GetProperty("callable").EnumerateArray().Select(s => s.GetString()), Is.EqualTo(new[] { "Police", "Ambulance" }));
        Assert.That((await console.AskAsync("AddService", call, "Police")).GetString(), Is.EqualTo("Done"));
        await console.SeesDeskAsync(d => d.GetProperty("call").GetProperty("services").GetArrayLength() == 1, "it is shown");
        var service = console.Desk!.Value.GetProperty("call").GetProperty("services")[0];
        Assert.That(service.GetProperty("service").GetString(), Is.EqualTo("Police"));
        Assert.That((await console.AskAsync("EndService", call, service.GetProperty("token").GetInt64())).GetString(), Is.EqualTo("Done"));
        await console.SeesDeskAsync(d => d.GetProperty("call").GetProperty("services").GetArrayLength() == 0, "it is gone");
        Assert.That(async () => await console.AskAsync("AddService", call, "Army"), Throws.InstanceOf<HubRefusal>());
    }

    [TestCase(Role.Operator, false), TestCase(Role.Manager, null), TestCase(Role.Administrator, null), TestCase(Role.Counsellor, true)]
    public async Task Only_who_answers_a_crisis_joins(Role role, bool? may)
    {
        var (call, opened) = await TalkAsync($"joined-by-{role}");
        await using var console = opened;
        await One.HasStaffAsync($"joins-{role}", endpoint: "sip:other@desk.test", roles: role);
        using var other = await One.SignsInAsync($"joins-{role}");
        await using var hers = await other.OpensConsoleAsync();
        if (may is null) Assert.That(async () => await hers.AskAsync("JoinCall", call, "Party"), Throws.InstanceOf<HubRefusal>());
        else Assert.That((await hers.AskAsync("JoinCall", call, "Party")).GetString(), Is.EqualTo(may.Value ? "Done" : "NotYourEscalation"));
        if (may is not null) Assert.That((await hers.AskAsync("LeaveCall", call)).GetString(), Is.EqualTo(may.Value ? "Done" : "NotNow"));
    }

    [Test]
    public async Task A_colleague_whose_account_another_host_has_just_made_is_named()
    {
        var (call, opened) = await TalkAsync("talks-to-the-new");
        await using var console = opened;
        await NamesAreReadAsync();
        await using var hers = await LeadComesAsync("lead-new", call);
        await console.SeesDeskAsync(d => Helpers(d) == "员工lead-new Coach False", "the operator sees who comes");
    }

    [TestCase(false), TestCase(true, Description = "On a console that connects meanwhile, too.")]
    public async Task Who_cannot_be_named_while_the_record_is_away_is_named_when_it_is_back(bool reconnects)
    {
        var user = $"talks-unnamed-{reconnects}";
        var (call, opened) = await TalkAsync(user);
        await using var console = opened;
        await NamesAreReadAsync();
        var record = One.Services.GetRequiredService<Database>();
        using var her = await One.SignsInAsync(user);
        HubSocket? hers = null, second = null;
        var away = false;
        try
        {
            hers = await LeadComesAsync($"lead-unnamed-{reconnects}", call, GoesAsync);
            await console.SeesDeskAsync(d => Helpers(d).EndsWith(" Coach False", StringComparison.Ordinal), "the operator sees that somebody comes");
            if (reconnects)
            {
                second = await her.OpensConsoleAsync();
                await second.SeesDeskAsync(d => Helpers(d).EndsWith(" Coach False", StringComparison.Ordinal), "so does her second console");
            }
            Assert.That(Helpers(console.Desk!.Value), Does.Not.Contain("lead-unnamed"), "without a name");
            await BackAsync();
            await (second ?? console).SeesDeskAsync(d => Helpers(d) == $"员工lead-unnamed-{reconnects} Coach False", "and then who, without anybody doing anything");
        }
        finally
        {
            if (away) await BackAsync();
            if (hers is not null) await hers.DisposeAsync();
            if (second is not null) await second.DisposeAsync();
        }

        async Task GoesAsync()
        {
            await record.UseAsync(connection => connection.ExecuteAsync("ALTER TABLE staff RENAME TO staff_away"));
            away = true;
        }

        async Task BackAsync()
        {
            await record.UseAsync(connection => connection.ExecuteAsync("ALTER TABLE staff_away RENAME TO staff"));
            away = false;
        }
    }

    private CarrierStory? _story;

    /// <summary>A supervisor of the other host, whose account is made there, coaches in a call.</summary>
    private async Task<HubSocket> LeadComesAsync(string userName, string call, Func<Task>? first = null)
    {
        await Two.HasStaffAsync(userName, endpoint: "sip:lead@desk.test", roles: Role.Supervisor);
        using var lead = await Two.SignsInAsync(userName);
        var hers = await lead.OpensConsoleAsync();
        // Her desk is there once her console is.
        await hers.SeesDeskAsync(_ => true, "her desk");
        if (first is not null) await first();
        Assert.That((await hers.AskAsync("JoinCall", call, "Coach")).GetString(), Is.EqualTo("Done"));
        return hers;
    }

    /// <summary>A crisis call on an operator's console; closed with the test's own using.</summary>
    private async Task<(string Call, HubSocket Console)> TalkAsync(string userName)
    {
        var staff = await One.HasStaffAsync(userName, skill: "crisis");
        var her = await One.SignsInAsync(userName);
        var console = await her.OpensConsoleAsync();
        her.Dispose();
        await console.AskAsync("SetPresence", "Ready", null);
        var ticket = await One.CallerWaitsAsync(skill: "crisis");
        await console.SeesDeskAsync(d => d.GetProperty("state").GetString() == "Offered", "an offer");
        var token = console.Desk!.Value.GetProperty("offer").GetProperty("token").GetInt64();
        await console.AskAsync("Accept", ticket.Call.ToString(), token);
        _story = new CarrierStory(ticket, staff, token);
        await One.Flow.TellAsync(_story.OperatorJoined, CancellationToken.None);
        await One.Flow.TellAsync(_story.CallerJoined, CancellationToken.None);
        await console.SeesDeskAsync(d => d.GetProperty("state").GetString() == "Busy", "they talk");
        return (ticket.Call.ToString(), console);
    }

    private static string Helpers(System.Text.Json.JsonElement desk) => desk.GetProperty("call") is { ValueKind: System.Text.Json.JsonValueKind.Object } call
        ? string.Join(',', call.GetProperty("helpers").EnumerateArray().Select(h => $"{h.GetProperty("name").GetString()} {h.GetProperty("mode").GetString()} {h.GetProperty("in").GetBoolean()}"))
        : "";
}
