using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

internal sealed class Waiting_callers : OnRealRedis
{
    [Test]
    public async Task Survive_a_wiped_Redis_in_their_order()
    {
        var callers = new List<CallTicket>();
        for (var i = 0; i < 50; i++) callers.Add(await One.CallerWaitsAsync(Skill.Legal));
        var op = await One.OperatorSitsDownAsync(new SkillLevel(Skill.Legal, 1));
        await One.DeskAsync(op);
        // Two who arrived in one millisecond stand by their ids.
        callers.Sort((a, b) => (a.ArrivedAt, a.Call.ToString()).CompareTo((b.ArrivedAt, b.Call.ToString())));
        Assert.That((await One.Database.SortedSetRangeByRankAsync(One.Keys.Waiting)).Select(spot => ((string)spot!).Split('|')[2]),
            Is.EqualTo(callers.Select(c => c.Call.ToString())));

        await Redis.FlushAllAsync();
        // Their next requests come in any order, each twice.
        var order = callers.Concat(callers).ToArray();
        new Random(12338).Shuffle(order);
        await Task.WhenAll(order.Select((ticket, i) => (i % 2 == 0 ? One : Two).Flow.WaitAsync(ticket, Skill.Legal, CancellationToken.None)));
        await One.Desks.KeepAsync(op, "main", [new SkillLevel(Skill.Legal, 1)], "sip:desk@test");

        await AnswersInOrderAsync(op, callers);
    }

    [Test]
    public async Task Are_answered_by_a_ready_operator_whose_desk_was_wiped_too()
    {
        var op = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Crisis, 1));
        await One.DeskAsync(op);
        await Redis.FlushAllAsync();
        var caller = await Two.CallerWaitsAsync(Skill.Crisis);

        await One.Desks.KeepAsync(op, "main", [new SkillLevel(Skill.Crisis, 1)], "sip:desk@test");

        var desk = await One.DeskAsync(op);
        Assert.That((desk.State, desk.Call?.Call), Is.EqualTo((DeskState.Offered, (CallId?)caller.Call)));
    }

    [Test]
    public async Task A_talking_operator_is_still_talking_after_a_wipe()
    {
        var (caller, op, token) = await One.TalkAsync(Skill.Legal);
        await One.DeskAsync(op);
        await Redis.FlushAllAsync();

        await One.Desks.KeepAsync(op, "main", [new SkillLevel(Skill.Legal, 2)], "sip:desk@test");
        Assert.That((await One.DeskAsync(op)).State, Is.EqualTo(DeskState.Busy));
        await Two.Flow.TellAsync(new CarrierStory(caller, op, token).CallerLeft, CancellationToken.None);
        Assert.That((await One.DeskAsync(op)).State, Is.EqualTo(DeskState.WrapUp));
    }

    [Test]
    public async Task Entering_twice_at_once_leaves_one_place()
    {
        var ticket = await One.CallerDialsAsync();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
            (i % 2 == 0 ? One : Two).Flow.EnterAsync(ticket, i % 3 == 0 ? Skill.Legal : Skill.Psychological, EnteredBy.Key, CancellationToken.None)));
        var board = await One.Desks.ReadBoardAsync("main");
        Assert.That(board!.Lanes.Sum(l => l.Waiting), Is.EqualTo(1));
    }

    [Test]
    public async Task A_repeated_arrival_gets_the_same_call()
    {
        var leg = new Hotline.Core.Telephony.LegId("leg-repeated");
        var tickets = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? One : Two).Flow.ArriveAsync(leg, null, null, CancellationToken.None)));
        Assert.That(tickets.Select(t => (t.Call, t.ArrivedAt)).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task The_crisis_key_moves_her_to_the_crisis_lane_with_her_arrival()
    {
        await One.CallerWaitsAsync(Skill.Crisis);
        var legal = await One.CallerWaitsAsync(Skill.Legal);
        await One.CallerWaitsAsync(Skill.Crisis);

        var place = await Two.Flow.EnterAsync(legal, Skill.Crisis, EnteredBy.CrisisKey, CancellationToken.None);

        Assert.That((place.Skill, place.Ahead), Is.EqualTo((Skill.Crisis, 1)), "before the one who arrived after her");
        var again = await One.Flow.WaitAsync(legal, Skill.Legal, CancellationToken.None);
        Assert.That(again.Skill, Is.EqualTo(Skill.Crisis), "a late request of the old lane does not take her back");
    }

    [Test]
    public async Task The_crisis_key_during_an_offer_frees_the_operator_and_offers_a_crisis_counsellor()
    {
        var lawyer = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        var counsellor = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Crisis, 1));
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        Assert.That((await One.DeskAsync(lawyer)).State, Is.EqualTo(DeskState.Offered));

        await One.Flow.EnterAsync(caller, Skill.Crisis, EnteredBy.CrisisKey, CancellationToken.None);

        var free = await One.DeskAsync(lawyer);
        Assert.That((free.State, free.Notice), Is.EqualTo((DeskState.Ready, (DeskNotice?)DeskNotice.CallerWentToCrisis)));
        Assert.That((await One.DeskAsync(counsellor)).Call?.Call, Is.EqualTo(caller.Call));
    }

    [Test]
    public async Task Crisis_comes_first_whatever_waits_longer()
    {
        await One.CallerWaitsAsync(Skill.Legal);
        await One.CallerWaitsAsync(Skill.Psychological);
        var crisis = await One.CallerWaitsAsync(Skill.Crisis);
        var op = await One.OperatorIsReadyAsync(new(Skill.Legal, 1), new(Skill.Psychological, 1), new(Skill.Crisis, 1));
        Assert.That((await One.DeskAsync(op)).Call?.Call, Is.EqualTo(crisis.Call));
    }

    [Test]
    public async Task The_longest_idle_of_the_least_sufficient_level_is_offered()
    {
        await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 3));
        var longest = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        await Task.Delay(5);
        await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        Assert.That((await One.DeskAsync(longest)).Call?.Call, Is.EqualTo(caller.Call));
    }

    [Test]
    public async Task A_crisis_counsellor_is_kept_free_while_another_can_take_the_call()
    {
        var counsellor = await One.OperatorIsReadyAsync(new(Skill.Crisis, 2), new(Skill.Psychological, 1));
        var psychologist = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Psychological, 2));
        var first = await One.CallerWaitsAsync(Skill.Psychological);
        Assert.That((await One.DeskAsync(psychologist)).Call?.Call, Is.EqualTo(first.Call));
        var second = await One.CallerWaitsAsync(Skill.Psychological);
        Assert.That((await One.DeskAsync(counsellor)).Call?.Call, Is.EqualTo(second.Call), "nobody else is free");
    }

    private async Task AnswersInOrderAsync(StaffId op, List<CallTicket> callers)
    {
        foreach (var caller in callers)
        {
            await One.Desks.SetPresenceAsync(op, Presence.Ready, null);
            var desk = await One.DeskAsync(op);
            Assert.That(desk.Call?.Call, Is.EqualTo(caller.Call), "the next in the original order");
            Assert.That(await One.Desks.AcceptAsync(op, caller.Call, desk.Call!.Token, CancellationToken.None), Is.EqualTo(OfferOutcome.Done));
            var story = new CarrierStory(caller, op, desk.Call.Token, "CF-" + caller.Call);
            foreach (var fact in story.Whole) await Two.Flow.TellAsync(fact, CancellationToken.None);
            Assert.That(await One.Desks.FinishWrapUpAsync(op, caller.Call), Is.EqualTo(CallOutcome.Done));
        }
        Assert.That((await One.Desks.ReadBoardAsync("main"))!.Lanes.Sum(l => l.Waiting), Is.Zero);
    }
}
