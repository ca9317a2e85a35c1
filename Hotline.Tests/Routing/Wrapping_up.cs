using Hotline.Core.Agents;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

internal sealed class Wrapping_up : OnRealRedis
{
    [TestCase("legal", 300)]
    [TestCase("crisis", 900)]
    public async Task Lasts_by_the_calls_risk(string skill, int seconds)
    {
        var (op, _) = await WritesAsync(new Skill(skill));
        var desk = await One.DeskAsync(op);
        Assert.That((desk.Until!.Value - desk.Since).TotalSeconds, Is.EqualTo(seconds).Within(0.1));
    }

    [Test]
    public async Task Is_longer_once_she_says_that_the_caller_is_in_danger()
    {
        var (op, caller) = await WritesAsync(Skill.Legal);
        Assert.That(await One.Desks.MarkRiskAsync(op, caller.Call), Is.EqualTo(CallOutcome.Done));
        var desk = await One.DeskAsync(op);
        Assert.That(((desk.Until!.Value - desk.Since).TotalSeconds, desk.Call!.Risk), Is.EqualTo((900d, true)));
    }

    [Test]
    public async Task Pressing_often_never_goes_beyond_the_longest()
    {
        var (op, caller) = await WritesAsync(Skill.Legal);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? One : Two).Desks.ExtendWrapUpAsync(op, caller.Call)));
        var desk = await One.DeskAsync(op);
        Assert.That(desk.Until!.Value - desk.Since, Is.EqualTo(TimeSpan.FromHours(1)));
        Assert.That(outcomes.Count(o => o == CallOutcome.Done), Is.EqualTo(11), "55 minutes in steps of 5");
        Assert.That(outcomes.Except([CallOutcome.Done, CallOutcome.LongestReached]), Is.Empty);
    }

    [Test]
    public async Task Cannot_be_made_longer_when_it_is_over_or_somebody_elses()
    {
        var (op, caller) = await WritesAsync(Skill.Legal);
        Assert.That(await One.Desks.ExtendWrapUpAsync(await One.OperatorSitsDownAsync(), caller.Call), Is.EqualTo(CallOutcome.NotYourCall));
        await One.Desks.FinishWrapUpAsync(op, caller.Call);
        Assert.That(await One.Desks.ExtendWrapUpAsync(op, caller.Call), Is.EqualTo(CallOutcome.NotYourCall));
    }

    private async Task<(StaffId Operator, CallTicket Caller)> WritesAsync(Skill skill)
    {
        var op = await One.OperatorIsReadyAsync(new SkillLevel(skill, 1));
        var caller = await One.CallerWaitsAsync(skill);
        var talk = await One.TalkNowAsync(op, caller);
        await One.TellAsync(talk.CallerLeft, talk.CallerEnded);
        return (op, caller);
    }
}
