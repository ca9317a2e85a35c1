using System.Globalization;
using Hotline.Core.Crisis;
using Hotline.Core.Directory;
using Hotline.Core.Telephony;
using NUnit.Framework;

namespace Hotline.Tests.Telephony;

public sealed class Paging_people
{
    private const string Phone = "+8613712345678", Body = "有一件事,请登录工作台。";
    private static readonly PhoneNumber Number = PhoneNumber.TryParse(Phone, out var number) ? number! : throw new FormatException();
    private static readonly RingPage Ring = new(new EscalationId("0197f7d7000070008000000000000000.1"), 42, Number, TimeSpan.FromSeconds(25), Again: false);
    private static readonly TextMessage Text = new(Number, Body, Again: false);

    [Test]
    public async Task By_telephone_creates_one_leg_with_nothing_of_anybody_in_its_address()
    {
        using var carrier = new ScriptedCarrier { Answers = (_, _) => ScriptedCarrier.Json(201, """{"sid":"CApage"}""") };
        Assert.That(await carrier.Telephony().RingForPageAsync(Ring, default), Is.EqualTo(new RingOutcome.Ringing(new LegId("CApage"))));
        var asked = carrier.Asked.Single();
        Assert.That(asked.ToString(), Is.EqualTo($"POST {ScriptedCarrier.Prefix}/Calls.json"));
        Assert.That((asked["To"], asked["From"], asked["Timeout"], asked["TimeLimit"]), Is.EqualTo((Phone, "+864718812338", "25", "300")));
        Assert.That(asked["Url"]!.Split('#')[0], Is.EqualTo($"https://hotline.test/twilio/voice/page?escalation={Ring.Escalation}&token=42"));
        Assert.That(asked["StatusCallback"], Is.Null, "its key says all that counts");
        Assert.That((asked["MachineDetection"], asked["MachineDetectionTimeout"], asked["MachineDetectionSilenceTimeout"]), Is.EqualTo(("Enable", "15", "2500")));
    }

    [Test]
    public async Task By_telephone_after_an_unclear_answer_is_looked_for_by_our_number_and_never_dialled_twice()
    {
        using var carrier = new ScriptedCarrier { Answers = (asked, _) => asked.Method == HttpMethod.Post ? ScriptedCarrier.Json(500, "") : Calls(Phone) };
        Assert.That(await carrier.Telephony().RingForPageAsync(Ring, default), Is.EqualTo(new RingOutcome.Ringing(new LegId("CApage"))));
        Assert.That(carrier.Of(HttpMethod.Post, "/Calls.json").Count(), Is.EqualTo(1));
        Assert.That(carrier.Asked[1].Query, Does.Contain("From=%2B864718812338").And.Not.Contain("13712345678"));
    }

    [Test]
    public async Task By_telephone_again_dials_only_where_the_carrier_lists_none()
    {
        using var there = new ScriptedCarrier { Answers = (_, _) => Calls(Phone) };
        Assert.That(await there.Telephony().RingForPageAsync(Ring with { Again = true }, default), Is.EqualTo(new RingOutcome.Ringing(new LegId("CApage"))));
        Assert.That(there.Of(HttpMethod.Post, "/Calls.json"), Is.Empty);

        using var none = new ScriptedCarrier { Answers = (asked, _) => asked.Method == HttpMethod.Post ? ScriptedCarrier.Json(201, """{"sid":"CAnew"}""") : Calls("+8613700000000") };
        Assert.That(await none.Telephony().RingForPageAsync(Ring with { Again = true }, default), Is.EqualTo(new RingOutcome.Ringing(new LegId("CAnew"))));

        using var silent = new ScriptedCarrier { Answers = (_, _) => ScriptedCarrier.Json(503, "") };
        Assert.That(await silent.Telephony().RingForPageAsync(Ring with { Again = true }, default), Is.InstanceOf<RingOutcome.Unknown>(), "its timer comes again");
        Assert.That(silent.Of(HttpMethod.Post, "/Calls.json"), Is.Empty);
    }

    [Test]
    public async Task A_dead_number_is_refused_for_good_and_a_busy_carrier_for_now()
    {
        using var dead = new ScriptedCarrier { Answers = (_, _) => ScriptedCarrier.Error(400, 21211) };
        Assert.That(await dead.Telephony().RingForPageAsync(Ring, default), Is.EqualTo(new RingOutcome.Refused("carrier code 21211")));
        Assert.That(await dead.Telephony().TextAsync(Text, default), Is.EqualTo(TextOutcome.Refused));

        using var busy = new ScriptedCarrier { Answers = (_, _) => ScriptedCarrier.Error(429, 20429) };
        Assert.That(await busy.Telephony().RingForPageAsync(Ring, default), Is.EqualTo(new RingOutcome.Refused("carrier code 20429", ForNow: true)));
        Assert.That(await busy.Telephony().TextAsync(Text, default), Is.EqualTo(TextOutcome.NotNow));
    }

    [Test]
    public async Task By_text_sends_one_message_from_our_number()
    {
        using var carrier = new ScriptedCarrier { Answers = (_, _) => ScriptedCarrier.Json(201, """{"sid":"SM1"}""") };
        Assert.That(await carrier.Telephony().TextAsync(Text, default), Is.EqualTo(TextOutcome.Sent));
        var asked = carrier.Asked.Single();
        Assert.That(asked.ToString(), Is.EqualTo($"POST {ScriptedCarrier.Prefix}/Messages.json"));
        Assert.That((asked["To"], asked["From"], asked["Body"]), Is.EqualTo((Phone, "+864718812338", Body)));
    }

    [Test]
    public async Task By_text_after_an_unclear_answer_is_looked_for_and_never_sent_twice()
    {
        using var sent = new ScriptedCarrier { Answers = (asked, _) => asked.Method == HttpMethod.Post ? ScriptedCarrier.Json(500, "") : Messages(Phone, Body) };
        Assert.That(await sent.Telephony().TextAsync(Text, default), Is.EqualTo(TextOutcome.Sent));
        Assert.That(sent.Asked[1].Query, Does.Contain("From=%2B864718812338").And.Not.Contain("13712345678"));

        using var lost = new ScriptedCarrier { Answers = (asked, _) => asked.Method == HttpMethod.Post ? ScriptedCarrier.Json(500, "") : Messages("+8613700000000", Body) };
        Assert.That(await lost.Telephony().TextAsync(Text, default), Is.EqualTo(TextOutcome.Unknown));
        Assert.That(lost.Of(HttpMethod.Post, "/Messages.json").Count(), Is.EqualTo(1));
    }

    [TestCase("ours", 0, "delivered", 0, TextOutcome.Sent, TestName = "By_text_again(sent before)")]
    [TestCase("other words", 0, "delivered", 1, TextOutcome.Sent, TestName = "By_text_again(another text)")]
    [TestCase("ours", 0, "undelivered", 1, TextOutcome.Sent, TestName = "By_text_again(it never arrived)")]
    [TestCase("ours", 120, "delivered", 1, TextOutcome.Sent, TestName = "By_text_again(an earlier round's)")]
    public async Task By_text_again(string body, int age, string status, int posted, TextOutcome outcome)
    {
        using var carrier = new ScriptedCarrier
        {
            Answers = (asked, _) => asked.Method == HttpMethod.Post ? ScriptedCarrier.Json(201, """{"sid":"SM2"}""") : Messages(Phone, body == "ours" ? Body : body, status, age),
        };
        Assert.That(await carrier.Telephony().TextAsync(Text with { Again = true }, default), Is.EqualTo(outcome));
        Assert.That(carrier.Of(HttpMethod.Post, "/Messages.json").Count(), Is.EqualTo(posted));
    }

    [Test]
    public async Task Withdrawn_stops_a_telephone_that_rings_and_leaves_one_that_was_answered()
    {
        using var ringing = new ScriptedCarrier { Answers = (_, _) => ScriptedCarrier.Json(200, "{}") };
        Assert.That(await ringing.Telephony().StopRingingAsync(new LegId("CApage"), default), Is.EqualTo(LegOutcome.Done));
        var asked = ringing.Asked.Single();
        Assert.That((asked.ToString(), asked["Status"]), Is.EqualTo(($"POST {ScriptedCarrier.Prefix}/Calls/CApage.json", "canceled")), "which the carrier does to no call in progress");

        using var answered = new ScriptedCarrier { Answers = (_, _) => ScriptedCarrier.Error(400, 21220) };
        Assert.That(await answered.Telephony().StopRingingAsync(new LegId("CApage"), default), Is.EqualTo(LegOutcome.Gone));
        Assert.That(answered.Asked, Has.Count.EqualTo(1), "and is not ended in another way");
    }

    private static HttpResponseMessage Calls(string to) => ScriptedCarrier.Json(200,
        $$"""{"calls":[{"sid":"CApage","status":"ringing","to":"{{to}}","direction":"outbound-api","date_created":"{{Ago(0)}}"}]}""");

    private static HttpResponseMessage Messages(string to, string body, string status = "sent", int age = 0) => ScriptedCarrier.Json(200,
        $$"""{"messages":[{"sid":"SM1","status":"{{status}}","to":"{{to}}","body":"{{body}}","direction":"outbound-api","date_created":"{{Ago(age)}}"}]}""");

    private static string Ago(int seconds) => (TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(seconds)).ToString("r", CultureInfo.InvariantCulture);
}
