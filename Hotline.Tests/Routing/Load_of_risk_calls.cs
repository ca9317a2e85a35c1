using Hotline.Core.Agents;
using Hotline.Core.Crisis;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Tests.Crisis;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

/// <summary>Counted by their danger, and none of them twice in a row for somebody while another is fresh.</summary>
internal sealed class Load_of_risk_calls : RiskCallSpec
{
    [Test]
    public async Task Two_counsellors_take_them_in_turn()
    {
        var first = await One.OperatorIsReadyAsync(Counsellor);
        await TakesOneAsync(first);
        await One.Desks.SetPresenceAsync(first, Presence.Ready, null);
        var second = await One.OperatorIsReadyAsync(Counsellor);

        // The first has been ready for longer; she rests.
        var caller = await One.CallerWaitsAsync(Skill.Crisis);
        Assert.That(((await One.DeskAsync(second)).Call?.Call, (await One.DeskAsync(first)).State), Is.EqualTo((caller.Call, DeskState.Ready)));

        // Nobody else is ready: she is offered the next at once.
        var next = await One.CallerWaitsAsync(Skill.Crisis);
        Assert.That((await One.DeskAsync(first)).Call?.Call, Is.EqualTo(next.Call));
    }

    [Test]
    public async Task Racing_callers_come_first_to_whoever_does_not_rest()
    {
        for (var round = 0; round < 10; round++)
        {
            await Redis.FlushAllAsync();
            var tired = await One.OperatorIsReadyAsync(Counsellor);
            await TakesOneAsync(tired);
            await One.Desks.SetPresenceAsync(tired, Presence.Ready, null);
            StaffId[] rested = [await One.OperatorIsReadyAsync(Counsellor), await One.OperatorIsReadyAsync(Counsellor)];

            await Task.WhenAll(One.CallerWaitsAsync(Skill.Crisis), Two.CallerWaitsAsync(Skill.Crisis));
            foreach (var staff in rested) Assert.That((await One.DeskAsync(staff)).State, Is.EqualTo(DeskState.Offered), $"round {round}");
            Assert.That((await One.DeskAsync(tired)).State, Is.EqualTo(DeskState.Ready), $"round {round}");
        }
    }

    [Test]
    public async Task After_half_an_hour_she_is_as_near_to_the_next_as_her_colleagues_and_has_been_ready_for_as_long()
    {
        var first = await One.OperatorIsReadyAsync(Counsellor);
        await TakesOneAsync(first);
        await One.Desks.SetPresenceAsync(first, Presence.Ready, null);
        var ready = await One.DeskAsync(first);
        await One.OperatorIsReadyAsync(Counsellor);
        var due = await One.Database.SortedSetScoreAsync(One.Keys.Timers, $"rested|{first}");
        Assert.That(due, Is.EqualTo(ready.Since.ToUnixTimeMilliseconds() + (30 * 60_000)).Within(10_000));

        await One.Live.FireTimerAsync($"rested|{first}", null);
        Assert.That((await One.DeskAsync(first)).Since, Is.EqualTo(ready.Since));
        var caller = await One.CallerWaitsAsync(Skill.Crisis);
        Assert.That((await One.DeskAsync(first)).Call?.Call, Is.EqualTo(caller.Call), "she has been ready the longest");
    }

    [TestCase("crisis", false, 1)]
    [TestCase("legal", true, 1)]
    [TestCase("legal", false, 0)]
    public async Task Count_by_their_danger(string skill, bool marked, int risks)
    {
        var op = await One.OperatorIsReadyAsync(Counsellor);
        var caller = await One.CallerWaitsAsync(new Skill(skill));
        var talk = await One.TalkNowAsync(op, caller);
        await Task.Delay(30); // Talk that can be measured.
        await One.TellAsync(talk.CallerLeft, talk.CallerEnded);
        if (marked) await One.Desks.MarkRiskAsync(op, caller.Call);
        await One.Desks.FinishWrapUpAsync(op, caller.Call);

        var load = (await One.DeskAsync(op)).Load!;
        Assert.That(load.RiskCalls, Is.EqualTo(risks));
        Assert.That(load.RiskTime > TimeSpan.Zero, Is.EqualTo(risks > 0));
        Assert.That((await One.DeskAsync(op)).Reason, Is.EqualTo(risks > 0 ? Desks.DebriefReason : null), "and she is asked exactly then");
    }

    [Test]
    public async Task Count_for_an_escalation_too_and_from_the_beginning_of_the_shift()
    {
        var op = await One.OperatorIsReadyAsync(Counsellor);
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        var talk = await One.TalkNowAsync(op, caller);
        await One.Escalations().RaiseAsync(op, caller.Call, EscalationCause.Operator);
        await One.TellAsync(talk.CallerLeft, talk.CallerEnded);
        await One.Desks.FinishWrapUpAsync(op, caller.Call);
        Assert.That((await One.DeskAsync(op)).Load!.RiskCalls, Is.EqualTo(1));

        await One.Desks.SetPresenceAsync(op, Presence.Off, null);
        await One.Desks.SetPresenceAsync(op, Presence.Ready, null);
        Assert.That((await One.DeskAsync(op)).Load!.RiskCalls, Is.EqualTo(1), "a short absence is the same shift");

        await One.Desks.SetPresenceAsync(op, Presence.Off, null);
        await OffSinceAsync(op, TimeSpan.FromHours(5));
        await One.Desks.SetPresenceAsync(op, Presence.Ready, null);
        Assert.That((await One.DeskAsync(op)).Load!.RiskCalls, Is.Zero, "a new shift");
    }

    [Test]
    public async Task Load_survives_a_wiped_live_state()
    {
        var op = await One.OperatorIsReadyAsync(Counsellor);
        await TakesOneAsync(op);
        await One.Desks.SetPresenceAsync(op, Presence.Ready, null);
        await One.DeskAsync(op);
        await Redis.FlushAllAsync();
        await One.Desks.KeepAsync(op, "main", Counsellor, $"sip:{op}@desk.test");
        Assert.That((await One.DeskAsync(op)).Load!.RiskCalls, Is.EqualTo(1));
        Assert.That(await One.Database.SortedSetScoreAsync(One.Keys.Timers, $"rested|{op}"), Is.Not.Null);
        await One.ReconcileAsync();
        Assert.That(await One.RepairsAsync(), Is.Empty);
    }

    private async Task OffSinceAsync(StaffId op, TimeSpan ago)
    {
        var record = System.Text.Json.Nodes.JsonNode.Parse((string)(await One.Database.HashGetAsync(One.Keys.Desks, op.ToString()))!)!;
        record["since"] = record["since"]!.GetValue<double>() - ago.TotalMilliseconds;
        await One.Database.HashSetAsync(One.Keys.Desks, op.ToString(), record.ToJsonString());
    }
}
