using System.Xml.Linq;
using Hotline.Core.Calls;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Hotline.Core.Telephony.Twilio;
using NUnit.Framework;

namespace Hotline.Tests.Telephony;

public sealed class Orders_about_a_leg
{
    private static readonly CallId Call = CallId.New(TimeProvider.System);
    private static readonly LegId Leg = new("CAcaller");

    [Test]
    public async Task The_live_legs_are_listed_page_by_page_and_ours_are_told_from_callers()
    {
        using var carrier = new ScriptedCarrier();
        carrier.Answers = (asked, _) => ScriptedCarrier.Json(200, (asked.Query.Contains("Status=in-progress", StringComparison.Ordinal), asked.Query.Contains("Page=1", StringComparison.Ordinal)) switch
        {
            (true, false) => $$"""{"calls":[{{Listed("CAcaller", "inbound", "+8613800001111")}},{{Listed("CAdesk", "outbound-api", ScriptedCarrier.Settings.From)}}],"next_page_uri":"{{ScriptedCarrier.Prefix}}/Calls.json?Status=in-progress&PageSize=500&Page=1"}""",
            (true, true) => $$"""{"calls":[{{Listed("CAother", "outbound-api", "+864710000000")}}],"next_page_uri":null}""",
            _ => """{"calls":[]}""",
        });
        var legs = (await carrier.Telephony().ListLiveLegsAsync(default))!;
        Assert.That(legs.Select(l => (l.Leg.Value, l.RungByUs)), Is.EquivalentTo(new[] { ("CAcaller", false), ("CAdesk", true), ("CAother", false) }));
        Assert.That(legs.Select(l => l.Age), Is.All.GreaterThan(TimeSpan.FromDays(30)));
        Assert.That(carrier.Asked.Select(a => a.Path).Distinct(), Is.EqualTo([$"{ScriptedCarrier.Prefix}/Calls.json"]));
        Assert.That(carrier.Asked, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task A_list_with_a_page_missing_is_no_list()
    {
        using var carrier = new ScriptedCarrier { Answers = (asked, _) => asked.Query.Contains("Status=ringing", StringComparison.Ordinal) ? ScriptedCarrier.Error(400, 20001) : ScriptedCarrier.Json(200, """{"calls":[]}""") };
        Assert.That(await carrier.Telephony().ListLiveLegsAsync(default), Is.Null);
    }

    private static string Listed(string sid, string direction, string from) =>
        $$"""{"sid":"{{sid}}","direction":"{{direction}}","from":"{{from}}","status":"in-progress","date_created":"Mon, 04 May 2026 03:02:01 +0000"}""";

    [TestCase(true, false), TestCase(false, true), TestCase(false, false)]
    public async Task Who_hears_a_leg_and_what_its_leaving_ends_is_one_change(bool coaches, bool ends)
    {
        using var carrier = new ScriptedCarrier
        {
            Answers = (asked, _) => ScriptedCarrier.Json(200, asked.Method == HttpMethod.Get ? $$"""{"conferences":[{"sid":"CF1","friendly_name":"{{Call}}","status":"in-progress"}]}""" : "{}"),
        };
        Assert.That(await carrier.Telephony().SetJoinAsync(Call, Leg, coaches ? new LegId("CAop") : null, ends, default), Is.EqualTo(LegOutcome.Done));
        var asked = carrier.Of(HttpMethod.Post, "/Conferences/CF1/Participants/CAcaller.json").Single();
        Assert.That((asked["Coaching"], asked["CallSidToCoach"], asked["EndConferenceOnExit"]), Is.EqualTo((coaches ? "true" : "false", coaches ? "CAop" : null, ends ? "true" : "false")));
    }

    [Test]
    public async Task Moving_the_caller_in_sends_the_conference_inline()
    {
        using var carrier = new ScriptedCarrier();
        Assert.That(await carrier.Telephony().MoveCallerInAsync(Call, Leg, Skill.Crisis, again: false, default), Is.EqualTo(LegOutcome.Done));
        var asked = carrier.Asked.Single();
        Assert.That(asked.ToString(), Is.EqualTo($"POST {ScriptedCarrier.Prefix}/Calls/CAcaller.json"));
        var dial = XDocument.Parse(asked["Twiml"]!).Root!.Element("Dial")!;
        Assert.That(dial.Element("Conference")!.Value, Is.EqualTo(Call.ToString()));
        Assert.That(dial.Attribute("action")!.Value.Split('#')[0], Is.EqualTo($"https://hotline.test/twilio/voice/done?call={Call}&skill=crisis"), "she leaves it for her own lane");
    }

    [TestCase("", ReturnOutcome.Done)]
    [TestCase("dialled", ReturnOutcome.WithSomebody)]
    [TestCase("conference", ReturnOutcome.WithSomebody)]
    [TestCase("untold", ReturnOutcome.Failed)]
    public async Task A_lost_caller_is_brought_back_unless_she_is_with_somebody(string how, ReturnOutcome outcome)
    {
        using var carrier = new ScriptedCarrier
        {
            Answers = (asked, _) => asked switch
            {
                { Path: var path } when path.EndsWith("/Participants/CAcaller.json", StringComparison.Ordinal) => how == "conference" ? ScriptedCarrier.Json(200, "{}") : ScriptedCarrier.Error(404, 20404),
                { Path: var path } when path.EndsWith("/Conferences.json", StringComparison.Ordinal) => how == "untold"
                    ? ScriptedCarrier.Error(400, 20001) : ScriptedCarrier.Json(200, $$"""{"conferences":[{"sid":"CFold","friendly_name":"{{Call}}","status":"completed"},{"sid":"CFone","friendly_name":"{{Call}}","status":"in-progress"}]}"""),
                { Query: var query } when how == "dialled" && query.Contains("in-progress", StringComparison.Ordinal) => ScriptedCarrier.Json(200, """{"calls":[{"sid":"CAduty","parent_call_sid":"CAcaller","status":"in-progress"}]}"""),
                _ => ScriptedCarrier.Json(200, """{"calls":[]}"""),
            },
        };
        Assert.That(await carrier.Telephony().ReturnCallerAsync(Call, Leg, Core.Staff.Skill.Legal, default), Is.EqualTo(outcome));
        var moved = carrier.Of(HttpMethod.Post, "/Calls/CAcaller.json").ToArray();
        Assert.That(moved, Has.Length.EqualTo(outcome == ReturnOutcome.Done ? 1 : 0));
        if (moved is [var order]) Assert.That(order["Url"], Does.Contain("/voice/done?").And.Contain($"call={Call}").And.Contain("skill=legal"));
    }

    [TestCase(400, 21220)]
    [TestCase(404, 20404)]
    public async Task A_caller_who_hung_up_first_is_gone_not_a_failure(int status, int code)
    {
        using var carrier = new ScriptedCarrier { Answers = (_, _) => ScriptedCarrier.Error(status, code) };
        var telephony = carrier.Telephony();
        Assert.That(await telephony.MoveCallerInAsync(Call, Leg, Skill.Crisis, again: false, default), Is.EqualTo(LegOutcome.Gone));
        Assert.That(await telephony.EndLegAsync(Leg, default), Is.EqualTo(LegOutcome.Gone));
    }

    [Test]
    public async Task After_an_unclear_move_the_caller_is_looked_for_and_not_moved_twice()
    {
        using var carrier = new ScriptedCarrier();
        carrier.Answers = (asked, _) => asked["Twiml"] is not null ? ScriptedCarrier.Json(500, "") : Conference(asked);
        Assert.That(await carrier.Telephony().MoveCallerInAsync(Call, Leg, Skill.Crisis, again: false, default), Is.EqualTo(LegOutcome.Done));
        Assert.That(carrier.Asked.Count(asked => asked["Twiml"] is not null), Is.EqualTo(1));
    }

    [Test]
    public async Task A_caller_found_outside_after_an_unclear_move_is_moved_once_more()
    {
        using var carrier = new ScriptedCarrier();
        carrier.Answers = (asked, n) => asked["Twiml"] is not null
            ? n == 0 ? ScriptedCarrier.Json(500, "") : ScriptedCarrier.Json(200, "{}")
            : asked.Path.Contains("/Participants/", StringComparison.Ordinal) ? ScriptedCarrier.Error(404, 20404) : Conference(asked);
        Assert.That(await carrier.Telephony().MoveCallerInAsync(Call, Leg, Skill.Crisis, again: false, default), Is.EqualTo(LegOutcome.Done));
        Assert.That(carrier.Asked.Count(asked => asked["Twiml"] is not null), Is.EqualTo(2));
    }

    [Test]
    public async Task A_repeated_order_looks_first_when_the_earlier_one_stayed_unclear()
    {
        using var carrier = new ScriptedCarrier();
        var listed = false;
        carrier.Answers = (asked, _) => asked["Twiml"] is not null ? ScriptedCarrier.Json(500, "")
            : listed ? Conference(asked) : ScriptedCarrier.Json(200, """{"conferences":[]}""");
        var telephony = carrier.Telephony();
        Assert.That(await telephony.MoveCallerInAsync(Call, Leg, Skill.Crisis, again: false, default), Is.EqualTo(LegOutcome.Failed));
        listed = true;
        Assert.That(await telephony.MoveCallerInAsync(Call, Leg, Skill.Crisis, again: false, default), Is.EqualTo(LegOutcome.Done));
        Assert.That(carrier.Asked.Count(asked => asked["Twiml"] is not null), Is.EqualTo(1));
    }

    [Test]
    public async Task A_repeated_order_does_not_tear_a_caller_out_who_is_in()
    {
        using var carrier = new ScriptedCarrier();
        carrier.Answers = (asked, _) => Conference(asked);
        var telephony = carrier.Telephony();
        for (var i = 0; i < 3; i++) Assert.That(await telephony.MoveCallerInAsync(Call, Leg, Skill.Crisis, again: false, default), Is.EqualTo(LegOutcome.Done));
        Assert.That(carrier.Asked.Count(asked => asked["Twiml"] is not null), Is.EqualTo(1));
    }

    [Test]
    public async Task A_later_operator_gets_the_caller_though_she_was_moved_before()
    {
        using var carrier = new ScriptedCarrier { Answers = (asked, _) => ScriptedCarrier.Json(200, """{"conferences":[]}""") };
        var telephony = carrier.Telephony();
        await telephony.MoveCallerInAsync(Call, Leg, Skill.Crisis, again: false, default);
        Assert.That(await telephony.MoveCallerInAsync(Call, Leg, Skill.Crisis, again: false, default), Is.EqualTo(LegOutcome.Done), "the new conference is not listed yet");
        Assert.That(carrier.Asked.Count(asked => asked["Twiml"] is not null), Is.EqualTo(2));
    }

    [Test]
    public async Task Taking_the_caller_out_sends_her_on_with_her_own_flow()
    {
        using var carrier = new ScriptedCarrier();
        Assert.That(await carrier.Telephony().TakeCallerOutAsync(Call, Leg, Skill.Crisis, default), Is.EqualTo(LegOutcome.Done));
        var asked = carrier.Asked.Single();
        Assert.That(asked.Path, Does.EndWith("/Calls/CAcaller.json"));
        Assert.That(asked["Url"]!.Split('#')[0], Is.EqualTo($"https://hotline.test/twilio/voice/done?call={Call}&skill=crisis"));
        Assert.That(asked["Twiml"], Is.Null);
    }

    [Test]
    public async Task Hold_finds_the_conference_once_and_plays_the_hold_document()
    {
        using var carrier = new ScriptedCarrier();
        carrier.Answers = (asked, _) => Conference(asked);
        var telephony = carrier.Telephony();

        Assert.That(await telephony.SetHoldAsync(Call, Leg, true, default), Is.EqualTo(LegOutcome.Done));
        Assert.That(await telephony.SetHoldAsync(Call, Leg, false, default), Is.EqualTo(LegOutcome.Done));
        Assert.That(await telephony.SetMuteAsync(Call, new LegId("CAdesk"), true, default), Is.EqualTo(LegOutcome.Done));

        Assert.That(carrier.Asked.Select(asked => asked.ToString()), Is.EqualTo(
        [
            $"GET {ScriptedCarrier.Prefix}/Conferences.json",
            $"POST {ScriptedCarrier.Prefix}/Conferences/CFone/Participants/CAcaller.json",
            $"POST {ScriptedCarrier.Prefix}/Conferences/CFone/Participants/CAcaller.json",
            $"POST {ScriptedCarrier.Prefix}/Conferences/CFone/Participants/CAdesk.json",
        ]));
        Assert.That(carrier.Asked[1]["Hold"], Is.EqualTo("true"));
        Assert.That(carrier.Asked[1]["HoldMethod"], Is.EqualTo("POST"));
        Assert.That(carrier.Asked[1]["HoldUrl"], Does.StartWith("https://hotline.test/twilio/voice/hold"));
        Assert.That(carrier.Asked[2]["Hold"], Is.EqualTo("false"));
        Assert.That(carrier.Asked[3]["Muted"], Is.EqualTo("true"));
    }

    [Test]
    public async Task Hold_waits_for_a_lagging_conference_list()
    {
        using var carrier = new ScriptedCarrier();
        carrier.Answers = (asked, n) => n == 0 ? ScriptedCarrier.Json(200, """{"conferences":[]}""") : Conference(asked);
        Assert.That(await carrier.Telephony().SetHoldAsync(Call, Leg, true, default), Is.EqualTo(LegOutcome.Done));
    }

    [TestCase("completed", LegOutcome.Gone)]
    [TestCase("in-progress", LegOutcome.Failed)]
    public async Task Hold_without_a_conference_is_gone_only_when_the_leg_has_ended(string status, LegOutcome expected)
    {
        using var carrier = new ScriptedCarrier();
        carrier.Answers = (asked, _) => asked.Path.Contains("/Calls/", StringComparison.Ordinal)
            ? ScriptedCarrier.Json(200, $$"""{"status":"{{status}}"}""")
            : ScriptedCarrier.Json(200, """{"conferences":[]}""");
        Assert.That(await carrier.Telephony().SetHoldAsync(Call, Leg, true, default), Is.EqualTo(expected));
    }

    [Test]
    public async Task Ending_a_leg_repeats_after_500_because_it_may()
    {
        using var carrier = new ScriptedCarrier { Answers = (_, n) => n == 0 ? ScriptedCarrier.Json(500, "") : ScriptedCarrier.Json(200, "{}") };
        Assert.That(await carrier.Telephony().EndLegAsync(Leg, default), Is.EqualTo(LegOutcome.Done));
        Assert.That(carrier.Asked.Select(asked => asked["Status"]), Is.EqualTo(["completed", "completed"]));
    }

    [Test]
    public async Task Ending_a_leg_that_still_rings_cancels_it_where_the_carrier_insists()
    {
        using var carrier = new ScriptedCarrier
        {
            Answers = (asked, _) => asked["Status"] == "completed" ? ScriptedCarrier.Error(400, 21220) : ScriptedCarrier.Json(200, "{}"),
        };
        Assert.That(await carrier.Telephony().EndLegAsync(Leg, default), Is.EqualTo(LegOutcome.Done));
    }

    [Test]
    public async Task A_carrier_that_keeps_failing_is_a_failure_not_an_exception()
    {
        using var carrier = new ScriptedCarrier { Answers = (_, _) => ScriptedCarrier.Json(503, "<html>") };
        var telephony = carrier.Telephony();
        Assert.That(await telephony.EndLegAsync(Leg, default), Is.EqualTo(LegOutcome.Failed));
        Assert.That(await telephony.LookUpAsync(Leg, default), Is.EqualTo(LegStatus.Unknown));
        Assert.That(await telephony.SetMuteAsync(Call, Leg, true, default), Is.EqualTo(LegOutcome.Failed));
    }

    [Test]
    public async Task A_carrier_that_never_answers_is_a_failure_in_bounded_time()
    {
        using var carrier = new ScriptedCarrier { Hangs = _ => true };
        var hurried = new TwilioPace(TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(300));
        Assert.That(await carrier.Telephony(hurried).EndLegAsync(Leg, default), Is.EqualTo(LegOutcome.Failed));
        Assert.That(carrier.Asked, Has.Count.EqualTo(1 + TwilioResilience.MostRetries));
    }

    [TestCase("queued", LegStatus.Live)]
    [TestCase("ringing", LegStatus.Live)]
    [TestCase("in-progress", LegStatus.Live)]
    [TestCase("completed", LegStatus.Ended)]
    [TestCase("no-answer", LegStatus.Ended)]
    [TestCase("canceled", LegStatus.Ended)]
    [TestCase("dreaming", LegStatus.Unknown)]
    public async Task Looking_up_reads_the_carriers_status(string status, LegStatus expected)
    {
        using var carrier = new ScriptedCarrier { Answers = (_, _) => ScriptedCarrier.Json(200, $$"""{"status":"{{status}}"}""") };
        Assert.That(await carrier.Telephony().LookUpAsync(Leg, default), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_leg_the_carrier_does_not_know_has_ended()
    {
        using var carrier = new ScriptedCarrier { Answers = (_, _) => ScriptedCarrier.Error(404, 20404) };
        Assert.That(await carrier.Telephony().LookUpAsync(Leg, default), Is.EqualTo(LegStatus.Ended));
    }

    [Test]
    public void Cancelling_the_order_is_heard()
    {
        using var carrier = new ScriptedCarrier { Hangs = _ => true };
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        Assert.That(async () => await carrier.Telephony().EndLegAsync(Leg, stop.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    private static HttpResponseMessage Conference(Asked asked) => asked.Path.EndsWith("/Conferences.json", StringComparison.Ordinal)
        ? ScriptedCarrier.Json(200, $$"""{"conferences":[{"sid":"CFold","friendly_name":"{{Call}}","status":"completed"},{"sid":"CFone","friendly_name":"{{Call}}","status":"in-progress"}]}""")
        : ScriptedCarrier.Json(200, "{}");
}
