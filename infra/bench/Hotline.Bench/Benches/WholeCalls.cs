using System.Collections.Concurrent;
using System.Diagnostics;
using Hotline.Bench.Carrier;
using Hotline.Bench.Measuring;
using Hotline.Bench.Operators;

namespace Hotline.Bench.Benches;

/// <summary>
/// The load of <c>guessing</c>, <c>dispatch</c>, <c>depth</c>, <c>lifecycles</c> and <c>recovery</c>: so many whole calls a second on a constant schedule. At each beat
/// one caller arrives and one operator, who has written, becomes free; so as many always wait. All operators take their turns; a call is accepted,
/// joined by both legs, ended at once, and written about until its operator's next turn.
/// </summary>
internal sealed class WholeCalls
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100), SettleWithin = TimeSpan.FromSeconds(60);

    private readonly Stage _stage;
    private readonly IReadOnlyList<string> _keys;
    private readonly CancellationToken _stop;
    private readonly Turns _turns = new();
    private readonly ConcurrentQueue<Offered> _offers = new();
    private readonly AtWork _atWork;
    private int _arrived;

    /// <param name="keys">What the callers press, in turn.</param>
    public WholeCalls(Stage stage, IReadOnlyList<Operator> operators, IReadOnlyList<string> keys, CancellationToken stop)
    {
        (_stage, _keys, _stop, Crowd) = (stage, keys, stop, new Crowd(stage.Exchange));
        _atWork = new AtWork(operators.Select(one => new Desk(one, TimeSpan.Zero, _turns, Note, _ => { }, stage.Faults)), stop);
    }

    public Crowd Crowd { get; }

    public IReadOnlyCollection<Offered> Offers => _offers;

    /// <summary>Turns that no operator was there to take: above a few, the operators were held up and the rate was not kept.</summary>
    public int Untaken => _turns.Untaken;

    /// <summary>Brings those who wait up to <paramref name="count"/>.</summary>
    public Task FillAsync(int count, CancellationToken stop) => Crowd.ArriveAsync(count - Crowd.Waiting.Count(), _keys[0], stop);

    /// <summary>The load for so long. When it began and ended, as <see cref="Stopwatch"/> time stamps.</summary>
    public async Task<(long From, long To)> RunAsync(int rate, TimeSpan length, CancellationToken stop)
    {
        var from = Stopwatch.GetTimestamp();
        var pace = new Pace(rate, length);
        for (var i = 0; i < pace.Count; i++)
        {
            await Pace.UntilAsync(pace.Due(i), stop);
            Crowd.ArriveBehind(_keys[_arrived++ % _keys.Count], _stage.Faults, _stop);
            _turns.Give();
        }
        return (from, Stopwatch.GetTimestamp());
    }

    /// <summary>Nobody arrives any more; operators take their turns until everybody was served, or until the time is over.</summary>
    public async Task ServeTheRestAsync(int rate, TimeSpan within, CancellationToken stop)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < within && Crowd.Waiting.Any())
        {
            if (Untaken == 0) for (var i = 0; i < rate * Look.TotalSeconds; i++) _turns.Give();
            await Task.Delay(Look, stop);
        }
    }

    /// <summary>Nobody becomes free any more, until every call that was offered is over and written about; who waits goes on waiting.</summary>
    public async Task SettleAsync(CancellationToken stop)
    {
        _turns.TakeBack();
        var start = Stopwatch.GetTimestamp();
        while (!_atWork.AreAtRest && Stopwatch.GetElapsedTime(start) < SettleWithin) await Task.Delay(Look, stop);
        if (!_atWork.AreAtRest) _stage.Faults.Note($"operators were not at rest {SettleWithin.TotalSeconds:0} s after the load");
    }

    /// <summary>Who still waits leaves, and every operator ends her call and goes home.</summary>
    public async Task EndAsync(CancellationToken stop)
    {
        await SettleAsync(stop);
        await Crowd.LeaveAsync(stop);
        _turns.End();
        await _atWork.GoHomeAsync(stop);
    }

    /// <summary>From an operator's being free until her next offer, of those who became free in this time.</summary>
    public Latencies FreeToOffer(long from, long to)
    {
        var latencies = new Latencies();
        foreach (var offer in _offers.Where(offer => offer.Free >= from && offer.Free < to && offer.Free != 0)) latencies.Add(offer.Free, offer.At);
        return latencies;
    }

    private void Note(Offered offer)
    {
        _offers.Enqueue(offer);
        _stage.Exchange.Judge.Offers(offer.Call, offer.Token, offer.Operator);
    }
}
