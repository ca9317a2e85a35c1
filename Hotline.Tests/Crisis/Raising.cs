using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Tests.Routing;
using NUnit.Framework;

namespace Hotline.Tests.Crisis;

internal sealed class Raising : OnLadders
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Test]
    public async Task Many_at_once_raise_one_escalation()
    {
        var (caller, op, _) = await One.TalkAsync(Skill.Legal);
        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? One : Two).Escalations().RaiseAsync(op, i % 3 == 0 ? null : caller.Call, EscalationCause.Operator)));
        Assert.That(replies.Select(r => (r.Id, r.Outcome)).Distinct(), Is.EqualTo(new[] { (replies[0].Id, EscalationOutcome.Done) }));
        var e = (await AllAsync()).Single();
        Assert.That((e.Call, e.RaisedBy, e.Centre, e.Skill, e.CallState, e.Operator), Is.EqualTo(((CallId?)caller.Call, (StaffId?)op, "main", "legal", (CallState?)CallState.Connected, (StaffId?)op)));
        Assert.That(e.Causes, Is.EqualTo(new[] { EscalationCause.Operator }));
        Assert.That(e.State, Is.EqualTo(EscalationState.Paging));
        Assert.That(await One.EventsAsync(EventKind.EscalationRaised), Has.Length.EqualTo(1));
        Assert.That((await One.DeskAsync(op)).Call!.Risk, Is.True, "a human has said that she is in danger");
    }

    [Test]
    public async Task The_callers_key_raises_at_the_menu_and_while_she_waits()
    {
        var atMenu = await One.CallerDialsAsync();
        await One.Flow.EnterAsync(atMenu, Skill.Crisis, EnteredBy.CrisisKey, None);
        var waiting = await One.CallerWaitsAsync(Skill.Legal);
        Assert.That((await AllAsync()).Select(e => e.Call), Is.EqualTo(new[] { (CallId?)atMenu.Call }), "choosing a skill raises nothing");
        await Task.WhenAll(One.Flow.EnterAsync(waiting, Skill.Crisis, EnteredBy.CrisisKey, None), Two.Flow.EnterAsync(waiting, Skill.Crisis, EnteredBy.CrisisKey, None));
        Assert.That((await AllAsync()).Select(e => (e.Call, e.Centre, e.Causes.Single())),
            Is.EquivalentTo(new[] { ((CallId?)atMenu.Call, "main", EscalationCause.Key), (waiting.Call, "main", EscalationCause.Key) }));
        foreach (var e in await AllAsync()) Assert.That(await One.HasTimerAsync("page|" + e.Id), Is.True);
    }

    [Test]
    public async Task Another_reason_is_added_to_the_one_that_is_open()
    {
        var caller = await One.CallerDialsAsync();
        await One.Flow.EnterAsync(caller, Skill.Crisis, EnteredBy.CrisisKey, None);
        var id = (await AllAsync()).Single().Id;
        await One.Escalations().AcknowledgeAsync(id, StaffId.New(TimeProvider.System));
        var again = await Two.Escalations().RaiseAsync(StaffId.New(TimeProvider.System), caller.Call, EscalationCause.Answer);
        Assert.That(again.Id, Is.EqualTo(id));
        var e = await ReadAsync(id);
        Assert.That(e.Causes, Is.EqualTo(new[] { EscalationCause.Key, EscalationCause.Answer }));
        Assert.That(e.State, Is.EqualTo(EscalationState.Acknowledged), "nothing is begun anew");
    }

    [Test]
    public async Task An_alarm_about_no_call_and_a_missed_follow_up_are_one_however_often()
    {
        var by = StaffId.New(TimeProvider.System);
        var alarms = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => AlarmAsync(by)));
        Assert.That(alarms.Distinct().Count(), Is.EqualTo(1));
        Assert.That(alarms[0].Call, Is.Null);
        Assert.That(await AlarmAsync(), Is.Not.EqualTo(alarms[0]), "another's is another");
        var missed = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => One.Escalations().RaiseForNumberAsync(i < 5 ? "key-a" : "key-b", "138····0000", "main", EscalationCause.FollowUp)));
        Assert.That(missed.Select(r => r.Id).Distinct().Count(), Is.EqualTo(2));
        Assert.That((await ReadAsync(missed[0].Id!.Value)).MaskedNumber, Is.EqualTo("138····0000"));
    }

    [Test]
    public async Task A_call_the_live_state_has_lost_is_raised_for_all_the_same()
    {
        var (caller, op, _) = await One.TalkAsync(Skill.Legal);
        await Redis.FlushAllAsync();
        var first = await One.Escalations().RaiseAsync(op, caller.Call, EscalationCause.Operator, "main");
        Assert.That(first.Id!.Value.Call, Is.EqualTo(caller.Call));
        Assert.That((await Two.Escalations().RaiseAsync(op, caller.Call, EscalationCause.Operator, "main")).Id, Is.EqualTo(first.Id));
    }

    [Test]
    public async Task A_line_cut_in_danger_raises_and_an_ordinary_end_does_not()
    {
        await One.TellAsync((await TalkAsync()).Story.CallerLeft);
        Assert.That(await AllAsync(), Is.Empty);

        var (caller, op, story) = await TalkAsync();
        await One.Desks.MarkRiskAsync(op, caller.Call);
        Assert.That(await AllAsync(), Is.Empty, "a mark alone pages nobody");
        await One.TellAsync(story.CallerLeft);
        var e = (await AllAsync()).Single();
        Assert.That((e.Call, e.Causes.Single()), Is.EqualTo(((CallId?)caller.Call, EscalationCause.Dropped)));
    }

    [Test]
    public async Task After_a_human_has_said_how_it_ended_or_ends_it_herself_a_hang_up_is_no_cut_line()
    {
        var (caller, op, story) = await TalkAsync();
        var id = (await One.Escalations().RaiseAsync(op, null, EscalationCause.Operator)).Id!.Value;
        await One.Escalations().AcknowledgeAsync(id, op);
        Assert.That(await One.Escalations().CloseAsync(id, op, CrisisOutcome.FalseAlarm), Is.EqualTo(EscalationOutcome.Done));
        Assert.That((await One.DeskAsync(op)).Call!.Risk, Is.True, "the mark stays");
        await One.TellAsync(story.CallerLeft);
        Assert.That(await One.StateAsync(caller.Call), Is.EqualTo(CallState.WrapUp));

        var (other, second, _) = await TalkAsync();
        await One.Desks.MarkRiskAsync(second, other.Call);
        Assert.That(await One.Desks.EndAsync(second, other.Call, None), Is.EqualTo(Core.Agents.CallOutcome.Done));
        Assert.That(await AllAsync(), Is.Empty);
    }

    /// <summary>In a conference of their own.</summary>
    private async Task<(CallTicket Caller, StaffId Operator, CarrierStory Story)> TalkAsync()
    {
        var op = await One.OperatorIsReadyAsync(Legal);
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        return (caller, op, await One.TalkNowAsync(op, caller));
    }

    [Test]
    public async Task Three_silent_calls_of_one_number_raise_and_calls_with_words_do_not_count()
    {
        const string number = "+8613812345678";
        async Task CallAsync(EnteredBy by)
        {
            var caller = await One.CallerDialsAsync(number);
            await One.Flow.EnterAsync(caller, Skill.Psychological, by, None);
            await One.TellAsync(new CarrierStory(caller, default, 1).CallerEnded with { FactKey = $"{caller.Leg}/ended" });
        }
        await CallAsync(EnteredBy.Silence);
        await CallAsync(EnteredBy.Key);
        await CallAsync(EnteredBy.Silence);
        Assert.That(await AllAsync(), Is.Empty);
        await CallAsync(EnteredBy.Silence);
        Assert.That((await AllAsync()).Single().Causes, Is.EqualTo(new[] { EscalationCause.Silent }));
    }

    [Test]
    public async Task A_number_with_an_open_risk_record_raises_when_it_comes_into_a_lane()
    {
        const string number = "+8613812345679";
        var first = await One.CallerWaitsAsync(Skill.Legal, number);
        var key = Core.Routing.Redis.LiveCall.Parse((await One.Database.HashGetAsync(One.Keys.Calls, first.Call.ToString()))!)!.NumberKey;
        Assert.That(await Two.Escalations().SetOpenRiskAsync(key, true), Is.True);
        await One.CallerWaitsAsync(Skill.Legal, number);
        Assert.That((await AllAsync()).Single().Causes, Is.EqualTo(new[] { EscalationCause.OpenRisk }));
        await Two.Escalations().SetOpenRiskAsync(key, false);
        await One.CallerWaitsAsync(Skill.Legal, number);
        Assert.That(await AllAsync(), Has.Count.EqualTo(1));
    }
}
