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
        var op = await _hotline.SitsDownAsync(Phone);
        await op.WishesAsync(Presence.Ready);
        List<string> wrong = [];
        foreach (var moment in new[] { "incoming", "answered", "gather", "redirected", "legCreated", "legRinging", "legAnswered", "legJoined", "callerJoined", "bridged" })
        {
            foreach (var afterMs in new[] { 0, 5, 15, 40, 90 })
            {
                var since = DateTimeOffset.UtcNow;
                await _hotline.FaultsAsync(new { hangUpCallerAt = new { @event = moment, afterMs } });
                var sid = await _hotline.DialsAsync();
                if (await _hotline.WithinAsync(sid, "gather", 0, 300)) await _hotline.PressesAsync(sid, '1');
                async Task<bool> Over() => (await _hotline.CallAsync(sid)).GetProperty("endedAt").ValueKind == JsonValueKind.String;
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
        var verdict = await _hotline.JudgedWellAsync();
        var record = await _hotline.RecordAsync();
        Assert.That(record.Where(r => r.EndedAt is null), Is.Empty);
        Assert.That(record.Count(r => r.ConnectedAt is not null), Is.EqualTo(verdict.GetProperty("answered").GetInt32()), verdict.ToString());
    }

    private static async Task<bool> Soon(Func<Task<bool>> holds)
    {
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(2); await Task.Delay(10))
            if (await holds()) return true;
        return false;
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
