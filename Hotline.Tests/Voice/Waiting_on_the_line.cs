using System.Net;
using Hotline.Core.Staff;
using NUnit.Framework;

namespace Hotline.Tests.Voice;

internal sealed class Waiting_on_the_line : OnVoiceHost
{
    [Test]
    public async Task Tells_the_place_at_first_and_when_it_changes_and_comforts_between()
    {
        await Host.CallerChoosesAsync("1");
        var (leg, first) = await Host.CallerChoosesAsync("1");
        Assert.That(first.Spoken, Is.EqualTo("前面还有1位,请稍候。|按0随时转接危机干预。|按9可以挂断,轮到您时我们打给您。"));

        var second = await Host.AskAsync(first.Next, leg);
        Assert.That(second.Spoken, Does.Not.Contain("前面还有").And.Not.Empty);

        await Host.OperatorIsReadyAsync(Skill.Legal); // the one before her is offered
        var third = await Host.AskAsync(second.Next, leg);
        Assert.That(third.Spoken, Does.StartWith("下一位就是您"));
    }

    [Test]
    public async Task Zero_is_the_crisis_lane_at_every_moment()
    {
        var (leg, waiting) = await Host.CallerChoosesAsync("1");
        var later = await Host.AskAsync(waiting.Next, leg);
        var crisis = await Host.AskAsync(later.OnKey, leg, "0");

        Assert.That(await Host.WaitingAsync(), Is.EqualTo(new Dictionary<string, int> { ["crisis"] = 1 }));
        Assert.That(crisis.Spoken, Does.StartWith("正在为您转接危机干预"));
        Assert.That(crisis.Next, Does.Contain("skill=crisis").And.Not.Contain("pending"));
    }

    [TestCase("5")]
    [TestCase("*")]
    [TestCase("99999")]
    public async Task Any_other_key_changes_nothing(string digits)
    {
        var (leg, waiting) = await Host.CallerChoosesAsync("1");
        await Host.AskAsync(waiting.OnKey, leg, digits);
        Assert.That(await Host.WaitingAsync(), Is.EqualTo(new Dictionary<string, int> { ["legal"] = 1 }));
    }

    [Test]
    public async Task Everything_heard_can_be_interrupted_by_a_key_and_leads_on()
    {
        var (leg, waiting) = await Host.CallerChoosesAsync(null);
        for (var i = 0; i < 5; i++)
        {
            Assert.That(waiting.Verbs, Is.EqualTo(["Gather", "Redirect"]));
            Assert.That(waiting.OnKey, Is.EqualTo(waiting.Next));
            waiting = await Host.AskAsync(waiting.Next, leg);
        }
    }

    [Test]
    public async Task A_wiped_live_state_keeps_everybodys_order()
    {
        var callers = new List<(string Leg, Answered Waiting)>();
        for (var i = 0; i < 4; i++) callers.Add(await Host.CallerChoosesAsync("1"));
        await Redis.FlushAllAsync();

        foreach (var (leg, waiting) in Enumerable.Reverse(callers)) await Host.AskAsync(waiting.Next, leg);
        for (var i = 0; i < 4; i++)
        {
            var place = await Host.AskAsync(callers[i].Waiting.Next.Replace("told=", "x=", StringComparison.Ordinal), callers[i].Leg);
            Assert.That(place.Spoken, Does.StartWith(i == 0 ? "下一位" : $"前面还有{i}位"));
        }
    }

    [Test]
    public async Task While_her_operator_is_rung_she_hears_that_somebody_comes()
    {
        var (leg, waiting) = await Host.CallerChoosesAsync("1");
        await Host.AcceptAsync(await Host.OperatorIsReadyAsync(Skill.Legal));
        var connecting = await Host.AskAsync(waiting.Next, leg);
        Assert.That(connecting.Spoken, Is.EqualTo("正在为您接通,请不要挂断。"));
        Assert.That((await Host.AskAsync(connecting.Next, leg)).Spoken, Does.Not.Contain("正在为您接通"));
    }

    [TestCase("/twilio/voice/incoming")]
    [TestCase("/twilio/voice/choice")]
    [TestCase("/twilio/voice/choice?call=garbage&arrived=x")]
    [TestCase("/twilio/voice/wait")]
    [TestCase("/twilio/voice/wait?call=garbage")]
    [TestCase("/twilio/voice/wait?call=0197f7d7000070008000000000000000&arrived=99999999999999999999&skill=legal", "legal")]
    [TestCase("/twilio/voice/wait?call=0197f7d7000070008000000000000000&arrived=253402300799999&skill=legal", "legal")]
    [TestCase("/twilio/voice/wait?call=0197f7d7000070008000000000000000&arrived=0&skill=legal", "legal")]
    [TestCase("/twilio/voice/wait?call=0197f7d7000070008000000000000000&call=b&skill=plumbing&told=%00&turn=-5&pending=77")]
    [TestCase("/twilio/voice/done?call=")]
    [TestCase("/twilio/voice/again?call=ffffffffffffffffffffffffffffffff")]
    public async Task An_absurd_request_still_reaches_a_human(string url, string skill = "psychological")
    {
        var leg = VoiceHost.NewLeg();
        var answer = await Host.AskAsync(url, leg, "99999");
        for (var i = 0; i < 3; i++)
        {
            Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(answer.Verbs, Is.EqualTo(["Gather", "Redirect"]));
            answer = await Host.AskAsync(answer.Next, leg);
        }
        Assert.That(await Host.WaitingAsync(), Is.EqualTo(new Dictionary<string, int> { [skill] = 1 }));
    }

    [TestCase("/twilio/voice/incoming")]
    [TestCase("/twilio/voice/choice")]
    [TestCase("/twilio/voice/wait")]
    [TestCase("/twilio/voice/done")]
    [TestCase("/twilio/voice/again")]
    [TestCase("/twilio/voice/fallback")]
    public async Task Without_a_leg_named_the_carrier_is_asked_again_until_it_names_one(string url)
    {
        var answer = await Host.PostAsync(url, [("AccountSid", VoiceHost.Account)]);
        Assert.That(answer.Verbs, Is.EqualTo(["Gather", "Redirect"]));
        var leg = VoiceHost.NewLeg();
        await Host.AskAsync(answer.Next, leg);
        Assert.That(await Host.WaitingAsync(), Is.EqualTo(new Dictionary<string, int> { ["psychological"] = 1 }));
    }
}
