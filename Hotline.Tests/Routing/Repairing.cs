using FsCheck;
using FsCheck.Fluent;
using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Staff;
using Hotline.Tests.Servers;
using NUnit.Framework;
using StackExchange.Redis;
using static Hotline.Tests.Routing.ScriptedRoutes;

namespace Hotline.Tests.Routing;

/// <summary>The reconciler and the live state: it finds nothing in a sound one and puts a damaged one right.</summary>
internal sealed class Repairing : OnRealRedis
{
    private static readonly DutyPhone Duty = DutyPhone.Of("+8613900000009");

    [Test]
    public void Finds_nothing_whatever_happened()
    {
        var volleys = Gen.Choose(0, int.MaxValue - 1).ListOf(8).ListOf(12).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(40), Prop.ForAll(volleys, volley =>
        {
            var found = PlayAsync(volley).GetAwaiter().GetResult();
            return (found.Length == 0).Label(found);
        }));
    }

    private async Task<string> PlayAsync(IEnumerable<IEnumerable<int>> volleys)
    {
        await Redis.FlushAllAsync();
        One.Routes.Way = Two.Routes.Way = skill => To(
            new Lane("main", skill, 2), After(0, new Lane("main", skill, 1)), After(20, new Lane("main", Skill.Psychological, 1)), PhonesAfter(40, Duty));
        var operators = new List<StaffId>();
        foreach (var skills in RandomCommands.Skilled) operators.Add(await One.OperatorSitsDownAsync(skills));
        var callers = new List<CallTicket>();
        for (var i = 0; i < 6; i++) callers.Add(await One.CallerDialsAsync());
        foreach (var volley in volleys)
        {
            await Task.WhenAll(volley.Select((n, i) => RandomCommands.PlayAsync(i % 2 == 0 ? One : Two, n, operators, callers)));
            var before = await WholeAsync();
            await Two.ReconcileAsync();
            var repairs = await One.RepairsAsync();
            if (repairs.Length > 0) return string.Join("; ", repairs);
            if (await WholeAsync() != before) return "something changed without an event";
        }
        return "";
    }

    public static IEnumerable<TestCaseData> Damages() =>
    [
        Damage("An_offer_without_its_deadline", "timer-missing", async s => await s.ForgetTimerAsync($"offer|{s.Offered.Call}|{s.OfferToken}")),
        Damage("A_ring_without_its_deadline", "timer-missing", async s => await s.ForgetTimerAsync($"ring|{s.Ringing.Call}|{s.RingToken}")),
        Damage("A_move_that_is_told_no_more", "timer-missing", async s => await s.ForgetTimerAsync($"movein|{s.Ringing.Call}|{s.RingToken}")),
        Damage("A_wrap_up_without_an_end", "timer-missing", async s => await s.ForgetTimerAsync($"wrap|{s.Writer}|{s.Written.Call}")),
        Damage("A_console_without_a_lease", "timer-missing", async s => await s.ForgetTimerAsync($"lease|{s.Rester}")),
        Damage("A_caller_nobody_asks_for", "timer-missing", async s => await s.ForgetTimerAsync($"caller|{s.Waiting.Call}")),
        Damage("A_caller_who_stays_in_her_lanes_for_ever", "timer-missing", async s => await s.ForgetTimerAsync($"widen|{s.Waiting.Call}")),
        Damage("An_ended_call_that_is_kept_for_ever", "timer-missing", async s => await s.ForgetTimerAsync($"purge|{s.Written.Call}")),
        Damage("A_caller_in_no_lane", "place-missing", async s => await s.Host.Database.KeyDeleteAsync(s.Host.Keys.Waiting)),
        Damage("A_caller_on_no_board", "place-missing", async s => await s.Host.Database.KeyDeleteAsync(s.Host.Keys.Queue)),
        Damage("A_place_of_nobody", "ghost-place", async s => await s.Host.Database.SortedSetAddAsync(s.Host.Keys.Waiting, "main/legal/1|00000000000001|nobody", 0)),
        Damage("A_place_of_one_who_talks", "ghost-place", async s => await s.Host.Database.SortedSetAddAsync(s.Host.Keys.Queue, $"main/legal/1|00000000000001|{s.Talking.Call}", 0)),
        Damage("A_ready_operator_nobody_finds", "ready-missing", async s => await s.Host.Database.KeyDeleteAsync(s.Host.Keys.Ready)),
        Damage("An_operator_on_no_board", "presence-missing", async s => await s.Host.Database.KeyDeleteAsync(s.Host.Keys.Present)),
        Damage("A_ghost_among_the_ready", "ghost-operator", async s => await s.Host.Database.SortedSetAddAsync(s.Host.Keys.Ready, $"main/legal/3|000000000000001|{s.Rester}", 0)),
        Damage("A_ghost_on_the_board", "ghost-operator", async s => await s.Host.Database.SortedSetAddAsync(s.Host.Keys.Present, "main|nobody", 0)),
        Damage("An_offer_to_a_desk_that_is_gone", "offer-stuck", async s => await s.Host.Database.HashDeleteAsync(s.Host.Keys.Desks, s.OfferedTo.ToString())),
        Damage("An_offer_to_a_desk_that_rests", "offer-stuck", s => s.ChangeDeskAsync(s.OfferedTo, d => { d["state"] = "Break"; d.Remove("call"); })),
        Damage("A_ring_under_another_token", "ring-stuck", s => s.ChangeDeskAsync(s.RungAt, d => d["token"] = 7)),
        Damage("An_operator_whose_call_is_gone", "operator-stuck", async s => await s.Host.Database.HashDeleteAsync(s.Host.Keys.Calls, s.Talking.Call.ToString())),
        Damage("An_operator_whose_call_is_over", "operator-stuck", s => s.ChangeCallAsync(s.Talking, c => { c["state"] = "WrapUp"; c["endedAt"] = 1; })),
        Damage("An_operator_whose_caller_hung_up_unseen", "operator-stuck", s => s.ChangeCallAsync(s.Talking, c => { c["state"] = "Abandoned"; c.Remove("desk"); })),
        Damage("An_operator_who_talks_and_seems_free", "operator-lost", s => s.ChangeDeskAsync(s.Talker, d => { d["state"] = "Break"; d.Remove("call"); })),
        Damage("A_helper_whose_call_is_gone", "helper-stuck", async s => await s.Host.Database.HashDeleteAsync(s.Host.Keys.Calls, s.Talking.Call.ToString())),
        Damage("A_helper_whose_call_does_not_know_her", "helper-stuck", s => s.ChangeCallAsync(s.Talking, c => c.Remove("helpers"))),
        Damage("A_helper_at_a_desk_that_rests", "helper-stuck", s => s.ChangeDeskAsync(s.Helper, d => { d["state"] = "Off"; d.Remove("call"); })),
        Damage("A_helper_who_rings_for_ever", "timer-missing", async s => await s.ForgetTimerAsync($"joinring|{s.Talking.Call}|{s.JoinToken}")),
        Damage("A_call_written_about_by_nobody", "call-stuck", s => s.ChangeDeskAsync(s.Writer, d => { d["state"] = "Break"; d.Remove("call"); })),
        Damage("A_leg_nobody_knows", "leg-missing", async s => await s.Host.Database.KeyDeleteAsync(s.Host.Keys.Legs)),
        Damage("A_trunk_counted_wrongly", "trunk-count", async s => await s.Host.Database.HashSetAsync(s.Host.Keys.Trunks, "+8612338", 190)),
        Damage("A_trunk_not_counted", "trunk-count", async s => await s.Host.Database.KeyDeleteAsync(s.Host.Keys.Trunks)),
    ];

    [TestCaseSource(nameof(Damages))]
    public async Task Puts_right(string what, Func<Scene, Task> damage)
    {
        var scene = await Scene.SetAsync(One);
        Assert.That(await One.RepairsAsync(), Is.Empty);
        await One.ReconcileAsync();
        Assert.That(await One.RepairsAsync(), Is.Empty, "the scene is sound");

        await damage(scene);
        await Two.ReconcileAsync();

        Assert.That(await One.RepairsAsync(), Does.Contain(what));
        Assert.That((await LiveStatePicture.TakeAsync(One)).Violations(), Is.Empty);
        var repairs = (await One.RepairsAsync()).Length;
        await One.ReconcileAsync();
        Assert.That(await One.RepairsAsync(), Has.Length.EqualTo(repairs), "one round was enough");
        var place = await One.Flow.WaitAsync(scene.Waiting, Skill.Crisis, CancellationToken.None);
        Assert.That((place.State, place.Ahead), Is.EqualTo((PlaceState.Waiting, 0)), "whoever waited stands where she stood");
    }

    [Test]
    public async Task An_offer_that_was_stuck_goes_on_to_the_next_operator_at_the_callers_old_place()
    {
        var op = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        var later = await One.CallerWaitsAsync(Skill.Legal);
        await One.Database.HashDeleteAsync(One.Keys.Desks, op.ToString());
        await One.ReconcileAsync();
        Assert.That((await One.Flow.WaitAsync(later, Skill.Legal, CancellationToken.None)).Ahead, Is.EqualTo(1));
        var other = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        Assert.That((await One.DeskAsync(other)).Call?.Call, Is.EqualTo(caller.Call));
    }

    [Test]
    public async Task A_caller_in_no_lane_is_found_and_offered()
    {
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        await One.Database.KeyDeleteAsync(One.Keys.Waiting);
        var op = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        Assert.That((await One.DeskAsync(op)).State, Is.EqualTo(DeskState.Ready), "nobody sees her");
        await Two.ReconcileAsync();
        Assert.That((await One.DeskAsync(op)).Call?.Call, Is.EqualTo(caller.Call));
    }

    [Test]
    public async Task An_operator_whose_host_and_lease_are_lost_goes_off_and_her_offer_goes_on()
    {
        var ghost = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        var caller = await Two.CallerWaitsAsync(Skill.Legal);
        var token = (await Two.DeskAsync(ghost)).Call!.Token;
        foreach (var entry in new[] { $"lease|{ghost}", $"offer|{caller.Call}|{token}" }) await Two.Database.SortedSetRemoveAsync(Two.Keys.Timers, entry);
        await Two.ReconcileAsync();
        var next = await Two.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        await Two.Database.SortedSetAddAsync(Two.Keys.Timers, $"lease|{ghost}", 1, When.Exists);
        await Two.RunTimersAsync();
        await Eventually.True(async () => (await Two.DeskAsync(next)).Call?.Call == caller.Call, "the caller is offered to somebody who is there");
        Assert.That((await Two.DeskAsync(ghost)).State, Is.EqualTo(DeskState.Off));
    }

    [Test]
    public async Task Two_reconcilers_repair_once()
    {
        var callers = new List<CallTicket>();
        for (var i = 0; i < 40; i++)
        {
            await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
            callers.Add(await One.CallerWaitsAsync(Skill.Legal));
        }
        await One.Database.KeyDeleteAsync(One.Keys.Timers);
        foreach (var desk in await One.Database.HashKeysAsync(One.Keys.Desks)) await One.Database.HashDeleteAsync(One.Keys.Desks, desk);
        await One.Database.SortedSetAddAsync(One.Keys.Present, "main|nobody", 0);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? One : Two).ReconcileAsync()));

        var repairs = await One.RepairsAsync();
        Assert.That(repairs.Count(r => r == "offer-stuck"), Is.EqualTo(40));
        Assert.That(repairs.Count(r => r == "timer-missing"), Is.EqualTo(40), "each caller's own; an offer that is withdrawn needs none");
        Assert.That(repairs.Count(r => r == "ghost-operator"), Is.EqualTo(41));
        foreach (var caller in callers) Assert.That(await One.StateAsync(caller.Call), Is.EqualTo(CallState.Waiting));
    }

    [Test]
    public async Task Its_beat_comes_from_the_timer_set_at_one_host_and_again_after_a_wipe()
    {
        await Task.WhenAll(One.RunTimersAsync(), Two.RunTimersAsync());
        foreach (var _ in new[] { "at first", "after the wipe" })
        {
            var caller = await One.CallerWaitsAsync(Skill.Legal);
            await One.Database.SortedSetRemoveAsync(One.Keys.Timers, $"caller|{caller.Call}");
            await Eventually.True(async () => await One.Database.SortedSetScoreAsync(One.Keys.Timers, Reconciler.Beat) is not null, "the beat is in the set");
            await One.Database.SortedSetAddAsync(One.Keys.Timers, Reconciler.Beat, 1);
            await Eventually.True(async () => (await One.RepairsAsync()).SequenceEqual(["timer-missing"]), "repaired, once");
            Assert.That(await One.Database.SortedSetScoreAsync(One.Keys.Timers, Reconciler.Beat), Is.GreaterThan(1e12), "and again later");
            await Redis.FlushAllAsync();
        }
    }

    private async Task<string> WholeAsync()
    {
        var db = One.Database;
        var keys = One.Keys;
        var parts = new List<string>();
        foreach (var hash in new[] { keys.Calls, keys.Desks, keys.Legs, keys.Numbers, keys.Trunks, keys.Pace })
            parts.AddRange((await db.HashGetAllAsync(hash)).Select(e => $"{hash} {e}").Order(StringComparer.Ordinal));
        foreach (var set in new[] { keys.Waiting, keys.Ready, keys.Queue, keys.Present, keys.Timers, keys.Facts })
            parts.AddRange((await db.SortedSetRangeByRankWithScoresAsync(set)).Select(e => $"{set} {e}"));
        parts.Add($"{await db.ExecuteAsync("XLEN", (string)keys.Events!)} {await db.StringGetAsync(keys.Fence)}");
        return string.Join('\n', parts);
    }

    private static TestCaseData Damage(string name, string what, Func<Scene, Task> damage) => new TestCaseData(what, damage).SetArgDisplayNames(name);
}
