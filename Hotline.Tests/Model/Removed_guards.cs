using NUnit.Framework;

namespace Hotline.Tests.Model;

/// <summary>Each guard that is marked in a script is taken out of it, and the random scripts miss it.</summary>
internal sealed class Removed_guards : OnTwoHosts
{
    /// <summary>At most so many scripts are played to miss one guard.</summary>
    private const int Most = 300;

    [TestCaseSource(typeof(Guards), nameof(Guards.Names))]
    public async Task Is_missed(string guard)
    {
        var players = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => PlayerAsync(Guards.Without(guard))));
        var mix = new Mix();
        (Script Script, Verdict Verdict)? missed = null;
        var next = 0;
        await Task.WhenAll(players.Select(async player =>
        {
            while (missed is null && Interlocked.Increment(ref next) is var seed && seed <= Most)
            {
                var script = mix.Script((ulong)seed);
                var verdict = await player.PlayAsync(script);
                if (verdict.Failed) missed = (script, verdict);
            }
        }));
        Assert.That(missed, Is.Not.Null, $"without {guard} no rule was broken in {Most} scripts");
        TestContext.Out.WriteLine($"{guard}: {missed!.Value.Verdict.Broken[0]}");
    }
}
