using System.Net;
using System.Text;
using System.Text.Json;
using Hotline.Core.Routing;
using Hotline.Core.Routing.Policy;
using Hotline.Core.Staff;
using Hotline.Tests.Policy;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.AgentHost;

internal sealed class The_routing_policy : OnStaffHosts
{
    private const string Address = "/api/routing/policy";

    private Colleague _admin = null!;

    [OneTimeSetUp]
    public async Task AnAdministrator()
    {
        await One.HasStaffAsync("chief", roles: [Role.Administrator, Role.Auditor]);
        _admin = await One.SignsInAsync("chief");
    }

    [OneTimeTearDown]
    public void Done() => _admin?.Dispose();

    private static JsonElement Wire(RoutingPolicy policy) => JsonDocument.Parse(PolicyJson.Write(policy)).RootElement;

    private async Task<int> NewestAsync() => (await _admin.GetAsync(Address)).GetProperty("version").GetInt32();

    private async Task<JsonElement> PostRawAsync(HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using var answer = await _admin.Http.SendAsync(request);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("errors");
    }

    [Test]
    public async Task Is_there_from_the_start()
    {
        var first = await _admin.GetAsync($"{Address}/versions/1");
        Assert.That(first.GetProperty("version").GetInt32(), Is.EqualTo(1));
        Assert.That(first.GetProperty("policy").GetProperty("centres")[0].GetProperty("code").GetString(), Is.EqualTo("main"));
        Assert.That(first.GetProperty("savedBy").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task Is_saved_by_an_administrator_is_in_force_everywhere_soon_and_is_audited()
    {
        var from = await NewestAsync();
        var (status, saved) = await _admin.SendAsync(HttpMethod.Put, Address, new { basedOn = from, policy = Wire(Policies.Example), comment = " 节前调整 " });
        Assert.That((status, saved.GetProperty("version").GetInt32()), Is.EqualTo((HttpStatusCode.OK, from + 1)));
        Assert.That(One.Services.GetRequiredService<RoutingPolicies>().Current.Version, Is.EqualTo(from + 1), "here at once");
        await Eventually.True(() => Two.Services.GetRequiredService<RoutingPolicies>().Current.Version == from + 1, "there at the next beat");

        var newest = await _admin.GetAsync(Address);
        Assert.That(newest.GetProperty("policy").GetRawText(), Is.EqualTo(Wire(Policies.Example).GetRawText()), "as it was given");
        Assert.That((newest.GetProperty("savedBy").GetString(), newest.GetProperty("comment").GetString()), Is.EqualTo(("员工chief", "节前调整")));
        var versions = (await _admin.GetAsync($"{Address}/versions")).EnumerateArray().Select(v => v.GetProperty("version").GetInt32()).ToList();
        Assert.That(versions, Is.EqualTo(Enumerable.Range(1, from + 1).Reverse()));
        Assert.That((await _admin.GetAsync($"{Address}/versions/{from}")).GetProperty("version").GetInt32(), Is.EqualTo(from));
        Assert.That((await _admin.SendAsync(HttpMethod.Get, $"{Address}/versions/999")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        var audited = (await _admin.GetAsync("/api/audit")).GetProperty("items").EnumerateArray()
            .Single(i => i.GetProperty("subject").GetString() == $"routing/policy/{from + 1}");
        Assert.That((audited.GetProperty("action").GetString(), audited.GetProperty("reason").GetString()), Is.EqualTo(("routing.policy.save", $"from version {from}")));
    }

    [Test]
    public async Task Somebody_who_saves_upon_an_older_version_is_shown_the_newer_one()
    {
        var from = await NewestAsync();
        await _admin.SendAsync(HttpMethod.Put, Address, new { basedOn = from, policy = Wire(Policies.Example), comment = "first" });
        var (status, newer) = await _admin.SendAsync(HttpMethod.Put, Address, new { basedOn = from, policy = Wire(Policies.Example), comment = "second" });
        Assert.That((status, newer.GetProperty("version").GetInt32(), newer.GetProperty("comment").GetString()), Is.EqualTo((HttpStatusCode.Conflict, from + 1, "first")));
        Assert.That(await NewestAsync(), Is.EqualTo(from + 1));
    }

    [Test]
    public async Task That_leaves_somebody_alone_is_refused_naming_lane_and_hour_and_nothing_is_saved()
    {
        var from = await NewestAsync();
        var dead = Policies.Example with { Lanes = Policies.Example.Lanes.With(1, l => l with { Closed = [] }) };
        var (status, refused) = await _admin.SendAsync(HttpMethod.Put, Address, new { basedOn = from, policy = Wire(dead), comment = "" });
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
        var (_, good) = await _admin.SendAsync(HttpMethod.Post, $"{Address}/check", Wire(Policies.Example));
        Assert.That(good.GetRawText(), Is.EqualTo("""{"faults":[],"proof":{"lanes":12,"instants":56}}"""));
        var (_, bad) = await _admin.SendAsync(HttpMethod.Post, $"{Address}/check", Wire(Policies.Example with { Flood = new() { PerNumber = 0 } }));
        Assert.That(bad.GetRawText(), Is.EqualTo(
            """{"faults":[{"path":"flood.perNumber","code":"out-of-range","lane":null,"at":null,"values":{"least":"1","most":"50","was":"0"}}],"proof":null}"""));
        Assert.That(await NewestAsync(), Is.EqualTo(from));
    }

    [Test]
    public async Task In_a_form_that_cannot_be_read_is_refused_by_the_fields_path()
    {
        Assert.That((await PostRawAsync(HttpMethod.Post, $"{Address}/check", """{"lanes":[{"centre":"*","skil":"legal"}]}""")).TryGetProperty("lanes[0].skil", out _), Is.True);
        Assert.That((await PostRawAsync(HttpMethod.Put, Address, """{"basedOn":1,"policy":{"centres":[{"code":5}]}}""")).TryGetProperty("centres[0].code", out _), Is.True);
        Assert.That((await PostRawAsync(HttpMethod.Put, Address, """{"basedOn":"1","policy":{}}""")).TryGetProperty("basedOn", out _), Is.True);
        Assert.That((await PostRawAsync(HttpMethod.Put, Address, """{"basedOn":-1,"policy":{}}""")).TryGetProperty("basedOn", out _), Is.True);
        Assert.That((await PostRawAsync(HttpMethod.Put, Address, JsonSerializer.Serialize(new { basedOn = 1, policy = Wire(Policies.Example), comment = new string('长', 501) }))).TryGetProperty("comment", out _), Is.True);
        Assert.That((await PostRawAsync(HttpMethod.Put, Address, "not json")).EnumerateObject().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Is_read_by_whoever_oversees_and_by_nobody_else()
    {
        await One.HasStaffAsync("overseer", roles: Role.Supervisor);
        await One.HasStaffAsync("answers", roles: Role.Operator);
        using var overseer = await One.SignsInAsync("overseer");
        using var answers = await One.SignsInAsync("answers");
        var body = new { basedOn = 1, policy = Wire(Policies.Example), comment = "" };
        await _admin.SendAsync(HttpMethod.Put, Address, new { basedOn = await NewestAsync(), policy = Wire(Policies.Paging), comment = "" });
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
        await _admin.SendAsync(HttpMethod.Put, Address, new { basedOn = await NewestAsync(), policy = Wire(Policies.Example), comment = "ring 13800001111" });
        Assert.That(One.Logged.Concat(Two.Logged), Has.None.Contains("1380000"));
    }
}
