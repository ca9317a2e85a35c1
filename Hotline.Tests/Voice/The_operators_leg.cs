using Hotline.Core.Calls;
using Hotline.Core.Staff;
using NUnit.Framework;

namespace Hotline.Tests.Voice;

internal sealed class The_operators_leg : OnVoiceHost
{
    [TestCase("sip:desk@pbx.test")]
    [TestCase("SIP:desk@pbx.test")]
    [TestCase("client:op_1")]
    public async Task On_a_desk_telephone_enters_the_conference_at_once(string to)
    {
        var (url, leg, call) = await RungAsync();
        var answer = await AnsweredAsync(url, leg, to);
        Assert.That(answer.Verbs, Is.EqualTo(["Dial"]));
        Assert.That(answer.Document.Descendants("Conference").Single().Value, Is.EqualTo(call.ToString()));
    }

    [Test]
    public async Task On_an_ordinary_number_asks_for_a_key_twice_and_hangs_up_on_a_machine()
    {
        var (url, leg, _) = await RungAsync();
        var answer = await AnsweredAsync(url, leg, "+8613900001111");
        Assert.That(answer.Verbs, Is.EqualTo(["Gather", "Gather", "Hangup"]));
        Assert.That(answer.Spoken, Does.Contain("请按1接听"));
        Assert.That((await AnsweredAsync(answer.OnKey, leg, "+8613900001111", "1")).Verbs, Is.EqualTo(["Dial"]));
    }

    [Test]
    public async Task After_wrong_keys_is_asked_again_and_then_hung_up()
    {
        var (url, leg, _) = await RungAsync();
        var first = await AnsweredAsync(url, leg, "+8613900001111");
        var second = await AnsweredAsync(first.OnKey, leg, "+8613900001111", "7");
        Assert.That(second.Verbs, Is.EqualTo(["Gather", "Gather", "Hangup"]));
        Assert.That((await AnsweredAsync(second.OnKey, leg, "+8613900001111", "7")).Verbs, Is.EqualTo(["Hangup"]));
    }

    [Test]
    public async Task Of_an_offer_that_is_over_is_hung_up()
    {
        var (url, leg, _) = await RungAsync();
        var stale = System.Text.RegularExpressions.Regex.Replace(url, "token=[0-9]+", "token=999999");
        Assert.That((await AnsweredAsync(stale, leg, "sip:desk@pbx.test")).Verbs, Is.EqualTo(["Hangup"]));
    }

    [TestCase("")]
    [TestCase("?call=garbage&operator=x&token=1")]
    [TestCase("?call=0197f7d7000070008000000000000000&operator=0197f7d7000070008000000000000000&token=-1")]
    [TestCase("?call=0197f7d7000070008000000000000000&operator=0197f7d7000070008000000000000000&token=1")]
    public async Task Of_nothing_we_ordered_is_hung_up(string query) =>
        Assert.That((await AnsweredAsync("/twilio/voice/leg" + query, VoiceHost.NewLeg(), "sip:desk@pbx.test")).Verbs, Is.EqualTo(["Hangup"]));

    private async Task<(string Url, string Leg, CallId Call)> RungAsync()
    {
        await Host.CallerChoosesAsync("1");
        var staff = await Host.OperatorIsReadyAsync(Skill.Legal);
        var (call, token, leg) = await Host.AcceptAsync(staff);
        return ($"/twilio/voice/leg?call={call}&operator={staff}&token={token}", leg, call);
    }

    private Task<Answered> AnsweredAsync(string url, string leg, string to, string? digits = null)
    {
        var fields = VoiceHost.Standard(leg).Select(field => field.Item1 == "To" ? ("To", to) : field);
        return Host.PostAsync(url, digits is null ? [.. fields] : [.. fields, ("Digits", digits)]);
    }
}
