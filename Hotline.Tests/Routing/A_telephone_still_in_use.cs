using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

/// <summary>
/// An operator is offered the next caller at once, while the leg of the last one may still be on her telephone. Whoever has it rung is told, or it would
/// be busy with ourselves and she would be paused for it.
/// </summary>
internal sealed class A_telephone_still_in_use : OnRealRedis
{
    private static readonly OnTheLine Nothing = new OnTheLine.Nothing(), Unclear = new OnTheLine.Unclear();

    [Test]
    public async Task Is_told_with_the_leg_of_a_caller_who_hung_up_while_it_rang()
    {
        var (op, first) = await AcceptedAsync();
        Assert.That(Rung(One).Before, Is.EqualTo(Nothing), "nobody rang her before");
        await One.TellAsync(first.Facts.CallerEnded);
        await NextAsync(Two, op);
        Assert.That(Rung(Two).Before, Is.EqualTo(Earlier(first)));
    }

    [Test]
    public async Task Is_told_while_the_leg_of_a_conversation_has_not_ended()
    {
        var (op, first) = await AcceptedAsync();
        await One.TellAsync(first.Facts.OperatorJoined, first.Facts.CallerJoined, first.Facts.CallerLeft);
        await One.Desks.FinishWrapUpAsync(op, first.Call);
        await NextAsync(Two, op);
        Assert.That(Rung(Two).Before, Is.EqualTo(Earlier(first)));
    }

    [TestCase(true, TestName = "Is_free_when_its_leg_has_ended_before_the_call(leg known)")]
    [TestCase(false, TestName = "Is_free_when_its_leg_has_ended_before_the_call(leg told of by its end alone)")]
    public async Task Is_free_when_its_leg_has_ended(bool known)
    {
        if (!known) One.Carrier.Ring = _ => new RingOutcome.Unknown("no answer");
        var (op, first) = await AcceptedAsync();
        await One.TellAsync(first.Facts.OperatorEnded);
        await One.Desks.SetPresenceAsync(op, Presence.Ready, null);
        await AcceptAsync(Two, op);
        Assert.That(Rung(Two).Before, Is.EqualTo(Nothing));
    }

    [Test]
    public async Task Is_unclear_after_an_order_of_which_nothing_was_heard()
    {
        One.Carrier.Ring = _ => new RingOutcome.Unknown("no answer");
        var (op, first) = await AcceptedAsync();
        await One.TellAsync(first.Facts.CallerEnded);
        await NextAsync(Two, op);
        Assert.That(Rung(Two).Before, Is.EqualTo(Unclear));
    }

    [Test]
    public async Task Is_free_after_an_order_the_carrier_refused()
    {
        One.Carrier.Ring = _ => new RingOutcome.Refused("no such telephone");
        var (op, _) = await AcceptedAsync();
        await One.Desks.SetPresenceAsync(op, Presence.Ready, null);
        await AcceptAsync(Two, op);
        Assert.That(Rung(Two).Before, Is.EqualTo(Nothing));
    }

    [Test]
    public async Task Is_unclear_when_the_live_state_was_lost()
    {
        var (op, first) = await AcceptedAsync();
        await One.TellAsync(first.Facts.CallerEnded);
        await One.DeskAsync(op);
        await Redis.FlushAllAsync();
        await One.Desks.KeepAsync(op, "main", [new SkillLevel(Skill.Legal, 1)], $"sip:{op}@desk.test");
        await NextAsync(One, op);
        Assert.That(Rung(One).Before, Is.EqualTo(Unclear));
    }

    [Test]
    public async Task Is_told_to_whoever_rings_her_after_she_has_helped_in_a_call()
    {
        var helper = await One.OperatorSitsDownAsync(new SkillLevel(Skill.Psychological, 1));
        var (caller, _, _) = await One.TalkAsync(Skill.Crisis);
        await One.Joins.JoinAsync(helper, caller.Call, JoinMode.Party, _ => (true, true), CancellationToken.None);
        var leg = ScriptedTelephony.JoinerLeg(One.Carrier.Joined.Single().Token);
        await One.Joins.LeaveAsync(helper, caller.Call, CancellationToken.None);
        await One.Desks.SetPresenceAsync(helper, Presence.Ready, null);
        await One.CallerWaitsAsync(Skill.Psychological);
        await AcceptAsync(One, helper);
        Assert.That(Rung(One).Before, Is.EqualTo(new OnTheLine.Earlier(leg)));
    }

    private static RingOperator Rung(Switchboard host) => host.Carrier.Rung.Last();

    private static OnTheLine.Earlier Earlier(Story first) => new OnTheLine.Earlier(ScriptedTelephony.OperatorLeg(first.Call, first.Token));

    private async Task<(StaffId Operator, Story First)> AcceptedAsync()
    {
        var op = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        var token = await AcceptAsync(One, op);
        return (op, new Story(caller.Call, token, new CarrierStory(caller, op, token)));
    }

    private async Task NextAsync(Switchboard host, StaffId op)
    {
        await One.CallerWaitsAsync(Skill.Legal);
        await AcceptAsync(host, op);
    }

    private static async Task<long> AcceptAsync(Switchboard host, StaffId op)
    {
        var desk = await host.DeskAsync(op);
        Assert.That(desk.State, Is.EqualTo(DeskState.Offered));
        Assert.That(await host.Desks.AcceptAsync(op, desk.Call!.Call, desk.Call.Token, CancellationToken.None), Is.EqualTo(OfferOutcome.Done));
        return desk.Call.Token;
    }

    private sealed record Story(CallId Call, long Token, CarrierStory Facts);
}
