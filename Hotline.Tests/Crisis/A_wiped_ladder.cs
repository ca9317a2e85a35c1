using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Crisis.Redis;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Hotline.Tests.Routing;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.Crisis;

internal sealed class A_wiped_ladder : OnLadders
{
    private static readonly StaffId Me = StaffId.New(TimeProvider.System), Other = StaffId.New(TimeProvider.System);

    [Test]
    public async Task Goes_on_from_the_record()
    {
        var (caller, op, _) = await One.TalkAsync(Skill.Legal);
        var paging = (await One.Escalations().RaiseAsync(op, caller.Call, EscalationCause.Operator)).Id!.Value;
        await One.Escalations().RaiseAsync(op, caller.Call, EscalationCause.Answer);
        await StepAsync(paging);
        var held = await AlarmAsync();
        await One.Escalations().AcknowledgeAsync(held, Me);
        await One.Escalations().RescueAsync(held, Me, new RescueAct.Ask(RescueService.Ambulance, "120"));
        var closed = await AlarmAsync();
        await One.Escalations().AcknowledgeAsync(closed, Me);
        await One.Escalations().CloseAsync(closed, Me, CrisisOutcome.Safe);
        var before = (await AllAsync()).ToDictionary(e => e.Id);
        var record = await RecordAsync();

        await Redis.FlushAllAsync();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? One : Two).Restorer(record.Escalations).RestoreAsync(CancellationToken.None)));

        var after = (await AllAsync()).ToDictionary(e => e.Id);
        Assert.That(after.Keys, Is.EquivalentTo(new[] { paging, held }));
        foreach (var (id, e) in after)
        {
            Assert.That((e.Call, e.Centre, e.MaskedNumber, e.NumberKey, e.RaisedBy, e.RaisedAt, e.State, e.AckBy),
                Is.EqualTo((before[id].Call, before[id].Centre, before[id].MaskedNumber, before[id].NumberKey, before[id].RaisedBy, before[id].RaisedAt, before[id].State, before[id].AckBy)));
            Assert.That(e.Causes, Is.EqualTo(before[id].Causes));
            Assert.That(e.Rescues.Select(r => (r.Number, r.Service, r.Step, r.DueAt)), Is.EqualTo(before[id].Rescues.Select(r => (r.Number, r.Service, r.Step, r.DueAt))));
            Assert.That(e.Version, Is.GreaterThan(before[id].Version));
            Assert.That(await One.HasTimerAsync("page|" + id), Is.True);
        }
        Assert.That(after[paging].NextAt, Is.LessThanOrEqualTo((await One.Escalations().ReadAsync())!.At), "it pages at once");
        Assert.That(await One.HasTimerAsync($"rescue|{held}|1"), Is.True);

        // Its end is told to the same record.
        await One.Escalations().AcknowledgeAsync(paging, Me);
        await One.Escalations().CloseAsync(paging, Me, CrisisOutcome.Safe);
        record = await RecordAsync();
        Assert.That((await record.Escalations.OpenAsync(10)).Select(e => e.Id), Is.EqualTo(new[] { held }));
    }

    /// <summary>The caller presses her crisis key, or whoever is paged for that answers, before the record gives back what was raised for her earlier.</summary>
    [Test]
    public async Task Raised_again_before_it_is_restored_one_goes_on([Values] bool heldBefore, [Values] bool heldSince)
    {
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        var earlier = (await One.Escalations().RaiseAsync(Other, caller.Call, EscalationCause.Operator, "main")).Id!.Value;
        await One.Escalations().RaiseAsync(Other, caller.Call, EscalationCause.Answer, "main");
        await StepAsync(earlier);
        if (heldBefore) await One.Escalations().AcknowledgeAsync(earlier, Me);
        await One.Escalations().RescueAsync(earlier, Me, new RescueAct.Ask(RescueService.Ambulance, "120"));
        var before = await ReadAsync(earlier);
        var record = await RecordAsync();

        await Redis.FlushAllAsync();
        await Two.Flow.EnterAsync(caller, Skill.Crisis, EnteredBy.CrisisKey, CancellationToken.None);
        var later = (await AllAsync()).Single().Id;
        Assert.That(later, Is.Not.EqualTo(earlier));
        await StepAsync(later);
        if (heldSince) await Two.Escalations().AcknowledgeAsync(later, Other);
        await Two.Escalations().RescueAsync(later, Other, new RescueAct.Ask(RescueService.Police, "110"));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? One : Two).Restorer(record.Escalations).RestoreAsync(CancellationToken.None)));

        var kept = heldBefore && !heldSince ? earlier : later;
        var e = (await AllAsync()).Single();
        Assert.That((e.Id, e.State, e.AckBy), Is.EqualTo((kept, heldBefore || heldSince ? EscalationState.Acknowledged : EscalationState.Paging, heldSince ? Other.ToString() : heldBefore ? Me.ToString() : null)));
        Assert.That(e.Causes, Is.EquivalentTo(new[] { EscalationCause.Operator, EscalationCause.Answer, EscalationCause.Key }));
        Assert.That(e.Rescues.Select(r => (r.Service, r.Step)), Is.EquivalentTo(new[] { (RescueService.Ambulance, RescueStep.Asked), (RescueService.Police, RescueStep.Asked) }));
        Assert.That(e.RaisedAt, Is.EqualTo(before.RaisedAt), "danger counts from when it was told first");
        var at = (await One.Escalations().ReadAsync())!.At;
        if (e.State == EscalationState.Acknowledged) Assert.That(e.NextAt, Is.GreaterThan(at.AddMinutes(20)), "nobody is paged again");
        var gone = kept == earlier ? later : earlier;
        Assert.That(await TimersOfAsync(gone), Is.Empty);
        Assert.That(await TimersOfAsync(kept), Is.EquivalentTo(new[] { $"page|{kept}", $"rescue|{kept}|1", $"rescue|{kept}|2" }));
        Assert.That(await One.EventsAsync(EventKind.EscalationClosed), Is.EqualTo(new[] { (await One.EventsAsync(EventKind.EscalationClosed)).Single(d => d.Contains(kept.Value, StringComparison.Ordinal)) }), "one end, which names the one that goes on");

        // Asked again nothing is given back, and the record tells the same.
        Assert.That(await One.Restorer(record.Escalations).RestoreAsync(CancellationToken.None), Is.Zero);
        record = await RecordAsync();
        Assert.That((await record.Escalations.OpenAsync(10)).Select(r => r.Id), Is.EqualTo(new[] { kept }));
        var (open, closed) = ((await record.Escalations.GetAsync(kept))!, (await record.Escalations.GetAsync(gone))!);
        Assert.That((open.RaisedAt, open.Holder), Is.EqualTo((before.RaisedAt, e.AckBy)));
        Assert.That(open.Causes, Is.EquivalentTo(e.Causes));
        Assert.That(open.Rescues.Select(r => (r.Number, r.Service, r.At)), Is.EquivalentTo(e.Rescues.Select(r => (r.Number, r.Service, r.At))));
        Assert.That((closed.ClosedAt.HasValue, closed.Outcome, closed.ClosedBy), Is.EqualTo((true, (CrisisOutcome?)null, (StaffId?)null)));
        if (kept == earlier) await Two.Escalations().RescueAsync(kept, Me, new RescueAct.Note(2, RescueStep.Ended));
        Assert.That((await One.Escalations().RaiseAsync(Other, caller.Call, EscalationCause.Operator, "main")).Id, Is.EqualTo(kept), "it is the call's own");
    }

    /// <summary>A telephone rings for the one that was raised since; the record gives back the earlier one, which somebody has.</summary>
    [Test]
    public async Task A_telephone_that_rings_for_the_one_that_ends_is_withdrawn([Range(1, 6)] int _)
    {
        Ladders.Are(Step(LadderLevel.OnCall, 30, Person("li"), Person("wang")));
        var (earlier, later, record) = await RaisedTwiceAsync(held: true);
        await StepAsync(later);
        var (li, wang) = (Pager.Orders.First(o => o.Escalation == later), Pager.Orders.Last(o => o.Escalation == later));
        await One.Escalations().NotePageAsync(later, li.Token, "telephone", new LegId("leg-li"));

        // The other order's answer comes at the same moment: withdrawn by the joining, or told to its own pager that it is void.
        var noted = Two.Escalations().NotePageAsync(later, wang.Token, "telephone", new LegId("leg-wang"));
        await Task.WhenAll(noted, One.Restorer(record.Escalations).RestoreAsync(CancellationToken.None));
        await Eventually.True(() => Pager.Withdrawn.Contains(new LegId("leg-li")) && Pager.Withdrawn.Contains(new LegId("leg-wang")) == noted.Result, "telephones stop ringing");

        foreach (var order in new[] { li, wang })
        {
            Assert.That(await Two.Escalations().PageAnsweredAsync(later, order.Token, machine: false), Is.EqualTo(EscalationOutcome.Closed));
            Assert.That(await Two.Escalations().AcknowledgeByPhoneAsync(later, order.Token), Is.EqualTo(EscalationOutcome.Closed));
        }
        var e = (await AllAsync()).Single();
        Assert.That((e.Id, e.AckBy), Is.EqualTo((earlier, Me.ToString())), "and it is still hers");
    }

    /// <summary>A telephone rings since before the wipe for one that goes on in another, which nobody has: nobody may be told that it is taken.</summary>
    [Test]
    public async Task A_telephone_that_rings_for_one_that_goes_on_in_another_is_asked_to_look()
    {
        Ladders.Are(Step(LadderLevel.OnCall, 30, Person("li")));
        var (earlier, later, record) = await RaisedTwiceAsync(held: false);
        var li = Pager.Orders.First(o => o.Escalation == earlier);
        await One.Restorer(record.Escalations).RestoreAsync(CancellationToken.None);
        Assert.That((await AllAsync()).Single().Id, Is.EqualTo(later));
        Assert.That(await Two.Escalations().PageAnsweredAsync(earlier, li.Token, machine: false), Is.EqualTo(EscalationOutcome.Unknown));
        Assert.That(await Two.Escalations().AcknowledgeByPhoneAsync(earlier, li.Token), Is.EqualTo(EscalationOutcome.Unknown));
        Assert.That((await ReadAsync(later)).State, Is.EqualTo(EscalationState.Paging));
        await One.Escalations().AcknowledgeAsync(later, Me);
        Assert.That(await Two.Escalations().PageAnsweredAsync(earlier, li.Token, machine: false), Is.EqualTo(EscalationOutcome.Closed));
    }

    /// <summary>Raised, and one step paged; recorded, wiped, and raised again for the same call.</summary>
    private async Task<(EscalationId Earlier, EscalationId Later, TestRecord Record)> RaisedTwiceAsync(bool held)
    {
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        var earlier = (await One.Escalations().RaiseAsync(Other, caller.Call, EscalationCause.Operator, "main")).Id!.Value;
        await StepAsync(earlier);
        if (held) await One.Escalations().AcknowledgeAsync(earlier, Me);
        var record = await RecordAsync();
        await Redis.FlushAllAsync();
        await Two.Flow.EnterAsync(caller, Skill.Crisis, EnteredBy.CrisisKey, CancellationToken.None);
        return (earlier, (await AllAsync()).Single().Id, record);
    }

    [Test]
    public async Task Restored_before_its_call_is_heard_of_again_is_that_calls_own()
    {
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        var id = (await One.Escalations().RaiseAsync(Other, caller.Call, EscalationCause.Operator, "main")).Id!.Value;
        var record = await RecordAsync();
        await Redis.FlushAllAsync();
        await One.Restorer(record.Escalations).RestoreAsync(CancellationToken.None);
        await Two.Flow.EnterAsync(caller, Skill.Crisis, EnteredBy.CrisisKey, CancellationToken.None);
        var e = (await AllAsync()).Single();
        Assert.That((e.Id, e.Causes.Contains(EscalationCause.Key)), Is.EqualTo((id, true)));
    }

    [Test]
    public async Task Is_not_given_back_what_was_closed_a_moment_ago()
    {
        var id = await AlarmAsync();
        var record = await RecordAsync();
        await One.Escalations().AcknowledgeAsync(id, Me);
        await One.Escalations().CloseAsync(id, Me, CrisisOutcome.Safe);
        Assert.That(await record.Escalations.OpenAsync(10), Has.Count.EqualTo(1), "the record does not know it yet");
        await Two.Restorer(record.Escalations).RestoreAsync(CancellationToken.None);
        Assert.That(await AllAsync(), Is.Empty);
    }

    [Test]
    public async Task Is_given_nothing_by_a_record_that_lags()
    {
        await AlarmAsync();
        var record = await RecordAsync();
        var open = (await record.Escalations.OpenAsync(10)).Single();
        await Redis.FlushAllAsync();
        await One.CallerWaitsAsync(Skill.Legal);
        var live = One.Services.GetRequiredService<CrisisState>();
        Assert.That(await live.RestoreAsync(open, TimeSpan.FromMilliseconds(-1)), Is.Null);
        Assert.That(await live.RestoreAsync(open, TimeSpan.FromMinutes(1)), Is.Empty);
    }

    private async Task<string[]> TimersOfAsync(EscalationId id) => [.. (await One.Database.SortedSetRangeByRankAsync(One.Keys.Timers)).Select(t => (string)t!).Where(t => t.Split('|').ElementAtOrDefault(1) == id.Value)];

    [Test]
    public async Task Whose_timer_is_lost_is_repaired()
    {
        var id = await AlarmAsync();
        await One.Database.SortedSetRemoveAsync(One.Keys.Timers, "page|" + id);
        await Task.WhenAll(One.ReconcileAsync(), Two.ReconcileAsync());
        Assert.That(await One.HasTimerAsync("page|" + id), Is.True);
        Assert.That(await One.RepairsAsync(), Is.EqualTo(new[] { "timer-missing" }));
    }
}
