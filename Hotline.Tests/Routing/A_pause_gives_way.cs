using Hotline.Core.Agents;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

/// <summary>To a crisis caller whom nobody else would have at once.</summary>
internal sealed class A_pause_gives_way : RiskCallSpec
{
    [Test]
    public async Task A_crisis_caller_who_waits_comes_before_the_pause()
    {
        var op = await One.OperatorIsReadyAsync(Counsellor);
        CallTicket? waiting = null;
        await TakesOneAsync(op, async () => waiting = await One.CallerWaitsAsync(Skill.Crisis));
        Assert.That((await One.DeskAsync(op)).Call?.Call, Is.EqualTo(waiting!.Call));
        Assert.That(await One.EventsAsync(Hotline.Core.Calls.EventKind.Desk), Has.None.Contain(Desks.DebriefReason), "there was none");
    }

    [Test]
    public async Task Of_two_pauses_the_longer_one_gives_way_to_a_crisis_caller_and_its_operator_is_told_why()
    {
        StaffId[] paused = [await One.OperatorIsReadyAsync(Counsellor), await One.OperatorIsReadyAsync(new SkillLevel(Skill.Crisis, 1))];
        await TogetherAsync(paused);
        var first = (await One.DeskAsync(paused[0])).Since < (await One.DeskAsync(paused[1])).Since ? paused[0] : paused[1];

        var caller = await Two.CallerWaitsAsync(Skill.Crisis);
        var (desk, other) = (await One.DeskAsync(first), await One.DeskAsync(paused.Single(p => p != first)));
        Assert.That((desk.State, desk.Call?.Call, desk.Notice), Is.EqualTo((DeskState.Offered, (Hotline.Core.Calls.CallId?)caller.Call, (DeskNotice?)DeskNotice.CrisisWaits)));
        Assert.That((other.State, other.Notice), Is.EqualTo((DeskState.Break, (DeskNotice?)DeskNotice.DebriefOffered)));
        Assert.That(await One.EventsAsync(Hotline.Core.Calls.EventKind.Desk), Has.One.Contain("\"reason\":\"crisis\""));

        await One.Desks.AcceptAsync(first, caller.Call, desk.Call!.Token, CancellationToken.None);
        Assert.That((await One.DeskAsync(first)).Notice, Is.Null, "she knows");
        await One.ReconcileAsync();
        Assert.That(await One.RepairsAsync(), Is.Empty);
    }

    [Test]
    public async Task No_pause_ends_while_somebody_else_is_ready_or_for_another_caller()
    {
        var paused = await One.OperatorIsReadyAsync(Counsellor);
        await TakesOneAsync(paused);
        var ready = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Crisis, 1));
        await One.CallerWaitsAsync(Skill.Legal);
        var caller = await One.CallerWaitsAsync(Skill.Crisis);
        Assert.That((await One.DeskAsync(ready)).Call?.Call, Is.EqualTo(caller.Call));
        Assert.That((await One.DeskAsync(paused)).State, Is.EqualTo(DeskState.Break));
    }

    [TestCase("talk")]
    [TestCase("rest")]
    public async Task A_break_that_she_chose_is_never_ended_for_her(string what)
    {
        var op = await One.OperatorIsReadyAsync(Counsellor);
        await TakesOneAsync(op);
        if (what == "talk") await One.Desks.AskDebriefAsync(op);
        else await One.Desks.SetPresenceAsync(op, Presence.Break, what);
        var caller = await One.CallerWaitsAsync(Skill.Crisis);
        Assert.That((await One.DeskAsync(op)).State, Is.EqualTo(DeskState.Break));
        Assert.That(await One.StateAsync(caller.Call), Is.EqualTo(Hotline.Core.Calls.CallState.Waiting));
    }

    [Test]
    public async Task Her_pause_ends_for_one_who_was_cut_and_is_back_and_for_nobody_whom_she_must_not_be_offered()
    {
        var op = await One.OperatorIsReadyAsync(Counsellor);
        var caller = await One.CallerWaitsAsync(Skill.Crisis, "+8613911112222");
        var talk = await One.TalkNowAsync(op, caller);
        await One.TellAsync(talk.CallerLeft, talk.CallerEnded);
        await One.Desks.FinishWrapUpAsync(op, caller.Call);
        var avoiding = await One.CallerDialsAsync("+8613911113333");
        var key = System.Text.Json.Nodes.JsonNode.Parse((string)(await One.Database.HashGetAsync(One.Keys.Calls, avoiding.Call.ToString()))!)!["key"]!.GetValue<string>();
        await One.Live.AvoidAsync(key, op, true);
        await One.Flow.EnterAsync(avoiding, Skill.Crisis, EnteredBy.Key, CancellationToken.None);
        Assert.That((await One.DeskAsync(op)).State, Is.EqualTo(DeskState.Break));

        var back = await One.CallerWaitsAsync(Skill.Crisis, "+8613911112222");
        Assert.That((await One.DeskAsync(op)).Call?.Call, Is.EqualTo(back.Call));
    }

    [Test]
    public async Task Whoever_learns_the_skill_in_her_pause_is_there_for_a_crisis_caller_at_once()
    {
        var op = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        var hard = await One.CallerWaitsAsync(Skill.Legal);
        var talk = await One.TalkNowAsync(op, hard);
        await One.Desks.MarkRiskAsync(op, hard.Call);
        await One.TellAsync(talk.CallerLeft, talk.CallerEnded);
        await One.Desks.FinishWrapUpAsync(op, hard.Call);
        var waiting = await One.CallerWaitsAsync(Skill.Crisis);
        Assert.That((await One.DeskAsync(op)).State, Is.EqualTo(DeskState.Break), "no lane of hers");
        await One.Desks.KeepAsync(op, "main", Counsellor, $"sip:{op}@desk.test");
        Assert.That((await One.DeskAsync(op)).Call?.Call, Is.EqualTo(waiting.Call));
    }

    [Test]
    public async Task Racing_callers_end_one_pause_each()
    {
        for (var round = 0; round < 5; round++)
        {
            await Redis.FlushAllAsync();
            StaffId[] paused = [await One.OperatorIsReadyAsync(Counsellor), await One.OperatorIsReadyAsync(Counsellor), await One.OperatorIsReadyAsync(Counsellor)];
            await TogetherAsync(paused);

            var callers = await Task.WhenAll(One.CallerWaitsAsync(Skill.Crisis), Two.CallerWaitsAsync(Skill.Crisis));
            var desks = await Task.WhenAll(paused.Select(One.DeskAsync));
            Assert.That(desks.Where(d => d.State == DeskState.Offered).Select(d => d.Call!.Call), Is.EquivalentTo(callers.Select(c => c.Call)), $"round {round}");
            Assert.That(desks.Count(d => d.State == DeskState.Break), Is.EqualTo(1), $"round {round}");
            Assert.That((await LiveStatePicture.TakeAsync(One)).Violations(), Is.Empty, $"round {round}");
        }
    }

    /// <summary>All of them have a crisis call at once, so that nobody's pause gives way to another's caller; then they are all in their pause.</summary>
    private async Task TogetherAsync(StaffId[] counsellors)
    {
        List<(StaffId Op, CallTicket Caller)> calls = [];
        foreach (var _ in counsellors)
        {
            var caller = await One.CallerWaitsAsync(Skill.Crisis);
            foreach (var op in counsellors)
                if ((await One.DeskAsync(op)).Call?.Call == caller.Call) calls.Add((op, caller));
        }
        foreach (var (op, caller) in calls)
        {
            var talk = await One.TalkNowAsync(op, caller);
            await One.TellAsync(talk.CallerLeft, talk.CallerEnded);
        }
        foreach (var (op, caller) in calls) await One.Desks.FinishWrapUpAsync(op, caller.Call);
        foreach (var op in counsellors) Assert.That((await One.DeskAsync(op)).Notice, Is.EqualTo(DeskNotice.DebriefOffered));
    }
}
