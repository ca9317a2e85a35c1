using NUnit.Framework;

namespace Hotline.Tests.Model;

/// <summary>Each guard that is marked in a script is taken out of it, and it is missed: by a kept script, or else by random ones.</summary>
internal sealed class Removed_guards : OnTwoHosts
{
    /// <summary>At most so many scripts are played to miss one guard: many times what the rarest was found to need, so that chance decides nothing.</summary>
    private const int Most = 4000;

    [TestCaseSource(typeof(Guards), nameof(Guards.Names))]
    public async Task Is_missed(string guard)
    {
        var players = await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => PlayerAsync(Guards.Without(guard))));
        var missed = KeptScripts.ByGuard.TryGetValue(guard, out var kept) ? await ByScriptAsync(Script.Parse(kept), players[0]) : null;
        if (missed is not { Failed: true }) missed = await AtRandomAsync(guard, players);
        Assert.That(missed, Is.Not.Null.And.Property(nameof(Verdict.Failed)).True, $"without {guard} no rule was broken");
        TestContext.Out.WriteLine(missed!.Broken[0]);
    }

    [Test]
    public async Task Kept_scripts_break_nothing_with_the_guards_in_place()
    {
        Assert.That(KeptScripts.ByGuard.Keys, Is.SubsetOf(Guards.Names()));
        var player = await PlayerAsync();
        foreach (var (guard, script) in KeptScripts.ByGuard) Assert.That((await PlayAsync(player, Script.Parse(script))).Broken, Is.Empty, guard);
    }

    /// <summary>What two do at once they do in either order: only one of them may need the guard.</summary>
    private static async Task<Verdict> ByScriptAsync(Script script, Player player)
    {
        var verdict = await PlayAsync(player, script);
        for (var again = 0; !verdict.Failed && again < 50; again++) verdict = await PlayAsync(player, script);
        return verdict;
    }

    private static async Task<Verdict?> AtRandomAsync(string guard, Player[] players)
    {
        var timer = guard.StartsWith("stale-", StringComparison.Ordinal) && Step.Verbs["fire"].How.Contains(guard[6..]) ? guard[6..] : null;
        var mix = new Mix(timer);
        Verdict? missed = null;
        var next = 0;
        await Task.WhenAll(players.Select(async player =>
        {
            while (missed is null && Interlocked.Increment(ref next) is var seed && seed <= Most)
            {
                var verdict = await PlayAsync(player, mix.Script((ulong)seed));
                if (verdict.Failed) missed = verdict;
            }
        }));
        return missed;
    }
}
