using System.Diagnostics.Metrics;

namespace Hotline.Core.Calls;

/// <summary>Meter <c>Hotline.Record</c>: <c>hotline.record.copied</c> (events) and <c>hotline.record.lag</c> (seconds; how old the oldest uncopied event was).</summary>
public sealed class RecordMeter : IDisposable
{
    public const string Name = "Hotline.Record";

    private readonly Meter _meter;
    private readonly Counter<long> _copied;
    private long _lagMs;

    public RecordMeter(IMeterFactory? meters = null)
    {
        _meter = meters?.Create(new MeterOptions(Name)) ?? new Meter(Name);
        _copied = _meter.CreateCounter<long>("hotline.record.copied", "{event}", "Events copied from the live state into the record.");
        _meter.CreateObservableGauge("hotline.record.lag", () => Volatile.Read(ref _lagMs) / 1000.0, "s", "Age of the oldest event that was not yet copied.");
    }

    public void Dispose() => _meter.Dispose();

    internal void Lag(TimeSpan lag) => Volatile.Write(ref _lagMs, Math.Max(0, (long)lag.TotalMilliseconds));

    internal void Copied(int events) => _copied.Add(events);
}
