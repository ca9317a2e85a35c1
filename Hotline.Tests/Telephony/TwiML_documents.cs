using System.Xml.Linq;
using Hotline.Core.Calls;
using Hotline.Core.Telephony.Twilio;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace Hotline.Tests.Telephony;

public sealed class TwiML_documents
{
    [Test]
    public void Start_with_the_declaration_and_nothing_before_it()
    {
        var xml = new TwiML(new Say("您好", "Polly.Zhiyu-Neural", "cmn-CN"), new Hangup()).ToXml();
        Assert.That(xml, Is.EqualTo(
            """<?xml version="1.0" encoding="UTF-8"?><Response><Say voice="Polly.Zhiyu-Neural" language="cmn-CN">您好</Say><Hangup /></Response>"""));
    }

    [Test]
    public void Escape_texts_and_addresses()
    {
        const string nasty = "<Hangup/> & \"quotes\" 'single' ]]> 𝄞";
        var xml = new TwiML(new Say(nasty), new Redirect("https://x.test/a?b=1&c=2")).ToXml();
        var response = XDocument.Parse(xml).Root!;
        Assert.That(response.Element("Say")!.Value, Is.EqualTo(nasty));
        Assert.That(response.Element("Redirect")!.Value, Is.EqualTo("https://x.test/a?b=1&c=2"));
        Assert.That(xml, Does.Contain("b=1&amp;c=2").And.Not.Contain("<Hangup/>"));
    }

    [Test]
    public void Drop_what_XML_cannot_carry() =>
        Assert.That(new TwiML(new Say("a\u0000\u0008b\uD800c\uFFFEd")).ToXml(), Does.Contain(">abcd<"));

    [Test]
    public void Gather_one_key_over_the_sounds_inside_it()
    {
        var gather = XDocument.Parse(new TwiML(new Gather("https://x.test/choice", 5, new Say("好"), new Play("https://x.test/a.mp3"), new Pause(3))).ToXml())
            .Root!.Element("Gather")!;
        Assert.That(gather.Elements().Select(sound => sound.Name.LocalName), Is.EqualTo(["Say", "Play", "Pause"]));
        Assert.That(gather.Attribute("numDigits")!.Value, Is.EqualTo("1"));
        Assert.That(gather.Attribute("finishOnKey")!.Value, Is.Empty, "every key must count");
        Assert.That(gather.Attribute("timeout")!.Value, Is.EqualTo("5"));
        Assert.That(gather.Attribute("action")!.Value, Is.EqualTo("https://x.test/choice"));
    }

    [Test]
    public void Refuse_texts_and_documents_the_carrier_would_refuse()
    {
        Assert.That(() => new Say(new string('好', Say.MaxLength)), Throws.Nothing);
        Assert.That(() => new Say(new string('好', Say.MaxLength + 1)), Throws.ArgumentException);
        var many = Enumerable.Repeat(new Say(new string('好', 4000)), 6).ToArray();
        Assert.That(() => new TwiML(many[..5]).ToXml(), Throws.Nothing);
        Assert.That(() => new TwiML(many).ToXml(), Throws.InvalidOperationException);
        Assert.That(() => new TwiML(many[..1]).ToInlineXml(), Throws.InvalidOperationException);
    }

    [Test]
    public void Bring_caller_and_operator_into_one_conference_that_ends_when_either_leaves()
    {
        var hooks = new TwilioWebhooks(Options.Create(ScriptedCarrier.Settings));
        var call = CallId.New(TimeProvider.System);
        var caller = XDocument.Parse(new TwiML(hooks.CallerJoins(call)).ToInlineXml()).Root!.Element("Dial")!;
        var desk = XDocument.Parse(new TwiML(hooks.OperatorJoins(call)).ToXml()).Root!.Element("Dial")!;

        Assert.That(caller.Element("Conference")!.Value, Is.EqualTo(call.ToString()));
        Assert.That(desk.Element("Conference")!.Value, Is.EqualTo(call.ToString()));
        Assert.That(caller.Attribute("action")!.Value, Does.StartWith($"https://hotline.test/twilio/voice/done?call={call}"));
        Assert.That(desk.Attribute("action"), Is.Null);
        foreach (var side in new[] { caller, desk })
        {
            var conference = side.Element("Conference")!;
            Assert.That(conference.Attribute("startConferenceOnEnter")!.Value, Is.EqualTo("true"));
            Assert.That(conference.Attribute("endConferenceOnExit")!.Value, Is.EqualTo("true"));
            Assert.That(conference.Attribute("beep")!.Value, Is.EqualTo("false"));
            Assert.That(conference.Attribute("statusCallback")!.Value.Split('#')[0], Is.EqualTo($"https://hotline.test/twilio/conference?call={call}"));
            Assert.That(conference.Attribute("statusCallbackEvent")!.Value, Is.EqualTo("end join leave mute hold"));
        }
    }
}
