using System.Diagnostics;

namespace Hotline.Bench.Measuring;

/// <summary>Every latency measured, none summed up before the end: percentiles are exact.</summary>
internal sealed class Latencies
{
    private readonly Lock _lock = new();
    private readonly List<double> _milliseconds = [];

    public int Count
    {
        get
        {
            lock (_lock) return _milliseconds.Count;
        }
    }

    /// <param name="from">A <see cref="Stopwatch"/> time stamp.</param>
    public void Add(long from, long to) => Add(Stopwatch.GetElapsedTime(from, to));

    public void Add(TimeSpan time)
    {
        lock (_lock) _milliseconds.Add(time.TotalMilliseconds);
    }

    /// <summary>The smallest measured value that at least this part of all values does not exceed (nearest rank); null when nothing was measured.</summary>
    public double? At(double part)
    {
        lock (_lock)
        {
            if (_milliseconds.Count == 0) return null;
            _milliseconds.Sort();
            var rank = (int)Math.Ceiling(part * _milliseconds.Count);
            return _milliseconds[Math.Clamp(rank - 1, 0, _milliseconds.Count - 1)];
        }
    }

    public double? Median => At(0.5);

    public double? Longest => At(1);
}
