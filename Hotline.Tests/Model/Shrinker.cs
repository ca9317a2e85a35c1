namespace Hotline.Tests.Model;

/// <summary>Delta debugging: the shortest script found that still fails.</summary>
internal static class Shrinker
{
    /// <param name="fails">Plays a script; true when it fails. A script that races may fail now and then: it decides how often to try.</param>
    /// <param name="tries">At most so many scripts are played.</param>
    public static async Task<Script> ShrinkAsync(Script script, Func<Script, Task<bool>> fails, int tries = 400)
    {
        for (var smaller = true; smaller && tries > 0;)
        {
            smaller = false;
            foreach (var candidate in Candidates(script))
            {
                if (tries-- <= 0) break;
                if (!await fails(candidate)) continue;
                script = candidate;
                smaller = true;
                break;
            }
        }
        return script;
    }

    /// <summary>Every script one step smaller or plainer, the boldest first: halves and quarters left out, one volley left out, one step left out,
    /// a race played in its order, a step on host A, an ordinary variant.</summary>
    public static IEnumerable<Script> Candidates(Script script)
    {
        var volleys = script.Volleys;
        for (var chunk = volleys.Count / 2; chunk >= 1; chunk /= 2)
            for (var at = volleys.Count - chunk; at > -chunk; at -= chunk)
                yield return new Script([.. volleys.Take(Math.Max(0, at)), .. volleys.Skip(Math.Max(0, at) + chunk)]);
        for (var i = 0; i < volleys.Count; i++)
        {
            if (volleys[i].Count == 1) continue;
            for (var j = 0; j < volleys[i].Count; j++) yield return With(volleys, i, [.. volleys[i].Take(j), .. volleys[i].Skip(j + 1)]);
            yield return new Script([.. volleys.Take(i), .. volleys[i].Select(s => (IReadOnlyList<Step>)[s]), .. volleys.Skip(i + 1)]);
        }
        for (var i = 0; i < volleys.Count; i++)
            if (volleys[i] is [{ Host: 'B' } step]) yield return With(volleys, i, [step with { Host = 'A' }]);
    }

    private static Script With(IReadOnlyList<IReadOnlyList<Step>> volleys, int at, IReadOnlyList<Step> volley) =>
        new([.. volleys.Take(at), volley, .. volleys.Skip(at + 1)]);
}
