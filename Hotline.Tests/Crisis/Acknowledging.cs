using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Staff;
using Hotline.Tests.Routing;
using NUnit.Framework;

namespace Hotline.Tests.Crisis;

internal sealed class Acknowledging : OnLadders
{
    [Test]
    public async Task Two_at_once_leave_one_holder([Range(1, 8)] int _)
    {
        var id = await AlarmAsync();
        StaffId[] people = [.. Enumerable.Range(0, 6).Select(_ => StaffId.New(TimeProvider.System))];
        var replies = await Task.WhenAll(people.Select((p, i) => (i % 2 == 0 ? One : Two).Escalations().AcknowledgeAsync(id, p)));
        var winner = people[Array.FindIndex(replies, r => r.Outcome == EscalationOutcome.Done)];
        Assert.That(replies.Count(r => r.Outcome == EscalationOutcome.Done), Is.EqualTo(1));
        Assert.That(replies.Where(r => r.Outcome == EscalationOutcome.AlreadyAcknowledged).Select(r => r.Holder).ToArray(), Has.Length.EqualTo(5).And.All.EqualTo(winner));
        Assert.That(await One.EventsAsync(EventKind.EscalationAcknowledged), Has.Length.EqualTo(1));
        Assert.That((await Two.Escalations().AcknowledgeAsync(id, winner)).Outcome, Is.EqualTo(EscalationOutcome.Done), "asked again by its holder");
    }

    [Test]
    public async Task Closing_against_handing_back_leaves_one_of_them([Range(1, 8)] int _)
    {
        var id = await AlarmAsync();
        var by = StaffId.New(TimeProvider.System);
        await One.Escalations().AcknowledgeAsync(id, by);
        var outcomes = await Task.WhenAll(One.Escalations().CloseAsync(id, by, CrisisOutcome.Safe), Two.Escalations().HandBackAsync(id, by));
        if (outcomes[0] == EscalationOutcome.Done)
        {
            Assert.That(outcomes[1], Is.EqualTo(EscalationOutcome.Closed));
            Assert.That(await AllAsync(), Is.Empty);
            Assert.That(await One.HasTimerAsync("page|" + id), Is.False);
        }
        else
        {
            Assert.That(outcomes, Is.EqualTo(new[] { EscalationOutcome.NotYours, EscalationOutcome.Done }));
            Assert.That((await ReadAsync(id)).State, Is.EqualTo(EscalationState.Paging));
            Assert.That(await One.HasTimerAsync("page|" + id), Is.True);
        }
    }

    [Test]
    public async Task Only_the_holder_hands_back_and_closes_and_what_is_closed_says_so()
    {
        var id = await AlarmAsync();
        var (by, other) = (StaffId.New(TimeProvider.System), StaffId.New(TimeProvider.System));
        Assert.That(await One.Escalations().CloseAsync(id, by, CrisisOutcome.Safe), Is.EqualTo(EscalationOutcome.NotYours), "nobody has it");
        await One.Escalations().AcknowledgeAsync(id, by);
        Assert.That(await One.Escalations().CloseAsync(id, other, CrisisOutcome.Safe), Is.EqualTo(EscalationOutcome.NotYours));
        Assert.That(await One.Escalations().HandBackAsync(id, other), Is.EqualTo(EscalationOutcome.NotYours));
        Assert.That(await One.Escalations().CloseAsync(id, by, CrisisOutcome.ReferredOn), Is.EqualTo(EscalationOutcome.Done));

        Assert.That((await Two.Escalations().AcknowledgeAsync(id, other)).Outcome, Is.EqualTo(EscalationOutcome.Closed));
        Assert.That(await Two.Escalations().CloseAsync(id, by, CrisisOutcome.Safe), Is.EqualTo(EscalationOutcome.Closed));
        Assert.That(await Two.Escalations().ProgressAsync(new EscalationId(new string('a', 32) + ".1"), by, "joined"), Is.EqualTo(EscalationOutcome.Unknown));
        Assert.That(await One.EventsAsync(EventKind.EscalationClosed), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_closed_one_of_the_same_call_may_be_followed_by_another()
    {
        var (caller, op, _) = await One.TalkAsync(Skill.Legal);
        var first = (await One.Escalations().RaiseAsync(op, caller.Call, EscalationCause.Operator)).Id!.Value;
        await One.Escalations().AcknowledgeAsync(first, op);
        await One.Escalations().CloseAsync(first, op, CrisisOutcome.Safe);
        var second = (await One.Escalations().RaiseAsync(op, caller.Call, EscalationCause.Operator)).Id!.Value;
        Assert.That(second, Is.Not.EqualTo(first));
        Assert.That(second.Call, Is.EqualTo(caller.Call));
    }
}
