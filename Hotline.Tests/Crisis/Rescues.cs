using Hotline.Core.Crisis;
using Hotline.Core.Staff;
using NUnit.Framework;

namespace Hotline.Tests.Crisis;

internal sealed class Rescues : OnLadders
{
    private static readonly StaffId Me = StaffId.New(TimeProvider.System), Other = StaffId.New(TimeProvider.System);

    [Test]
    public async Task Are_recorded_to_their_end()
    {
        var id = await AlarmAsync();
        await One.Escalations().AcknowledgeAsync(id, Me);
        Assert.That(await AskAsync(id, Other), Is.EqualTo(EscalationOutcome.NotYours));
        Assert.That(await AskAsync(id, Me), Is.EqualTo(EscalationOutcome.Done));
        Assert.That(await One.Escalations().CloseAsync(id, Me, CrisisOutcome.Safe), Is.EqualTo(EscalationOutcome.NeedsOutcome), "it is still open");
        Assert.That(await NoteAsync(id, 1, RescueStep.Dispatched), Is.EqualTo(EscalationOutcome.Done));
        Assert.That(await NoteAsync(id, 1, RescueStep.Dispatched), Is.EqualTo(EscalationOutcome.Done), "noted twice");
        var r = (await ReadAsync(id)).Rescues.Single();
        Assert.That((r.Step, (r.DueAt - r.At)?.TotalMinutes, r.By), Is.EqualTo((RescueStep.Dispatched, (double?)15, (StaffId?)Me)));
        Assert.That(await NoteAsync(id, 1, RescueStep.Arrived), Is.EqualTo(EscalationOutcome.Done));
        Assert.That(await NoteAsync(id, 1, RescueStep.Dispatched), Is.EqualTo(EscalationOutcome.Unknown), "never back");
        Assert.That(await NoteAsync(id, 2, RescueStep.Arrived), Is.EqualTo(EscalationOutcome.Unknown));
        Assert.That(await One.HasTimerAsync($"rescue|{id}|1"), Is.False, "nothing is awaited");
        Assert.That(await NoteAsync(id, 1, RescueStep.Ended), Is.EqualTo(EscalationOutcome.Done));
        Assert.That(await NoteAsync(id, 1, RescueStep.Failed), Is.EqualTo(EscalationOutcome.Closed), "none after the end");
        Assert.That(await One.Escalations().CloseAsync(id, Me, CrisisOutcome.RescueArrived), Is.EqualTo(EscalationOutcome.Done));

        var record = (await (await RecordAsync()).Escalations.GetAsync(id))!;
        Assert.That(record.Rescues.Select(x => (x.Number, x.Service, x.Step, x.Contact)), Is.EqualTo(new[] { (1, RescueService.Police, RescueStep.Ended, "110") }));
        Assert.That(record.Outcome, Is.EqualTo(CrisisOutcome.RescueArrived));
    }

    [Test]
    public async Task That_fail_are_followed_by_another()
    {
        var id = await AlarmAsync();
        Assert.That(await AskAsync(id, Other), Is.EqualTo(EscalationOutcome.Done), "nobody has it yet: help is not waited for");
        await One.Escalations().AcknowledgeAsync(id, Me);
        await NoteAsync(id, 1, RescueStep.Failed);
        Assert.That(await AskAsync(id, Me), Is.EqualTo(EscalationOutcome.Done));
        Assert.That((await ReadAsync(id)).Rescues.Select(r => (r.Number, r.Step)), Is.EqualTo(new[] { (1, RescueStep.Failed), (2, RescueStep.Asked) }));
    }

    [Test]
    public async Task That_are_overdue_page_again()
    {
        var id = await AlarmAsync();
        await One.Escalations().AcknowledgeAsync(id, Me);
        await AskAsync(id, Me);
        await FireAsync(Two, $"rescue|{id}|1");
        var e = await ReadAsync(id);
        Assert.That(e.Rescues.Single().Overdue, Is.True);
        var (holder, supervisor, colleague) = (WhoIs(Me, Role.Counsellor), WhoIs(Other, Role.Supervisor), WhoIs(Other, Role.Counsellor));
        Assert.That(new[] { holder, supervisor, colleague }.Select(w => PagingRules.Pages(e, w, ["main"])), Is.EqualTo(new[] { true, true, false }));
        Assert.That(await One.HasTimerAsync($"rescue|{id}|1"), Is.True, "and again");

        await NoteAsync(id, 1, RescueStep.Arrived);
        await FireAsync(Two, $"rescue|{id}|1");
        Assert.That((await ReadAsync(id)).Rescues.Single().Overdue, Is.False);
    }

    [TestCase("call 110")]
    [TestCase("123456789012345678901")]
    public async Task Name_a_service_by_its_digits(string contact)
    {
        var id = await AlarmAsync();
        Assert.That(await One.Escalations().RescueAsync(id, Me, new RescueAct.Ask(RescueService.Other, contact)), Is.EqualTo(EscalationOutcome.Unknown));
        Assert.That((await ReadAsync(id)).Rescues, Is.Empty);
    }

    private static Who WhoIs(StaffId id, Role role) => new(id, "main", new HashSet<Role> { role });

    private Task<EscalationOutcome> AskAsync(EscalationId id, StaffId by) => One.Escalations().RescueAsync(id, by, new RescueAct.Ask(RescueService.Police, "110"));

    private Task<EscalationOutcome> NoteAsync(EscalationId id, int n, RescueStep step) => Two.Escalations().RescueAsync(id, Me, new RescueAct.Note(n, step));
}
