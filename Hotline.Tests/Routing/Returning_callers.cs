using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

internal sealed class Returning_callers : OnRealRedis
{
    private const string Her = "+8613712345678";

    [Test]
    public async Task Go_on_at_the_place_they_hung_up_at()
    {
        var first = await One.CallerWaitsAsync(Skill.Legal, Her);
        await One.CallerWaitsAsync(Skill.Legal);
        await One.TellAsync(new CarrierStory(first, default, 1).CallerEnded);
        Assert.That(await One.StateAsync(first.Call), Is.EqualTo(CallState.Abandoned));

        var again = await Two.CallerDialsAsync(Her);
        var place = await Two.Flow.EnterAsync(again, Skill.Legal, EnteredBy.Key, CancellationToken.None);
        Assert.That((place.Ahead, place.At), Is.EqualTo((0, first.ArrivedAt)), "before the one who came after her");
    }

    [Test]
    public async Task Keep_that_place_over_a_wiped_Redis()
    {
        var first = await One.CallerWaitsAsync(Skill.Legal, Her);
        var other = await One.CallerWaitsAsync(Skill.Legal);
        await One.TellAsync(new CarrierStory(first, default, 1).CallerEnded);
        var again = await Two.CallerDialsAsync(Her);
        var place = await Two.Flow.EnterAsync(again, Skill.Legal, EnteredBy.Key, CancellationToken.None);
        await Redis.FlushAllAsync();

        await Two.Flow.WaitAsync(other, Skill.Legal, CancellationToken.None);
        Assert.That((await Two.Flow.WaitAsync(again with { PlaceAt = place.At }, Skill.Legal, CancellationToken.None)).Ahead, Is.Zero);
    }

    [Test]
    public async Task Wait_for_their_counsellor_first_and_are_everybodys_after_that()
    {
        One.Routes.Rules = Two.Routes.Rules = new RouteRules { SameCounsellorWait = TimeSpan.FromMilliseconds(1500) };
        var (_, hers) = await SpokeAsync(Skill.Psychological);
        var other = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Psychological, 1));

        var again = await One.CallerWaitsAsync(Skill.Psychological, Her);
        Assert.That((await One.DeskAsync(other)).State, Is.EqualTo(DeskState.Ready), "she waits for hers");
        Assert.That((await LiveStatePicture.TakeAsync(One)).Violations(), Is.Empty);
        await Two.RunTimersAsync();
        await Eventually.True(async () => (await One.DeskAsync(other)).Call?.Call == again.Call, "not longer than the rule says");
        Assert.That((await One.DeskAsync(hers)).State, Is.EqualTo(DeskState.WrapUp));
    }

    [Test]
    public async Task Are_offered_their_counsellor_the_moment_she_is_free()
    {
        var (first, hers) = await SpokeAsync(Skill.Psychological);
        var again = await One.CallerWaitsAsync(Skill.Psychological, Her);
        await One.CallerWaitsAsync(Skill.Psychological);
        await One.Desks.FinishWrapUpAsync(hers, first.Call);
        Assert.That((await One.DeskAsync(hers)).Call?.Call, Is.EqualTo(again.Call));
    }

    [Test]
    public async Task Do_not_wait_for_one_who_went_home()
    {
        var (first, hers) = await SpokeAsync(Skill.Psychological);
        var again = await One.CallerWaitsAsync(Skill.Psychological, Her);
        var other = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Psychological, 1));
        await One.RunTimersAsync();
        await One.Desks.SetPresenceAsync(hers, Presence.Off, null);
        await One.Desks.FinishWrapUpAsync(hers, first.Call);
        await Eventually.True(async () => (await One.DeskAsync(other)).Call?.Call == again.Call, "she is everybody's");
    }

    [Test]
    public async Task A_cut_risk_call_goes_to_its_counsellor_before_all_others()
    {
        var others = new[] { await One.CallerWaitsAsync(Skill.Crisis), await One.CallerWaitsAsync(Skill.Crisis) };
        var hers = await One.OperatorSitsDownAsync(new SkillLevel(Skill.Crisis, 1));
        // She is given the two who wait, and then the one whose line is cut.
        foreach (var caller in others)
        {
            await One.Desks.SetPresenceAsync(hers, Presence.Ready, null);
            var talk = await One.TalkNowAsync(hers, caller);
            await One.TellAsync(talk.CallerLeft, talk.CallerEnded);
            await One.Desks.SetPresenceAsync(hers, Presence.Break, null);
            await One.Desks.FinishWrapUpAsync(hers, caller.Call);
        }
        var cut = await One.CallerWaitsAsync(Skill.Crisis, Her);
        await One.Desks.SetPresenceAsync(hers, Presence.Ready, null);
        var cutTalk = await One.TalkNowAsync(hers, cut);
        var waiting = await One.CallerWaitsAsync(Skill.Crisis);
        await One.TellAsync(cutTalk.CallerLeft, cutTalk.CallerEnded);

        var back = await Two.CallerWaitsAsync(Skill.Crisis, Her);
        Assert.That((await One.DeskAsync(hers)).Notice, Is.EqualTo(DeskNotice.CallerIsBack));
        await One.Desks.FinishWrapUpAsync(hers, cut.Call);
        var desk = await One.DeskAsync(hers);
        Assert.That((desk.Call?.Call, desk.Call?.Resumed, desk.Call?.Risk), Is.EqualTo(((CallId?)back.Call, (bool?)true, (bool?)false)));
        Assert.That(await One.StateAsync(waiting.Call), Is.EqualTo(CallState.Waiting));
    }

    [Test]
    public async Task Without_her_counsellor_a_cut_risk_call_still_stands_before_all_others()
    {
        var (first, hers) = await SpokeAsync(Skill.Crisis);
        var waiting = await One.CallerWaitsAsync(Skill.Crisis);
        await One.Desks.SetPresenceAsync(hers, Presence.Off, null);
        await One.Desks.FinishWrapUpAsync(hers, first.Call);

        var back = await Two.CallerDialsAsync(Her);
        var place = await Two.Flow.EnterAsync(back, Skill.Crisis, EnteredBy.Key, CancellationToken.None);
        Assert.That(place.At, Is.EqualTo(CallTicket.Front));

        // Nor does a wiped Redis take that from her.
        await Redis.FlushAllAsync();
        await One.Flow.WaitAsync(waiting, Skill.Crisis, CancellationToken.None);
        await One.Flow.WaitAsync(back with { PlaceAt = place.At }, Skill.Crisis, CancellationToken.None);
        var other = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Crisis, 1));
        Assert.That((await One.DeskAsync(other)).Call?.Call, Is.EqualTo(back.Call));
    }

    [Test]
    public async Task An_operator_who_ended_the_call_herself_leaves_nothing_to_go_on_with()
    {
        var hers = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        var caller = await One.CallerWaitsAsync(Skill.Legal, Her);
        var talk = await One.TalkNowAsync(hers, caller);
        await One.Desks.EndAsync(hers, caller.Call, CancellationToken.None);
        await One.TellAsync(talk.CallerLeft, talk.CallerEnded);
        One.Routes.Rules = new RouteRules { SameCounsellorFor = TimeSpan.Zero };
        var again = await One.CallerWaitsAsync(Skill.Legal, Her);
        var other = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        Assert.That((await One.DeskAsync(other)).Call?.Call, Is.EqualTo(again.Call));
        Assert.That((await One.DeskAsync(other)).Call?.Resumed, Is.False);
    }

    [Test]
    public async Task Are_never_offered_an_operator_they_must_not_meet_again()
    {
        var (first, hers) = await SpokeAsync(Skill.Legal);
        var key = (await One.DeskAsync(hers)).Call!.NumberKey;
        await One.Live.AvoidAsync(key, hers, avoid: true);
        await One.Desks.FinishWrapUpAsync(hers, first.Call);
        Assert.That((await One.DeskAsync(hers)).State, Is.EqualTo(DeskState.Ready));

        var again = await Two.CallerWaitsAsync(Skill.Legal, Her);
        Assert.That((await One.DeskAsync(hers)).State, Is.EqualTo(DeskState.Ready), "neither when the caller comes");
        await One.Desks.SetPresenceAsync(hers, Presence.Break, null);
        var next = await One.CallerWaitsAsync(Skill.Legal);
        await One.Desks.SetPresenceAsync(hers, Presence.Ready, null);
        Assert.That((await One.DeskAsync(hers)).Call?.Call, Is.EqualTo(next.Call), "nor when the operator does");
        Assert.That((await LiveStatePicture.TakeAsync(One)).Violations(), Is.Empty);

        var other = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        Assert.That((await One.DeskAsync(other)).Call?.Call, Is.EqualTo(again.Call));
    }

    [Test]
    public async Task A_lifted_avoidance_offers_the_first_of_the_numbers_calls()
    {
        var (ended, hers) = await SpokeAsync(Skill.Legal);
        var key = (await One.DeskAsync(hers)).Call!.NumberKey;
        await One.Live.AvoidAsync(key, hers, avoid: true);
        await One.Desks.FinishWrapUpAsync(hers, ended.Call);
        var first = await One.CallerWaitsAsync(Skill.Legal, Her);
        // Of so many one would hardly be the first by chance.
        for (var i = 0; i < 9; i++) await Two.CallerWaitsAsync(Skill.Legal, Her);
        await Two.Live.AvoidAsync(key, hers, avoid: false);
        Assert.That((await One.DeskAsync(hers)).Call?.Call, Is.EqualTo(first.Call));
        Assert.That((await LiveStatePicture.TakeAsync(One)).Violations(), Is.Empty);
    }

    [Test]
    public async Task A_lifted_avoidance_ends_a_pause_for_the_crisis_caller_who_had_it()
    {
        var (ended, hers) = await SpokeAsync(Skill.Crisis);
        var key = (await One.DeskAsync(hers)).Call!.NumberKey;
        await One.Live.AvoidAsync(key, hers, avoid: true);
        await One.Desks.FinishWrapUpAsync(hers, ended.Call);
        Assert.That((await One.DeskAsync(hers)).Notice, Is.EqualTo(DeskNotice.DebriefOffered));
        var again = await One.CallerWaitsAsync(Skill.Crisis, Her);
        Assert.That((await One.DeskAsync(hers)).State, Is.EqualTo(DeskState.Break), "not for one who must not meet her");
        await Two.Live.AvoidAsync(key, hers, avoid: false);
        Assert.That((await One.DeskAsync(hers)).Call?.Call, Is.EqualTo(again.Call));
    }

    /// <summary>She spoke with an operator, who still writes; the line was cut.</summary>
    private async Task<(CallTicket Call, StaffId Operator)> SpokeAsync(Skill skill)
    {
        var op = await One.OperatorIsReadyAsync(new SkillLevel(skill, 1));
        var caller = await One.CallerWaitsAsync(skill, Her);
        var talk = await One.TalkNowAsync(op, caller);
        await One.TellAsync(talk.CallerLeft, talk.CallerEnded);
        Assert.That((await One.DeskAsync(op)).State, Is.EqualTo(DeskState.WrapUp));
        return (caller, op);
    }
}
