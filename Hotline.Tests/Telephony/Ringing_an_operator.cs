using System.Globalization;
using System.Net;
using System.Net.Http;
using Hotline.Core.Calls;
using Hotline.Core.Directory;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Hotline.Core.Telephony.Twilio;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.Telephony;

public sealed class Ringing_an_operator
{
    private static readonly RingOperator Ring = new(
        CallId.New(TimeProvider.System), StaffId.New(TimeProvider.System), 42, "sip:desk1@pbx.test", TimeSpan.FromSeconds(25), new OnTheLine.Nothing());

    private static readonly TwilioPace Hurried = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(500));

    [Test]
    public async Task Creates_one_leg_with_its_addresses_and_token()
    {
        using var carrier = new ScriptedCarrier { Answers = (_, _) => ScriptedCarrier.Json(201, """{"sid":"CAleg","status":"queued"}""") };

        var outcome = await carrier.Telephony().RingOperatorAsync(Ring, default);

        Assert.That(outcome, Is.EqualTo(new RingOutcome.Ringing(new LegId("CAleg"))));
        var asked = carrier.Asked.Single();
        var query = $"call={Ring.Call}&operator={Ring.Operator}&token=42";
        Assert.That(asked.ToString(), Is.EqualTo($"POST {ScriptedCarrier.Prefix}/Calls.json"));
        Assert.That(asked.Authorization, Is.EqualTo("Basic " + Convert.ToBase64String("ACtest:key-one"u8)));
        Assert.That(asked["To"], Is.EqualTo("sip:desk1@pbx.test"));
        Assert.That(asked["From"], Is.EqualTo("+864718812338"));
        Assert.That(asked["Url"]!.Split('#')[0], Is.EqualTo($"https://hotline.test/twilio/voice/leg?{query}"));
        Assert.That(asked["StatusCallback"]!.Split('#')[0], Is.EqualTo($"https://hotline.test/twilio/voice/status?{query}&side=operator"));
        Assert.That(asked["Timeout"], Is.EqualTo("25"));
        Assert.That(asked.Form.Where(field => field.Key == "StatusCallbackEvent").Select(field => field.Value),
            Is.EqualTo(["ringing", "answered", "completed"]));
    }

    [Test]
    public async Task A_helper_and_a_service_have_their_own_addresses()
    {
        using var carrier = new ScriptedCarrier { Answers = (_, _) => ScriptedCarrier.Json(201, """{"sid":"CAleg","status":"queued"}""") };
        await carrier.Telephony().RingHelperAsync(Ring, default);
        Assert.That(PhoneNumber.TryParse("110", out var police), Is.True);
        await carrier.Telephony().RingServiceAsync(new RingService(Ring.Call, 43, police!, TimeSpan.FromSeconds(60)), default);
        string[] Sent(string name) => [.. carrier.Asked.Select(asked => asked[name]!.Split('#')[0])];
        Assert.That(Sent("To"), Is.EqualTo(new[] { "sip:desk1@pbx.test", "110" }));
        Assert.That(Sent("Url"), Is.EqualTo(new[] { $"https://hotline.test/twilio/voice/helper?call={Ring.Call}&operator={Ring.Operator}&token=42", $"https://hotline.test/twilio/voice/service?call={Ring.Call}&token=43" }));
        Assert.That(Sent("StatusCallback").Select(url => url[^12..]), Is.EqualTo(new[] { "&side=helper", "side=service" }));
    }

    [Test]
    public async Task Ends_what_it_still_has_on_that_telephone_first()
    {
        using var carrier = new ScriptedCarrier { Answers = (asked, _) => asked.Path.EndsWith("/CAearlier.json", StringComparison.Ordinal) ? ScriptedCarrier.Json(200, "{}") : ScriptedCarrier.Json(201, """{"sid":"CAleg"}""") };
        var ring = Ring with { Before = new OnTheLine.Earlier(new LegId("CAearlier")) };
        Assert.That(await carrier.Telephony().RingOperatorAsync(ring, default), Is.EqualTo(new RingOutcome.Ringing(new LegId("CAleg"))));
        Assert.That(carrier.Asked.Select(a => a.ToString()), Is.EqualTo(new[] { $"POST {ScriptedCarrier.Prefix}/Calls/CAearlier.json", $"POST {ScriptedCarrier.Prefix}/Calls.json" }));
        Assert.That(carrier.Asked[0]["Status"], Is.EqualTo("completed"));
        Assert.That(await carrier.Telephony().RingHelperAsync(ring, default), Is.InstanceOf<RingOutcome.Ringing>());
        Assert.That(carrier.Of(HttpMethod.Post, "/Calls/CAearlier.json").Count(), Is.EqualTo(2), "a helper's telephone is no other");
    }

    [Test]
    public async Task Waits_while_an_order_of_which_nothing_is_known_may_ring_there_and_ends_nothing()
    {
        var looks = 0;
        using var carrier = new ScriptedCarrier();
        carrier.Answers = (asked, _) => asked.Method == HttpMethod.Post ? ScriptedCarrier.Json(201, """{"sid":"CAleg"}""") : Listed(Leg("CAearlier", ++looks < 2 ? "ringing" : "canceled"));
        Assert.That(await carrier.Telephony(Hurried).RingOperatorAsync(Ring with { Before = new OnTheLine.Unclear() }, default), Is.EqualTo(new RingOutcome.Ringing(new LegId("CAleg"))));
        Assert.That(looks, Is.EqualTo(2));
        Assert.That(carrier.Asked.Count(a => a.Method == HttpMethod.Post), Is.EqualTo(1));
    }

    [Test]
    public async Task Rings_all_the_same_when_that_telephone_does_not_become_free()
    {
        using var carrier = new ScriptedCarrier();
        carrier.Answers = (asked, _) => asked.Method == HttpMethod.Post ? ScriptedCarrier.Json(201, """{"sid":"CAleg"}""") : Listed(Leg("CAearlier", "in-progress"));
        Assert.That(await carrier.Telephony(Hurried).RingOperatorAsync(Ring with { Before = new OnTheLine.Unclear() }, default), Is.EqualTo(new RingOutcome.Ringing(new LegId("CAleg"))));
        Assert.That(carrier.Of(HttpMethod.Get, "/Calls.json").Count(), Is.GreaterThan(TwilioDialling.Looks));
    }

    [Test]
    public async Task Rings_all_the_same_when_the_end_of_its_last_leg_is_not_answered()
    {
        using var carrier = new ScriptedCarrier { Answers = (_, _) => ScriptedCarrier.Json(201, """{"sid":"CAleg"}"""), Hangs = asked => asked.Path.EndsWith("/CAearlier.json", StringComparison.Ordinal) };
        var ring = Ring with { Before = new OnTheLine.Earlier(new LegId("CAearlier")) };
        Assert.That(await carrier.Telephony(Hurried).RingOperatorAsync(ring, default), Is.EqualTo(new RingOutcome.Ringing(new LegId("CAleg"))));
    }

    [Test]
    public async Task An_order_of_unclear_outcome_takes_no_leg_of_a_later_one_to_the_same_telephone()
    {
        var rung = 0;
        using var carrier = new ScriptedCarrier();
        // The first order is never answered, and made nothing; what is listed is the second one's.
        carrier.Hangs = asked => asked.Method == HttpMethod.Post && Interlocked.Increment(ref rung) == 1;
        var later = new TaskCompletionSource();
        carrier.Ponders = asked => asked.Method == HttpMethod.Post ? later.Task : Task.CompletedTask;
        carrier.Answers = (asked, _) => asked.Method == HttpMethod.Post ? ScriptedCarrier.Json(201, """{"sid":"CAlater"}""") : Listed(Leg("CAlater", "ringing"));
        var telephony = carrier.Telephony();
        var first = telephony.RingOperatorAsync(Ring, default);
        await Eventually.True(() => rung == 1, "the first order is on its way");
        var second = telephony.RingOperatorAsync(Ring, default);
        later.SetResult();
        Assert.That(await second, Is.EqualTo(new RingOutcome.Ringing(new LegId("CAlater"))));
        Assert.That(await first, Is.InstanceOf<RingOutcome.Unknown>());
    }

    [Test]
    public async Task Waits_for_its_own_order_that_the_carrier_has_not_answered_yet()
    {
        var taken = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        var rung = 0;
        using var carrier = new ScriptedCarrier();
        // The carrier makes the first leg only when it answers: until then it lists nothing.
        carrier.Ponders = asked => asked.Method == HttpMethod.Post && Interlocked.Increment(ref rung) == 1 ? taken.Task : Task.CompletedTask;
        carrier.Answers = (asked, _) => asked.Method == HttpMethod.Post ? ScriptedCarrier.Json(201, $$"""{"sid":"CAleg{{rung}}"}""")
            : taken.Task.IsCompleted && !ended.Task.IsCompleted ? Listed(Leg("CAleg1", "ringing")) : Listed();
        var telephony = carrier.Telephony(Hurried with { Attempt = TimeSpan.FromMinutes(1), Clearing = TimeSpan.FromMinutes(1) });

        var first = telephony.RingOperatorAsync(Ring, default);
        await Eventually.True(() => rung == 1, "the first order is on its way");
        var second = telephony.RingOperatorAsync(Ring with { Before = new OnTheLine.Unclear() }, default);
        var elsewhere = await telephony.RingOperatorAsync(Ring with { Endpoint = "sip:desk2@pbx.test", Before = new OnTheLine.Unclear() }, default);
        Assert.That(elsewhere, Is.EqualTo(new RingOutcome.Ringing(new LegId("CAleg2"))), "another telephone does not wait for this one");
        Assert.That(carrier.Asked.Count(a => a.Method == HttpMethod.Get), Is.EqualTo(1), "of this one the list is not asked before the first order is answered");
        taken.SetResult();
        Assert.That(await first, Is.InstanceOf<RingOutcome.Ringing>());
        await Eventually.True(() => carrier.Of(HttpMethod.Get, "/Calls.json").Count() > 3, "it looks until that leg is over");
        Assert.That(second.IsCompleted, Is.False);
        ended.SetResult();
        Assert.That(await second, Is.EqualTo(new RingOutcome.Ringing(new LegId("CAleg3"))));
        Assert.That(await telephony.RingOperatorAsync(Ring with { Before = new OnTheLine.Unclear() }, default), Is.InstanceOf<RingOutcome.Ringing>(), "nothing is remembered of an order that is answered");
    }

    [Test]
    public async Task Repeats_after_429_as_that_was_never_processed()
    {
        using var carrier = new ScriptedCarrier
        {
            Answers = (_, n) => n < 2 ? ScriptedCarrier.Json(429, """{"code":20429}""", TimeSpan.Zero) : ScriptedCarrier.Json(201, """{"sid":"CAleg"}"""),
        };
        Assert.That(await carrier.Telephony().RingOperatorAsync(Ring, default), Is.EqualTo(new RingOutcome.Ringing(new LegId("CAleg"))));
        Assert.That(carrier.Asked, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Waits_as_long_as_the_carrier_asks()
    {
        using var carrier = new ScriptedCarrier
        {
            Answers = (_, n) => n == 0 ? ScriptedCarrier.Json(429, "{}", TimeSpan.FromSeconds(1)) : ScriptedCarrier.Json(201, """{"sid":"CAleg"}"""),
        };
        var start = TimeProvider.System.GetTimestamp();
        await carrier.Telephony().RingOperatorAsync(Ring, default);
        Assert.That(TimeProvider.System.GetElapsedTime(start), Is.GreaterThan(TimeSpan.FromMilliseconds(950)));
    }

    [Test]
    public async Task Gives_up_at_once_when_the_carrier_asks_for_too_long()
    {
        using var carrier = new ScriptedCarrier { Answers = (_, _) => ScriptedCarrier.Json(429, "{}", TimeSpan.FromMinutes(1)) };
        Assert.That(await carrier.Telephony().RingOperatorAsync(Ring, default), Is.InstanceOf<RingOutcome.Refused>());
        Assert.That(carrier.Asked, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Tells_a_refusal_by_its_code_never_by_the_carriers_words()
    {
        using var carrier = new ScriptedCarrier { Answers = (_, _) => ScriptedCarrier.Error(400, 21211) };
        Assert.That(await carrier.Telephony().RingOperatorAsync(Ring, default), Is.EqualTo(new RingOutcome.Refused("carrier code 21211")));
        Assert.That(carrier.Asked, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Looks_after_a_500_and_finds_the_leg_it_created_without_a_second_dialling()
    {
        using var carrier = new ScriptedCarrier();
        carrier.Answers = (asked, n) => asked.Method == HttpMethod.Post
            ? ScriptedCarrier.Json(500, "")
            : n < 2 ? ScriptedCarrier.Json(200, """{"calls":[]}""") : Listed(Leg("CAours", "queued"));

        Assert.That(await carrier.Telephony().RingOperatorAsync(Ring, default), Is.EqualTo(new RingOutcome.Ringing(new LegId("CAours"))));
        Assert.That(carrier.Of(HttpMethod.Post, "/Calls.json").Count(), Is.EqualTo(1));
        Assert.That(carrier.Asked[1].Query, Does.Contain("To=sip%3Adesk1%40pbx.test"));
    }

    [Test]
    public async Task Looks_after_a_time_out_too()
    {
        using var carrier = new ScriptedCarrier { Hangs = asked => asked.Method == HttpMethod.Post, Answers = (_, _) => Listed(Leg("CAours", "ringing")) };
        Assert.That(await carrier.Telephony(Hurried).RingOperatorAsync(Ring, default), Is.EqualTo(new RingOutcome.Ringing(new LegId("CAours"))));
        Assert.That(carrier.Of(HttpMethod.Post, "/Calls.json").Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Says_unknown_when_looking_shows_no_leg_of_ours()
    {
        using var carrier = new ScriptedCarrier();
        carrier.Answers = (asked, _) => asked.Method == HttpMethod.Post
            ? ScriptedCarrier.Json(503, "")
            : Listed(
                Leg("CAended", "completed"),
                Leg("CAinbound", "in-progress", direction: "inbound"),
                Leg("CAother", "ringing", to: "sip:desk2@pbx.test"),
                Leg("CAold", "ringing", age: TimeSpan.FromSeconds(60)));

        Assert.That(await carrier.Telephony().RingOperatorAsync(Ring, default), Is.InstanceOf<RingOutcome.Unknown>());
        Assert.That(carrier.Of(HttpMethod.Post, "/Calls.json").Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Says_unknown_rather_than_guess_between_two_legs()
    {
        using var carrier = new ScriptedCarrier();
        carrier.Answers = (asked, _) => asked.Method == HttpMethod.Post ? ScriptedCarrier.Json(500, "") : Listed(Leg("CA1", "ringing"), Leg("CA2", "queued"));
        Assert.That(await carrier.Telephony().RingOperatorAsync(Ring, default), Is.InstanceOf<RingOutcome.Unknown>());
    }

    [Test]
    public async Task Recognises_its_leg_by_the_carriers_clock_however_wrong_ours_is()
    {
        using var carrier = new ScriptedCarrier();
        var hourBehind = TimeSpan.FromHours(1);
        carrier.Answers = (asked, _) =>
        {
            var answer = asked.Method == HttpMethod.Post ? ScriptedCarrier.Json(500, "") : Listed(Leg("CAours", "ringing", age: hourBehind));
            answer.Headers.Date = TimeProvider.System.GetUtcNow() - hourBehind;
            return answer;
        };
        Assert.That(await carrier.Telephony().RingOperatorAsync(Ring, default), Is.EqualTo(new RingOutcome.Ringing(new LegId("CAours"))));
    }

    [Test]
    public async Task Never_sent_is_repeated_and_then_a_refusal_as_nothing_can_ring()
    {
        using var carrier = new ScriptedCarrier { Answers = (_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError) };
        Assert.That(await carrier.Telephony().RingOperatorAsync(Ring, default), Is.EqualTo(new RingOutcome.Refused("carrier unreachable", ForNow: true)));
        Assert.That(carrier.Asked, Has.Count.EqualTo(1 + TwilioResilience.MostRetries));
    }

    [Test]
    public async Task A_connection_broken_midway_is_not_dialled_again()
    {
        using var carrier = new ScriptedCarrier();
        carrier.Answers = (asked, _) => asked.Method == HttpMethod.Post
            ? throw new HttpRequestException(HttpRequestError.ResponseEnded)
            : ScriptedCarrier.Json(200, """{"calls":[]}""");
        Assert.That(await carrier.Telephony().RingOperatorAsync(Ring, default), Is.InstanceOf<RingOutcome.Unknown>());
        Assert.That(carrier.Of(HttpMethod.Post, "/Calls.json").Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_dead_carrier_opens_the_circuit_and_is_refused_unsent()
    {
        using var carrier = new ScriptedCarrier { Answers = (_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError) };
        var telephony = carrier.Telephony();
        for (var i = 0; i < 20; i++) await telephony.EndLegAsync(new LegId("CAx"), default);
        var asked = carrier.Asked.Count;

        Assert.That(await telephony.RingOperatorAsync(Ring, default), Is.EqualTo(new RingOutcome.Refused("carrier unreachable (circuit open)", ForNow: true)));
        Assert.That(carrier.Asked, Has.Count.EqualTo(asked));
    }

    private static HttpResponseMessage Listed(params string[] legs) => ScriptedCarrier.Json(200, $$"""{"calls":[{{string.Join(',', legs)}}]}""");

    private static string Leg(string sid, string status, string to = "sip:desk1@pbx.test", string direction = "outbound-api", TimeSpan age = default) =>
        $$"""{"sid":"{{sid}}","status":"{{status}}","to":"{{to}}","direction":"{{direction}}","date_created":"{{(TimeProvider.System.GetUtcNow() - age).ToString("r", CultureInfo.InvariantCulture)}}"}""";
}
