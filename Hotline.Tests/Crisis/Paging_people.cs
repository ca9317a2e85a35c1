using Hotline.Core.Crisis;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.Crisis;

internal sealed class Paging_people : OnLadders
{
    private static readonly StaffId Me = StaffId.New(TimeProvider.System);

    [Test]
    public async Task One_order_for_each_person_of_a_step_and_again_until_it_is_noted()
    {
        Ladders.Are(Step(LadderLevel.OnCall, 30, Person("li"), Person("wang")));
        var id = await AlarmAsync();
        await StepAsync(id);
        Assert.That(Pager.Orders.Select(o => (o.Escalation, o.Person.Id, o.Again)), Is.EqualTo(new[] { (id, "li", false), (id, "wang", false) }));
        var (li, wang) = (Pager.Orders.First(), Pager.Orders.Last());
        Assert.That(await One.Escalations().NotePageAsync(id, li.Token, "telephone", new LegId("leg-li")), Is.True);

        // The node that was to page the other died with it.
        Assert.That(await One.HasTimerAsync($"dialpage|{id}|{li.Token}"), Is.False);
        await FireAsync(Two, $"dialpage|{id}|{wang.Token}");
        Assert.That(Pager.Orders.Skip(2).Select(o => (o.Person.Id, o.Token, o.Again)), Is.EqualTo(new[] { ("wang", wang.Token, true) }));
        Assert.That(await One.HasTimerAsync($"dialpage|{id}|{wang.Token}"), Is.True, "until it is noted");
    }

    [Test]
    public async Task Acknowledging_voids_what_is_not_done([Range(1, 6)] int _)
    {
        Ladders.Are(Step(LadderLevel.OnCall, 30, Person("li"), Person("wang")));
        var id = await AlarmAsync();
        await StepAsync(id);
        var (li, wang) = (Pager.Orders.First(), Pager.Orders.Last());
        await One.Escalations().NotePageAsync(id, li.Token, "telephone", new LegId("leg-li"));

        var noted = Two.Escalations().NotePageAsync(id, wang.Token, "telephone", new LegId("leg-wang"));
        await Task.WhenAll(noted, One.Escalations().AcknowledgeAsync(id, Me));

        // Either it was noted first and is withdrawn by the acknowledgement, or its own pager is told that it is void.
        await Eventually.True(() => Pager.Withdrawn.Contains(new LegId("leg-li")) && Pager.Withdrawn.Contains(new LegId("leg-wang")) == noted.Result, "telephones stop ringing");
        await FireAsync(Two, $"dialpage|{id}|{wang.Token}");
        await FireAsync(Two, $"dialpage|{id}|{li.Token}");
        Assert.That(Pager.Orders, Has.Count.EqualTo(2), "nobody is paged again");
        Assert.That(await Two.Escalations().NotePageAsync(id, wang.Token, "telephone", null), Is.False);
    }

    [Test]
    public async Task A_telephone_answered_while_somebody_acknowledges_is_told_so_or_is_in_time([Range(1, 6)] int _)
    {
        Ladders.Are(Step(LadderLevel.OnCall, 30, Person("li")));
        var id = await AlarmAsync();
        await StepAsync(id);
        var li = Pager.Orders.Single();
        var answered = Two.Escalations().PageAnsweredAsync(id, li.Token, machine: false);
        await Task.WhenAll(answered, One.Escalations().AcknowledgeAsync(id, Me));
        Assert.That(await answered, Is.AnyOf(EscalationOutcome.Done, EscalationOutcome.AlreadyAcknowledged));
        Assert.That(await Two.Escalations().PageAnsweredAsync(id, li.Token, machine: false), Is.EqualTo(EscalationOutcome.AlreadyAcknowledged));
        Assert.That(await Two.Escalations().AcknowledgeByPhoneAsync(id, li.Token), Is.EqualTo(EscalationOutcome.AlreadyAcknowledged), "who was asked in time may press too late");
        await One.Escalations().CloseAsync(id, Me, CrisisOutcome.Safe);
        Assert.That(await Two.Escalations().PageAnsweredAsync(id, li.Token, machine: false), Is.EqualTo(EscalationOutcome.Closed));
        Assert.That(await Two.Escalations().AcknowledgeByPhoneAsync(id, li.Token), Is.EqualTo(EscalationOutcome.Closed));
    }

    [Test]
    public async Task Machines_alone_end_a_step_of_people_on_call_sooner()
    {
        Ladders.Are(Step(LadderLevel.OnCall, 600, Person("li"), Person("wang")), Step(LadderLevel.OnCall, 600, Person("zhao")), Step(LadderLevel.Everybody, 600, Person("li")));
        var id = await AlarmAsync();
        await StepAsync(id);
        var (li, wang) = (Pager.Orders.First(), Pager.Orders.Last());
        await MachineAsync(id, li);
        await MachineAsync(id, li);
        Assert.That(await LeftAsync(id), Is.GreaterThan(TimeSpan.FromMinutes(9)), "the other one may still answer");
        Assert.That(await One.HasTimerAsync($"dialpage|{id}|{li.Token}"), Is.False, "she is not rung again");
        await MachineAsync(id, wang);
        Assert.That(await LeftAsync(id), Is.LessThanOrEqualTo(TimeSpan.FromSeconds(10)).And.GreaterThan(TimeSpan.Zero));
        Assert.That(await One.Database.SortedSetScoreAsync(One.Keys.Timers, "page|" + id), Is.EqualTo((await ReadAsync(id)).NextAt.ToUnixTimeMilliseconds()));

        // What was rung in an earlier step says nothing of the present one, and consoles may answer at any time.
        await StepAsync(id);
        await One.Escalations().NotePageAsync(id, Pager.Orders.Last().Token, "text");
        await MachineAsync(id, wang);
        Assert.That(await LeftAsync(id), Is.GreaterThan(TimeSpan.FromMinutes(9)));
        await StepAsync(id);
        await MachineAsync(id, Pager.Orders.Last());
        Assert.That(await LeftAsync(id), Is.GreaterThan(TimeSpan.FromMinutes(9)));

        var told = (await One.EventsAsync(Core.Calls.EventKind.EscalationPaged)).Select(d => System.Text.Json.JsonDocument.Parse(d).RootElement)
            .Where(d => d.GetProperty("how").GetString() == "machine").Select(d => d.GetProperty("who").GetString());
        Assert.That(told, Is.EqualTo(new[] { "li", "wang", "li" }), "each page once");

        // Whoever was taken for a machine is a person as soon as she presses her key.
        Assert.That(await Two.Escalations().AcknowledgeByPhoneAsync(id, wang.Token), Is.EqualTo(EscalationOutcome.Done));
        Assert.That((await ReadAsync(id)).AckBy, Is.EqualTo("wang"));
    }

    [Test]
    public async Task A_machine_that_answers_while_somebody_acknowledges_changes_nothing_of_it([Range(1, 6)] int _)
    {
        Ladders.Are(Step(LadderLevel.OnCall, 600, Person("li")));
        var id = await AlarmAsync();
        await StepAsync(id);
        var li = Pager.Orders.Single();
        await Task.WhenAll(
            Two.Escalations().PageAnsweredAsync(id, li.Token, machine: true), One.Escalations().PageAnsweredAsync(id, li.Token, machine: true), One.Escalations().AcknowledgeAsync(id, Me));
        var e = await ReadAsync(id);
        Assert.That((e.State, e.AckBy), Is.EqualTo((EscalationState.Acknowledged, Me.ToString())));
        Assert.That(await LeftAsync(id), Is.GreaterThan(TimeSpan.FromMinutes(20)), "what is due next is her reminder");
    }

    private Task<EscalationOutcome> MachineAsync(EscalationId id, PageOrder order) => Two.Escalations().PageAnsweredAsync(id, order.Token, machine: true);

    /// <summary>Until the next step.</summary>
    private async Task<TimeSpan> LeftAsync(EscalationId id)
    {
        var reading = (await One.Escalations().ReadAsync())!;
        return reading.Escalations.Single(e => e.Id == id).NextAt - reading.At;
    }

    [Test]
    public async Task Pressing_1_acknowledges_once_and_a_console_may_follow()
    {
        Ladders.Are(Step(LadderLevel.OnCall, 30, Person("li"), Person("wang")));
        var id = await AlarmAsync();
        await StepAsync(id);
        var (li, wang) = (Pager.Orders.First(), Pager.Orders.Last());
        Assert.That(await One.Escalations().AcknowledgeByPhoneAsync(id, 1), Is.EqualTo(EscalationOutcome.Unknown), "nobody was paged under this");
        var pressed = await Task.WhenAll(One.Escalations().AcknowledgeByPhoneAsync(id, li.Token), Two.Escalations().AcknowledgeByPhoneAsync(id, wang.Token));
        Assert.That(pressed, Is.EquivalentTo(new[] { EscalationOutcome.Done, EscalationOutcome.AlreadyAcknowledged }));
        var winner = pressed[0] == EscalationOutcome.Done ? li : wang;
        var e = await ReadAsync(id);
        Assert.That((e.AckBy, e.AckHow), Is.EqualTo((winner.Person.Id, "telephone")));
        Assert.That(await One.Escalations().AcknowledgeByPhoneAsync(id, winner.Token), Is.EqualTo(EscalationOutcome.Done), "pressed twice");

        Assert.That((await One.Escalations().AcknowledgeAsync(id, Me)).Outcome, Is.EqualTo(EscalationOutcome.Done), "she sat down at a console");
        Assert.That((await ReadAsync(id)).AckBy, Is.EqualTo(Me.ToString()));
        Assert.That((await Two.Escalations().AcknowledgeAsync(id, StaffId.New(TimeProvider.System))).Holder, Is.EqualTo(Me));
        Assert.That(await One.Escalations().AcknowledgeByPhoneAsync(id, winner.Token), Is.EqualTo(EscalationOutcome.AlreadyAcknowledged));
    }

    [Test]
    public async Task A_pager_that_fails_or_hangs_delays_no_step()
    {
        Ladders.Are(Step(LadderLevel.OnCall, 1, Person("li")), Step(LadderLevel.Everybody, 1));
        var hangs = new TaskCompletionSource();
        Pager.Do = o => o.Token % 2 == 0 ? hangs.Task : throw new InvalidOperationException("the carrier is away");
        var id = await AlarmAsync();
        await One.RunTimersAsync();
        await Eventually.True(async () => (await ReadAsync(id)).Round >= 3, "round after round");
        hangs.SetResult();
    }

    [Test]
    public async Task Who_is_on_duty_no_more_is_not_paged()
    {
        Ladders.Are(Step(LadderLevel.OnCall, 30, Person("li")));
        var id = await AlarmAsync();
        await StepAsync(id);
        var li = Pager.Orders.Single();
        Ladders.Are(Step(LadderLevel.OnCall, 30, Person("wang")));
        await FireAsync(Two, $"dialpage|{id}|{li.Token}");
        Assert.That(Pager.Orders, Has.Count.EqualTo(1));
        Assert.That(await One.HasTimerAsync($"dialpage|{id}|{li.Token}"), Is.False);
    }
}
