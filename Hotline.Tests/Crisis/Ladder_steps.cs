using System.Text.Json;
using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Crisis.Redis;
using Hotline.Core.Staff;
using Hotline.Tests.Routing;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.Crisis;

internal sealed class Ladder_steps : OnLadders
{
    [Test]
    public async Task Climb_level_by_level_and_round_by_round_until_somebody_acknowledges()
    {
        await One.OperatorIsReadyAsync(Crisis);
        var id = await AlarmAsync();
        var seen = new List<(LadderLevel, int)>();
        for (var i = 0; i < 5; i++)
        {
            await FireAsync(i % 2 == 0 ? One : Two, "page|" + id);
            var e = await ReadAsync(id);
            seen.Add((e.Level, e.Round));
            Assert.That((e.NextAt - e.Paged[^1].At).TotalSeconds, Is.EqualTo(20), "the next step has its time");
        }
        Assert.That(seen, Is.EqualTo(new[]
        {
            (LadderLevel.Counsellors, 1), (LadderLevel.Supervisors, 1), (LadderLevel.Everybody, 1), (LadderLevel.Counsellors, 2), (LadderLevel.Supervisors, 2),
        }));
    }

    [Test]
    public async Task Are_those_of_the_policy_in_force_when_they_are_due()
    {
        Ladders.Are(Step(LadderLevel.Supervisors, 7), Step(LadderLevel.Everybody, 9));
        var id = await AlarmAsync();
        await StepAsync(id);
        Ladders.Are(Step(LadderLevel.Supervisors, 7), Step(LadderLevel.Supervisors, 11));
        await StepAsync(id);
        var e = await ReadAsync(id);
        Assert.That((e.Level, (e.NextAt - e.Paged[^1].At).TotalSeconds), Is.EqualTo((LadderLevel.Supervisors, 11)));
        // A shorter one: the next round begins.
        Ladders.Are(Step(LadderLevel.Everybody, 5));
        await StepAsync(id);
        Assert.That(((await ReadAsync(id)).Level, (await ReadAsync(id)).Round), Is.EqualTo((LadderLevel.Everybody, 2)));
    }

    [Test]
    public async Task Are_done_by_the_built_in_ladder_when_there_is_no_other()
    {
        var id = await AlarmAsync();
        Ladders.Way = _ => throw new InvalidOperationException("no policy");
        await StepAsync(id);
        Ladders.Way = _ => new Ladder([]);
        await StepAsync(id);
        Assert.That((await ReadAsync(id)).Paged.Select(p => p.Level), Is.EqualTo(new[] { LadderLevel.Counsellors, LadderLevel.Supervisors }));
    }

    [Test]
    public async Task That_can_page_nobody_are_not_waited_for()
    {
        var id = await AlarmAsync();
        await StepAsync(id);
        var e = await ReadAsync(id);
        Assert.That(e.NextAt, Is.EqualTo(e.Paged[^1].At), "no counsellor is at work: the next step is due now");
        await StepAsync(id);
        Assert.That((await ReadAsync(id)).NextAt, Is.GreaterThan(e.NextAt), "and the supervisors are given their time");
    }

    [Test]
    public async Task Page_the_counsellors_of_the_nearest_centre_that_has_some_at_work()
    {
        var live = One.Services.GetRequiredService<CrisisState>();
        await One.OperatorIsReadyInAsync("region", Crisis);
        await One.OperatorIsReadyInAsync("banner", Legal);
        var id = (await One.Escalations().RaiseAsync(StaffId.New(TimeProvider.System), null, EscalationCause.Operator, "banner")).Id!.Value;
        await One.Database.SortedSetAddAsync(One.Keys.Timers, "page|" + id, 1);
        Assert.That(await live.NextPageAsync("page|" + id, 1, (BuiltInLadder.Ladder, ["banner", "league", "region"], false)), Is.InstanceOf<StepReply.Done>());
        Assert.That((await ReadAsync(id)).Paged.Single().Centre, Is.EqualTo("region"));
    }

    [Test]
    public async Task Acknowledging_against_a_step([Range(1, 12)] int _)
    {
        await One.OperatorIsReadyAsync(Crisis);
        var id = await AlarmAsync();
        var by = StaffId.New(TimeProvider.System);
        await One.Database.SortedSetAddAsync(One.Keys.Timers, "page|" + id, 1);
        await Task.WhenAll(One.FireClaimedAsync("page|" + id, 1), Two.Escalations().AcknowledgeAsync(id, by));
        var told = await ToldAsync();
        var acknowledged = Array.IndexOf(told, EventKind.EscalationAcknowledged);
        Assert.That(told.Skip(acknowledged), Has.None.EqualTo(EventKind.EscalationPaged), "nobody is paged once somebody has it");
        var e = await ReadAsync(id);
        Assert.That((e.State, e.AckBy, e.Reminded), Is.EqualTo((EscalationState.Acknowledged, by.ToString(), false)));
        Assert.That((e.NextAt - e.AckAt!.Value).TotalMinutes, Is.EqualTo(30), "the reminder is what is set");
        Assert.That(await One.HasTimerAsync("page|" + id), Is.True);
    }

    [Test]
    public async Task Two_pumps_do_each_step_once()
    {
        Ladders.Are(Step(LadderLevel.Supervisors, 1), Step(LadderLevel.Everybody, 1));
        var ids = new List<EscalationId>();
        for (var i = 0; i < 20; i++) ids.Add(await AlarmAsync());
        await Task.WhenAll(One.RunTimersAsync(), Two.RunTimersAsync());
        await Eventually.True(async () => (await AllAsync()).All(e => e.Paged.Count >= 3), "three steps of each");
        var steps = (await One.EventsAsync(EventKind.EscalationPaged)).Select(d => JsonDocument.Parse(d).RootElement)
            .Select(d => (d.GetProperty("escalation").GetString(), d.GetProperty("round").GetDouble(), d.GetProperty("step").GetDouble())).ToArray();
        Assert.That(steps, Is.Unique);
        Assert.That((await One.EventsAsync(EventKind.EscalationPaged)).Max(d => JsonDocument.Parse(d).RootElement.GetProperty("lateMs").GetDouble()), Is.LessThan(5000), "ms late: none waited for another host's claim to end");
    }

    [Test]
    public async Task Survive_a_host_that_dies_with_its_claims()
    {
        Ladders.Are(Step(LadderLevel.Supervisors, 1));
        var id = await AlarmAsync();
        var dead = await HostAsync();
        // It claims the step and is never heard of again.
        await dead.Live.ClaimTimersAsync(50, TimeSpan.FromMilliseconds(700), TimeSpan.FromHours(1));
        await dead.DisposeAsync();
        await Two.RunTimersAsync();
        await Eventually.True(async () => (await ReadAsync(id)).Paged.Count > 0, "the other host pages");
    }

    [Test]
    public async Task Survive_every_host_and_Redis_dying_in_the_middle()
    {
        Ladders.Are(Step(LadderLevel.Supervisors, 1), Step(LadderLevel.Everybody, 1));
        var (paging, held) = (await AlarmAsync(), await AlarmAsync());
        await One.Escalations().AcknowledgeAsync(held, StaffId.New(TimeProvider.System));
        await Task.WhenAll(One.RunTimersAsync(), Two.RunTimersAsync());
        await Eventually.True(async () => (await ReadAsync(paging)).Paged.Count >= 2, "the ladder climbs");
        await Redis.KillAsync();
        await Task.WhenAll(One.DisposeAsync().AsTask(), Two.DisposeAsync().AsTask());
        await Redis.RestartAsync();
        One = await HostAsync();
        Two = await HostAsync();
        var before = (await ReadAsync(paging)).Paged.Count;
        await Two.RunTimersAsync();
        await Eventually.True(async () => (await ReadAsync(paging)).Paged.Count >= before + 2, "it climbs on");

        var steps = (await One.EventsAsync(EventKind.EscalationPaged)).Select(d => JsonDocument.Parse(d).RootElement).ToArray();
        Assert.That(steps.Select(d => d.GetProperty("escalation").GetString()), Is.All.EqualTo(paging.Value), "nobody is paged for one that somebody has");
        Assert.That(steps.Select(d => (int)((d.GetProperty("round").GetDouble() * 2) + d.GetProperty("step").GetDouble())), Is.EqualTo(Enumerable.Range(3, steps.Length)), "each step once, in order");
    }

    [Test]
    public async Task Of_one_who_does_nothing_more_remind_her_and_then_go_on_without_her()
    {
        var id = await AlarmAsync();
        var by = StaffId.New(TimeProvider.System);
        await One.Escalations().AcknowledgeAsync(id, by);
        await StepAsync(id);
        Assert.That(((await ReadAsync(id)).State, (await ReadAsync(id)).Reminded), Is.EqualTo((EscalationState.Acknowledged, true)));

        await One.Escalations().ProgressAsync(id, by, "joined");
        Assert.That((await ReadAsync(id)).Reminded, Is.False, "she goes on with it");

        await StepAsync(id);
        await StepAsync(id);
        var e = await ReadAsync(id);
        Assert.That((e.State, e.AckBy, e.Round, e.Step), Is.EqualTo((EscalationState.Paging, (string?)null, 2, 1)));
        await StepAsync(id);
        Assert.That((await ReadAsync(id)).Paged, Is.Not.Empty);
    }

    private async Task<string[]> ToldAsync() =>
        [.. (await new Core.Calls.Redis.EventStream(One.Services.GetRequiredService<Core.Storage.Redis.RedisConnection>(), "12338").ReadAsync())!.Events.Select(e => e.Kind)];
}
