using System.Globalization;
using Hotline.Api.Voice;
using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Telephony;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using NUnit.Framework;

namespace Hotline.Tests.Voice;

internal sealed class Carrier_facts
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly CallId Call = CallId.New(TimeProvider.System);

    [TestCase("ringing", EventKind.LegRinging)]
    [TestCase("in-progress", EventKind.LegAnswered)]
    [TestCase("completed", EventKind.LegEnded)]
    [TestCase("busy", EventKind.LegEnded)]
    [TestCase("no-answer", EventKind.LegEnded)]
    [TestCase("failed", EventKind.LegEnded)]
    [TestCase("canceled", EventKind.LegEnded)]
    public async Task Of_a_leg_say_what_it_does(string status, string kind)
    {
        var fact = CarrierFacts.OfLeg(await RequestAsync("?call=" + Call + "&side=operator&token=7", ("CallSid", "CA1"), ("CallStatus", status),
            ("Timestamp", "Tue, 31 Mar 2026 10:11:12 +0000"), ("SequenceNumber", "2"), ("CallDuration", "63")), Now)!;
        Assert.That(fact.Kind, Is.EqualTo(kind));
        Assert.That(fact.Side, Is.EqualTo(FactSide.Operator));
        Assert.That(fact.Call, Is.EqualTo(Call));
        Assert.That(fact.Token, Is.EqualTo(7));
        Assert.That(fact.Seconds, Is.EqualTo(63));
        Assert.That(fact.Reason, Is.EqualTo(status));
        Assert.That(fact.At, Is.EqualTo(new DateTimeOffset(2026, 3, 31, 10, 11, 12, TimeSpan.Zero)));
    }

    [Test]
    public async Task Of_one_end_are_one_whether_numbered_or_not()
    {
        var numbered = CarrierFacts.OfLeg(await RequestAsync("", ("CallSid", "CA1"), ("CallStatus", "completed"), ("SequenceNumber", "3")), Now)!;
        var plain = CarrierFacts.OfLeg(await RequestAsync("", ("CallSid", "CA1"), ("CallStatus", "completed")), Now)!;
        var other = CarrierFacts.OfLeg(await RequestAsync("", ("CallSid", "CA2"), ("CallStatus", "completed")), Now)!;
        Assert.That(plain.FactKey, Is.EqualTo(numbered.FactKey));
        Assert.That(other.FactKey, Is.Not.EqualTo(plain.FactKey));
        Assert.That(plain.Side, Is.EqualTo(FactSide.Caller));
        Assert.That(plain.At, Is.EqualTo(Now));
    }

    [Test]
    public async Task Of_a_conference_are_told_apart_by_its_own_numbers()
    {
        var keys = new List<string>();
        foreach (var (told, leg, number) in new[]
        {
            ("participant-join", "CA1", "1"), ("participant-join", "CA2", "3"), ("participant-hold", "CA1", "4"), ("participant-unhold", "CA1", "5"),
            ("participant-hold", "CA1", "6"), ("participant-leave", "CA1", "7"), ("conference-start", "", "2"), ("conference-end", "", "8"),
        })
            keys.Add(CarrierFacts.OfConference(await RequestAsync("?call=" + Call,
                ("ConferenceSid", "CF1"), ("StatusCallbackEvent", told), ("CallSid", leg), ("SequenceNumber", number)), Now)!.FactKey);
        Assert.That(keys.Distinct().Count(), Is.EqualTo(keys.Count));
    }

    [Test]
    public async Task Of_a_conference_find_the_call_by_its_name_too()
    {
        var fact = CarrierFacts.OfConference(await RequestAsync("?call=garbage", ("ConferenceSid", "CF1"), ("FriendlyName", Call.ToString()),
            ("StatusCallbackEvent", "participant-leave"), ("CallSid", "CA1"), ("ReasonParticipantLeft", "participant_hung_up")), Now)!;
        Assert.That(fact.Call, Is.EqualTo(Call));
        Assert.That(fact.Reason, Is.EqualTo("participant_hung_up"));
        Assert.That(fact.Conference, Is.EqualTo("CF1"));
        Assert.That(fact.Leg, Is.EqualTo(new LegId("CA1")));
    }

    [Test]
    public async Task Are_none_where_nothing_is_told()
    {
        foreach (var status in new[] { "initiated", "queued", "", "dreaming" })
            Assert.That(CarrierFacts.OfLeg(await RequestAsync("", ("CallSid", "CA1"), ("CallStatus", status)), Now), Is.Null);
        Assert.That(CarrierFacts.OfLeg(await RequestAsync("", ("CallStatus", "completed")), Now), Is.Null);
        Assert.That(CarrierFacts.OfConference(await RequestAsync("", ("ConferenceSid", "CF1"), ("StatusCallbackEvent", "participant-speech-start"), ("CallSid", "CA1")), Now), Is.Null);
        Assert.That(CarrierFacts.OfConference(await RequestAsync("", ("StatusCallbackEvent", "conference-end")), Now), Is.Null);
        Assert.That(CarrierFacts.OfConference(await RequestAsync("", ("ConferenceSid", "CF1"), ("StatusCallbackEvent", "participant-join")), Now), Is.Null);
    }

    [TestCase(null)]
    [TestCase("yesterday")]
    [TestCase("Tue, 99 Mar 2026 10:11:12 +0000")]
    public async Task Without_a_readable_stamp_happen_now(string? stamp)
    {
        var fact = CarrierFacts.OfLeg(await RequestAsync("", ("CallSid", "CA1"), ("CallStatus", "ringing"), ("Timestamp", stamp ?? "")), Now)!;
        Assert.That(fact.At, Is.EqualTo(Now), string.Create(CultureInfo.InvariantCulture, $"{stamp}"));
    }

    private static async Task<CarrierRequest> RequestAsync(string query, params (string Name, string Value)[] fields)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = "POST";
        http.Request.Path = "/twilio/x";
        http.Request.QueryString = new QueryString(query);
        http.Request.ContentType = "application/x-www-form-urlencoded";
        http.Request.Form = new FormCollection(fields.ToDictionary(field => field.Name, field => new StringValues(field.Value)));
        return await CarrierRequest.BindAsync(http);
    }
}
