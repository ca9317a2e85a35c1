using Hotline.Core.Agents;
using Hotline.Core.Crisis;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Tests.Crisis;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

/// <summary>What a risk call leaves behind for the one who took it: her load, no second one at once, and a moment for herself.</summary>
internal sealed class Risk_calls_and_rest : OnRealRedis
{
    private static readonly SkillLevel[] Counsellor = [new(Skill.Crisis, 2), new(Skill.Legal, 1)];

    [Test]
    public async Task Two_counsellors_take_them_in_turn()
    {
        var first = await One.OperatorIsReadyAsync(Counsellor);
        await TakesOneAsync(first);
        await One.Desks.SetPresenceAsync(first, Presence.Ready, null);
        var second = await One.OperatorIsReadyAsync(Counsellor);

        // The first has been ready for longer; she rests.
        var caller = await One.CallerWaitsAsync(Skill.Crisis);
        Assert.That(((await One.DeskAsync(second)).Call?.Call, (await One.DeskAsync(first)).State), Is.EqualTo((caller.Call, DeskState.Ready)));

        // Nobody else is ready: she is offered the next at once.
        var next = await One.CallerWaitsAsync(Skill.Crisis);
        Assert.That((await One.DeskAsync(first)).Call?.Call, Is.EqualTo(next.Call));
    }

    [Test]
    public async Task Racing_callers_come_first_to_whoever_does_not_rest()
    {
        for (var round = 0; round < 10; round++)
        {
            await Redis.FlushAllAsync();
            var tired = await One.OperatorIsReadyAsync(Counsellor);
            await TakesOneAsync(tired);
            await One.Desks.SetPresenceAsync(tired, Presence.Ready, null);
            StaffId[] rested = [await One.OperatorIsReadyAsync(Counsellor), await One.OperatorIsReadyAsync(Counsellor)];

            await Task.WhenAll(One.CallerWaitsAsync(Skill.Crisis), Two.CallerWaitsAsync(Skill.Crisis));
            foreach (var staff in rested) Assert.That((await One.DeskAsync(staff)).State, Is.EqualTo(DeskState.Offered), $"round {round}");
            Assert.That((await One.DeskAsync(tired)).State, Is.EqualTo(DeskState.Ready), $"round {round}");
        }
    }

    [Test]
    public async Task After_half_an_hour_she_is_as_near_to_the_next_as_her_colleagues_and_has_been_ready_for_as_long()
    {
        var first = await One.OperatorIsReadyAsync(Counsellor);
        await TakesOneAsync(first);
        await One.Desks.SetPresenceAsync(first, Presence.Ready, null);
        var ready = await One.DeskAsync(first);
        await One.OperatorIsReadyAsync(Counsellor);
        var due = await One.Database.SortedSetScoreAsync(One.Keys.Timers, $"rested|{first}");
        Assert.That(due, Is.EqualTo(ready.Since.ToUnixTimeMilliseconds() + (30 * 60_000)).Within(10_000));

        await One.Live.FireTimerAsync($"rested|{first}", null);
        Assert.That((await One.DeskAsync(first)).Since, Is.EqualTo(ready.Since));
        var caller = await One.CallerWaitsAsync(Skill.Crisis);
        Assert.That((await One.DeskAsync(first)).Call?.Call, Is.EqualTo(caller.Call), "she has been ready the longest");
    }

    [TestCase("crisis", false, 1)]
    [TestCase("legal", true, 1)]
    [TestCase("legal", false, 0)]
    public async Task Count_by_their_danger(string skill, bool marked, int risks)
    {
        var op = await One.OperatorIsReadyAsync(Counsellor);
        var caller = await One.CallerWaitsAsync(new Skill(skill));
        var talk = await One.TalkNowAsync(op, caller);
        await Task.Delay(30); // Talk that can be measured.
        await One.TellAsync(talk.CallerLeft, talk.CallerEnded);
        if (marked) await One.Desks.MarkRiskAsync(op, caller.Call);
        await One.Desks.FinishWrapUpAsync(op, caller.Call);

        var load = (await One.DeskAsync(op)).Load!;
        Assert.That(load.RiskCalls, Is.EqualTo(risks));
        Assert.That(load.RiskTime > TimeSpan.Zero, Is.EqualTo(risks > 0));
        Assert.That((await One.DeskAsync(op)).Reason, Is.EqualTo(risks > 0 ? Desks.DebriefReason : null), "and she is asked exactly then");
    }

    [Test]
    public async Task Count_for_an_escalation_too_and_from_the_beginning_of_the_shift()
    {
        var op = await One.OperatorIsReadyAsync(Counsellor);
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        var talk = await One.TalkNowAsync(op, caller);
        await One.Escalations().RaiseAsync(op, caller.Call, EscalationCause.Operator);
        await One.TellAsync(talk.CallerLeft, talk.CallerEnded);
        await One.Desks.FinishWrapUpAsync(op, caller.Call);
        Assert.That((await One.DeskAsync(op)).Load!.RiskCalls, Is.EqualTo(1));

        await One.Desks.SetPresenceAsync(op, Presence.Off, null);
        await One.Desks.SetPresenceAsync(op, Presence.Ready, null);
        Assert.That((await One.DeskAsync(op)).Load!.RiskCalls, Is.EqualTo(1), "a short absence is the same shift");

        await One.Desks.SetPresenceAsync(op, Presence.Off, null);
        await OffSinceAsync(op, TimeSpan.FromHours(5));
        await One.Desks.SetPresenceAsync(op, Presence.Ready, null);
        Assert.That((await One.DeskAsync(op)).Load!.RiskCalls, Is.Zero, "a new shift");
    }

    [Test]
    public async Task Load_survives_a_wiped_live_state()
    {
        var op = await One.OperatorIsReadyAsync(Counsellor);
        await TakesOneAsync(op);
        await One.Desks.SetPresenceAsync(op, Presence.Ready, null);
        await One.DeskAsync(op);
        await Redis.FlushAllAsync();
        await One.Desks.KeepAsync(op, "main", Counsellor, $"sip:{op}@desk.test");
        Assert.That((await One.DeskAsync(op)).Load!.RiskCalls, Is.EqualTo(1));
        Assert.That(await One.Database.SortedSetScoreAsync(One.Keys.Timers, $"rested|{op}"), Is.Not.Null);
        await One.ReconcileAsync();
        Assert.That(await One.RepairsAsync(), Is.Empty);
    }

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

    /// <summary>A crisis call from the offer to the end of its wrap-up.</summary>
    private async Task TakesOneAsync(StaffId op, Func<Task>? meanwhile = null)
    {
        var caller = await One.CallerWaitsAsync(Skill.Crisis);
        var talk = await One.TalkNowAsync(op, caller);
        if (meanwhile is not null) await meanwhile();
        await One.TellAsync(talk.CallerLeft, talk.CallerEnded);
        await One.Desks.FinishWrapUpAsync(op, caller.Call);
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

    private async Task OffSinceAsync(StaffId op, TimeSpan ago)
    {
        var record = System.Text.Json.Nodes.JsonNode.Parse((string)(await One.Database.HashGetAsync(One.Keys.Desks, op.ToString()))!)!;
        record["since"] = record["since"]!.GetValue<double>() - ago.TotalMilliseconds;
        await One.Database.HashSetAsync(One.Keys.Desks, op.ToString(), record.ToJsonString());
    }
}
