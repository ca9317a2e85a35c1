using FsCheck;
using FsCheck.Fluent;
using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

/// <summary>Helpers and services in a colleague's live call: nothing of theirs ends it, and every end lets everybody go.</summary>
internal sealed class Joining_a_call : OnRealRedis
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly Func<string, (bool, bool)> Counsellor = _ => (true, false), Supervisor = _ => (true, true), Stranger = _ => (false, false);

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
    public async Task Taking_over_is_one_step_and_the_first_operator_writes()
    {
        var talk = await TalkAsync();
        var helper = await One.OperatorSitsDownAsync(new SkillLevel(Skill.Legal, 1));
        await One.Joins.JoinAsync(helper, talk.Call, JoinMode.Coach, Counsellor, None);
        var token = One.Carrier.Joined.Single().Token;
        await ComesInAsync(talk, token);
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
        var helper = await One.OperatorSitsDownAsync(new SkillLevel(Skill.Legal, 1));
        await One.Joins.JoinAsync(helper, talk.Call, JoinMode.Party, Counsellor, None);
        var token = One.Carrier.Joined.Single().Token;
        await ComesInAsync(talk, token);
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
        var helper = await One.OperatorSitsDownAsync(new SkillLevel(Skill.Legal, 1));
        await One.Joins.JoinAsync(helper, talk.Call, JoinMode.Party, Counsellor, None);
        var token = One.Carrier.Joined.Single().Token;
        await ComesInAsync(talk, token);
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
        var helper = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        await One.Joins.JoinAsync(helper, talk.Call, JoinMode.Party, Counsellor, None);
        var token = One.Carrier.Joined.Single().Token;
        await ComesInAsync(talk, token);
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
        var helper = await One.OperatorSitsDownAsync(new SkillLevel(Skill.Legal, 1));
        await One.Joins.JoinAsync(helper, talk.Call, JoinMode.Party, Counsellor, None);
        var token = One.Carrier.Joined.Single().Token;
        await ComesInAsync(talk, token);
        One.Carrier.Set = leg => leg == talk.OperatorLeg ? LegOutcome.Failed : LegOutcome.Done;
        await One.Joins.ChangeAsync(helper, talk.Call, JoinMode.TakeOver, None);
        await Two.TellAsync(talk.OperatorLeft);
        Assert.That((await One.DeskAsync(helper)).State, Is.EqualTo(DeskState.Busy));
        Assert.That((await One.DeskAsync(talk.Operator)).State, Is.EqualTo(DeskState.WrapUp));
        Assert.That(Two.Carrier.Acts, Is.EqualTo(new (string, CallId?, LegId)[] { ("party ends", talk.Call, Leg(token)) }));
        await SoundAsync();
    }

    [Test]
    public async Task Who_is_to_hear_her_is_changed_at_the_carrier_before_it_is_shown()
    {
        var talk = await TalkAsync();
        var helper = await One.OperatorSitsDownAsync(new SkillLevel(Skill.Legal, 1));
        await One.Joins.JoinAsync(helper, talk.Call, JoinMode.Party, Counsellor, None);
        await ComesInAsync(talk, One.Carrier.Joined.Single().Token);
        One.Carrier.Set = _ => LegOutcome.Failed;
        Assert.That(await One.Joins.ChangeAsync(helper, talk.Call, JoinMode.Coach, None), Is.EqualTo(JoinOutcome.CarrierFailed));
        Assert.That((await One.DeskAsync(helper)).Call!.Helpers.Single().Mode, Is.EqualTo(JoinMode.Party), "the caller still hears her");
        One.Carrier.Set = _ => LegOutcome.Done;
        Assert.That(await One.Joins.ChangeAsync(helper, talk.Call, JoinMode.Coach, None), Is.EqualTo(JoinOutcome.Done));
        Assert.That((await One.DeskAsync(talk.Operator)).Call!.Helpers.Single().Mode, Is.EqualTo(JoinMode.Coach));
    }

    [Test]
    public async Task A_service_is_dialled_once_comes_in_and_leaves_without_ending_anything()
    {
        var talk = await TalkAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? One : Two).Joins.AddServiceAsync(talk.Operator, talk.Call, RescueService.Police, None)));
        Assert.That(outcomes.Count(o => o == JoinOutcome.Done), Is.EqualTo(1));
        var (_, token, number) = One.Carrier.Joined.Concat(Two.Carrier.Joined).Single();
        Assert.That(number, Is.EqualTo("110"));
        Assert.That(await One.Joins.AddServiceAsync(talk.Operator, talk.Call, RescueService.Other, None), Is.EqualTo(JoinOutcome.NotNow), "no number is set for it");
        Assert.That(await One.Joins.MayComeInAsync(talk.Call, token, Leg(token), true), Is.EqualTo(new JoinVerdict.Join(null)));
        await Two.TellAsync(Came(talk, token, FactSide.Service));
        Assert.That((await One.DeskAsync(talk.Operator)).Call!.Services, Is.EqualTo(new[] { new DeskService(token, "Police", true) }));
        await Two.TellAsync(Left(talk, token), Ended(talk, token, FactSide.Service));
        Assert.That((await One.DeskAsync(talk.Operator)).Call!.Services, Is.Empty);

        await One.Joins.AddServiceAsync(talk.Operator, talk.Call, RescueService.Ambulance, None);
        var again = (await One.DeskAsync(talk.Operator)).Call!.Services.Single();
        var stranger = await One.OperatorSitsDownAsync(new SkillLevel(Skill.Legal, 1));
        Assert.That(await One.Joins.EndServiceAsync(stranger, talk.Call, again.Token, None), Is.EqualTo(JoinOutcome.NotNow));
        Assert.That(await One.Joins.EndServiceAsync(talk.Operator, talk.Call, again.Token, None), Is.EqualTo(JoinOutcome.Done));
        Assert.That(One.Carrier.Acts, Does.Contain(("end", (CallId?)null, Leg(again.Token))));
        Assert.That(await One.StateAsync(talk.Call), Is.EqualTo(CallState.Connected));
        await SoundAsync();
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
        var helper = await One.OperatorSitsDownAsync(new SkillLevel(Skill.Legal, 1));
        await One.Joins.JoinAsync(helper, talk.Call, JoinMode.Coach, Counsellor, None);
        await ComesInAsync(talk, One.Carrier.Joined.Single().Token);
        foreach (var staff in new[] { helper, talk.Operator }) await One.DeskAsync(staff);
        await Redis.FlushAllAsync();
        foreach (var staff in helperFirst ? new[] { helper, talk.Operator } : [talk.Operator, helper])
            await One.Desks.KeepAsync(staff, "main", [new SkillLevel(Skill.Legal, 1)], $"sip:{staff}@desk.test");
        Assert.That((await One.DeskAsync(helper)).State, Is.EqualTo(DeskState.Assisting));
        Assert.That((await One.DeskAsync(talk.Operator)).State, Is.EqualTo(DeskState.Busy));
        await SoundAsync();
        await One.ReconcileAsync();
        Assert.That(await One.RepairsAsync(), Does.Not.Contain(RepairKind.HelperStuck));
    }

    [Test]
    public void Whatever_everybody_does_at_once_nobody_is_left_in_a_call_or_without_one()
    {
        var (joins, takenOver) = (0, 0);
        var volleys = Gen.Choose(0, int.MaxValue - 1).ListOf(12).ListOf(16).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(50), Prop.ForAll(volleys, volley =>
        {
            var found = PlayAsync(volley).GetAwaiter().GetResult();
            joins += One.Carrier.Joined.Count + Two.Carrier.Joined.Count;
            takenOver += One.EventsAsync(EventKind.TakenOver).GetAwaiter().GetResult().Length;
            return (found.Length == 0).Label(found);
        }));
        Assert.That(joins, Is.GreaterThan(50), "otherwise it shows little");
        Assert.That(takenOver, Is.GreaterThan(0), "otherwise it shows little");
        TestContext.Out.WriteLine($"{joins} joined, {takenOver} taken over");
    }

    private async Task<string> PlayAsync(IEnumerable<IEnumerable<int>> volleys)
    {
        await Redis.FlushAllAsync();
        One.Carrier.Clear();
        Two.Carrier.Clear();
        var operators = new List<StaffId>();
        for (var i = 0; i < 9; i++) operators.Add(await One.OperatorIsReadyAsync(RandomCommands.Skilled[i % RandomCommands.Skilled.Length]));
        var callers = new List<CallTicket>();
        for (var i = 0; i < 3; i++) callers.Add(await One.CallerWaitsAsync(i == 0 ? Skill.Crisis : Skill.Legal));
        foreach (var volley in volleys)
        {
            // Somebody always calls anew, so that there is somebody to talk with.
            callers.RemoveAt(0);
            callers.Add(await One.CallerWaitsAsync(Skill.Legal));
            foreach (var op in operators) await JoinCommands.TalkAsync(One, op, callers);
            // Two thirds of it about joining; the rest is what else goes on.
            await Task.WhenAll(volley.Select((n, i) => i % 3 == 2
                ? RandomCommands.PlayAsync(i % 2 == 0 ? One : Two, n, operators, callers)
                : JoinCommands.PlayAsync(i % 2 == 0 ? One : Two, n, operators, callers)));
            if ((await LiveStatePicture.TakeAsync(One)).Violations().ToArray() is { Length: > 0 } violations) return string.Join("; ", violations);
            await Two.ReconcileAsync();
            if (await One.RepairsAsync() is { Length: > 0 } repairs) return "repaired: " + string.Join("; ", repairs);
        }
        return "";
    }

    private static Core.Routing.CarrierEffects Effects(Switchboard host) =>
        (Core.Routing.CarrierEffects)host.Services.GetService(typeof(Core.Routing.CarrierEffects))!;

    private async Task SoundAsync() => Assert.That((await LiveStatePicture.TakeAsync(One)).Violations(), Is.Empty);

    private async Task<bool> HasTimerAsync(string entry) => await One.Database.SortedSetScoreAsync(One.Keys.Timers, entry) is not null;

    private async Task<(CallTicket Caller, StaffId Operator)> LegalAsync()
    {
        var op = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        await One.TalkNowAsync(op, caller);
        return (caller, op);
    }

    /// <summary>A crisis call, so that every counsellor may join it.</summary>
    private async Task<Talk> TalkAsync()
    {
        var op = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Crisis, 1));
        var caller = await One.CallerWaitsAsync(Skill.Crisis);
        var story = await One.TalkNowAsync(op, caller);
        return new Talk(caller, op, (await One.DeskAsync(op)).Call!.Token, story);
    }

    private sealed record Talk(CallTicket Caller, StaffId Operator, long Token, CarrierStory Story)
    {
        public CallId Call => Caller.Call;

        public string Conference => "CF-" + Token;

        public LegId OperatorLeg => ScriptedTelephony.OperatorLeg(Call, Token);

        public CarrierFact OperatorLeft => new(Call, OperatorLeg, FactSide.Conference, EventKind.Left, DateTimeOffset.UnixEpoch, $"{OperatorLeg}/left", Conference: Conference, Reason: "participant_hung_up");
    }

    private static LegId Leg(long token) => ScriptedTelephony.JoinerLeg(token);

    private Task ComesInAsync(Talk talk, long token) => Two.TellAsync(Came(talk, token, FactSide.Conference));

    private static CarrierFact Came(Talk talk, long token, FactSide side) => Of(talk, token, side, EventKind.Joined, 71, null) with { Conference = talk.Conference, Token = null };

    private static CarrierFact Left(Talk talk, long token) => Of(talk, token, FactSide.Conference, EventKind.Left, 80, "participant_hung_up") with { Conference = talk.Conference, Token = null };

    private static CarrierFact Ended(Talk talk, long token, FactSide side = FactSide.Helper) => Of(talk, token, side, EventKind.LegEnded, 81, "completed");

    private static CarrierFact Of(Talk talk, long token, FactSide side, string kind, int at, string? reason) => new(
        talk.Call, Leg(token), side, kind, new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.Zero).AddSeconds(at), $"{Leg(token)}/{kind}", Reason: reason, Token: token);
}
