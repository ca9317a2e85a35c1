using System.Collections.Concurrent;

namespace Hotline.Bench.Measuring;

/// <summary>What went wrong since last asked: all are counted, each different one is told once.</summary>
internal sealed class Faults
{
    private const int MostTold = 5;

    private readonly ConcurrentDictionary<string, int> _told = new(StringComparer.Ordinal);
    private int _count;

    public void Note(string what)
    {
        Interlocked.Increment(ref _count);
        if (_told.Count < MostTold || _told.ContainsKey(what)) _told.AddOrUpdate(what, 1, (_, times) => times + 1);
    }

    /// <summary>How many since the last time; writes what they were to the error stream.</summary>
    public int Take(string bench)
    {
        foreach (var (what, times) in _told) Console.Error.WriteLine($"  {bench}: {what}{(times > 1 ? $" ({times} times)" : "")}");
        _told.Clear();
        return Interlocked.Exchange(ref _count, 0);
    }
}
