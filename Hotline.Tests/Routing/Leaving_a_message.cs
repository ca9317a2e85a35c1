using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

/// <summary>A caller whose centre is closed leaves a message: what changes in the live state is how she will have ended, and nothing else.</summary>
internal sealed class Leaving_a_message : OnRealRedis
{
    private static readonly CancellationToken None = CancellationToken.None;

    [SetUp]
    public void Closed()
    {
        foreach (var host in new[] { One, Two }) host.Routes.Way = skill => ScriptedRoutes.To(new Lane("main", skill, 1)) with { TakesMessages = true };
    }

    [Test]
    public async Task She_may_once_and_keeps_her_place()
    {
        var first = await One.CallerWaitsAsync(Skill.Legal);
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        var before = await One.Flow.WaitAsync(caller, Skill.Legal, None);
        Assert.That((before.MayLeaveMessage, before.Ahead), Is.EqualTo((true, 1)));
        await One.TellAsync(Left(caller));
        var after = await One.Flow.WaitAsync(caller, Skill.Legal, None);
        Assert.That((after.State, after.MayLeaveMessage, after.Ahead, after.At), Is.EqualTo((PlaceState.Waiting, false, 1, before.At)));

        var op = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        Assert.That((await One.DeskAsync(op)).Call!.Call, Is.EqualTo(first.Call), "in the order of places");
    }

    [Test]
    public async Task Nobody_in_the_crisis_lane_or_in_danger_is_asked_to()
    {
        var crisis = await One.CallerDialsAsync();
        Assert.That((await One.Flow.EnterAsync(crisis, Skill.Crisis, EnteredBy.Key, None)).MayLeaveMessage, Is.False);
        var quiet = await One.CallerDialsAsync();
        var place = await One.Flow.EnterAsync(quiet, Skill.Psychological, EnteredBy.Silence, None);
        Assert.That(place.MayLeaveMessage);
        await One.Flow.NoteQuietAsync(quiet, place, new Core.Agents.KeyAnswer("safe", false, "现在安全", "Safe now", Danger: true), None);
        Assert.That((await One.Flow.WaitAsync(quiet, Skill.Psychological, None)).MayLeaveMessage, Is.False, "an escalation is open");
    }

    [Test]
    public async Task Told_twice_at_once_it_is_left_once()
    {
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? One : Two).Flow.TellAsync(Left(caller), None)));
        Assert.That(await One.EventsAsync(EventKind.MessageLeft), Has.Length.EqualTo(1).And.All.Contain("\"seconds\":9"));
    }

    [Test]
    public async Task Hanging_up_after_it_is_no_abandoned_call_whichever_is_told_first([Values] bool messageFirst)
    {
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        CarrierFact[] facts = [Left(caller), Gone(caller)];
        await One.TellAsync(messageFirst ? facts : [.. facts.Reverse()]);
        Assert.That(await One.StateAsync(caller.Call), Is.EqualTo(CallState.Voicemail));
    }

    [Test]
    public async Task Who_dials_again_goes_on_at_her_place()
    {
        var caller = await One.CallerWaitsAsync(Skill.Legal, "+8613800000911");
        await One.TellAsync(Left(caller), Gone(caller));
        var again = await One.CallerDialsAsync("+8613800000911");
        Assert.That((await One.Flow.EnterAsync(again, Skill.Legal, EnteredBy.Key, None)).At, Is.EqualTo(caller.ArrivedAt));
        Assert.That(await One.EventsAsync(EventKind.Resumed), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task What_she_agrees_to_holds_from_no_later_than_now()
    {
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        var ahead = TimeProvider.System.GetUtcNow().AddDays(1);
        await One.TellAsync(Left(caller), new CarrierFact(caller.Call, caller.Leg, FactSide.Caller, EventKind.MessageMayCall, ahead, "message/RE9/may-call"));
        var page = await new Core.Calls.Redis.EventStream(One.Services.GetRequiredService<Core.Storage.Redis.RedisConnection>(), "12338").ReadAsync();
        Assert.That(page!.Events.Single(e => e.Kind == EventKind.MessageMayCall).At, Is.LessThan(ahead.AddHours(-12)), "by Redis' clock, not by a host's that is ahead");
    }

    private static CarrierFact Left(CallTicket caller) =>
        new(caller.Call, caller.Leg, FactSide.Caller, EventKind.MessageLeft, TimeProvider.System.GetUtcNow(), $"message/RE{caller.Call}", Seconds: 9);

    private static CarrierFact Gone(CallTicket caller) =>
        new(caller.Call, caller.Leg, FactSide.Caller, EventKind.LegEnded, TimeProvider.System.GetUtcNow(), $"{caller.Leg}/leg.ended", Reason: "completed");
}
