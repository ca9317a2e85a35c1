using System.Diagnostics;

namespace Hotline.Bench.Measuring;

/// <summary>
/// A constant schedule of arrivals, kept whatever the system does: an arrival never waits for the answer to an earlier one, and its latency counts from
/// when it was due. A slow answer therefore cannot hide the arrivals it would have held up (coordinated omission).
/// </summary>
internal sealed class Pace(int perSecond, TimeSpan length)
{
    private readonly long _start = Stopwatch.GetTimestamp() + Stopwatch.Frequency / 10;

    public int Count { get; } = (int)(perSecond * length.TotalSeconds);

    /// <summary>When arrival number <paramref name="i"/> is due.</summary>
    public long Due(int i) => _start + i * Stopwatch.Frequency / perSecond;

    public static long After(long due, TimeSpan time) => due + (long)(time.TotalSeconds * Stopwatch.Frequency);

    /// <summary>Never returns early, and one to two milliseconds late: part of every latency measured from <paramref name="due"/>.</summary>
    public static async Task UntilAsync(long due, CancellationToken stop)
    {
        while (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is { Ticks: > 0 } left)
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), stop);
    }
}
