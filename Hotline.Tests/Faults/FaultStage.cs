using System.Diagnostics;
using System.Text.Json;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.Faults;

/// <summary>One cluster with working operators, on which fault after fault is played, each under a crowd of callers, judged and measured alike.</summary>
internal sealed class FaultStage : IAsyncDisposable
{
    private const int Callers = 28, Operators = 8;

    /// <summary>The promise: so long after any fault has healed, everything agrees.</summary>
    public static readonly TimeSpan Recovery = TimeSpan.FromSeconds(10);

    private readonly FaultTable _table = new();
    private int _seed;

    private FaultStage(Cluster cluster) => Cluster = cluster;

    public Cluster Cluster { get; }

    public List<WorkingConsole> Shift { get; } = [];

    /// <summary>Further operators whom a fault brought.</summary>
    public List<Seat> Guests { get; } = [];

    public static async Task<FaultStage> StartAsync()
    {
        var stage = new FaultStage(await Cluster.StartAsync());
        object[] skills = [new { skill = "legal", level = 2 }, new { skill = "psychological", level = 1 }];
        foreach (var i in Enumerable.Range(1, Operators)) stage.Shift.Add(new WorkingConsole(stage.Cluster.Staff, await stage.Cluster.SeatAsync($"desk-{i}", skills)));
        foreach (var console in stage.Shift) console.Start();
        return stage;
    }

    /// <summary>Of the fault being played.</summary>
    public Agreement? Agreement { get; private set; }

    /// <summary>Plays a fault under load and measures it.</summary>
    /// <param name="strike">Brings the fault and ends when it has healed; a remark for the table.</param>
    /// <param name="deadAir">The longest silence a caller may hear, in telephone seconds.</param>
    /// <param name="greeting">Within how many seconds every caller must be greeted.</param>
    /// <param name="agreed">Within how many seconds after the healing everything must agree, where that is longer than promised: what the carrier is asked again is asked at its pace.</param>
    public async Task PlayAsync(string fault, Func<Crowd, Task<string>> strike, double deadAir = 4, double greeting = 8, double? agreed = null)
    {
        var promised = agreed is { } seconds ? TimeSpan.FromSeconds(seconds) : Recovery;
        await RestAsync();
        Guests.Clear();
        var since = TimeProvider.System.GetUtcNow();
        var crowd = new Crowd(Cluster.Carrier, Callers, ++_seed);
        var (remark, recovery, agreement) = ("", TimeSpan.Zero, new Agreement(Cluster, Shift, Guests, since));
        Agreement = agreement;
        IReadOnlyList<string> wrong = [];
        try
        {
            await crowd.ComesAsync(waiting: 8, talking: 4);
            remark = await strike(crowd);
            var (healed, bridged) = (Stopwatch.GetTimestamp(), crowd.Bridged);
            // Under load something is always on its way from one to the other: agreed is when nothing that differed at the healing does so still.
            wrong = await agreement.DifferencesAsync();
            while ((wrong.Count > 0 || crowd.Bridged == bridged) && Stopwatch.GetElapsedTime(healed) < promised * 2)
            {
                await Task.Delay(50);
                var now = await agreement.DifferencesAsync();
                wrong = [.. wrong.Intersect(now)];
            }
            recovery = Stopwatch.GetElapsedTime(healed);
            await crowd.GoesAsync();
            await DrainedAsync(agreement);
        }
        catch
        {
            await TellAsync(await agreement.DifferencesAsync());
            await crowd.FleesAsync();
            throw;
        }

        var verdict = await Cluster.Carrier.VerdictAsync();
        var record = await Cluster.CallsAsync(since);
        var passed = await Places.PassedOverAsync(Cluster.Record, record);
        var silences = verdict.GetProperty("deadAir").EnumerateArray().Select(d => d.GetProperty("seconds").GetDouble()).DefaultIfEmpty().Max();
        _table.Add(new FaultRow(fault, verdict.GetProperty("calls").GetInt32(), verdict.GetProperty("answered").GetInt32(), verdict.GetProperty("lostCount").GetInt32(),
            verdict.GetProperty("doubleBridges").GetArrayLength(), verdict.GetProperty("phoneCollisions").GetArrayLength(), passed.Count, silences,
            crowd.SlowestGreeting.TotalSeconds, recovery.TotalSeconds, remark));
        var text = Shown(verdict);
        if (verdict.GetProperty("lostCount").GetInt32() > 0 || recovery > promised || passed.Count > 0 || silences > deadAir) await TellAsync(wrong);
        foreach (var collision in verdict.GetProperty("phoneCollisions").EnumerateArray()) await TellAsync(collision);
        Assert.Multiple(() =>
        {
            Assert.That(verdict.GetProperty("lostCount").GetInt32(), Is.Zero, $"lost: {text}");
            Assert.That(verdict.GetProperty("doubleBridges").GetArrayLength(), Is.Zero, $"double bridges: {text}");
            Assert.That(verdict.GetProperty("phoneCollisions").GetArrayLength(), Is.Zero, $"telephones rung while in use: {text}");
            Assert.That(passed, Is.Empty, "a place got worse");
            Assert.That(silences, Is.LessThanOrEqualTo(deadAir), $"dead air: {text}");
            Assert.That(crowd.SlowestGreeting.TotalSeconds, Is.LessThanOrEqualTo(greeting), "the slowest greeting");
            Assert.That(recovery, Is.LessThanOrEqualTo(promised), $"not agreed again: {string.Join('\n', wrong)}");
            Assert.That(record.Where(r => r.EndedAt is null), Is.Empty, "calls without an end in the record");
            Assert.That(record.Count(r => r.ConnectedAt is not null), Is.EqualTo(verdict.GetProperty("answered").GetInt32()), $"answered by the record and by the carrier: {text}");
            Assert.That(Shift.Sum(s => s.SteppedBack), Is.Zero, "a console was shown an older desk after it came back");
        });
    }

    public async ValueTask DisposeAsync()
    {
        _table.Show();
        foreach (var console in Shift) await console.DisposeAsync();
        await Cluster.DisposeAsync();
    }

    /// <summary>Everybody is there and free, whatever the test before has left behind.</summary>
    private async Task RestAsync()
    {
        foreach (var host in Cluster.Api.Concat(Cluster.Agent)) host.Redis.Heal();
        await Cluster.Carrier.NoFaultsAsync();
        await Cluster.Carrier.ResetAsync();
        foreach (var console in Shift)
        {
            (console.Accepts, console.Wish) = (true, "Ready");
            await Cluster.AnswersAsync(console.Seat);
        }
        await Eventually.True(() => Shift.TrueForAll(s => s.State == "Ready"), "all operators are ready", TimeSpan.FromSeconds(60));
    }

    private async Task DrainedAsync(Agreement agreement)
    {
        await Eventually.True(async () => (await Cluster.Carrier.VerdictAsync()).GetProperty("openCalls").GetInt32() == 0, "the carrier has no open call", TimeSpan.FromSeconds(60));
        await Eventually.True(async () => (await agreement.DifferencesAsync()).Count == 0, "all agree that nobody is on the line", TimeSpan.FromSeconds(60));
    }

    /// <summary>Everything that helps to understand a failure.</summary>
    private async Task TellAsync(IReadOnlyList<string> wrong)
    {
        TestContext.Out.WriteLine($"differences:\n{string.Join('\n', wrong)}");
        foreach (var lost in (await Cluster.Carrier.VerdictAsync()).GetProperty("lostDetails").EnumerateArray().Take(3))
        {
            var call = await Cluster.Carrier.CallAsync(lost.GetProperty("sid").GetString()!);
            var heard = call.GetProperty("heard").EnumerateArray().Select(l => $"{l.GetProperty("at").GetDateTimeOffset():HH:mm:ss.fff} {l.GetProperty("kind")}:{l.GetProperty("text")}");
            TestContext.Out.WriteLine($"lost {lost}\n errors {call.GetProperty("errors")}\n {string.Join("\n ", heard)}");
        }
        TestContext.Out.WriteLine(Cluster.Complaints);
        TestContext.Out.WriteLine(Shown(await Cluster.Carrier.VerdictAsync()));
    }

    /// <summary>Both legs of a telephone rung in use, as the carrier saw them, and their operator's offers.</summary>
    private async Task TellAsync(JsonElement collision)
    {
        string[] legs = [collision.GetProperty("sid").GetString()!, .. collision.GetProperty("occupying").EnumerateArray().Select(l => l.GetString()!)];
        TestContext.Out.WriteLine($"rung in use {collision}\n{await Cluster.Carrier.SawOfAsync(legs)}");
        foreach (var record in await Cluster.CallsAsync(DateTimeOffset.UnixEpoch))
        {
            var timeline = await Cluster.Record.TimelineAsync(record.Call);
            if (timeline.Any(e => legs.Any(leg => e.Detail.Contains(leg, StringComparison.Ordinal)))) TestContext.Out.WriteLine(string.Join('\n', timeline));
        }
        TestContext.Out.WriteLine(Cluster.Complaints);
    }

    private static string Shown(JsonElement verdict) => verdict.ToString() is { Length: > 4000 } text ? text[..4000] : verdict.ToString();
}
