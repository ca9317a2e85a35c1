using System.Diagnostics;
using System.Runtime.CompilerServices;
using Hotline.Bench.Judging;
using Hotline.Bench.Measuring;
using Hotline.Bench.Running;

namespace Hotline.Bench.Benches;

/// <summary>
/// Two Apis and two Agents under the load of <c>dispatch</c>; one Api, one Agent and Redis are killed in turn, each started again as a supervisor does.
/// Two seconds after each kill offers are as quick as before; at the end nobody was lost and nobody's place was worse.
/// </summary>
internal sealed class RecoveryBench : IBench
{
    private const int Hosts = 2;

    /// <summary>"As before" in multiples of the p99 before; a p99 of some hundred values is no exacter than that.</summary>
    private const double AsBefore = 1.5;

    private static readonly TimeSpan Blind = TimeSpan.FromSeconds(2), CallersBeat = TimeSpan.FromSeconds(10), DrainWithin = TimeSpan.FromMinutes(2);

    public string Name => "recovery";

    public int HostsOfEach => Hosts;

    public async IAsyncEnumerable<Result> RunAsync(Stage stage, [EnumeratorCancellation] CancellationToken stop)
    {
        var load = stage.Load;
        var operators = await stage.OperatorsAsync(load.DispatchOperators, stop);
        stage.Exchange.Forget();
        var calls = new WholeCalls(stage, operators, ["2"], stop);
        await using var loop = WaitingLoop.Start(calls.Crowd, Math.Max(1, (int)(load.Waiting / CallersBeat.TotalSeconds)), stage.Faults, stop);
        await calls.FillAsync(load.Waiting, stop);
        await calls.RunAsync(load.CallRate, 2 * load.WarmUp + TimeSpan.FromSeconds((double)operators.Count / load.CallRate), stop);
        var errors = stage.Faults.Take(Name);

        List<(string Victim, long Before, long Killed, long Until, int Troubles)> kills = [];
        foreach (var (name, victim) in new[] { ("api", stage.Installation.ApiProcesses[0]), ("agent", stage.Installation.AgentProcesses[0]), ("redis", stage.Installation.Redis) })
        {
            var (before, killed) = await calls.RunAsync(load.CallRate, load.Length, stop);
            victim.Kill();
            var (_, until) = await calls.RunAsync(load.CallRate, Blind + load.RecoveryWindow, stop);
            await victim.ReadyAsync(stop);
            kills.Add((name, before, killed, until, stage.Faults.Take($"{Name}-{name}")));
        }
        await calls.ServeTheRestAsync(load.CallRate, DrainWithin, stop);
        await calls.EndAsync(stop);
        var agreement = await Agreement.CheckAsync(stage.Installation, stage.Exchange, strict: false, stop);
        Places.Check(stage.Exchange, calls.Offers);

        foreach (var (victim, before, killed, until, troubles) in kills)
        {
            var again = Pace.After(killed, Blind);
            var (was, isNow, meanwhile) = (calls.FreeToOffer(before, killed), calls.FreeToOffer(again, until), calls.FreeToOffer(killed, again));
            var bound = Math.Max(AsBefore * (was.At(0.99) ?? 0), DispatchBounds.FloorsAtP99 * (stage.FloorMs ?? 0));
            yield return Result.Of($"{Name}-{victim}", isNow, stage.FloorMs).With("rate", load.CallRate).With("operators", operators.Count)
                .Milliseconds("before_p99_ms", was.At(0.99)).Milliseconds("first_2s_max_ms", meanwhile.Longest).Milliseconds("silence_ms", Silence(calls, killed, until))
                .With("troubles", troubles).Errors(0).Bound("bound_p99_ms", Math.Round(bound, 1), isNow.At(0.99));
        }
        var result = new Result($"{Name}-judged").With("calls", agreement.Calls).With("record_caught_up_s", agreement.CaughtUpSeconds)
            .With("troubles_at_the_end", stage.Faults.Take(Name));
        foreach (var kind in Enum.GetValues<Carrier.Violation>()) result.With(kind.ToString(), stage.Exchange.Judge.Of(kind));
        yield return result.Errors(errors + Violations.Tell(stage.Exchange.Judge, Name)).Must(agreement.CaughtUpSeconds is not null);
    }

    /// <summary>The longest time without any offer.</summary>
    private static double Silence(WholeCalls calls, long from, long to)
    {
        var last = from;
        double longest = 0;
        foreach (var at in calls.Offers.Select(offer => offer.At).Where(at => at >= from && at < to).Order())
        {
            longest = Math.Max(longest, Stopwatch.GetElapsedTime(last, at).TotalMilliseconds);
            last = at;
        }
        return longest;
    }
}
