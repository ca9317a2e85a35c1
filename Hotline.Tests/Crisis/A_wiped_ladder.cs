using Hotline.Core.Crisis;
using Hotline.Core.Crisis.Redis;
using Hotline.Core.Staff;
using Hotline.Tests.Routing;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.Crisis;

internal sealed class A_wiped_ladder : OnLadders
{
    private static readonly StaffId Me = StaffId.New(TimeProvider.System);

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
        Assert.That(await live.RestoreAsync(open, TimeSpan.FromMilliseconds(-1)), Is.False);
        Assert.That(await live.RestoreAsync(open, TimeSpan.FromMinutes(1)), Is.True);
    }

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
