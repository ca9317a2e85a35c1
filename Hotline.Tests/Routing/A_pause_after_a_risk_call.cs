using Hotline.Core.Agents;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

/// <summary>A moment for herself, offered and never imposed.</summary>
internal sealed class A_pause_after_a_risk_call : RiskCallSpec
{
    [Test]
    public async Task She_is_asked_before_the_next_offer_and_goes_back_to_her_wish_by_herself()
    {
        var op = await One.OperatorIsReadyAsync(Counsellor);
        await TakesOneAsync(op);
        var asked = await One.DeskAsync(op);
        Assert.That((asked.State, asked.Reason, asked.Notice, asked.Wish), Is.EqualTo((DeskState.Break, Desks.DebriefReason, DeskNotice.DebriefOffered, Presence.Ready)));
        Assert.That((asked.Until!.Value - asked.Since).TotalSeconds, Is.EqualTo(60).Within(0.1));
        var waiting = await One.CallerWaitsAsync(Skill.Legal);
        Assert.That((await One.DeskAsync(op)).State, Is.EqualTo(DeskState.Break), "nothing is offered to her meanwhile");

        await One.RunTimersAsync();
        await One.MakeDueAsync($"debrief|{op}");
        await Eventually.True(async () => (await One.DeskAsync(op)).Call?.Call == waiting.Call, "she is ready again and has the caller who waited");
    }

    [Test]
    public async Task She_goes_on_at_once_by_her_own_key()
    {
        var op = await One.OperatorIsReadyAsync(Counsellor);
        await TakesOneAsync(op);
        Assert.That(await One.Desks.SetPresenceAsync(op, Presence.Ready, null), Is.EqualTo(DeskOutcome.Done));
        var before = await One.DeskAsync(op);
        Assert.That((before.State, before.Notice), Is.EqualTo((DeskState.Ready, (DeskNotice?)null)));
        await One.Live.FireTimerAsync($"debrief|{op}", null);
        Assert.That((await One.DeskAsync(op)).Version, Is.EqualTo(before.Version), "the pause's end is stale");
    }

    [Test]
    public async Task Who_wants_to_talk_stays_on_her_break_until_she_says_otherwise()
    {
        var op = await One.OperatorIsReadyAsync(Counsellor);
        await TakesOneAsync(op);
        Assert.That(await One.Desks.AskDebriefAsync(op), Is.EqualTo(DeskOutcome.Done));
        await One.Live.FireTimerAsync($"debrief|{op}", null);
        var desk = (await One.Desks.ReadBoardAsync("main"))!.Desks.Single();
        Assert.That((desk.State, desk.Wish, desk.Reason, desk.Notice), Is.EqualTo((DeskState.Break, Presence.Break, Desks.DebriefReason, (DeskNotice?)null)));
    }

    [Test]
    public async Task Who_wished_for_a_break_or_to_go_home_is_not_asked()
    {
        foreach (var wish in new[] { Presence.Break, Presence.Off })
        {
            var op = await One.OperatorIsReadyAsync(Counsellor);
            await TakesOneAsync(op, () => One.Desks.SetPresenceAsync(op, wish, wish == Presence.Break ? "meal" : null));
            var desk = await One.DeskAsync(op);
            Assert.That((desk.State.ToString(), desk.Notice), Is.EqualTo((wish.ToString(), (DeskNotice?)null)));
        }
    }

    [Test]
    public async Task An_installation_may_ask_nobody()
    {
        await using var never = await Switchboard.OpenAsync(Redis, new() { ["Routing:DebriefSeconds"] = "0" });
        var op = await never.OperatorIsReadyAsync(Counsellor);
        var caller = await never.CallerWaitsAsync(Skill.Crisis);
        var talk = await never.TalkNowAsync(op, caller);
        await never.TellAsync(talk.CallerLeft, talk.CallerEnded);
        await never.Desks.FinishWrapUpAsync(op, caller.Call);
        Assert.That((await never.DeskAsync(op)).State, Is.EqualTo(DeskState.Ready));
        Assert.That(new RoutingOptions { DebriefSeconds = 601 }.Faults(), Is.EqualTo(["Routing__DebriefSeconds must be 0 to 600 seconds, not 601."]));
    }
}
