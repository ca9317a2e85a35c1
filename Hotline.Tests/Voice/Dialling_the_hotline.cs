using System.Net;
using NUnit.Framework;

namespace Hotline.Tests.Voice;

internal sealed class Dialling_the_hotline : OnVoiceHost
{
    [Test]
    public async Task Greets_offers_a_choice_and_goes_on_by_itself()
    {
        var answer = await Host.AskAsync("/twilio/voice/incoming", VoiceHost.NewLeg());

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Type!.ToString(), Is.EqualTo("text/xml; charset=utf-8"));
        Assert.That(answer.Body, Does.StartWith("<?xml"));
        Assert.That(answer.Verbs, Is.EqualTo(["Gather", "Redirect"]));
        Assert.That(answer.Spoken, Does.Contain("您好,这里是12338妇女维权热线"));
        Assert.That(answer.Document.Descendants("Say").First().Attribute("language")!.Value, Is.EqualTo("cmn-CN"));
        Assert.That(answer.Next, Does.StartWith(VoiceHost.Base + "/twilio/voice/choice?call="));
    }

    [TestCase("1", "legal")]
    [TestCase("2", "psychological")]
    [TestCase("3", "crisis")]
    [TestCase("0", "crisis")]
    [TestCase(null, "psychological")]
    [TestCase("9", "psychological")]
    [TestCase("#", "psychological")]
    [TestCase("99999", "psychological")]
    [TestCase("", "psychological")]
    public async Task Leads_every_key_and_silence_to_a_human(string? digits, string skill)
    {
        var (_, waiting) = await Host.CallerChoosesAsync(digits);
        Assert.That(await Host.WaitingAsync(), Is.EqualTo(new Dictionary<string, int> { [skill] = 1 }));
        Assert.That(waiting.Verbs, Is.EqualTo(["Gather", "Redirect"]));
        Assert.That(waiting.Next, Does.StartWith(VoiceHost.Base + "/twilio/voice/wait?call=").And.Contain($"skill={skill}"));
    }

    [Test]
    public async Task Twice_told_is_one_call_in_one_lane()
    {
        var leg = VoiceHost.NewLeg();
        var first = await Host.AskAsync("/twilio/voice/incoming", leg);
        var second = await Host.AskAsync("/twilio/voice/incoming", leg);
        Assert.That(second.Body, Is.EqualTo(first.Body));
        await Host.AskAsync(first.OnKey, leg, "1");
        await Host.AskAsync(second.OnKey, leg, "1");
        Assert.That(await Host.WaitingAsync(), Is.EqualTo(new Dictionary<string, int> { ["legal"] = 1 }));
    }

    [Test]
    public async Task With_a_withheld_number_is_answered_like_any_other()
    {
        var leg = VoiceHost.NewLeg();
        var fields = VoiceHost.Standard(leg).Select(field => field.Item1 == "From" ? ("From", "anonymous") : field).ToArray();
        var greeting = await Host.PostAsync("/twilio/voice/incoming", fields);
        await Host.PostAsync(greeting.OnKey, [.. fields, ("Digits", "1")]);
        Assert.That(await Host.WaitingAsync(), Is.EqualTo(new Dictionary<string, int> { ["legal"] = 1 }));
    }

    [Test]
    public async Task After_a_failed_document_the_fallback_leads_back_to_her_place()
    {
        var (leg, _) = await Host.CallerChoosesAsync("1");
        var fallback = await Host.AskAsync("/twilio/voice/fallback", leg, null, ("ErrorCode", "11200"));
        var back = await Host.AskAsync(fallback.Next, leg);
        Assert.That(back.Next, Does.Contain("skill=legal"));
        Assert.That(await Host.WaitingAsync(), Is.EqualTo(new Dictionary<string, int> { ["legal"] = 1 }));
    }

    [Test]
    public async Task Puts_no_number_into_any_address()
    {
        var (leg, waiting) = await Host.CallerChoosesAsync("1");
        var next = await Host.AskAsync(waiting.Next, leg);
        Assert.That(waiting.Body + next.Body, Does.Not.Contain(VoiceHost.NumberOf(leg)[1..]).And.Not.Contain("864718812338"));
    }
}
