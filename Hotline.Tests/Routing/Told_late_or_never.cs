using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

/// <summary>What the carrier tells too late, in the wrong order or not at all, and what nobody could tell the carrier: nothing stays stuck.</summary>
internal sealed class Told_late_or_never : OnRealRedis
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Test]
    public async Task A_hang_up_told_before_the_arrival_leaves_no_ghost()
    {
        var leg = new LegId("leg-early");
        await One.Flow.TellAsync(Ended(leg), None);
        var ticket = await One.Flow.ArriveAsync(leg, null, null, None);
        Assert.That(await One.StateAsync(ticket.Call), Is.EqualTo(CallState.Abandoned));
    }

    [Test]
    public async Task A_hang_up_told_while_the_live_state_had_lost_her_leaves_no_ghost_for_a_late_request()
    {
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        await Redis.FlushAllAsync();
        await One.Flow.TellAsync(Ended(caller.Leg), None);
        Assert.That((await One.Flow.WaitAsync(caller, Skill.Legal, None)).State, Is.EqualTo(PlaceState.Over));
        var op = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        Assert.That((await One.DeskAsync(op)).State, Is.EqualTo(DeskState.Ready), "nobody is offered a ghost");
    }

    [Test]
    public async Task A_crisis_key_while_the_telephone_rings_counts_if_nobody_answers_it()
    {
        var (caller, op, token) = await RingingAsync();
        Assert.That((await One.Flow.EnterAsync(caller, Skill.Crisis, EnteredBy.CrisisKey, None)).State, Is.EqualTo(PlaceState.BeingConnected));
        await One.Flow.TellAsync(new CarrierStory(caller, op, token).OperatorEnded, None);
        var place = await One.Flow.WaitAsync(caller, Skill.Legal, None);
        Assert.That((place.State, place.Skill), Is.EqualTo((PlaceState.Waiting, Skill.Crisis)));
    }

    [Test]
    public async Task A_caller_who_joins_the_room_of_an_operator_who_has_left_is_not_connected_but_taken_out()
    {
        var (caller, op, token) = await RingingAsync();
        await One.Flow.TellAsync(new CarrierStory(caller, op, token, "CF1").OperatorJoined, None);
        await One.Flow.TellAsync(new CarrierStory(caller, op, token, "CF2").CallerJoined, None);
        Assert.That(await One.StateAsync(caller.Call), Is.EqualTo(CallState.Ringing), "two rooms are no conversation");

        await One.Flow.TellAsync(new CarrierStory(caller, op, token).OperatorEnded, None);
        Assert.That(await One.StateAsync(caller.Call), Is.EqualTo(CallState.Waiting));
        await MakeDueAsync($"takeout|{caller.Call}");
        await One.RunTimersAsync();
        await Eventually.True(() => One.Carrier.Acts.Contains(("take-out", caller.Call, caller.Leg)), "she is taken out");

        await One.Flow.TellAsync(new CarrierStory(caller, op, token, "CF2").CallerLeft, None);
        Assert.That(await TimerAsync($"takeout|{caller.Call}"), Is.Null, "and no more once she is out");
    }

    [Test]
    public async Task Joining_told_after_leaving_connects_nobody()
    {
        var (caller, op, token) = await RingingAsync();
        var story = new CarrierStory(caller, op, token);
        await One.Flow.TellAsync(story.CallerLeft, None);
        await One.Flow.TellAsync(story.OperatorJoined, None);
        await One.Flow.TellAsync(story.CallerJoined, None);
        Assert.That(await One.StateAsync(caller.Call), Is.EqualTo(CallState.Ringing));
    }

    [Test]
    public async Task An_operator_whose_leg_ended_with_the_callers_is_not_blamed_for_her_telephone()
    {
        var (caller, op, token) = await RingingAsync();
        var story = new CarrierStory(caller, op, token);
        await One.Flow.TellAsync(story.OperatorJoined, None);
        await One.Flow.TellAsync(story.OperatorEnded, None);
        Assert.That((await One.DeskAsync(op)).State, Is.EqualTo(DeskState.Break));
        await One.Flow.TellAsync(story.CallerEnded, None);
        var desk = await One.DeskAsync(op);
        Assert.That((desk.State, desk.Notice), Is.EqualTo((DeskState.Ready, (DeskNotice?)DeskNotice.CallerHungUp)));
    }

    [Test]
    public async Task A_leg_whose_order_had_no_answer_is_known_by_its_ringing_and_ended_with_its_deadline()
    {
        One.Carrier.Ring = _ => new RingOutcome.Unknown("time-out");
        var (caller, op, token) = await RingingAsync();
        await One.Flow.TellAsync(new CarrierStory(caller, op, token).OperatorRinging, None);
        await MakeDueAsync($"ring|{caller.Call}|{token}");
        await One.RunTimersAsync();
        var leg = ScriptedTelephony.OperatorLeg(caller.Call, token);
        await Eventually.True(() => One.Carrier.Acts.Any(a => a.Act == "end" && a.Leg == leg), "the telephone stops ringing");
    }

    [Test]
    public async Task A_leg_that_begins_to_ring_for_a_caller_who_has_gone_is_ended()
    {
        One.Carrier.Ring = _ => new RingOutcome.Unknown("time-out");
        var (caller, op, token) = await RingingAsync();
        var story = new CarrierStory(caller, op, token);
        await One.Flow.TellAsync(story.CallerEnded, None);
        await One.Flow.TellAsync(story.OperatorRinging, None);
        Assert.That(One.Carrier.Acts, Has.Some.Matches<(string Act, CallId? Call, LegId Leg)>(a => a.Act == "end" && a.Leg == ScriptedTelephony.OperatorLeg(caller.Call, token)));
    }

    [Test]
    public async Task An_order_to_end_a_leg_is_given_again_until_the_carrier_tells_that_it_ended()
    {
        var (caller, op, token) = await RingingAsync();
        var story = new CarrierStory(caller, op, token);
        await One.Flow.TellAsync(story.CallerEnded, None);
        var leg = ScriptedTelephony.OperatorLeg(caller.Call, token);
        await MakeDueAsync($"endleg|{caller.Call}|{leg}");
        await One.RunTimersAsync();
        await Eventually.True(() => One.Carrier.Acts.Count(a => a.Act == "end" && a.Leg == leg) == 2, "it is told again");
        await One.Flow.TellAsync(story.OperatorEnded, None);
        Assert.That(await TimerAsync($"endleg|{caller.Call}|{leg}"), Is.Null);
    }

    [Test]
    public async Task A_caller_who_asks_for_documents_again_and_again_is_in_no_conversation()
    {
        var (caller, op, _) = await One.TalkAsync(Skill.Legal);
        for (var i = 0; i < 3; i++) await One.Flow.WaitAsync(caller, Skill.Legal, None);
        Assert.That((await One.DeskAsync(op)).State, Is.EqualTo(DeskState.Busy), "a request or two may have been under way");
        await Eventually.True(async () => (await One.Flow.WaitAsync(caller, Skill.Legal, None)).State == PlaceState.Over, "she may go on");
        Assert.That((await One.DeskAsync(op)).State, Is.EqualTo(DeskState.WrapUp));
    }

    [Test]
    public async Task An_earlier_operators_wrap_up_does_not_close_the_next_conversation()
    {
        var (caller, first, token) = await One.TalkAsync(Skill.Legal);
        await One.Flow.TellAsync(new CarrierStory(caller, first, token).OperatorEnded, None);
        var second = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        await One.Flow.EnterAsync(caller, Skill.Legal, EnteredBy.Again, None);
        var offer = (await One.DeskAsync(second)).Call!;
        await One.Desks.AcceptAsync(second, caller.Call, offer.Token, None);
        var story = new CarrierStory(caller, second, offer.Token, "CF2", new(2026, 5, 4, 3, 10, 0, TimeSpan.Zero));
        await One.Flow.TellAsync(story.OperatorJoined, None);
        await One.Flow.TellAsync(story.CallerJoined, None);
        await One.Flow.TellAsync(story.CallerLeft, None);
        await MakeDueAsync($"wrap|{first}|{caller.Call}");
        await One.RunTimersAsync();
        await Eventually.True(async () => (await One.DeskAsync(first)).State == DeskState.Ready, "the first has finished");
        Assert.That(await One.StateAsync(caller.Call), Is.EqualTo(CallState.WrapUp), "the second still writes");
    }

    [Test]
    public async Task A_ringing_desk_made_again_after_a_wipe_does_not_wait_for_a_caller_who_stands_in_her_lane()
    {
        var (caller, op, _) = await RingingAsync();
        await One.DeskAsync(op);
        await Redis.FlushAllAsync();
        await One.Flow.WaitAsync(caller, Skill.Legal, None);
        await One.Desks.KeepAsync(op, "main", [new SkillLevel(Skill.Legal, 1)], "sip:x@desk.test");
        var desk = await One.DeskAsync(op);
        Assert.That((desk.State, desk.Call?.Call), Is.EqualTo((DeskState.Offered, (CallId?)caller.Call)), "free, and offered the caller in the same step");
    }

    [Test]
    public async Task A_conversation_made_again_after_a_wipe_is_asked_for_at_the_carrier()
    {
        var (caller, op, _) = await One.TalkAsync(Skill.Legal);
        await One.DeskAsync(op);
        await Redis.FlushAllAsync();
        One.Carrier.Status = LegStatus.Ended;
        await One.Desks.KeepAsync(op, "main", [new SkillLevel(Skill.Legal, 2)], "sip:x@desk.test");
        await One.RunTimersAsync();
        await Eventually.True(async () => (await One.DeskAsync(op)).State == DeskState.WrapUp, "her caller had hung up meanwhile");
    }

    [Test]
    public async Task A_slow_carrier_makes_no_other_timer_late()
    {
        var slow = new TaskCompletionSource<LegStatus>();
        One.Carrier.LookUp = _ => slow.Task;
        var ghost = await One.CallerWaitsAsync(Skill.Crisis);
        var op = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        var token = (await One.DeskAsync(op)).Call!.Token;
        await MakeDueAsync($"caller|{ghost.Call}");
        await One.RunTimersAsync();
        await Eventually.True(() => One.Carrier.LookedUp > 0, "the carrier was asked");
        await MakeDueAsync($"offer|{caller.Call}|{token}");
        await Eventually.True(async () => (await One.DeskAsync(op)).State == DeskState.Break, "the offer runs out, though the carrier has not answered");
        slow.SetResult(LegStatus.Live);
    }

    [Test]
    public async Task An_accept_whose_reply_is_lost_still_rings_the_telephone_once()
    {
        var op = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        var token = (await One.DeskAsync(op)).Call!.Token;
        Redis.Stop();
        Task<OfferOutcome> accepting;
        try
        {
            accepting = One.Desks.AcceptAsync(op, caller.Call, token, None);
            await Task.Delay(TimeSpan.FromSeconds(2));
        }
        finally
        {
            Redis.Continue();
        }
        Assert.That(await accepting, Is.EqualTo(OfferOutcome.Done));
        Assert.That(One.Carrier.Rung, Has.Count.EqualTo(1));
        Assert.That(await Two.Desks.AcceptAsync(op, caller.Call, token, None), Is.EqualTo(OfferOutcome.AlreadyTaken));
    }

    private async Task<(CallTicket Caller, StaffId Operator, long Token)> RingingAsync()
    {
        var op = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        var token = (await One.DeskAsync(op)).Call!.Token;
        Assert.That(await One.Desks.AcceptAsync(op, caller.Call, token, None), Is.EqualTo(OfferOutcome.Done));
        return (caller, op, token);
    }

    private static CarrierFact Ended(LegId leg) =>
        new(null, leg, FactSide.Caller, EventKind.LegEnded, DateTimeOffset.UnixEpoch, $"{leg}/{EventKind.LegEnded}", Reason: "completed");

    private Task<double?> TimerAsync(string entry) => One.Database.SortedSetScoreAsync(One.Keys.Timers, entry);

    private async Task MakeDueAsync(string entry)
    {
        Assert.That(await TimerAsync(entry), Is.Not.Null, $"{entry} is set");
        await One.Database.SortedSetAddAsync(One.Keys.Timers, entry, 1);
    }
}
