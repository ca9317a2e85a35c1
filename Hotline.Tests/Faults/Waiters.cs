using System.Collections.Concurrent;
using System.Globalization;

namespace Hotline.Tests.Faults;

/// <summary>Callers who only wait, beside a <see cref="Crowd"/>: they come quickly, and hang up together.</summary>
internal sealed class Waiters(Carrier carrier)
{
    /// <summary>So many dial, or hang up, at once.</summary>
    private const int Together = 24;

    private readonly ConcurrentBag<string> _lines = [];

    /// <summary>Every other one chooses legal, the others say nothing.</summary>
    public Task ComeAsync(int many) => Parallel.ForEachAsync(Enumerable.Range(1, many), new ParallelOptions { MaxDegreeOfParallelism = Together }, async (i, _) =>
    {
        var sid = await carrier.DialsAsync(string.Create(CultureInfo.InvariantCulture, $"+86138{i:00000000}"));
        _lines.Add(sid);
        if (i % 2 == 0 && await carrier.IsAsync(sid, "gather", 5000)) await carrier.PressesAsync(sid, '1');
    });

    public Task GoAsync() => Parallel.ForEachAsync(_lines, new ParallelOptions { MaxDegreeOfParallelism = Together }, async (sid, _) => await carrier.HangsUpAsync(sid));
}
