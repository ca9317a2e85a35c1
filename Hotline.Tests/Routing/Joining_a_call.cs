using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

/// <summary>Helpers in a colleague's live call: nothing of theirs ends it, and every end lets everybody go.</summary>
internal sealed class Joining_a_call : JoiningSpec
{
    [TestCase(Presence.Ready, DeskState.Ready), TestCase(Presence.Break, DeskState.Break), TestCase(Presence.Off, DeskState.Off)]
    public async Task A_helper_comes_in_is_seen_by_both_and_returns_to_her_wish(Presence wish, DeskState after)
    {
        var talk = await TalkAsync();
        var helper = await One.OperatorSitsDownAsync(new SkillLevel(Skill.Legal, 1));
        await One.Desks.SetPresenceAsync(helper, wish, "tea");
        Assert.That(await One.Joins.JoinAsync(helper, talk.Call, JoinMode.Coach, Counsellor, None), Is.EqualTo(JoinOutcome.Done));
        Assert.That(await Two.Joins.JoinAsync(helper, talk.Call, JoinMode.Coach, Counsellor, None), Is.EqualTo(JoinOutcome.Done), "pressed twice");
        var order = One.Carrier.Joined.Concat(Two.Carrier.Joined).Single();
        Assert.That(order.Endpoint, Is.EqualTo($"sip:{helper}@desk.test"));
        Assert.That(await One.Joins.MayComeInAsync(talk.Call, order.Token, Leg(order.Token), comesIn: true), Is.EqualTo(new JoinVerdict.Join(talk.OperatorLeg)), "heard by the operator alone");
        await ComesInAsync(talk, order.Token);
        foreach (var staff in new[] { helper, talk.Operator })
            Assert.That((await One.DeskAsync(staff)).Call!.Helpers, Is.EqualTo(new[] { new DeskHelper(helper, JoinMode.Coach, true) }));
        Assert.That((await One.DeskAsync(helper)).State, Is.EqualTo(DeskState.Assisting));
        Assert.That((await One.DeskAsync(talk.Operator)).State, Is.EqualTo(DeskState.Busy));
        await SoundAsync();

        Assert.That(await One.Joins.LeaveAsync(helper, talk.Call, None), Is.EqualTo(JoinOutcome.Done));
        Assert.That(One.Carrier.Acts, Does.Contain(("end", (CallId?)null, Leg(order.Token))));
        Assert.That((await One.DeskAsync(helper)).State, Is.EqualTo(after));
        Assert.That((await One.DeskAsync(talk.Operator)).Call!.Helpers, Is.Empty);
        Assert.That(await One.StateAsync(talk.Call), Is.EqualTo(CallState.Connected));
        await SoundAsync();
    }

    [Test]
    public async Task Who_may_not_join_is_told_why()
    {
        var (legal, _) = await LegalAsync();
        var talk = await TalkAsync();
        var helper = await One.OperatorSitsDownAsync(new SkillLevel(Skill.Crisis, 1));
        Task<JoinOutcome> Join(StaffId staff, CallId call, Func<string, (bool, bool)> may, JoinMode mode = JoinMode.Party) => One.Joins.JoinAsync(staff, call, mode, may, None);
        Assert.That(await Join(helper, talk.Call, Stranger), Is.EqualTo(JoinOutcome.NotYourEscalation), "another centre's");
        Assert.That(await Join(helper, legal.Call, Counsellor), Is.EqualTo(JoinOutcome.NotYourEscalation), "no risk");
        Assert.That(await Join(talk.Operator, talk.Call, Counsellor), Is.EqualTo(JoinOutcome.NotNow), "her own");
        Assert.That(await Join(helper, CallId.New(TimeProvider.System), Counsellor), Is.EqualTo(JoinOutcome.CallOver));
        Assert.That(await Join(helper, (await One.CallerDialsAsync()).Call, Supervisor), Is.EqualTo(JoinOutcome.NotNow), "nobody talks with her yet");
        var mute = StaffId.New(TimeProvider.System);
        await One.Desks.KeepAsync(mute, "main", [], null);
        Assert.That(await Join(mute, talk.Call, Counsellor), Is.EqualTo(JoinOutcome.NoTelephone));
        var (_, busy) = await LegalAsync();
        Assert.That(await Join(busy, talk.Call, Supervisor), Is.EqualTo(JoinOutcome.Busy), "she has a call");
        Assert.That(await Join(helper, legal.Call, Supervisor), Is.EqualTo(JoinOutcome.Done), "who oversees joins any call");
        Assert.That(await Join(helper, talk.Call, Counsellor), Is.EqualTo(JoinOutcome.Busy), "she is in another one");
        await SoundAsync();
    }

    [Test]
    public async Task Of_many_at_once_two_come_in()
    {
        var talk = await TalkAsync();
        var helpers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1))));
        var outcomes = await Task.WhenAll(helpers.Select((h, i) => (i % 2 == 0 ? One : Two).Joins.JoinAsync(h, talk.Call, JoinMode.Party, Counsellor, None)));
        Assert.That(outcomes.Count(o => o == JoinOutcome.Done), Is.EqualTo(2));
        Assert.That(outcomes.Where(o => o != JoinOutcome.Done), Is.All.EqualTo(JoinOutcome.Busy));
        Assert.That(One.Carrier.Joined.Count + Two.Carrier.Joined.Count, Is.EqualTo(2));
        await SoundAsync();
    }

    [Test, Repeat(10)]
    public async Task Joining_a_call_that_ends_leaves_nobody_in_it()
    {
        var talk = await TalkAsync();
        var helpers = new[] { await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1)), await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1)) };
        await Task.WhenAll(
            Two.TellAsync(talk.Story.CallerLeft),
            One.Joins.JoinAsync(helpers[0], talk.Call, JoinMode.Coach, Counsellor, None),
            Two.Joins.JoinAsync(helpers[1], talk.Call, JoinMode.TakeOver, Counsellor, None),
            One.Joins.AddServiceAsync(talk.Operator, talk.Call, RescueService.Police, None));
        foreach (var helper in helpers) Assert.That((await One.DeskAsync(helper)).State, Is.EqualTo(DeskState.Ready));
        Assert.That((await One.DeskAsync(talk.Operator)).State, Is.EqualTo(DeskState.WrapUp));
        foreach (var order in One.Carrier.Joined.Concat(Two.Carrier.Joined))
        {
            Assert.That(await One.Joins.MayComeInAsync(talk.Call, order.Token, Leg(order.Token), true), Is.InstanceOf<JoinVerdict.TooLate>());
            var ended = One.Carrier.Acts.Concat(Two.Carrier.Acts).Any(a => a.Act == "end" && a.Leg == Leg(order.Token));
            Assert.That(ended || await HasTimerAsync($"endleg|{talk.Call}|{Leg(order.Token)}"), Is.True, "her telephone stops ringing");
        }
        await SoundAsync();
    }

    [Test]
    public async Task A_helper_who_is_lost_in_whatever_way_never_ends_the_call([Values("hangs up", "no answer", "refused", "console lost", "left late")] string how)
    {
        var talk = await TalkAsync();
        var helper = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        if (how == "refused") One.Carrier.Join = _ => new RingOutcome.Refused("busy");
        var joined = await One.Joins.JoinAsync(helper, talk.Call, JoinMode.Party, Counsellor, None);
        Assert.That(joined, Is.EqualTo(how == "refused" ? JoinOutcome.CarrierFailed : JoinOutcome.Done));
        var token = One.Carrier.Joined.Single().Token;
        if (how is "hangs up" or "console lost" or "left late") await ComesInAsync(talk, token);
        switch (how)
        {
            case "hangs up": await Two.TellAsync(Left(talk, token), Ended(talk, token)); break;
            case "left late": await Two.TellAsync(Ended(talk, token), Left(talk, token)); break;
            case "no answer":
                await One.MakeDueAsync($"joinring|{talk.Call}|{token}");
                await Two.RunTimersAsync();
                await Eventually.True(async () => (await One.DeskAsync(helper)).State == DeskState.Ready, "she is free");
                Assert.That((await One.DeskAsync(helper)).Notice, Is.EqualTo(DeskNotice.NotJoined));
                break;
            case "console lost":
                await One.MakeDueAsync($"lease|{helper}");
                await Two.RunTimersAsync();
                await Eventually.True(async () => !await HasTimerAsync($"lease|{helper}"), "her lease is over");
                Assert.That((await One.DeskAsync(helper)).State, Is.EqualTo(DeskState.Assisting), "her telephone is in the call");
                await Two.TellAsync(Left(talk, token), Ended(talk, token));
                break;
        }
        Assert.That((await One.DeskAsync(helper)).State, Is.EqualTo(how == "console lost" ? DeskState.Off : DeskState.Ready));
        Assert.That(await One.StateAsync(talk.Call), Is.EqualTo(CallState.Connected));
        Assert.That((await One.DeskAsync(talk.Operator)) is { State: DeskState.Busy, Call.Helpers.Count: 0 }, Is.True);
        await SoundAsync();
    }

    [Test]
    public async Task Who_is_to_hear_her_is_changed_at_the_carrier_before_it_is_shown()
    {
        var talk = await TalkAsync();
        var (helper, _) = await HelperInAsync(talk, JoinMode.Party);
        One.Carrier.Set = _ => LegOutcome.Failed;
        Assert.That(await One.Joins.ChangeAsync(helper, talk.Call, JoinMode.Coach, None), Is.EqualTo(JoinOutcome.CarrierFailed));
        Assert.That((await One.DeskAsync(helper)).Call!.Helpers.Single().Mode, Is.EqualTo(JoinMode.Party), "the caller still hears her");
        One.Carrier.Set = _ => LegOutcome.Done;
        Assert.That(await One.Joins.ChangeAsync(helper, talk.Call, JoinMode.Coach, None), Is.EqualTo(JoinOutcome.Done));
        Assert.That((await One.DeskAsync(talk.Operator)).Call!.Helpers.Single().Mode, Is.EqualTo(JoinMode.Coach));
    }

    [Test]
    public async Task A_leg_told_of_before_the_carriers_answer_is_known_and_a_late_one_is_ended()
    {
        var talk = await TalkAsync();
        var helper = await One.OperatorSitsDownAsync(new SkillLevel(Skill.Legal, 1));
        One.Carrier.Join = _ => new RingOutcome.Unknown("no answer");
        await One.Joins.JoinAsync(helper, talk.Call, JoinMode.Party, Counsellor, None);
        var token = One.Carrier.Joined.Single().Token;
        await Two.TellAsync(Of(talk, token, FactSide.Helper, EventKind.LegAnswered, 70, "in-progress"));
        await Two.TellAsync(Came(talk, token, FactSide.Conference));
        Assert.That((await One.DeskAsync(helper)).Call!.Helpers.Single().In, Is.True);
        await One.Joins.LeaveAsync(helper, talk.Call, None);
        var late = new LegId("a-second-leg-of-her-order");
        await Two.TellAsync(new CarrierFact(talk.Call, late, FactSide.Helper, EventKind.LegAnswered, DateTimeOffset.UnixEpoch, $"{late}/x", Token: token, Operator: helper));
        Assert.That(Two.Carrier.Acts, Does.Contain(("end", (CallId?)null, late)));
    }

    [Test]
    public async Task A_wiped_live_state_has_the_helper_again_with_the_call([Values] bool helperFirst)
    {
        var talk = await TalkAsync();
        var (helper, _) = await HelperInAsync(talk, JoinMode.Coach);
        await WipeAsync(helperFirst ? [helper, talk.Operator] : [talk.Operator, helper]);
        Assert.That((await One.DeskAsync(helper)).State, Is.EqualTo(DeskState.Assisting));
        Assert.That((await One.DeskAsync(talk.Operator)).State, Is.EqualTo(DeskState.Busy));
        await SoundAsync();
        await One.ReconcileAsync();
        Assert.That(await One.RepairsAsync(), Does.Not.Contain(RepairKind.HelperStuck));
    }

    [Test]
    public async Task A_wiped_live_state_leaves_nobody_ringing_for_ever([Values] bool helperFirst)
    {
        var talk = await TalkAsync();
        var helper = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        await One.Joins.JoinAsync(helper, talk.Call, JoinMode.Coach, Counsellor, None);
        await One.Joins.AddServiceAsync(talk.Operator, talk.Call, RescueService.Police, None);
        var (rings, service) = (One.Carrier.Joined.First().Token, One.Carrier.Joined.Last().Token);
        await WipeAsync(helperFirst ? [helper, talk.Operator] : [talk.Operator, helper]);
        await SoundAsync();
        await One.ReconcileAsync();
        Assert.That(await One.RepairsAsync(), Is.Empty, "no timer was missing");

        await Two.RunTimersAsync();
        foreach (var token in new[] { rings, service }) await One.MakeDueAsync($"joinring|{talk.Call}|{token}");
        await Eventually.True(async () => (await One.DeskAsync(helper)) is { State: DeskState.Ready, Notice: DeskNotice.NotJoined }, "she is free, and told why");
        await Eventually.True(() => new[] { rings, service }.All(token => Two.Carrier.Acts.Any(a => a.Act == "end" && a.Leg == Leg(token))), "both telephones stop ringing");
        Assert.That((await One.DeskAsync(talk.Operator)) is { State: DeskState.Busy, Call: { Helpers.Count: 0, Services.Count: 0 } }, Is.True);
        await SoundAsync();
    }

    [Test]
    public async Task A_wiped_live_state_lets_a_successor_who_is_in_take_over()
    {
        var talk = await TalkAsync();
        One.Carrier.Set = _ => LegOutcome.Failed;
        Two.Carrier.Set = _ => LegOutcome.Failed;
        var (helper, token) = await HelperInAsync(talk, JoinMode.TakeOver);
        await WipeAsync([talk.Operator, helper]);
        Assert.That(await HasTimerAsync($"takeover|{talk.Call}|{token}"), Is.True);
        Assert.That(await HasTimerAsync($"joinring|{talk.Call}|{token}"), Is.False, "she is in");
        Two.Carrier.Set = _ => LegOutcome.Done;
        await Two.RunTimersAsync();
        await Eventually.True(async () => (await One.DeskAsync(helper)).State == DeskState.Busy, "it is her call");
        await SoundAsync();
    }

    /// <summary>Everything is lost, and these consoles are heard of again.</summary>
    private async Task WipeAsync(StaffId[] consoles)
    {
        foreach (var staff in consoles) await One.DeskAsync(staff);
        await Redis.FlushAllAsync();
        foreach (var staff in consoles) await One.Desks.KeepAsync(staff, "main", [new SkillLevel(Skill.Legal, 1)], $"sip:{staff}@desk.test");
    }
}
