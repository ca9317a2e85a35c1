using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Hotline.Bench.Measuring;
using Hotline.Bench.Operators;

namespace Hotline.Bench.Benches;

/// <summary>
/// From when an operator presses the crisis button until the last of all counsellors has the alarm on her socket, over two Agents, one of which is killed half
/// way: its consoles go to the other, as browsers do. Those whose own host died, and the alarms they raised meanwhile, are told by themselves.
/// </summary>
internal sealed class AlarmBench : IBench
{
    private const int Hosts = 2;

    private const double BoundP99 = 1000;

    private static readonly TimeSpan HeardWithin = TimeSpan.FromSeconds(15), Look = TimeSpan.FromMilliseconds(20), RaiseAgain = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<(Operator Console, string Escalation), long> _heard = new();

    public string Name => "alarm";

    public int HostsOfEach => Hosts;

    public async IAsyncEnumerable<Result> RunAsync(Stage stage, [EnumeratorCancellation] CancellationToken stop)
    {
        var load = stage.Load;
        var operators = await stage.OperatorsAsync(load.DispatchOperators, stop);
        await Escalation.WatchAsync(operators, (one, id, at) => _heard.TryAdd((one, id), at), stop);
        var warm = new Measured();
        await LoadAsync(stage, operators, load.WarmUp, warm, stop);
        var errors = stage.Faults.Take(Name) + warm.Unheard;

        var measured = new Measured();
        var victim = stage.Installation.AgentProcesses[0];
        var raising = LoadAsync(stage, operators, load.Length, measured, stop);
        await Task.Delay(load.Length / 2, stop);
        var before = operators.Select(one => one.Connection).ToList();
        victim.Kill();
        await raising;
        var moved = operators.Zip(before).Count(one => one.First.Connection != one.Second);
        await victim.ReadyAsync(stop);
        yield return Result.Of(Name, measured.All, stage.FloorMs).With("rate", load.AlarmRate).With("consoles", operators.Count).With("moved", moved)
            .Milliseconds("moved_max_ms", measured.Moved.Longest).With("raised_again", measured.Again.Count).Milliseconds("raised_again_max_ms", measured.Again.Longest)
            .Milliseconds("warmup_max_ms", warm.All.Longest).With("unheard", measured.Unheard).With("troubles", stage.Faults.Take(Name))
            .Errors(errors + measured.Unheard).Bound("bound_p99_ms", BoundP99, measured.All.At(0.99));
    }

    private async Task LoadAsync(Stage stage, IReadOnlyList<Operator> operators, TimeSpan length, Measured into, CancellationToken stop)
    {
        var pace = new Pace(stage.Load.AlarmRate, length);
        List<Task> alarms = [];
        for (var i = 0; i < pace.Count; i++)
        {
            await Pace.UntilAsync(pace.Due(i), stop);
            alarms.Add(AlarmAsync(operators, i % operators.Count, into, stop));
        }
        await Task.WhenAll(alarms);
    }

    private async Task AlarmAsync(IReadOnlyList<Operator> operators, int raiser, Measured into, CancellationToken stop)
    {
        var eligible = operators.Where((_, i) => i != raiser).Select(one => (Console: one, one.Connection)).ToList();
        var sent = Stopwatch.GetTimestamp();
        var (id, again) = await RaiseAsync(operators[raiser], stop);
        while (!eligible.All(one => _heard.ContainsKey((one.Console, id))))
        {
            if (Stopwatch.GetElapsedTime(sent) > HeardWithin)
            {
                Interlocked.Add(ref into.Unheard, eligible.Count(one => !_heard.ContainsKey((one.Console, id))));
                break;
            }
            await Task.Delay(Look, stop);
        }
        long last = 0;
        foreach (var (console, connection) in eligible)
        {
            if (!_heard.TryRemove((console, id), out var at)) continue;
            if (connection is not null && console.Connection == connection) last = Math.Max(last, at);
            else into.Moved.Add(sent, at);
        }
        if (last > 0) (again ? into.Again : into.All).Add(sent, last);
        await EndAsync(operators[(raiser + 1) % operators.Count], id, stop);
    }

    /// <summary>Pressed again when her host died before it answered: of one call only one escalation is open.</summary>
    private static async Task<(string Id, bool Again)> RaiseAsync(Operator raiser, CancellationToken stop)
    {
        var call = Escalation.OldCall(TimeProvider.System);
        for (var again = false; ; again = true)
        {
            try
            {
                return (await raiser.RaiseAsync(call, stop), again);
            }
            catch (Exception e) when (IsLost(e) && !stop.IsCancellationRequested)
            {
                await Task.Delay(RaiseAgain, stop);
            }
        }
    }

    private static async Task EndAsync(Operator one, string id, CancellationToken stop)
    {
        for (var until = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                await one.EndAsync(id, stop);
                return;
            }
            catch (Exception e) when (IsLost(e) && Stopwatch.GetElapsedTime(until) < HeardWithin && !stop.IsCancellationRequested)
            {
                await Task.Delay(RaiseAgain, stop);
            }
        }
    }

    private static bool IsLost(Exception e) => e is CannotMeasureException or TimeoutException or System.Net.WebSockets.WebSocketException or ObjectDisposedException or OperationCanceledException;

    private sealed class Measured
    {
        public int Unheard;

        /// <summary>Until the last console that kept its connection had it.</summary>
        public Latencies All { get; } = new();

        /// <summary>Until each console that lost its host meanwhile had it.</summary>
        public Latencies Moved { get; } = new();

        /// <summary>As <see cref="All"/>, of alarms whose raiser's host died before it answered.</summary>
        public Latencies Again { get; } = new();
    }
}
