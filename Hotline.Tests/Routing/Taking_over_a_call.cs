using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

/// <summary>A call becomes her helper's in one step, whoever hangs up or dies meanwhile.</summary>
internal sealed class Taking_over_a_call : JoiningSpec
{
    [Test]
    public async Task Taking_over_is_one_step_and_the_first_operator_writes()
    {
        var talk = await TalkAsync();
        var (helper, token) = await HelperInAsync(talk, JoinMode.Coach);
        One.Carrier.Acts.Clear();

        Assert.That(await One.Joins.ChangeAsync(helper, talk.Call, JoinMode.TakeOver, None), Is.EqualTo(JoinOutcome.Done));

        // The operator may leave before the call is the helper's, and the helper's leaving ends it only afterwards.
        Assert.That(One.Carrier.Acts, Is.EqualTo(new (string, CallId?, LegId)[]
        {
            ("party", talk.Call, Leg(token)), ("party", talk.Call, talk.OperatorLeg), ("party ends", talk.Call, Leg(token)), ("end", null, talk.OperatorLeg),
        }));
        var (hers, first) = (await One.DeskAsync(helper), await One.DeskAsync(talk.Operator));
        Assert.That((hers.State, hers.Call?.Operator, hers.Call?.Helpers.Count), Is.EqualTo((DeskState.Busy, (StaffId?)helper, (int?)0)));
        Assert.That((first.State, first.Notice), Is.EqualTo((DeskState.WrapUp, (DeskNotice?)DeskNotice.TakenOver)));
        Assert.That(await One.Desks.EndAsync(talk.Operator, talk.Call, None), Is.EqualTo(CallOutcome.NotYourCall));
        // What is told of the first operator's leaving changes nothing any more.
        await Two.TellAsync(talk.OperatorLeft, talk.Story.OperatorEnded);
        Assert.That(await One.StateAsync(talk.Call), Is.EqualTo(CallState.Connected));
        Assert.That(await One.Desks.FinishWrapUpAsync(talk.Operator, talk.Call), Is.EqualTo(CallOutcome.Done));
        await SoundAsync();

        await Two.TellAsync(talk.Story.CallerLeft);
        Assert.That((await One.DeskAsync(helper)).State, Is.EqualTo(DeskState.WrapUp));
        Assert.That(await One.Desks.FinishWrapUpAsync(helper, talk.Call), Is.EqualTo(CallOutcome.Done));
        Assert.That(await One.StateAsync(talk.Call), Is.EqualTo(CallState.Closed));
        await SoundAsync();
    }

    [Test]
    public async Task Who_asked_for_the_call_takes_it_over_as_soon_as_she_is_in()
    {
        var talk = await TalkAsync();
        var helper = await One.OperatorSitsDownAsync(new SkillLevel(Skill.Legal, 1));
        await One.Joins.JoinAsync(helper, talk.Call, JoinMode.TakeOver, Counsellor, None);
        var other = await One.OperatorSitsDownAsync(new SkillLevel(Skill.Legal, 1));
        Assert.That(await One.Joins.JoinAsync(other, talk.Call, JoinMode.TakeOver, Counsellor, None), Is.EqualTo(JoinOutcome.Busy), "one at a time");
        await ComesInAsync(talk, One.Carrier.Joined.Single().Token);
        Assert.That((await One.DeskAsync(helper)).State, Is.EqualTo(DeskState.Busy));
        await SoundAsync();
    }

    [Test]
    public async Task A_take_over_whose_host_died_is_done_by_another()
    {
        var talk = await TalkAsync();
        var (helper, token) = await HelperInAsync(talk, JoinMode.Party);
        One.Carrier.Set = _ => LegOutcome.Failed;
        Assert.That(await One.Joins.ChangeAsync(helper, talk.Call, JoinMode.TakeOver, None), Is.EqualTo(JoinOutcome.CarrierFailed));
        Assert.That((await One.DeskAsync(talk.Operator)).State, Is.EqualTo(DeskState.Busy), "it is still hers");
        await SoundAsync();
        await One.MakeDueAsync($"takeover|{talk.Call}|{token}");
        await Two.RunTimersAsync();
        await Eventually.True(async () => (await One.DeskAsync(helper)).State == DeskState.Busy, "the call is the helper's");
        await Eventually.True(() => Two.Carrier.Acts.Contains(("end", null, talk.OperatorLeg)), "the first operator's telephone is let go");
        await SoundAsync();
    }

    [Test]
    public async Task Told_by_two_hosts_at_once_the_call_is_taken_over_once()
    {
        var talk = await TalkAsync();
        var (helper, token) = await HelperInAsync(talk, JoinMode.Party);
        One.Carrier.Set = _ => LegOutcome.Failed;
        await One.Joins.ChangeAsync(helper, talk.Call, JoinMode.TakeOver, None);
        One.Carrier.Set = _ => LegOutcome.Done;
        var order = new Core.Routing.Redis.LiveEffect("take-over", talk.Call, Leg(token));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Effects(i % 2 == 0 ? One : Two).DoAsync(order, None)));
        Assert.That(await One.EventsAsync(EventKind.TakenOver), Has.Length.EqualTo(1));
        Assert.That(One.Carrier.Acts.Concat(Two.Carrier.Acts).Where(a => a.Act == "party ends").Select(a => a.Leg), Is.All.EqualTo(Leg(token)), "nobody else's leaving ends it again");
        await SoundAsync();
    }

    [Test, Repeat(10)]
    public async Task A_hang_up_and_a_take_over_at_once_end_for_both([Values("caller", "operator", "helper")] string who)
    {
        var talk = await TalkAsync();
        var (helper, token) = await HelperInAsync(talk, JoinMode.Party, ready: true);
        CarrierFact[] told = who switch
        {
            "caller" => [talk.Story.CallerLeft],
            "operator" => [talk.OperatorLeft, talk.Story.OperatorEnded],
            _ => [Left(talk, token), Ended(talk, token)],
        };
        await Task.WhenAll(One.Joins.ChangeAsync(helper, talk.Call, JoinMode.TakeOver, None), Two.TellAsync(told));
        await SoundAsync();
        var (hers, first) = ((await One.DeskAsync(helper)).State, (await One.DeskAsync(talk.Operator)).State);
        switch (who)
        {
            case "caller":
                Assert.That(first, Is.EqualTo(DeskState.WrapUp));
                Assert.That(hers, Is.EqualTo(DeskState.WrapUp).Or.EqualTo(DeskState.Ready), "she writes if it had become hers");
                break;
            case "operator":
                // Hers before it was told, or told before she asked for it.
                Assert.That(first, Is.EqualTo(DeskState.WrapUp));
                Assert.That(hers, Is.EqualTo(DeskState.Busy).Or.EqualTo(DeskState.Ready));
                Assert.That(await One.StateAsync(talk.Call), Is.EqualTo(hers == DeskState.Busy ? CallState.Connected : CallState.WrapUp));
                break;
            default:
                // Her own leaving ends the call only when it was hers.
                Assert.That((hers, first), Is.EqualTo((DeskState.Ready, DeskState.Busy)).Or.EqualTo((DeskState.WrapUp, DeskState.WrapUp)));
                break;
        }
        // Whatever it was, the end of it is an end for both.
        await Two.TellAsync(talk.Story.CallerLeft, talk.Story.CallerEnded);
        foreach (var staff in new[] { helper, talk.Operator }) Assert.That((await One.DeskAsync(staff)).State, Is.EqualTo(DeskState.WrapUp).Or.EqualTo(DeskState.Ready));
        await SoundAsync();
    }

    [Test]
    public async Task An_operator_who_hangs_up_while_her_successor_is_there_leaves_the_caller_with_her()
    {
        var talk = await TalkAsync();
        var (helper, token) = await HelperInAsync(talk, JoinMode.Party);
        One.Carrier.Set = leg => leg == talk.OperatorLeg ? LegOutcome.Failed : LegOutcome.Done;
        await One.Joins.ChangeAsync(helper, talk.Call, JoinMode.TakeOver, None);
        await Two.TellAsync(talk.OperatorLeft);
        Assert.That((await One.DeskAsync(helper)).State, Is.EqualTo(DeskState.Busy));
        Assert.That((await One.DeskAsync(talk.Operator)).State, Is.EqualTo(DeskState.WrapUp));
        Assert.That(Two.Carrier.Acts, Is.EqualTo(new (string, CallId?, LegId)[] { ("party ends", talk.Call, Leg(token)) }));
        await SoundAsync();
    }
}
