using Hotline.Api.Voice;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.Voice;

/// <summary>Duty telephones rung by the caller's own documents, while the live state cannot be reached.</summary>
internal sealed class The_last_resort
{
    private const string First = "+8613900000001", Second = "+8613900000002";

    private static readonly (string, string)[] Phones = [("Fallback:DutyPhones:0", First), ("Fallback:DutyPhones:1", Second)];

    [Test]
    public async Task Is_rung_after_some_comfort_and_in_turn()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var host = await VoiceHost.OpenAsync(redis, settings: Phones);
        await redis.KillAsync();
        var leg = VoiceHost.NewLeg();
        var heard = await host.AskAsync((await host.AskAsync("/twilio/voice/incoming", leg)).OnKey, leg, "1");
        Assert.That(heard.Verbs, Is.EqualTo(["Gather", "Redirect"]), "comfort first");
        heard = await host.AskAsync(heard.Next, leg);
        Assert.That(heard.Verbs, Is.EqualTo(["Gather", "Redirect"]));
        heard = await host.AskAsync(heard.Next, leg);
        Assert.That((heard.Verbs[^1], NumberOf(heard)), Is.EqualTo(("Dial", First)));

        heard = await host.AskAsync(AfterDial(heard), leg, null, ("DialCallStatus", "no-answer"), ("DialBridged", "false"));
        Assert.That(heard.Verbs, Is.EqualTo(["Gather", "Redirect"]), "her keys count in between");
        heard = await host.AskAsync(heard.Next, leg);
        Assert.That(NumberOf(heard), Is.EqualTo(Second));
        heard = await host.AskAsync((await host.AskAsync(AfterDial(heard), leg, null, ("DialCallStatus", "busy"), ("DialBridged", "false"))).Next, leg);
        Assert.That(NumberOf(heard), Is.EqualTo(First), "round and round");
    }

    [Test]
    public async Task Is_rung_at_once_in_a_crisis_and_stops_when_the_live_state_is_back()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var host = await VoiceHost.OpenAsync(redis, settings: Phones);
        await redis.KillAsync();
        var leg = VoiceHost.NewLeg();
        var heard = await host.AskAsync((await host.AskAsync("/twilio/voice/incoming", leg)).OnKey, leg, "0");
        Assert.That(NumberOf(heard), Is.EqualTo(First));
        await redis.RestartAsync();
        await Eventually.True(async () =>
        {
            heard = await host.AskAsync(AfterDial(heard), leg, null, ("DialCallStatus", "no-answer"), ("DialBridged", "false"));
            if (heard.Verbs[^1] == "Redirect" && !heard.Spoken.Contains("下一位", StringComparison.Ordinal)) heard = await host.AskAsync(heard.Next, leg);
            return heard.Spoken.Contains("下一位", StringComparison.Ordinal);
        }, "she is next in the crisis lane");
        Assert.That(await host.WaitingAsync(), Does.ContainKey("crisis").WithValue(1));
    }

    [Test]
    public async Task Bridges_only_who_presses_1()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var host = await VoiceHost.OpenAsync(redis, settings: Phones);
        await redis.KillAsync();
        var leg = VoiceHost.NewLeg();
        var heard = await host.AskAsync((await host.AskAsync("/twilio/voice/incoming", leg)).OnKey, leg, "0");
        var ask = heard.Document.Descendants("Number").Single().Attribute("url")!.Value.Split('#')[0];
        Assert.That(ask, Does.Not.Contain(First[1..]), "no number in an address");
        var phone = VoiceHost.NewLeg();
        Assert.That((await host.AskAsync(ask, phone)).Verbs, Is.EqualTo(["Gather", "Gather", "Hangup"]));
        Assert.That((await host.AskAsync(ask, phone, "7")).Verbs, Is.EqualTo(["Gather", "Gather", "Hangup"]));
        Assert.That((await host.AskAsync(ask, phone, "1")).Verbs, Is.Empty);

        var after = await host.AskAsync(AfterDial(heard), leg, null, ("DialCallStatus", "completed"), ("DialBridged", "true"), ("DialCallSid", phone), ("DialCallDuration", "61"));
        Assert.That(after.Verbs, Is.EqualTo(["Gather", "Say", "Hangup"]), "she may press a key to go on");
    }

    [TestCase("110", 20, "Fallback__DutyPhones__0")]
    [TestCase("+8613900000001", -1, "Fallback__AfterSeconds")]
    [TestCase("+8613900000001", 301, "Fallback__AfterSeconds")]
    [TestCase("+8613900000001", 300, null)]
    public void A_wrong_setting_is_named(string phone, int after, string? named)
    {
        var faults = new FallbackOptions { DutyPhones = [phone], AfterSeconds = after }.Faults().ToArray();
        if (named is null) Assert.That(faults, Is.Empty);
        else Assert.That(faults.Single(), Does.Contain(named).And.Not.Contain(phone));
    }

    private static string? NumberOf(Answered heard) => heard.Document.Descendants("Number").SingleOrDefault()?.Value;

    private static string AfterDial(Answered heard) => heard.Document.Descendants("Dial").LastOrDefault() is { } dial
        ? dial.Attribute("action")!.Value.Split('#')[0]
        : heard.Next;
}
