using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Staff;
using Hotline.Tests.Servers;
using NUnit.Framework;
using static Hotline.Tests.Routing.ScriptedRoutes;

namespace Hotline.Tests.Routing;

internal sealed class Widening_lanes : OnRealRedis
{
    private static readonly Lane Specialists = new("main", Skill.Legal, 3), Lawyers = new("main", Skill.Legal, 1),
        Listeners = new("main", Skill.Psychological, 1), Parent = new("region", Skill.Legal, 1);

    private static readonly DutyPhone First = new("11111111111111111111111111111111", "+8613900000001"), Second = new("22222222222222222222222222222222", "+8613900000002");

    [Test]
    public async Task Reach_the_next_level_the_neighbouring_skill_and_the_parent_centre_in_turn()
    {
        Everywhere(_ => To(Specialists, After(150, Lawyers), After(300, Listeners), After(450, Parent)));
        await One.RunTimersAsync();
        var caller = await Two.CallerWaitsAsync(Skill.Legal);
        foreach (var lane in new[] { Lawyers, Listeners, Parent })
        {
            // Whoever comes in before her lane does not get her.
            var op = await One.OperatorIsReadyInAsync(lane.Centre, new SkillLevel(lane.Skill, lane.LeastLevel));
            await OfferedAsync(op, caller);
            var desk = await One.DeskAsync(op);
            await One.Desks.DeclineAsync(op, caller.Call, desk.Call!.Token, null);
        }
        Assert.That((await One.Flow.WaitAsync(caller, Skill.Legal, CancellationToken.None)).State, Is.EqualTo(PlaceState.Waiting));
    }

    [Test]
    public async Task Keep_her_place_before_those_who_came_after_her()
    {
        Everywhere(skill => skill == Skill.Legal ? To(Lawyers, After(100, Listeners)) : To(Listeners));
        var first = await One.CallerWaitsAsync(Skill.Legal);
        await One.CallerWaitsAsync(Skill.Psychological);
        await One.RunTimersAsync();
        await Eventually.True(async () => (await One.Database.SortedSetRangeByRankAsync(One.Keys.Waiting))
            .Any(s => ((string)s!).StartsWith("main/psychological/1|", StringComparison.Ordinal) && ((string)s!).EndsWith(first.Call.ToString(), StringComparison.Ordinal)), "she stands there too");
        var op = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Psychological, 1));
        Assert.That((await One.DeskAsync(op)).Call?.Call, Is.EqualTo(first.Call));
    }

    [Test]
    public async Task Leave_all_at_once_when_she_is_offered()
    {
        Everywhere(_ => To(Lawyers, After(0, Listeners, Parent)));
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        await One.OperatorIsReadyInAsync("region", new SkillLevel(Skill.Legal, 1));
        var other = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Psychological, 1));
        Assert.That((await One.DeskAsync(other)).State, Is.EqualTo(DeskState.Ready));
        Assert.That(await One.Database.SortedSetLengthAsync(One.Keys.Waiting), Is.Zero);
        Assert.That(await One.StateAsync(caller.Call), Is.EqualTo(CallState.Offered));
    }

    [Test]
    public async Task Follow_a_policy_that_changes_while_she_waits()
    {
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        var op = await One.OperatorIsReadyInAsync("region", new SkillLevel(Skill.Legal, 1));
        Everywhere(_ => To(Lawyers, After(0, Parent)));
        await Two.Flow.WaitAsync(caller, Skill.Legal, CancellationToken.None);
        Assert.That((await One.DeskAsync(op)).Call?.Call, Is.EqualTo(caller.Call));
    }

    [Test]
    public async Task Are_the_same_after_a_wiped_Redis()
    {
        Everywhere(_ => To(Specialists, After(0, Lawyers), After(100, Parent)));
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        await Redis.FlushAllAsync();
        await Two.RunTimersAsync();
        await Two.Flow.WaitAsync(caller, Skill.Legal, CancellationToken.None);
        var op = await One.OperatorIsReadyInAsync("region", new SkillLevel(Skill.Legal, 1));
        await OfferedAsync(op, caller);
    }

    [Test]
    public async Task End_at_the_duty_telephones_one_after_the_other_until_one_joins()
    {
        Everywhere(_ => To(Lawyers, PhonesAfter(0, First, Second)));
        One.Carrier.Ring = ring => ring.Endpoint == First.Number ? new Core.Telephony.RingOutcome.Refused("busy") : new Core.Telephony.RingOutcome.Ringing(ScriptedTelephony.OperatorLeg(ring.Call, ring.Token));
        await One.RunTimersAsync();
        var caller = await Two.CallerWaitsAsync(Skill.Legal);
        await Eventually.True(() => One.Carrier.Rung.Any(r => r.Endpoint == Second.Number), "the second telephone rings");
        var ring = One.Carrier.Rung.Last(r => r.Endpoint == Second.Number);
        Assert.That(One.Carrier.Rung.Any(r => r.Endpoint == First.Number));

        var facts = new CarrierStory(caller, ring.Operator, ring.Token);
        await One.TellAsync(facts.OperatorJoined, facts.CallerJoined);
        Assert.That(await One.StateAsync(caller.Call), Is.EqualTo(CallState.Connected));
        await One.TellAsync(facts.CallerLeft, facts.CallerEnded);
        Assert.That(await One.StateAsync(caller.Call), Is.EqualTo(CallState.Closed), "nobody writes there");
        Assert.That((await One.DeskAsync(ring.Operator)).State, Is.EqualTo(DeskState.Off));
    }

    [Test]
    public async Task A_duty_telephone_has_one_call_at_a_time_and_an_operator_goes_first()
    {
        Everywhere(_ => To(Lawyers, PhonesAfter(0, First)));
        await Task.WhenAll(One.RunTimersAsync(), Two.RunTimersAsync());
        var callers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => One.CallerWaitsAsync(Skill.Legal)));
        await Eventually.True(() => !One.Carrier.Rung.IsEmpty || !Two.Carrier.Rung.IsEmpty, "it rings");
        var op = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        Assert.That((await One.DeskAsync(op)).State, Is.EqualTo(DeskState.Offered), "one of the other four");
        Assert.That(One.Carrier.Rung.Count + Two.Carrier.Rung.Count, Is.EqualTo(1));
        Assert.That((await LiveStatePicture.TakeAsync(One)).Violations(), Is.Empty);
        Assert.That(callers, Has.Length.EqualTo(5));
    }

    private void Everywhere(Func<Skill, Route> way) => One.Routes.Way = Two.Routes.Way = way;

    private Task OfferedAsync(StaffId op, CallTicket caller) =>
        Eventually.True(async () => (await One.DeskAsync(op)).Call?.Call == caller.Call, "she is offered");
}
