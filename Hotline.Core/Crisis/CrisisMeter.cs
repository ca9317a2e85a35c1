using System.Diagnostics.Metrics;

namespace Hotline.Core.Crisis;

/// <summary>
/// Meter <c>Hotline.Crisis</c>: time to acknowledge (seconds; <c>how</c>), steps done (<c>level</c>) and how late they were (seconds), and how many escalations
/// are open (<c>state</c>), as this host last read them.
/// </summary>
internal sealed class CrisisMeter : IDisposable
{
    private readonly Meter _meter;
    private readonly Histogram<double> _acknowledged, _late;
    private readonly Counter<long> _steps;
    private int _paging, _held;

    public CrisisMeter(IMeterFactory? meters = null)
    {
        _meter = meters?.Create(new MeterOptions("Hotline.Crisis")) ?? new Meter("Hotline.Crisis");
        _acknowledged = _meter.CreateHistogram<double>("hotline.crisis.acknowledge.duration", "s", "From raising to the first acknowledgement.");
        _late = _meter.CreateHistogram<double>("hotline.crisis.step.late", "s", "How late a ladder's step was.");
        _steps = _meter.CreateCounter<long>("hotline.crisis.pages", "{step}", "Ladder steps done, by level.");
        _meter.CreateObservableGauge("hotline.crisis.open", Open, "{escalation}", "Open escalations of the network.");
    }

    public void Acknowledged(TimeSpan after, string how) => _acknowledged.Record(after.TotalSeconds, new KeyValuePair<string, object?>("how", how));

    public void Paged(LadderLevel level, TimeSpan late)
    {
        _steps.Add(1, new KeyValuePair<string, object?>("level", level.ToString()));
        _late.Record(late.TotalSeconds);
    }

    public void Read(CrisisReading reading)
    {
        var paging = reading.Escalations.Count(e => e.State == EscalationState.Paging);
        Volatile.Write(ref _paging, paging);
        Volatile.Write(ref _held, reading.Escalations.Count - paging);
    }

    public void Dispose() => _meter.Dispose();

    private Measurement<int>[] Open() =>
        [new(Volatile.Read(ref _paging), new KeyValuePair<string, object?>("state", "paging")), new(Volatile.Read(ref _held), new KeyValuePair<string, object?>("state", "acknowledged"))];
}
