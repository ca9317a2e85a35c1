using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.Voice;

internal sealed class A_lost_live_state
{
    [Test]
    public async Task Gives_callers_comfort_and_their_place_when_it_is_back()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var host = await VoiceHost.OpenAsync(redis);
        var (early, waiting) = await host.CallerChoosesAsync("1");
        await redis.KillAsync();

        var late = VoiceHost.NewLeg();
        var start = Stopwatch.GetTimestamp();
        var greeting = await host.AskAsync("/twilio/voice/incoming", late);
        Assert.That(Stopwatch.GetElapsedTime(start), Is.LessThan(TimeSpan.FromSeconds(5)));
        Assert.That(greeting.Spoken, Does.Contain("您好"));
        var choice = await host.AskAsync(greeting.OnKey, late, "0");
        Assert.That(choice.Spoken, Does.Contain("请不要挂断"));
        var again = await host.AskAsync(choice.Next, late);
        Assert.That(again.Next, Does.Contain("skill=crisis").And.Contain("pending=CrisisKey"));
        var earlier = await host.AskAsync(waiting.Next, early);
        Assert.That(earlier.Verbs, Is.EqualTo(["Gather", "Redirect"]));
        Assert.That((await host.StatusAsync(early, "completed")).Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable), "the carrier must tell it again");

        var ready = await host.Client.GetAsync("/health/ready");
        Assert.That(ready.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        using var health = JsonDocument.Parse(await ready.Content.ReadAsStringAsync());
        Assert.That(health.RootElement.GetProperty("status").GetString(), Is.EqualTo("degraded"));
        Assert.That(health.RootElement.GetProperty("degraded").EnumerateArray().Select(name => name.GetString()), Is.EqualTo(["redis"]));

        await redis.RestartAsync();
        await Eventually.True(async () => !(await host.Client.GetStringAsync("/health/ready")).Contains("redis", StringComparison.Ordinal), "Redis is seen again");
        // As the carrier does, she asks where the last document sent her: the first request after the outage may still find nobody.
        await Eventually.True(async () =>
        {
            again = await host.AskAsync(again.Next, late);
            return (await host.WaitingAsync()).SequenceEqual([new("crisis", 1)]);
        }, "the late caller waits, and she who hung up meanwhile is gone without being told of again");
    }

    /// <summary>It answers, and takes nothing: no host must say that it is well.</summary>
    [TestCase("memory full")]
    [TestCase("a replica")]
    public async Task Is_one_that_answers_and_takes_no_changes(string why)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var host = await VoiceHost.OpenAsync(redis);
        await Eventually.True(async () => await host.Client.GetStringAsync("/health/ready") is """{"status":"ready","degraded":[]}""", "it is well");
        await (why == "a replica" ? redis.FollowAsync() : redis.FillAsync());
        await Eventually.True(async () => await host.Client.GetStringAsync("/health/ready") is """{"status":"degraded","degraded":["redis"]}""", "it is named");
        var leg = VoiceHost.NewLeg();
        var greeting = await host.AskAsync("/twilio/voice/incoming", leg);
        Assert.That((await host.AskAsync(greeting.OnKey, leg, "1")).Spoken, Does.Contain("请不要挂断"), "she is comforted");
        await (why == "a replica" ? redis.LeadAsync() : redis.MakeRoomAsync());
        await Eventually.True(async () => await host.Client.GetStringAsync("/health/ready") is """{"status":"ready","degraded":[]}""", "it is well again");
    }
}
