using System.Diagnostics;
using System.Globalization;
using NUnit.Framework;

namespace Hotline.Tests.Model;

/// <summary>Random commands of callers, operators, consoles, the carrier and the timers on two hosts; the event log is checked against a pure model.</summary>
internal sealed class Random_sequences : OnTwoHosts
{
    private const int Steps = 30_000;

    [Test]
    public async Task Thirty_thousand_steps_break_no_rule()
    {
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable("HOTLINE_MODEL_SEED"), CultureInfo.InvariantCulture, out var given) ? given : (ulong)Stopwatch.GetTimestamp();
        TestContext.Out.WriteLine($"HOTLINE_MODEL_SEED={seed}");
        var since = Stopwatch.GetTimestamp();
        var (next, steps, plays) = (0L, 0, 0);
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(async _ =>
        {
            var player = await PlayerAsync();
            var mix = new Mix();
            while (Volatile.Read(ref steps) < Steps)
            {
                var own = seed + (ulong)Interlocked.Increment(ref next);
                var script = mix.Script(own);
                var verdict = await PlayAsync(player, script);
                Interlocked.Add(ref steps, verdict.Steps);
                Interlocked.Increment(ref plays);
                if (verdict.Failed) Assert.Fail($"Seed {own}, after volley {verdict.After}:\n{await ShortestAsync(player, script, verdict)}");
            }
        }));
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{steps} steps in {plays} scripts on {Workers} networks of two hosts, {Stopwatch.GetElapsedTime(since).TotalSeconds:0.0} s"));
        Assert.That(steps, Is.GreaterThanOrEqualTo(Steps));
    }

    [TestCaseSource(typeof(KeptScripts), nameof(KeptScripts.Found))]
    public async Task What_was_found_stays_mended(string script)
    {
        var verdict = await PlayAsync(await PlayerAsync(), Script.Parse(script));
        Assert.That(verdict.Broken, Is.Empty, $"after volley {verdict.After}");
    }

    [Test]
    public async Task A_script_that_was_printed_is_played_again()
    {
        var text = Environment.GetEnvironmentVariable("HOTLINE_MODEL_SCRIPT");
        if (string.IsNullOrWhiteSpace(text)) text = "A keep o1; B ready o1; A arrive c1; B enter c1 legal; A accept o1 | B accept o1; B answer o1; A settle";
        var script = Script.Parse(text);
        var verdict = await PlayAsync(await PlayerAsync(), script);
        Assert.That(verdict.Broken, Is.Empty, $"after volley {verdict.After} of {script}");
    }
}
