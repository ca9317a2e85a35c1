using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Staff;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

internal sealed class One_calls_callbacks : OnRealRedis
{
    [Test]
    public async Task In_order_connect_and_wrap_up()
    {
        var (caller, op, token) = await One.TalkAsync(Skill.Legal);
        Assert.That(One.Carrier.Acts, Has.Some.Matches<(string Act, CallId? Call, Hotline.Core.Telephony.LegId Leg)>(a => a == ("move-in", caller.Call, caller.Leg)));
        Assert.That(await One.StateAsync(caller.Call), Is.EqualTo(CallState.Connected));
        Assert.That((await One.DeskAsync(op)).State, Is.EqualTo(DeskState.Busy));

        foreach (var fact in new CarrierStory(caller, op, token).Whole) await Two.Flow.TellAsync(fact, CancellationToken.None);

        Assert.That(await One.StateAsync(caller.Call), Is.EqualTo(CallState.WrapUp));
        Assert.That(await One.Desks.FinishWrapUpAsync(op, caller.Call), Is.EqualTo(CallOutcome.Done));
        Assert.That(await One.Desks.FinishWrapUpAsync(op, caller.Call), Is.EqualTo(CallOutcome.NotYourCall));
        Assert.That(await One.StateAsync(caller.Call), Is.EqualTo(CallState.Closed));
        Assert.That((await One.DeskAsync(op)).State, Is.EqualTo(DeskState.Ready));
    }

    [Test]
    public async Task Told_twice_at_once_move_the_caller_in_once()
    {
        var op = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        var token = (await One.DeskAsync(op)).Call!.Token;
        await One.Desks.AcceptAsync(op, caller.Call, token, CancellationToken.None);
        var joined = new CarrierStory(caller, op, token).OperatorJoined;

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? One : Two).Flow.TellAsync(joined, CancellationToken.None)));

        Assert.That(One.Carrier.Acts.Concat(Two.Carrier.Acts).Count(a => a.Act == "move-in"), Is.EqualTo(1));
    }

    [Test]
    public async Task Of_an_unknown_call_are_orphans()
    {
        var known = await One.Flow.TellAsync(new(null, new("CAunknown"), Hotline.Core.Routing.FactSide.Caller, EventKind.LegEnded,
            DateTimeOffset.UnixEpoch, "CAunknown/completed"), CancellationToken.None);
        Assert.That(known, Is.False);
    }

    [Test]
    public async Task An_operator_lost_before_the_caller_came_in_costs_no_place()
    {
        var op = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        var first = await One.CallerWaitsAsync(Skill.Legal);
        var second = await One.CallerWaitsAsync(Skill.Legal);
        var token = (await One.DeskAsync(op)).Call!.Token;
        await One.Desks.AcceptAsync(op, first.Call, token, CancellationToken.None);
        var story = new CarrierStory(first, op, token);

        await One.Flow.TellAsync(story.OperatorEnded with { Reason = "no-answer" }, CancellationToken.None);

        var place = await Two.Flow.WaitAsync(first, Skill.Legal, CancellationToken.None);
        Assert.That((place.State, place.Ahead), Is.EqualTo((Hotline.Core.Routing.PlaceState.Waiting, 0)));
        Assert.That((await Two.Flow.WaitAsync(second, Skill.Legal, CancellationToken.None)).Ahead, Is.EqualTo(1));
        var desk = await One.DeskAsync(op);
        Assert.That((desk.State, desk.Notice), Is.EqualTo((DeskState.Break, (DeskNotice?)DeskNotice.PhoneNotAnswered)));

        // She was on her way into the conference when its operator was lost: out of the empty room, back to her place.
        await One.Flow.TellAsync(story.CallerJoined, CancellationToken.None);
        Assert.That(One.Carrier.Acts, Has.Some.Matches<(string Act, CallId? Call, Hotline.Core.Telephony.LegId Leg)>(a => a == ("take-out", first.Call, first.Leg)));
    }

    [Test]
    public async Task The_end_of_an_earlier_conference_of_the_same_name_ends_nothing()
    {
        var (caller, op, token) = await One.TalkAsync(Skill.Legal);
        await One.Flow.TellAsync(new CarrierStory(caller, op, token, "CF-earlier").ConferenceEnded, CancellationToken.None);
        Assert.That(await One.StateAsync(caller.Call), Is.EqualTo(CallState.Connected));
    }
}
