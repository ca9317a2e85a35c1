using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

internal sealed class Due_timers : OnRealRedis
{
    [Test]
    public async Task Each_is_claimed_by_one_node()
    {
        for (var i = 0; i < 200; i++) await One.Database.SortedSetAddAsync(One.Keys.Timers, $"purge|nobody{i}", 1);
        var claims = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            (i % 2 == 0 ? One : Two).Live.ClaimTimersAsync(50, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30))));
        Assert.That(claims.SelectMany(c => c.Due), Is.Unique);
        Assert.That(claims.Sum(c => c.Due.Count), Is.EqualTo(200));
    }

    [Test]
    public async Task A_missed_offer_goes_back_to_the_front_and_pauses_the_operator()
    {
        var op = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        var token = (await One.DeskAsync(op)).Call!.Token;
        await MakeDueAsync($"offer|{caller.Call}|{token}");
        await Task.WhenAll(One.RunTimersAsync(), Two.RunTimersAsync());

        await Eventually.True(async () => (await One.DeskAsync(op)).State == DeskState.Break, "the operator is paused");

        var desk = await One.DeskAsync(op);
        Assert.That((desk.Reason, desk.Notice), Is.EqualTo(("missed", (DeskNotice?)DeskNotice.MissedOffer)));
        Assert.That(await One.Desks.AcceptAsync(op, caller.Call, token, CancellationToken.None), Is.EqualTo(OfferOutcome.Expired));
        Assert.That((await One.Flow.WaitAsync(caller, Skill.Legal, CancellationToken.None)).Ahead, Is.Zero);
    }

    [Test]
    public async Task A_lost_console_gives_its_offer_back_and_finds_its_wish_again()
    {
        var op = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        var other = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        await MakeDueAsync($"lease|{op}");
        await One.RunTimersAsync();

        await Eventually.True(async () => (await One.DeskAsync(other)).Call?.Call == caller.Call, "the other operator is offered the call");
        Assert.That((await One.DeskAsync(op)).State, Is.EqualTo(DeskState.Off));

        await One.Desks.KeepAsync(op, "main", [new SkillLevel(Skill.Legal, 1)], "sip:x@desk.test");
        Assert.That((await One.DeskAsync(op)).State, Is.EqualTo(DeskState.Ready));
    }

    [Test]
    public async Task A_caller_not_heard_of_is_asked_for_at_the_carrier()
    {
        var alive = await One.CallerWaitsAsync(Skill.Legal);
        await One.RunTimersAsync();
        await MakeDueAsync($"caller|{alive.Call}");
        await Eventually.True(async () => await One.Database.SortedSetScoreAsync(One.Keys.Timers, $"caller|{alive.Call}") > 1e12, "she lives: asked again later");
        Assert.That(await One.StateAsync(alive.Call), Is.EqualTo(CallState.Waiting));

        One.Carrier.Status = LegStatus.Ended;
        await MakeDueAsync($"caller|{alive.Call}");
        await Eventually.True(async () => await One.StateAsync(alive.Call) == CallState.Abandoned, "a ghost leaves the lane");
        Assert.That((await One.Desks.ReadBoardAsync("main"))!.Lanes.Sum(l => l.Waiting), Is.Zero);
    }

    [Test]
    public async Task A_ring_that_leads_nowhere_ends_its_leg_and_keeps_the_place()
    {
        var op = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        var token = (await One.DeskAsync(op)).Call!.Token;
        await One.Desks.AcceptAsync(op, caller.Call, token, CancellationToken.None);
        await MakeDueAsync($"ring|{caller.Call}|{token}");
        await One.RunTimersAsync();

        var leg = ScriptedTelephony.OperatorLeg(caller.Call, token);
        await Eventually.True(() => One.Carrier.Acts.Any(a => a.Act == "end" && a.Leg == leg), "the telephone stops ringing");
        Assert.That(await One.StateAsync(caller.Call), Is.EqualTo(CallState.Waiting));
        Assert.That(await One.Flow.MayJoinAsync(caller.Call, op, token, leg, CancellationToken.None), Is.EqualTo(LegVerdict.TooLate), "the old leg never joins");
    }

    [Test]
    public async Task Wrap_up_ends_by_time_where_she_wished_to_be()
    {
        var (caller, op, token) = await One.TalkAsync(Skill.Legal);
        Assert.That(await One.Desks.SetPresenceAsync(op, Presence.Break, "lunch"), Is.EqualTo(DeskOutcome.AfterThisCall));
        await One.Flow.TellAsync(new CarrierStory(caller, op, token).CallerLeft, CancellationToken.None);
        await MakeDueAsync($"wrap|{op}|{caller.Call}");
        await One.RunTimersAsync();
        await Eventually.True(async () => (await One.DeskAsync(op)).State == DeskState.Break, "she is on the break she asked for");
        Assert.That((await One.DeskAsync(op)).Reason, Is.EqualTo("lunch"));
    }

    // The set's score is the only clock a timer has: making it due is not waiting for it.
    private async Task MakeDueAsync(string entry)
    {
        Assert.That(await One.Database.SortedSetScoreAsync(One.Keys.Timers, entry), Is.Not.Null, $"{entry} is set");
        await One.Database.SortedSetAddAsync(One.Keys.Timers, entry, 1);
    }
}
