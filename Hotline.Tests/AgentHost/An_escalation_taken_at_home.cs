using System.Net;
using System.Text.Json;
using Hotline.Core.Crisis;
using Hotline.Core.Routing.Policy;
using Hotline.Core.Staff;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using static Hotline.Tests.Policy.Policies;

namespace Hotline.Tests.AgentHost;

internal sealed class An_escalation_taken_at_home : OnStaffHosts
{
    [Test]
    public async Task Stands_on_the_consoles_under_her_name_also_when_her_hours_are_over()
    {
        await One.HasStaffAsync("chief", roles: Role.Administrator);
        await One.HasStaffAsync("lead", roles: Role.Supervisor);
        using var chief = await One.SignsInAsync("chief");
        await SavesAsync(chief, OpeningHours.Always);
        await Eventually.True(() => Policy(Two).Crisis.OnCall.Count > 0, "the policy is in force on both hosts");
        using var lead = await Two.SignsInAsync("lead");
        await using var console = await lead.OpensConsoleAsync();
        await console.AskAsync("WatchCrisis");

        var id = (await console.AskAsync("RaiseCrisis", (object?)null)).GetProperty("escalation").GetString()!;
        var ring = await Eventually.Value(() => Task.FromResult(One.Carrier.Paged.Concat(Two.Carrier.Paged).FirstOrDefault(r => r.Escalation.Value == id)), "she is rung");
        Assert.That(await One.Services.GetRequiredService<Escalations>().AcknowledgeByPhoneAsync(ring.Escalation, ring.Token), Is.EqualTo(EscalationOutcome.Done));
        await Eventually.True(() => HolderOf(console, id) == "王老师", "everybody sees who has it");

        await SavesAsync(chief, "never");
        await Eventually.True(() => Policy(Two).Crisis.OnCall[0].Hours == "never", "her hours are over");
        var reply = await console.AskAsync("AcknowledgeEscalation", id);
        Assert.That(reply.GetProperty("outcome").GetString(), Is.EqualTo("Done"), "at a console a colleague may follow her");
        var row = default(JsonElement);
        await Eventually.True(async () => (row = (await lead.GetAsync("/api/crisis/escalations/" + id)).GetProperty("escalation")).GetProperty("holder").GetString() == "员工lead", "the record has both");
        Assert.That(row.GetProperty("acknowledgedBy").GetString(), Is.EqualTo("王老师"));
        Assert.That(One.Logged.Concat(Two.Logged), Has.None.Contains("1380000").And.None.Contains("王老师"));
    }

    private static RoutingPolicy Policy(StaffHost host) => host.Services.GetRequiredService<Core.Routing.RoutingPolicies>().Current.Policy;

    /// <summary>She is on call then; somebody else is always, so that the ladder holds.</summary>
    private static async Task SavesAsync(Colleague chief, string hours)
    {
        var newest = (await chief.GetAsync("/api/routing/policy")).GetProperty("version").GetInt32();
        var policy = Policy("main") with
        {
            Hours = [new() { Name = "never" }],
            Crisis = new()
            {
                OnCall = [new() { Id = "wang", Name = "王老师", Phone = "+8613800003333", Hours = hours }, new() { Id = "li", Name = "李老师", Phone = "+8613800004444" }],
                Ladders = [new() { Steps = [Page(StepLevel.OnCall, 600, "wang"), Page(StepLevel.Everybody, 600)] }],
            },
        };
        var (status, answer) = await chief.SendAsync(HttpMethod.Put, "/api/routing/policy",
            new { basedOn = newest, policy = JsonDocument.Parse(PolicyJson.Write(policy)).RootElement, comment = "" });
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), answer.ToString());
    }

    private static RoutingPolicy Policy(string centre) => new()
    {
        Centres = [new() { Code = centre, Name = "中心" }],
        Skills = Example.Skills,
        Lanes = [.. Example.Skills.Select(s => Lane("*", s.Code))],
    };

    private static string? HolderOf(HubSocket console, string id) => console.Crisis is { } crisis
        ? crisis.GetProperty("escalations").EnumerateArray().Where(e => e.GetProperty("id").GetString() == id).Select(e => e.GetProperty("holder").GetString()).FirstOrDefault()
        : null;
}
