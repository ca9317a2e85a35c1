using System.Net;
using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.Voice;

internal sealed class Booking_by_key : OnVoiceHost
{
    /// <summary>What must not be said to whoever answers a telephone we dialled.</summary>
    private static readonly string[] NamesUs = ["12338", "妇", "女", "热线", "维权", "危机", "法律", "心理", "咨询", "110", "求助"];

    [Test]
    public async Task Nine_asks_for_the_safe_contact_choice_and_silence_stays_in_the_queue()
    {
        var (leg, waiting) = await Host.CallerChoosesAsync("1");
        Assert.That(waiting.Spoken, Does.Contain("按9可以挂断"));
        var choice = await Host.AskAsync(waiting.OnKey, leg, "9");
        Assert.That(choice.Verbs, Is.EqualTo(["Gather", "Redirect"]));
        Assert.That(choice.Spoken, Does.Contain("12小时内").And.Contain("请按1").And.Contain("请按2").And.Contain("按0转接危机干预"));

        var silent = await Host.AskAsync(choice.Next, leg);
        Assert.That(silent.Spoken, Does.StartWith("下一位就是您"));
        Assert.That((await Host.AskAsync(choice.OnKey, leg, "7")).Spoken, Does.StartWith("下一位就是您"), "a wrong key too");
        Assert.That(await Host.WaitingAsync(), Is.EqualTo(new Dictionary<string, int> { ["legal"] = 1 }));
        Assert.That((await Host.AskAsync(choice.OnKey, leg, "0")).Spoken, Does.StartWith("正在为您转接危机干预"));
        Assert.That(await Host.WaitingAsync(), Is.EqualTo(new Dictionary<string, int> { ["crisis"] = 1 }));
    }

    [TestCase("1")]
    [TestCase("2")]
    public async Task A_choice_books_and_says_good_bye(string key)
    {
        var (leg, booked) = await BookAsync(key);
        Assert.That(booked.Verbs, Is.EqualTo(["Gather", "Hangup"]));
        Assert.That(booked.Spoken, Does.Contain("您的位置为您保留"));
        Assert.That(await CallBacksAsync(), Is.EqualTo(1));
        Assert.That(await Host.WaitingAsync(), Is.Empty, "she need not stay on the line");

        Assert.That((await Host.AskAsync(booked.OnKey, leg, key)).Spoken, Is.EqualTo(booked.Spoken), "a key pressed twice undoes nothing");
        Assert.That(await CallBacksAsync(), Is.EqualTo(1));
        var stays = await Host.AskAsync(booked.OnKey, leg, "9");
        Assert.That(stays.Spoken, Does.StartWith("下一位就是您"));
        Assert.That((await CallBacksAsync(), (await Host.WaitingAsync()).GetValueOrDefault("legal")), Is.EqualTo((0, 1)), "nine again, and she stays");
    }

    [Test]
    public async Task Is_offered_neither_in_the_crisis_lane_nor_to_a_withheld_number()
    {
        var (leg, crisis) = await Host.CallerChoosesAsync("3");
        Assert.That(crisis.Spoken, Does.Not.Contain("按9"));
        Assert.That((await Host.AskAsync(crisis.OnKey, leg, "9")).OnKey, Does.Contain("/voice/wait"), "nine means nothing there");

        (string, string)[] withheld = [.. VoiceHost.Standard(VoiceHost.NewLeg()).Select(f => f.Item1 == "From" ? ("From", "anonymous") : f)];
        var greeting = await Host.PostAsync("/twilio/voice/incoming", withheld);
        var waiting = await Host.PostAsync(greeting.OnKey, [.. withheld, ("Digits", "1")]);
        Assert.That(waiting.Spoken, Does.Not.Contain("按9"));
        Assert.That((await Host.PostAsync(waiting.OnKey, [.. withheld, ("Digits", "9")])).OnKey, Does.Contain("/voice/wait"));
    }

    [Test]
    public async Task Whoever_answers_hears_nothing_that_names_us_before_pressing_one()
    {
        var (call, token) = await DialledAsync();
        var url = $"/twilio/voice/callback?call={call}&token={token}";
        var asked = await AnsweredAsync(url);
        Assert.That(asked.Verbs, Is.EqualTo(["Pause", "Gather", "Gather", "Say", "Hangup"]));
        foreach (var heard in new[] { asked, await AnsweredAsync(url, "3"), await AnsweredAsync("/twilio/voice/callback"), await AnsweredAsync("/twilio/voice/callback?call=x&token=y", "1") })
        {
            Assert.That(heard.Status, Is.EqualTo(HttpStatusCode.OK));
            foreach (var word in NamesUs) Assert.That(heard.Spoken, Does.Not.Contain(word));
            Assert.That(heard.Verbs[^1], Is.EqualTo("Hangup"));
        }

        var joins = await AnsweredAsync(asked.OnKey, "1");
        Assert.That(joins.Document.Descendants("Conference").Single().Value, Is.EqualTo(call.ToString()));

        // A carrier whose order said her lane's skill: she goes back there even if the live state has lost her by then.
        var told = await AnsweredAsync(url + "&skill=legal");
        joins = await AnsweredAsync(told.OnKey, "1");
        Assert.That(joins.Document.Descendants("Dial").Single().Attribute("action")!.Value, Does.Contain($"/voice/done?call={call}&skill=legal"));
    }

    [Test]
    public async Task She_who_presses_one_after_her_operator_was_lost_waits_at_her_place()
    {
        var (call, token) = await DialledAsync();
        await Host.PostAsync($"/twilio/voice/status?call={call}&operator={_operator}&token={token}&side=operator",
            [.. VoiceHost.Standard(ScriptedLeg(call, token)).Where(f => f.Item1 != "CallStatus"), ("CallStatus", "completed")]);
        var waits = await AnsweredAsync($"/twilio/voice/callback?call={call}&token={token}", "1");
        Assert.That(waits.Verbs, Is.EqualTo(["Gather", "Redirect"]));
        Assert.That(waits.Spoken, Does.Contain("下一位就是您").And.Not.Contain("按9"));
        Assert.That((await Host.Desks.ReadAsync(_operator))!.Call?.Call, Is.EqualTo(call), "and is offered at once to whoever is free");
    }

    [Test]
    public async Task While_the_live_state_is_away_she_who_pressed_one_is_kept()
    {
        var (call, token) = await DialledAsync();
        Redis.Stop();
        Answered held;
        try
        {
            held = await AnsweredAsync($"/twilio/voice/callback?call={call}&token={token}", "1");
            Assert.That(held.Verbs, Is.EqualTo(["Gather", "Redirect"]));
        }
        finally
        {
            Redis.Continue();
        }
        await Eventually.True(async () => (await AnsweredAsync(held.Next)).Document.Descendants("Conference").Any(), "she comes in without another key");
    }

    private StaffId _operator;
    private string _her = "";

    private async Task<(string Leg, Answered Booked)> BookAsync(string key)
    {
        var (leg, waiting) = await Host.CallerChoosesAsync("1");
        var choice = await Host.AskAsync(waiting.OnKey, leg, "9");
        return (leg, await Host.AskAsync(choice.OnKey, leg, key));
    }

    /// <summary>She booked and hung up; an operator took it, and her telephone rings.</summary>
    private async Task<(CallId Call, long Token)> DialledAsync()
    {
        var (leg, _) = await BookAsync("1");
        _her = VoiceHost.NumberOf(leg);
        await Host.StatusAsync(leg, "completed");
        _operator = await Host.OperatorIsReadyAsync(Skill.Legal);
        var (call, token, operatorLeg) = await Host.AcceptAsync(_operator);
        await Host.ConferenceAsync(call, "participant-join", operatorLeg, 1, $"CF{token}");
        Assert.That(Host.Carrier.Dialled.Last(), Is.EqualTo(new RingCaller(call, token, Host.Carrier.Dialled.Last().Number, TimeSpan.FromSeconds(25), false, Skill.Legal)));
        Assert.That(Host.Carrier.Dialled.Last().Number.Reveal(), Is.EqualTo(_her));
        return (call, token);
    }

    private Task<Answered> AnsweredAsync(string url, string? digits = null)
    {
        (string, string)[] fields = [.. VoiceHost.Standard("CA0000bac0").Select(f => f.Item1 switch
        {
            "From" => ("From", "+864718812338"),
            "To" => ("To", _her),
            "Direction" => ("Direction", "outbound-api"),
            _ => f,
        })];
        return Host.PostAsync(url, digits is null ? fields : [.. fields, ("Digits", digits)]);
    }

    private static string ScriptedLeg(CallId call, long token) => Routing.ScriptedTelephony.OperatorLeg(call, token).Value;

    private async Task<int> CallBacksAsync() => (await Host.Desks.ReadBoardAsync("main"))!.Lanes.Sum(lane => lane.CallBacks);
}
