using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

/// <summary>The reconciler and the carrier's live legs.</summary>
internal sealed class Comparing_with_the_carrier : OnRealRedis
{
    private static readonly TimeSpan Old = TimeSpan.FromMinutes(10);

    [Test]
    public async Task A_leg_nobody_talks_on_is_ended_and_told_once()
    {
        var (caller, op, token) = await One.TalkAsync(Skill.Legal);
        var talked = ScriptedTelephony.OperatorLeg(caller.Call, token);
        var orphan = new LegId("op-of-a-lost-call");
        foreach (var leg in new[] { talked, orphan })
            await One.TellAsync(new CarrierFact(caller.Call, leg, FactSide.Operator, EventKind.LegAnswered, DateTimeOffset.UnixEpoch, $"{leg}/leg.answered", Operator: op, Token: token));
        Both(new LiveLeg(caller.Leg, false, Old), new LiveLeg(talked, true, Old), new LiveLeg(orphan, true, Old), new LiveLeg(new LegId("another-systems"), true, Old));

        await Task.WhenAll(One.ReconcileAsync(), Two.ReconcileAsync());
        await One.ReconcileAsync();

        Assert.That(One.Carrier.Acts.Concat(Two.Carrier.Acts).Where(a => a.Act == "end").Select(a => a.Leg).Distinct(), Is.EqualTo([orphan]));
        Assert.That(await One.RepairsAsync(), Is.EqualTo([RepairKind.OrphanLeg]), "asked for again each time, told once");
        Assert.That(await One.StateAsync(caller.Call), Is.EqualTo(CallState.Connected));
    }

    [Test]
    public async Task Legs_of_who_joined_are_left_alone()
    {
        var (caller, op, _) = await One.TalkAsync(Skill.Crisis);
        var helper = await One.OperatorSitsDownAsync(new SkillLevel(Skill.Crisis, 1));
        await One.Joins.JoinAsync(helper, caller.Call, JoinMode.Party, _ => (true, true), CancellationToken.None);
        await One.Joins.AddServiceAsync(op, caller.Call, RescueService.Police, CancellationToken.None);
        var legs = One.Carrier.Joined.Select(j => ScriptedTelephony.JoinerLeg(j.Token)).ToArray();
        foreach (var (leg, side) in legs.Zip([FactSide.Helper, FactSide.Service]))
            await One.TellAsync(new CarrierFact(caller.Call, leg, side, EventKind.LegAnswered, DateTimeOffset.UnixEpoch, $"{leg}/leg.answered"));
        Both([new LiveLeg(caller.Leg, false, Old), .. legs.Select(leg => new LiveLeg(leg, true, Old))]);
        await One.ReconcileAsync();
        await One.Joins.LeaveAsync(helper, caller.Call, CancellationToken.None);
        One.Carrier.Acts.Clear();
        await Two.ReconcileAsync();
        Assert.That(One.Carrier.Acts.Concat(Two.Carrier.Acts), Is.Empty, "one is in the call, the other told to end by its own timer");
        Assert.That(await One.RepairsAsync(), Is.Empty);
        await One.Database.SortedSetRemoveAsync(One.Keys.Timers, $"endleg|{caller.Call}|{legs[0]}");
        await Two.ReconcileAsync();
        Assert.That(Two.Carrier.Acts.Select(a => a.Leg), Is.EqualTo(new[] { legs[0] }));
        Assert.That(await One.RepairsAsync(), Is.EqualTo([RepairKind.OrphanLeg]));
    }

    [Test]
    public async Task A_leg_that_has_just_begun_to_ring_is_left_alone()
    {
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        var leg = new LegId("just-ringing");
        await One.TellAsync(new CarrierFact(caller.Call, leg, FactSide.Operator, EventKind.LegRinging, DateTimeOffset.UnixEpoch, $"{leg}/leg.ringing"));
        Both(new LiveLeg(leg, true, TimeSpan.FromSeconds(61)), new LiveLeg(caller.Leg, false, Old));
        await One.ReconcileAsync();
        Assert.That(One.Carrier.Acts, Is.Empty);
    }

    [Test]
    public async Task A_callers_leg_is_never_ended_though_nobody_knows_it()
    {
        Both(new LiveLeg(new LegId("stranger"), false, Old));
        await One.ReconcileAsync();
        Assert.That(One.Carrier.Acts, Is.Empty);
    }

    [Test]
    public async Task A_caller_who_hung_up_unseen_frees_her_operator_and_her_place()
    {
        var (talking, op, token) = await One.TalkAsync(Skill.Legal);
        var waiting = await One.CallerWaitsAsync(Skill.Crisis);
        foreach (var call in new[] { talking, waiting }) await AgeAsync(call);
        Both(new LiveLeg(ScriptedTelephony.OperatorLeg(talking.Call, token), true, Old));
        One.Carrier.Status = Two.Carrier.Status = LegStatus.Live;
        await One.ReconcileAsync();
        Assert.That(await One.StateAsync(talking.Call), Is.EqualTo(CallState.Connected), "the list lagged: the leg itself is asked");

        One.Carrier.Status = Two.Carrier.Status = LegStatus.Ended;
        await Task.WhenAll(One.ReconcileAsync(), Two.ReconcileAsync());
        Assert.That(await One.StateAsync(talking.Call), Is.EqualTo(CallState.WrapUp));
        Assert.That((await One.DeskAsync(op)).State, Is.EqualTo(DeskState.WrapUp));
        Assert.That(await One.StateAsync(waiting.Call), Is.EqualTo(CallState.Abandoned));
        Assert.That(await One.RepairsAsync(), Is.EqualTo([RepairKind.CallerGone, RepairKind.CallerGone]), "each once");
    }

    [Test]
    public async Task A_carrier_that_cannot_tell_everything_ends_nothing()
    {
        var waiting = await One.CallerWaitsAsync(Skill.Legal);
        await AgeAsync(waiting);
        One.Carrier.Status = LegStatus.Ended;
        One.Carrier.LiveLegs = () => null;
        await One.ReconcileAsync();
        Assert.That(await One.StateAsync(waiting.Call), Is.EqualTo(CallState.Waiting));
    }

    private void Both(params LiveLeg[] legs) => One.Carrier.LiveLegs = Two.Carrier.LiveLegs = () => legs;

    private async Task AgeAsync(CallTicket call)
    {
        var text = (string)(await One.Database.HashGetAsync(One.Keys.Calls, call.Call.ToString()))!;
        var record = System.Text.Json.Nodes.JsonNode.Parse(text)!;
        record["arr"] = record["arr"]!.GetValue<double>() - 120_000;
        await One.Database.HashSetAsync(One.Keys.Calls, call.Call.ToString(), record.ToJsonString());
    }
}
