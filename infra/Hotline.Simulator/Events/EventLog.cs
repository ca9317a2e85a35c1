namespace Hotline.Simulator.Events;

/// <summary>Everything that happened, in order, the last 20,000 entries. Readers keep their own position; nothing is queued per reader.</summary>
internal sealed class EventLog(TimeProvider clock)
{
    private const int Kept = 20_000;

    // Innermost lock: taken while the switchboard's gate is held, never the other way round.
    private readonly Lock _lock = new();
    private readonly SimulatorEvent[] _ring = new SimulatorEvent[Kept];
    private long _last;
    private TaskCompletionSource? _arrival;

    public void Append(string type, string? call = null, string? phone = null, string? conference = null, string? text = null)
    {
        TaskCompletionSource? arrival;
        lock (_lock)
        {
            var seq = ++_last;
            _ring[seq % Kept] = new SimulatorEvent(seq, clock.GetUtcNow(), type, call, phone, conference, text);
            (arrival, _arrival) = (_arrival, null);
        }
        arrival?.TrySetResult();
    }

    public long Last
    {
        get
        {
            lock (_lock)
                return _last;
        }
    }

    public IReadOnlyList<SimulatorEvent> After(long seq, int most)
    {
        lock (_lock)
        {
            var first = Math.Max(seq + 1, Math.Max(1, _last - Kept + 1));
            var found = new List<SimulatorEvent>();
            for (var n = first; n <= _last && found.Count < most; n++)
                found.Add(_ring[n % Kept]);
            return found;
        }
    }

    public Task ArrivalAfterAsync(long seq, CancellationToken ct)
    {
        lock (_lock)
        {
            if (_last > seq)
                return Task.CompletedTask;
            _arrival ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _arrival.Task.WaitAsync(ct);
        }
    }
}
