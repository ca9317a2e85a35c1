using System.Diagnostics;
using System.Text.Json;
using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Staff;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.WholeSystem;

/// <summary>Callers, operators, telephones and a carrier that misbehave by a seed; then all faults end and everything must drain.</summary>
internal sealed class Soak(CarriedHotline hotline, int seed, int callers, TimeSpan length)
{
    private const int Operators = 5;
    private readonly CancellationTokenSource _quit = new();

    public async Task RunAsync()
    {
        TestContext.Out.WriteLine($"seed {seed}");
        List<Operator> operators = [];
        for (var i = 0; i < Operators; i++)
        {
            var skills = i switch { 0 => [new SkillLevel(Skill.Crisis, 3), new SkillLevel(Skill.Legal, 1)], 1 => [new SkillLevel(Skill.Psychological, 2)], _ => new[] { new SkillLevel(Skill.Legal, 2), new SkillLevel(Skill.Psychological, 1) } };
            // The last one answers an ordinary number, which may have a voicemail.
            operators.Add(await hotline.SitsDownAsync(i == Operators - 1 ? $"+86139{seed:00000000}" : $"sip:soak-{seed}-{i}@sim.local", skills));
        }
        var start = Stopwatch.GetTimestamp();
        var began = TimeProvider.System.GetUtcNow();
        var work = operators.Select((op, i) => OperatorAsync(op, new Random(seed * 1000 + i), () => Stopwatch.GetElapsedTime(start) < length)).ToArray();
        var calls = Enumerable.Range(0, callers).Select(i => CallerAsync(new Random(seed * 7919 + i))).ToArray();
        var faults = FaultsAsync(new Random(seed), () => Stopwatch.GetElapsedTime(start) < length);
        await Task.WhenAll(calls);
        await faults;
        try
        {
            await Eventually.True(async () => (await hotline.VerdictAsync()).GetProperty("openCalls").GetInt32() == 0, "the carrier has no open call", TimeSpan.FromSeconds(60));
            await Eventually.True(async () => (await hotline.LiveCallsAsync()).All(c => c.State is CallState.Abandoned or CallState.WrapUp or CallState.Closed), "every live call is over", TimeSpan.FromSeconds(60));
        }
        finally
        {
            await _quit.CancelAsync();
            await Task.WhenAll(work);
            foreach (var call in await hotline.LiveCallsAsync()) if (call.State is not (CallState.Abandoned or CallState.WrapUp or CallState.Closed)) TestContext.Out.WriteLine(call);
            foreach (var leg in await hotline.LiveLegsAsync()) TestContext.Out.WriteLine(leg);
        }
        foreach (var op in operators)
        {
            await op.WishesAsync(Presence.Off);
            await Eventually.True(async () =>
            {
                var desk = await op.DeskAsync();
                if (desk is { State: DeskState.WrapUp, Call: { } call }) await op.FinishesAsync(call.Call);
                return desk.State == DeskState.Off;
            }, $"{op.Endpoint} is not stuck");
        }
        var verdict = await hotline.VerdictAsync();
        foreach (var lost in verdict.GetProperty("lost").EnumerateArray()) await TellAsync(lost.GetString()!);
        foreach (var collision in verdict.GetProperty("phoneCollisions").EnumerateArray())
        {
            await TellAsync(collision.GetProperty("sid").GetString()!);
            await TellAsync(collision.GetProperty("occupying")[0].GetString()!);
        }
        await hotline.JudgedWellAsync(errors: false, silence: false);
        TestContext.Out.WriteLine(verdict.ToString()[..Math.Min(3000, verdict.ToString().Length)]);
        // What the carrier tells late ends the last of them.
        await Eventually.True(async () => (await hotline.TimersAsync()).All(t => t.Split('|')[0] is "purge" or "lease" or "forget" or "reconcile" or "page" or "rested" or "debrief"),
            "no timer is left but those of ended calls, open desks, numbers that are remembered for a while, pauses after risk calls, and escalations, which page until a human has them");
        var record = await hotline.RecordAsync();
        var mine = record.Where(r => r.ArrivedAt > began).ToArray();
        Assert.That(mine.Where(r => r.EndedAt is null), Is.Empty);
        await hotline.RecordsWhoWasAnsweredAsync();
    }

    // Everything the carrier saw of a leg, and our own events of its call.
    private async Task TellAsync(string sid)
    {
        TestContext.Out.WriteLine($"--- {sid}\n{await hotline.EventsOfAsync(sid)}");
    }

    private async Task FaultsAsync(Random chance, Func<bool> on)
    {
        while (on())
        {
            // Slow or refusing, by turns: an order that is both time after time outlasts what a ring waits for the end of the leg before it, and then the two may meet.
            var slow = chance.Next(4) == 0;
            await hotline.FaultsAsync(new
            {
                callbacks = new { duplicate = chance.NextDouble() * 0.4, reorder = chance.Next(2) == 0, delayMs = new[] { 0, chance.Next(3) == 0 ? 3000 : 200 }, seed = chance.Next() },
                rest = slow
                    ? new { next429 = 0, next500BeforeCommit = 0, next500AfterCommit = 0, delayMs = 1500 }
                    : new { next429 = chance.Next(3), next500BeforeCommit = chance.Next(2), next500AfterCommit = chance.Next(2), delayMs = 0 },
            });
            await Task.Delay(chance.Next(500, 2500));
        }
        await hotline.NoFaultsAsync();
    }

    private async Task CallerAsync(Random chance)
    {
        await Task.Delay((int)(chance.NextDouble() * length.TotalMilliseconds));
        var sid = await hotline.DialsAsync($"+86138{chance.Next(10_000_000, 99_999_999)}");
        if (chance.Next(10) == 0)
        {
            await Task.Delay(chance.Next(200));
            await hotline.HangsUpAsync(sid);
            return;
        }
        if (await hotline.WithinAsync(sid, "gather", 0, 20_000) && chance.Next(5) > 0) await hotline.PressesAsync(sid, "12309"[chance.Next(5)]);
        var patience = chance.Next(3) == 0 ? chance.Next(3000) : 90_000;
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var call = await hotline.CallAsync(sid);
            if (call.GetProperty("endedAt").ValueKind == JsonValueKind.String) return;
            if (Stopwatch.GetElapsedTime(since).TotalMilliseconds > patience)
            {
                await hotline.HangsUpAsync(sid);
                return;
            }
            if (call.GetProperty("bridged").ValueKind == JsonValueKind.True) break;
            if (chance.Next(40) == 0) await hotline.PressesAsync(sid, '0');
            await Task.Delay(100);
        }
        // She talks, hangs up or waits for the operator to; and may go on with a key.
        if (chance.Next(2) == 0)
        {
            await Task.Delay(chance.Next(1500));
            await hotline.HangsUpAsync(sid);
            return;
        }
        var again = chance.Next(3);
        var seen = 0;
        since = Stopwatch.GetTimestamp();
        while (true)
        {
            var call = await hotline.CallAsync(sid);
            if (call.GetProperty("endedAt").ValueKind == JsonValueKind.String) return;
            if (Stopwatch.GetElapsedTime(since).TotalMilliseconds > 90_000)
            {
                TestContext.Out.WriteLine($"gave up: {await hotline.StoryAsync(sid)}");
                await hotline.HangsUpAsync(sid);
                return;
            }
            var heard = call.GetProperty("heard").GetArrayLength();
            if (again > 0 && heard > seen && call.GetProperty("heard").EnumerateArray().Skip(seen).Any(l => l.GetProperty("text").GetString()!.Contains("这次通话结束了", StringComparison.Ordinal)))
            {
                seen = heard;
                again--;
                await hotline.PressesAsync(sid, chance.Next(2) == 0 ? '1' : '0');
            }
            await Task.Delay(60);
        }
    }

    private async Task OperatorAsync(Operator op, Random chance, Func<bool> wild)
    {
        await hotline.PhoneAsync(op.Endpoint, new { mode = "auto", answerAfterMs = 300, press = "1" });
        while (!_quit.IsCancellationRequested)
        {
            await Task.Delay(chance.Next(20, 120));
            if (await hotline.Desks.ReadAsync(op.Staff) is not { } desk) continue;
            if (wild() && desk.State is DeskState.Ready or DeskState.Break && chance.Next(4) == 0)
                await hotline.PhoneAsync(op.Endpoint, new { mode = new[] { "auto", "auto", "auto", "busy", "reject", "noAnswer", "voicemail" }[chance.Next(op.Endpoint[0] == '+' ? 7 : 6)], answerAfterMs = chance.Next(10, 3000) });
            if (!wild() && chance.Next(5) == 0) await hotline.PhoneAsync(op.Endpoint, new { mode = "auto", answerAfterMs = 300 });
            switch (desk.State)
            {
                case DeskState.Off or DeskState.Break:
                    await op.WishesAsync(Presence.Ready);
                    break;
                case DeskState.Offered when desk.Call is { } offer:
                    switch (wild() ? chance.Next(8) : 5)
                    {
                        case 0:
                            await hotline.Desks.DeclineAsync(op.Staff, offer.Call, offer.Token, "test");
                            break;
                        case 1:
                            await op.WishesAsync(Presence.Break);
                            break;
                        case 2: // A second tab.
                            await Task.WhenAll(
                                hotline.Desks.AcceptAsync(op.Staff, offer.Call, offer.Token, CancellationToken.None),
                                hotline.Desks.AcceptAsync(op.Staff, offer.Call, offer.Token, CancellationToken.None));
                            break;
                        default:
                            await hotline.Desks.AcceptAsync(op.Staff, offer.Call, offer.Token, CancellationToken.None);
                            break;
                    }
                    break;
                case DeskState.Ringing when wild() && chance.Next(6) == 0:
                    if (chance.Next(2) == 0) await hotline.PhoneDoesAsync(op.Endpoint, "hangup");
                    else await op.EndsAsync(desk.Call!.Call);
                    break;
                case DeskState.Busy when desk.Call is { } call && (chance.Next(8) == 0 || call.ConnectedAt < desk.ReadAt.AddSeconds(-6)):
                    if (chance.Next(2) == 0) await hotline.PhoneDoesAsync(op.Endpoint, "hangup");
                    else await op.EndsAsync(call.Call);
                    break;
                case DeskState.WrapUp when desk.Call is { } done:
                    await op.FinishesAsync(done.Call);
                    if (chance.Next(3) == 0) await op.FinishesAsync(done.Call);
                    break;
            }
        }
    }
}
