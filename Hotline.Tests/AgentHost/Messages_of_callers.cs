using System.Net;
using System.Text.Json;
using Hotline.Agent.Staff;
using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Storage;
using Hotline.Tests.Record;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.AgentHost;

/// <summary>Heard, seen to and closed over REST, on two hosts that fetch for each other.</summary>
internal sealed class Messages_of_callers
{
    private static readonly byte[] Spoken = [0xFF, 0xFB, 1, 2, 3, 4];

    private Installation? _installation;
    private RedisServer? _redis;

    private StaffHost One { get; set; } = null!;

    private StaffHost Two { get; set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _redis = await RedisServer.StartAsync();
        _installation = new Installation();
        One = StaffHost.Open(_redis, _installation, ("Network:TimeZone", WhereItIsNoon()));
        Two = StaffHost.Open(_redis, _installation, ("Network:TimeZone", WhereItIsNoon()));
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (One is not null) await One.DisposeAsync();
        if (Two is not null) await Two.DisposeAsync();
        _installation?.Dispose();
        if (_redis is not null) await _redis.DisposeAsync();
    }

    /// <summary>Who may be called by day may be called now, whenever the test runs.</summary>
    private static string WhereItIsNoon()
    {
        var east = 12 - TimeProvider.System.GetUtcNow().Hour;
        return east == 0 ? "Etc/GMT" : $"Etc/GMT{(east > 0 ? '-' : '+')}{Math.Abs(east)}";
    }

    [Test]
    public async Task Are_heard_taken_and_closed_and_each_act_is_in_the_audit_log()
    {
        // Fresh for half a minute, without those whose accounts are made now.
        await Two.Services.GetRequiredService<StaffNames>().NamingAsync([], CancellationToken.None);
        await One.HasStaffAsync("li");
        await One.HasStaffAsync("bao");
        await One.HasStaffAsync("keeper", roles: Role.Administrator);
        using var li = await One.SignsInAsync("li");
        using var bao = await Two.SignsInAsync("bao");
        using var keeper = await One.SignsInAsync("keeper");
        var call = await LeavesAsync("RE1");
        var message = await ComesAsync(li, call);
        var id = message.GetProperty("id").GetString()!;
        Assert.That(message.ToString(), Does.Contain("138····5678").And.Not.Contain("13800005678"));
        Assert.That(message.GetProperty("contact").GetProperty("reason").GetString(), Is.EqualTo("NoRule"));
        var count = await li.GetAsync("/api/messages/count");
        var unheard = (await li.GetAsync("/api/messages")).EnumerateArray().Where(m => m.GetProperty("heardAt").ValueKind == JsonValueKind.Null).ToArray();
        Assert.That((count.GetProperty("unheard").GetInt32(), count.GetProperty("oldest").GetDateTimeOffset()), Is.EqualTo((unheard.Length, unheard[0].GetProperty("leftAt").GetDateTimeOffset())));
        foreach (var path in new[] { "/api/messages", "/api/messages/count", $"/api/messages/{id}/sound" })
            Assert.That((await keeper.SendAsync(HttpMethod.Get, path)).Status, Is.EqualTo(HttpStatusCode.Forbidden), path);

        Assert.That((await li.SendAsync(HttpMethod.Post, $"/api/messages/{id}/close", new { outcome = "Referred" })).Status, Is.EqualTo(HttpStatusCode.Conflict), "it is nobody's");
        Assert.That((await li.SendAsync(HttpMethod.Post, $"/api/messages/{id}/take", new { from = (string?)null })).Body.GetProperty("mine").GetBoolean());
        var (late, now) = await bao.SendAsync(HttpMethod.Post, $"/api/messages/{id}/take", new { from = (string?)null });
        Assert.That((late, now.GetProperty("takenByName").GetString()), Is.EqualTo((HttpStatusCode.Conflict, "员工li")));
        Assert.That((await li.SendAsync(HttpMethod.Post, $"/api/messages/{id}/close", new { outcome = "Referred" })).Status, Is.EqualTo(HttpStatusCode.Conflict), "nobody has heard it");

        using (var sound = await bao.Http.GetAsync(new Uri($"/api/messages/{id}/sound", UriKind.Relative)))
        {
            Assert.That(await sound.Content.ReadAsByteArrayAsync(), Is.EqualTo(Spoken));
            Assert.That((sound.Content.Headers.ContentType!.MediaType, sound.Headers.CacheControl!.NoStore), Is.EqualTo(("audio/mpeg", true)));
        }
        Assert.That((await li.GetAsync("/api/messages/count")).GetProperty("unheard").GetInt32(), Is.EqualTo(unheard.Length - 1));
        var (refused, problem) = await li.SendAsync(HttpMethod.Post, $"/api/messages/{id}/close", new { outcome = "Whatever" });
        Assert.That((refused, problem.GetProperty("errors").GetProperty("outcome")[0].GetString()), Is.EqualTo((HttpStatusCode.BadRequest, "One of: CalledBack, NoContactPossible, Referred, NothingSaid.")));
        var (done, closed) = await li.SendAsync(HttpMethod.Post, $"/api/messages/{id}/close", new { outcome = "Referred" });
        Assert.That((done, closed.GetProperty("heardByName").GetString(), closed.GetProperty("outcome").GetString()), Is.EqualTo((HttpStatusCode.OK, "员工bao", "Referred")));
        Assert.That((await li.GetAsync("/api/messages")).EnumerateArray().Select(m => m.GetProperty("id").GetString()), Has.No.Member(id));
        Assert.That((await bao.GetAsync("/api/messages?closed=true")).EnumerateArray().Select(m => m.GetProperty("id").GetString()), Has.Member(id));

        var audited = await One.Services.GetRequiredService<AuditLog>().OfSubjectAsync($"message/{id}", 20);
        Assert.That(audited.Select(a => a.What).Distinct(), Is.EquivalentTo(new[] { "message.take", "message.close", "message.hear" }));
        Assert.That((await li.SendAsync(HttpMethod.Get, $"/api/messages/{Guid.Empty:N}/sound")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Show_a_number_only_to_whoever_sees_to_them_and_only_while_she_may_be_called()
    {
        await One.HasStaffAsync("wang");
        using var wang = await Two.SignsInAsync("wang");
        var (never, chosen) = (await ComesAsync(wang, await LeavesAsync("RE2")), await ComesAsync(wang, await LeavesAsync("RE3", mayCall: true)));
        var reason = new { reason = "她请我们回电" };
        string Number(JsonElement message) => $"/api/messages/{message.GetProperty("id").GetString()}/number";

        Assert.That((await wang.SendAsync(HttpMethod.Post, Number(chosen), reason)).Status, Is.EqualTo(HttpStatusCode.Forbidden), "not hers yet");
        foreach (var message in new[] { never, chosen }) await wang.SendAsync(HttpMethod.Post, $"/api/messages/{message.GetProperty("id").GetString()}/take", new { from = (string?)null });
        Assert.That((await wang.SendAsync(HttpMethod.Post, Number(chosen), new { reason = "?" })).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        var (refused, why) = await wang.SendAsync(HttpMethod.Post, Number(never), reason);
        Assert.That((refused, why.GetProperty("reason").GetString()), Is.EqualTo((HttpStatusCode.Conflict, "NoRule")));
        var (status, told) = await wang.SendAsync(HttpMethod.Post, Number(chosen), reason);
        Assert.That((status, told.GetProperty("number").GetString()), Is.EqualTo((HttpStatusCode.OK, "+8613800005678")));
        var revealed = await One.Services.GetRequiredService<AuditLog>().OfSubjectAsync($"call/{chosen.GetProperty("call").GetString()}", 20);
        Assert.That(revealed.Single().What, Is.EqualTo("number.reveal"));
    }

    /// <summary>A waiting caller left a message; both hosts' carrier has it.</summary>
    private async Task<CallId> LeavesAsync(string recording, bool mayCall = false)
    {
        foreach (var host in new[] { One, Two }) host.Recordings.Has(recording, Spoken);
        var caller = await One.CallerWaitsAsync();
        var now = TimeProvider.System.GetUtcNow();
        await One.Flow.TellAsync(new CarrierFact(caller.Call, caller.Leg, FactSide.Caller, EventKind.MessageLeft, now, $"message/{recording}", Seconds: 7), CancellationToken.None);
        if (mayCall) await One.Flow.TellAsync(new CarrierFact(caller.Call, caller.Leg, FactSide.Caller, EventKind.MessageMayCall, now, $"message/{recording}/may-call"), CancellationToken.None);
        await TheRecord.HasEverythingAsync(One.Services);
        return caller.Call;
    }

    private static async Task<JsonElement> ComesAsync(Colleague she, CallId call)
    {
        JsonElement found = default;
        await Eventually.True(async () => (found = (await she.GetAsync("/api/messages")).EnumerateArray().FirstOrDefault(m => m.GetProperty("call").GetString() == call.ToString()
            && m.GetProperty("sound").GetString() == "Here")).ValueKind == JsonValueKind.Object, "the message is fetched and listed", TimeSpan.FromSeconds(20));
        return found;
    }
}
