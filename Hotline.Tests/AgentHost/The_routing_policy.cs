using System.Net;
using System.Text.Json;
using Hotline.Core.Routing;
using Hotline.Core.Routing.Policy;
using Hotline.Core.Staff;
using Hotline.Tests.Policy;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.AgentHost;

internal sealed class The_routing_policy : EditedInVersions
{
    protected override string Address => "/api/routing/policy";
    protected override string Field => "policy";
    protected override string Subject => "routing/policy";
    protected override string Act => "routing.policy.save";
    protected override JsonElement Example => Wire(Policies.Example);
    protected override JsonElement Another => Wire(Policies.Example with { Flood = new() { PerNumber = 7 } });

    /// <summary>Before any policy of these specs is in force: theirs have no centre <c>main</c>.</summary>
    [OneTimeSetUp]
    public async Task Others()
    {
        await One.HasStaffAsync("overseer", roles: Role.Supervisor);
        await One.HasStaffAsync("answers", roles: Role.Operator);
    }

    protected override int InForceAt(StaffHost host) => host.Services.GetRequiredService<RoutingPolicies>().Current.Version;

    protected override void CheckFirst(JsonElement document) =>
        Assert.That(document.GetProperty("centres")[0].GetProperty("code").GetString(), Is.EqualTo("main"));

    protected override IEnumerable<(HttpMethod Method, string Address, string Body, string Path)> Unreadable() =>
    [
        (HttpMethod.Post, $"{Address}/check", """{"lanes":[{"centre":"*","skil":"legal"}]}""", "lanes[0].skil"),
        (HttpMethod.Put, Address, """{"basedOn":1,"policy":{"centres":[{"code":5}]}}""", "centres[0].code"),
        (HttpMethod.Put, Address, JsonSerializer.Serialize(new { basedOn = 1, policy = Example, comment = new string('长', 501) }), "comment"),
    ];

    private static JsonElement Wire(RoutingPolicy policy) => JsonDocument.Parse(PolicyJson.Write(policy)).RootElement;

    [Test]
    public async Task Keeps_why_it_was_saved()
    {
        await Admin.SendAsync(HttpMethod.Put, Address, new { basedOn = await NewestAsync(), policy = Example, comment = " 节前调整 " });
        Assert.That((await Admin.GetAsync(Address)).GetProperty("comment").GetString(), Is.EqualTo("节前调整"));
    }

    [Test]
    public async Task That_leaves_somebody_alone_is_refused_naming_lane_and_hour_and_nothing_is_saved()
    {
        var from = await NewestAsync();
        var dead = Policies.Example with { Lanes = Policies.Example.Lanes.With(1, l => l with { Closed = [] }) };
        var (status, refused) = await Admin.SendAsync(HttpMethod.Put, Address, new { basedOn = from, policy = Wire(dead), comment = "" });
        Assert.That(status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        var fault = refused.GetProperty("faults").EnumerateArray().Single(f => f.GetProperty("lane").GetString() == "hohhot/psychological");
        Assert.That(fault.GetRawText(), Is.EqualTo(
            """{"path":"lanes[1].closed","code":"reaches-nobody","lane":"hohhot/psychological","at":{"day":"ordinary","weekday":"mon","time":"00:00"},"values":{}}"""));
        Assert.That(await NewestAsync(), Is.EqualTo(from));
    }

    [Test]
    public async Task Is_checked_without_being_saved()
    {
        var from = await NewestAsync();
        var (_, good) = await Admin.SendAsync(HttpMethod.Post, $"{Address}/check", Example);
        Assert.That(good.GetRawText(), Is.EqualTo("""{"faults":[],"proof":{"lanes":12,"instants":56}}"""));
        var (_, bad) = await Admin.SendAsync(HttpMethod.Post, $"{Address}/check", Wire(Policies.Example with { Flood = new() { PerNumber = 0 } }));
        Assert.That(bad.GetRawText(), Is.EqualTo(
            """{"faults":[{"path":"flood.perNumber","code":"out-of-range","lane":null,"at":null,"values":{"least":"1","most":"50","was":"0"}}],"proof":null}"""));
        Assert.That(await NewestAsync(), Is.EqualTo(from));
    }

    [Test]
    public async Task Is_read_by_whoever_oversees_and_by_nobody_else()
    {
        using var overseer = await One.SignsInAsync("overseer");
        using var answers = await One.SignsInAsync("answers");
        var body = new { basedOn = 1, policy = Example, comment = "" };
        await Admin.SendAsync(HttpMethod.Put, Address, new { basedOn = await NewestAsync(), policy = Wire(Policies.Paging), comment = "" });
        var (status, read) = await overseer.SendAsync(HttpMethod.Get, Address);
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        var numbers = read.GetProperty("policy").GetProperty("phones").EnumerateArray().SelectMany(p => p.GetProperty("numbers").EnumerateArray()).Select(n => n.GetString());
        Assert.That(numbers, Is.Not.Empty.And.All.Contains("····"), "duty telephones are people's own");
        var onCall = read.GetProperty("policy").GetProperty("crisis").GetProperty("onCall").EnumerateArray().Select(p => p.GetProperty("phone").GetString());
        Assert.That(onCall, Is.EqualTo(new[] { "138····3333", "138····4444" }), "as are those of people on call");
        Assert.That((await overseer.SendAsync(HttpMethod.Put, Address, body)).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await overseer.SendAsync(HttpMethod.Post, $"{Address}/check", body.policy)).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        foreach (var path in new[] { Address, $"{Address}/versions", $"{Address}/versions/1" })
            Assert.That((await answers.SendAsync(HttpMethod.Get, path)).Status, Is.EqualTo(HttpStatusCode.Forbidden), path);
    }

    [Test]
    public async Task Stands_in_no_log()
    {
        await Admin.SendAsync(HttpMethod.Put, Address, new { basedOn = await NewestAsync(), policy = Example, comment = "ring 13800001111" });
        Assert.That(One.Logged.Concat(Two.Logged), Has.None.Contains("1380000"));
    }
}
