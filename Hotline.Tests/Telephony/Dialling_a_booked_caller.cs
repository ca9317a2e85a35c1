using System.Globalization;
using Hotline.Core.Calls;
using Hotline.Core.Directory;
using Hotline.Core.Telephony;
using NUnit.Framework;

namespace Hotline.Tests.Telephony;

public sealed class Dialling_a_booked_caller
{
    private const string Number = "+8613712345678";
    private static readonly RingCaller Ring = new(
        CallId.New(TimeProvider.System), 42, PhoneNumber.TryParse(Number, out var number) ? number! : throw new FormatException(), TimeSpan.FromSeconds(25), Again: false, Core.Staff.Skill.Legal);

    [Test]
    public async Task Creates_one_leg_to_her_with_no_word_of_her_in_any_address()
    {
        using var carrier = new ScriptedCarrier { Answers = (_, _) => ScriptedCarrier.Json(201, """{"sid":"CAback"}""") };
        Assert.That(await carrier.Telephony().RingCallerAsync(Ring, default), Is.EqualTo(new RingOutcome.Ringing(new LegId("CAback"))));
        var asked = carrier.Asked.Single();
        Assert.That(asked.ToString(), Is.EqualTo($"POST {ScriptedCarrier.Prefix}/Calls.json"));
        Assert.That((asked["To"], asked["From"], asked["Timeout"]), Is.EqualTo((Number, "+864718812338", "25")));
        Assert.That(asked["Url"]!.Split('#')[0], Is.EqualTo($"https://hotline.test/twilio/voice/callback?call={Ring.Call}&token=42&skill=legal"));
        Assert.That(asked["StatusCallback"]!.Split('#')[0], Is.EqualTo($"https://hotline.test/twilio/voice/status?call={Ring.Call}&token=42&side=caller"));
    }

    [Test]
    public async Task Asks_who_or_what_answers_and_of_a_machine_only_at_its_end()
    {
        using var carrier = new ScriptedCarrier { Answers = (_, _) => ScriptedCarrier.Json(201, """{"sid":"CAback"}""") };
        await carrier.Telephony().RingCallerAsync(Ring, default);
        var asked = carrier.Asked.Single();
        Assert.That((asked["MachineDetection"], asked["MachineDetectionTimeout"], asked["MachineDetectionSilenceTimeout"]), Is.EqualTo(("DetectMessageEnd", "15", "2500")));

        await carrier.Telephony().RingOperatorAsync(new RingOperator(Ring.Call, Core.Staff.StaffId.New(TimeProvider.System), 1, "sip:a@desk.test", Ring.Timeout, new OnTheLine.Nothing()), default);
        Assert.That(carrier.Asked.Last()["MachineDetection"], Is.Null, "an operator is not kept waiting for it");
    }

    [Test]
    public async Task After_an_unclear_answer_is_looked_for_by_our_number_never_by_hers()
    {
        using var carrier = new ScriptedCarrier { Answers = (asked, _) => asked.Method == HttpMethod.Post ? ScriptedCarrier.Json(500, "") : Listed(Number) };
        Assert.That(await carrier.Telephony().RingCallerAsync(Ring, default), Is.EqualTo(new RingOutcome.Ringing(new LegId("CAback"))));
        Assert.That(carrier.Of(HttpMethod.Post, "/Calls.json").Count(), Is.EqualTo(1));
        Assert.That(carrier.Asked[1].Query, Does.Contain("From=%2B864718812338").And.Not.Contain("13712345678"));
    }

    [Test]
    public async Task Again_finds_the_leg_of_an_order_nobody_told_of()
    {
        using var carrier = new ScriptedCarrier { Answers = (_, _) => Listed(Number) };
        Assert.That(await carrier.Telephony().RingCallerAsync(Ring with { Again = true }, default), Is.EqualTo(new RingOutcome.Ringing(new LegId("CAback"))));
        Assert.That(carrier.Of(HttpMethod.Post, "/Calls.json"), Is.Empty);
    }

    [Test]
    public async Task Again_dials_only_where_the_carrier_lists_none()
    {
        using var none = new ScriptedCarrier { Answers = (asked, _) => asked.Method == HttpMethod.Post ? ScriptedCarrier.Json(201, """{"sid":"CAback"}""") : Listed("+8613700000000") };
        Assert.That(await none.Telephony().RingCallerAsync(Ring with { Again = true }, default), Is.InstanceOf<RingOutcome.Ringing>());
        Assert.That(none.Of(HttpMethod.Post, "/Calls.json").Count(), Is.EqualTo(1));

        using var silent = new ScriptedCarrier { Answers = (_, _) => ScriptedCarrier.Json(503, "") };
        Assert.That(await silent.Telephony().RingCallerAsync(Ring with { Again = true }, default), Is.InstanceOf<RingOutcome.Unknown>(), "in doubt her telephone stays quiet");
        Assert.That(silent.Of(HttpMethod.Post, "/Calls.json"), Is.Empty);
    }

    private static HttpResponseMessage Listed(string to) => ScriptedCarrier.Json(200,
        $$"""{"calls":[{"sid":"CAback","status":"ringing","to":"{{to}}","direction":"outbound-api","date_created":"{{TimeProvider.System.GetUtcNow().ToString("r", CultureInfo.InvariantCulture)}}"}]}""");
}
