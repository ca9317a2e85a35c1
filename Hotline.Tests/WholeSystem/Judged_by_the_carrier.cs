using System.Diagnostics;
using System.Text.Json;
using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Staff;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.WholeSystem;

/// <summary>Whatever callers, operators and their telephones do at whatever moment: nobody is lost, stuck or bridged twice. The carrier judges.</summary>
internal sealed class Judged_by_the_carrier
{
    private const string Phone = "sip:desk-9001@sim.local", OtherPhone = "sip:desk-9002@sim.local";
    private CarriedHotline _hotline = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _hotline = await CarriedHotline.StartAsync();

    [SetUp]
    public Task ResetAsync() => _hotline.ResetAsync();

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (_hotline is not null) await _hotline.DisposeAsync();
    }

    [Test]
    public async Task A_caller_who_hangs_up_at_any_moment_leaves_nobody_stuck()
    {
        await _hotline.PhoneAsync(Phone, new { mode = "auto", answerAfterMs = 300 });
        // The second skill is for a caller whose key came too late to be heard: silence leads there.
        var op = await _hotline.SitsDownAsync(Phone, new SkillLevel(Skill.Legal, 2), new SkillLevel(Skill.Psychological, 2));
        await op.WishesAsync(Presence.Ready);
        List<string> wrong = [];
        foreach (var moment in new[] { "incoming", "answered", "gather", "redirected", "legCreated", "legRinging", "legAnswered", "legJoined", "callerJoined", "bridged" })
        {
            foreach (var afterMs in new[] { 0, 5, 15, 40, 90 })
            {
                var since = DateTimeOffset.UtcNow;
                await _hotline.FaultsAsync(new { hangUpCallerAt = new { @event = moment, afterMs } });
                var sid = await _hotline.DialsAsync();
                async Task<bool> Over() => (await _hotline.CallAsync(sid)).GetProperty("endedAt").ValueKind == JsonValueKind.String;
                var asked = false;
                while (!asked && !await Over()) asked = await _hotline.WithinAsync(sid, "gather", 0, 300);
                if (asked) await _hotline.PressesAsync(sid, '1');
                await op.TriesToAcceptAsync(Over);
                await _hotline.SoonAsync(sid, "ended");
                await _hotline.NoFaultsAsync();
                var at = $"{moment}+{afterMs}";
                foreach (var (what, holds) in new (string, Func<Task<bool>>)[]
                {
                    ("no leg is left", async () => (await _hotline.LiveLegsAsync()).Length == 0),
                    ("she is free", async () => (await op.DeskAsync()).State is DeskState.Ready or DeskState.WrapUp or DeskState.Break),
                    ("the call is over", async () => (await _hotline.LiveCallsAsync()).Where(c => c.Leg == sid).All(c => c.State is CallState.Abandoned or CallState.WrapUp or CallState.Closed)),
                })
                {
                    if (!await Soon(holds)) wrong.Add($"{at}: not {what}: {await op.DeskAsync()} {string.Join(',', await _hotline.LiveCallsAsync())} {await _hotline.StoryAsync(sid)}");
                }
                var desk = await op.DeskAsync();
                if (desk.State == DeskState.Break) wrong.Add($"{at}: paused, {desk.Notice}");
                if (desk.State == DeskState.WrapUp) await op.FinishesAsync(desk.Call!.Call);
                TestContext.Out.WriteLine($"{at}: {desk.State} {desk.Notice} {(DateTimeOffset.UtcNow - since).TotalMilliseconds:0} ms");
                await op.WishesAsync(Presence.Ready);
            }
        }
        Assert.That(wrong, Is.Empty, string.Join('\n', wrong));
        await _hotline.JudgedWellAsync();
        var record = await _hotline.RecordAsync();
        Assert.That(record.Where(r => r.EndedAt is null), Is.Empty);
        await _hotline.RecordsWhoWasAnsweredAsync();
    }

    private static async Task<bool> Soon(Func<Task<bool>> holds)
    {
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(30); await Task.Delay(10))
            if (await holds()) return true;
        return false;
    }

    [TestCase("busy"), TestCase("reject"), TestCase("noAnswer"), TestCase("voicemail")]
    [TestCase("hangs up at answer"), TestCase("hangs up after joining"), TestCase("hangs up when the caller joins")]
    public async Task A_telephone_that_fails_costs_the_caller_nothing(string how)
    {
        var phone = how == "voicemail" ? "+8613900001111" : Phone;
        var byHand = how.Contains(' ', StringComparison.Ordinal);
        await _hotline.PhoneAsync(phone, new { mode = byHand ? "manual" : how, answerAfterMs = 50 });
        await _hotline.PhoneAsync(OtherPhone, new { mode = "auto", answerAfterMs = 50 });
        var op = await _hotline.SitsDownAsync(phone);
        await op.WishesAsync(Presence.Ready);
        var sid = await _hotline.DialsAsync('1');
        await op.AcceptsAsync();
        if (byHand)
        {
            await _hotline.PhoneIsAsync(phone, "ringing");
            await _hotline.PhoneDoesAsync(phone, "answer");
            var leg = (await _hotline.OperatorLegsAsync())[0].GetProperty("sid").GetString()!;
            if (how != "hangs up at answer") await _hotline.SoonAsync(leg, "joined");
            if (how == "hangs up when the caller joins") await _hotline.SoonAsync(sid, "joined");
            await _hotline.PhoneDoesAsync(phone, "hangup");
        }
        var desk = await op.SeesAsync(DeskState.Break, DeskState.WrapUp, DeskState.Ready);
        if (desk.State == DeskState.WrapUp)
        {
            await _hotline.SoonAsync(sid, "heard:say:这次通话结束了");
            await _hotline.SoonAsync(sid, "gather");
            await _hotline.PressesAsync(sid, '1');
        }
        var other = await _hotline.SitsDownAsync(OtherPhone);
        await other.WishesAsync(Presence.Ready);
        await other.AcceptsAsync();
        await _hotline.SoonAsync(sid, "bridged");
        await other.SeesAsync(DeskState.Busy);
        await Eventually.True(async () => (await _hotline.LiveLegsAsync()).Length == 2, "the first telephone is free");
        await _hotline.JudgedWellAsync();
    }

    [Test]
    public async Task A_telephone_that_drops_while_the_caller_is_being_moved_in_has_answered_nobody()
    {
        await _hotline.PhoneAsync(Phone, new { mode = "auto", answerAfterMs = 50 });
        var op = await _hotline.SitsDownAsync(Phone);
        await op.WishesAsync(Presence.Ready);
        var sid = await _hotline.DialsAsync('1');
        await op.SeesAsync(DeskState.Offered);
        // Each order takes a while: to ring, until the next second begins; to move her in, until the telephone has dropped. She hangs up as soon as
        // she is in. So the facts of both fall into one of the carrier's seconds; a machine too slow for that shows less, and nothing wrong.
        await _hotline.FaultsAsync(new { rest = new { delayMs = 400 }, hangUpCallerAt = new { @event = "callerJoined", afterMs = 0 } });
        await Eventually.True(() => TimeProvider.System.GetUtcNow().Millisecond is > 550 and < 650, "a second is about to end");
        await op.AcceptsAsync();
        async Task<bool> Over() => (await _hotline.CallAsync(sid)).GetProperty("endedAt").ValueKind == JsonValueKind.String;
        await Eventually.True(async () => (await _hotline.TimersAsync()).Any(t => t.StartsWith("movein|", StringComparison.Ordinal)) || await Over(), "she is to be moved in");
        await _hotline.PhoneDoesAsync(Phone, "hangup");
        await _hotline.SoonAsync(sid, "ended");
        await _hotline.NoFaultsAsync();
        await Eventually.True(async () => (await _hotline.LiveCallsAsync()).All(c => c.State is CallState.Abandoned or CallState.WrapUp), "she is known to have left");
        await Eventually.True(async () => (await _hotline.LiveLegsAsync()).Length == 0, "no leg is left");
        await _hotline.JudgedWellAsync();
        await _hotline.RecordsWhoWasAnsweredAsync();
    }

    [Test]
    public async Task The_next_ring_does_not_meet_an_order_the_carrier_is_slow_to_take()
    {
        await _hotline.PhoneAsync(Phone, new { mode = "auto", answerAfterMs = 1500 });
        var op = await _hotline.SitsDownAsync(Phone);
        await op.WishesAsync(Presence.Ready);
        var first = await _hotline.DialsAsync('1');
        await op.SeesAsync(DeskState.Offered);
        var second = await _hotline.DialsAsync('1');
        // The order to ring lies at the carrier. Meanwhile its caller leaves, the next one is offered and accepted, and orders are taken at once again.
        var before = await _hotline.LastEventAsync();
        await _hotline.FaultsAsync(new { rest = new { delayMs = 2000 } });
        var ringing = op.AcceptsAsync();
        await Eventually.True(() => _hotline.WasDelayedAsync("/Calls.json", before), "the order lies at the carrier");
        await _hotline.HangsUpAsync(first);
        await op.SeesAsync(DeskState.Offered);
        await _hotline.NoFaultsAsync();
        await op.AcceptsAsync();
        await ringing;
        await _hotline.SoonAsync(second, "bridged");
        await op.SeesAsync(DeskState.Busy);
        await Eventually.True(async () => (await _hotline.LiveLegsAsync()).Length == 2, "nothing else rings");
        await _hotline.JudgedWellAsync();
    }

    [TestCase("greeted", true), TestCase("waiting", true), TestCase("offered", true), TestCase("ringing", true), TestCase("connected", true)]
    [TestCase("waiting", false), TestCase("ringing", false)]
    public async Task A_live_state_that_dies_or_hangs_at_any_stage_loses_nobody(string stage, bool killed)
    {
        await _hotline.PhoneAsync(Phone, new { mode = "auto", answerAfterMs = stage == "ringing" ? 15_000 : 50 });
        var op = await _hotline.SitsDownAsync(Phone, new SkillLevel(Skill.Legal, 2), new SkillLevel(Skill.Psychological, 2));
        var sid = await _hotline.DialsAsync();
        await _hotline.SoonAsync(sid, "gather");
        if (stage != "greeted")
        {
            await _hotline.PressesAsync(sid, '1');
            await Eventually.True(async () => (await _hotline.LiveCallsAsync()).Any(c => c.State == CallState.Waiting), "she waits");
        }
        if (stage is not ("greeted" or "waiting")) await op.WishesAsync(Presence.Ready);
        if (stage is "ringing" or "connected") await op.AcceptsAsync();
        if (stage == "ringing") await _hotline.PhoneIsAsync(Phone, "ringing");
        if (stage == "connected") await op.SeesAsync(DeskState.Busy);

        if (killed) await _hotline.Redis.KillAsync();
        else _hotline.Redis.Stop();
        try
        {
            var late = Stopwatch.GetTimestamp();
            var other = await _hotline.DialsAsync();
            await _hotline.SoonAsync(other, "heard:say:您好");
            Assert.That(Stopwatch.GetElapsedTime(late), Is.LessThan(TimeSpan.FromSeconds(10)), "she is greeted before the carrier gives up");
            await Task.Delay(TimeSpan.FromSeconds(killed ? 1 : 3.5));
            await _hotline.HangsUpAsync(other);
        }
        finally
        {
            if (killed) await _hotline.Redis.RestartAsync();
            else _hotline.Redis.Continue();
        }

        await _hotline.PhoneAsync(Phone, new { mode = "auto", answerAfterMs = 50 });

        // Whatever the outage made of the offer or the ringing: she accepts what she is offered, and they talk.
        await Eventually.True(async () =>
        {
            if (await _hotline.Desks.ReadAsync(op.Staff) is not { } desk) return false;
            if (desk.State is DeskState.Off or DeskState.Break) await op.WishesAsync(Presence.Ready);
            if (desk is { State: DeskState.Offered, Call: { } offer }) await _hotline.Desks.AcceptAsync(op.Staff, offer.Call, offer.Token, CancellationToken.None);
            // The caller who rang meanwhile and hung up is a moment's ghost at most.
            return desk is { State: DeskState.Busy, Call.State: CallState.Connected } && (await _hotline.CallAsync(sid)).GetProperty("bridged").GetBoolean();
        }, "they talk", TimeSpan.FromSeconds(90));
        await _hotline.HangsUpAsync(sid);
        await op.SeesAsync(DeskState.WrapUp);
        await Eventually.True(async () => (await _hotline.LiveLegsAsync()).Length == 0, "no leg is left");
        await _hotline.JudgedWellAsync(errors: false);
    }

    [Test]
    public async Task A_soak_of_everybody_misbehaving_drains([Values(1)] int seed) => await new Soak(_hotline, seed, callers: 60, TimeSpan.FromSeconds(12)).RunAsync();

    /// <summary>By hand, as long as one likes; the seed is printed. <c>HOTLINE_SOAK_SEED</c> repeats one.</summary>
    [Test, Explicit]
    public async Task A_long_soak_of_everybody_misbehaving_drains([Range(1, 5)] int turn)
    {
        var given = Environment.GetEnvironmentVariable("HOTLINE_SOAK_SEED");
        var seed = given is null ? Random.Shared.Next(1_000_000) : int.Parse(given, System.Globalization.CultureInfo.InvariantCulture) + turn;
        await new Soak(_hotline, seed, callers: 200, TimeSpan.FromSeconds(60)).RunAsync();
    }
}
