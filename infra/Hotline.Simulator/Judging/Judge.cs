using Hotline.Simulator.Calls;

namespace Hotline.Simulator.Judging;

/// <summary>Counts what callers suffered. Its lock is innermost: it calls nobody while holding it.</summary>
internal sealed class Judge(TimeProvider clock)
{
    private const int Kept = 10_000;
    private readonly Lock _lock = new();
    private readonly Queue<LostCall> _lost = new();
    private readonly Queue<DoubleBridge> _doubleBridges = new();
    private readonly Queue<PhoneCollision> _collisions = new();
    private readonly Queue<DeadAir> _deadAir = new();
    private readonly Queue<ApplicationError> _errors = new();
    private readonly Queue<MachineHeard> _machines = new();
    private long _calls;
    private long _answered;
    private long _abandoned;
    private long _open;
    private long _lostCount;
    private long _errorCount;

    public Verdict Verdict
    {
        get
        {
            lock (_lock)
            {
                return new Verdict(_calls, _answered, _abandoned, _open, _lostCount, [.. _lost.Select(l => l.Sid)], [.. _lost],
                    [.. _doubleBridges], [.. _collisions], [.. _deadAir], _errorCount, [.. _errors], [.. _machines]);
            }
        }
    }

    public void Created(Call call)
    {
        lock (_lock)
        {
            _open++;
            if (call.Direction == CallDirection.Inbound)
                _calls++;
        }
    }

    /// <summary>Needs the gate. The first human voice a caller reaches makes her an answered call.</summary>
    public void Bridged(Call caller)
    {
        if (caller.WasBridged || caller.Direction != CallDirection.Inbound)
            return;
        caller.WasBridged = true;
        lock (_lock)
            _answered++;
    }

    /// <summary>Needs the gate.</summary>
    public void Ended(Call call)
    {
        lock (_lock)
        {
            _open--;
            if (call.Greeting is not null)
                Keep(_machines, new MachineHeard(call.Sid, call.Party, call.AnsweredBy, [.. call.Recorded], [.. call.SaidIntoGreeting], clock.GetUtcNow()));
            if (call.Direction != CallDirection.Inbound || call.WasBridged || call.EndReason == EndReason.Reset)
                return;
            if (call.EndReason == EndReason.CallerHungUp)
            {
                _abandoned++;
                return;
            }
            _lostCount++;
            var last = call.Heard.LastOrDefault(h => h.Kind != "silence");
            Keep(_lost, new LostCall(call.Sid, call.EndReason, clock.GetUtcNow(), last is null ? "" : $"{last.Kind}: {last.Text}", call.DigitsPressed));
        }
    }

    public void WasSilent(Call call, double seconds)
    {
        if (call.Direction != CallDirection.Inbound)
            return;
        lock (_lock)
            Keep(_deadAir, new DeadAir(call.Sid, seconds, clock.GetUtcNow()));
    }

    public void DoublyBridged(string kind, string sid, string where, IReadOnlyList<string> legs)
    {
        lock (_lock)
            Keep(_doubleBridges, new DoubleBridge(kind, sid, where, legs, clock.GetUtcNow()));
    }

    public void PhoneCollided(string phone, string sid, IReadOnlyList<string> occupying)
    {
        lock (_lock)
            Keep(_collisions, new PhoneCollision(phone, sid, occupying, clock.GetUtcNow()));
    }

    public void ApplicationFailed(string sid, int code, string message, string url)
    {
        lock (_lock)
        {
            _errorCount++;
            Keep(_errors, new ApplicationError(sid, code, message, url, clock.GetUtcNow()));
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            _lost.Clear();
            _doubleBridges.Clear();
            _collisions.Clear();
            _deadAir.Clear();
            _errors.Clear();
            _machines.Clear();
            _calls = _answered = _abandoned = _lostCount = _errorCount = 0;
        }
    }

    private static void Keep<T>(Queue<T> queue, T entry)
    {
        queue.Enqueue(entry);
        if (queue.Count > Kept)
            queue.Dequeue();
    }
}
