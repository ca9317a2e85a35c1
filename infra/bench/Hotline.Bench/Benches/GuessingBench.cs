using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using Hotline.Bench.Measuring;
using Hotline.Bench.Running;

namespace Hotline.Bench.Benches;

/// <summary>
/// As <c>dispatch</c>, at a fifth of its rate, while so many guess passwords at the Agent, each as fast as it is answered. A password's hash is dear on purpose, and whoever
/// guesses needs no account: it must cost the operators nothing they would feel. The bounds are those of <c>offer</c>, with or without guessers.
/// </summary>
internal sealed class GuessingBench : IBench
{
    private const double BoundP50 = 10, BoundP99 = 50;
    private const int Guessers = 40;

    public string Name => "guessing";

    public async IAsyncEnumerable<Result> RunAsync(Stage stage, [EnumeratorCancellation] CancellationToken stop)
    {
        var load = stage.Load;
        var rate = Math.Max(1, load.CallRate / 5);
        var operators = await stage.OperatorsAsync(load.Operators, stop);
        var calls = new WholeCalls(stage, operators, ["2"], stop);
        await calls.FillAsync(load.Waiting, stop);
        await calls.RunAsync(rate, load.WarmUp + TimeSpan.FromSeconds((double)operators.Count / rate), stop);
        var (quiet, guessed) = await calls.RunAsync(rate, load.Length, stop);
        int answered;
        long until;
        using (var over = CancellationTokenSource.CreateLinkedTokenSource(stop))
        {
            var guessing = Task.WhenAll(Enumerable.Range(0, Guessers).Select(_ => GuessAsync(stage.Installation.Agents[0], over.Token)));
            (_, until) = await calls.RunAsync(rate, load.Length, stop);
            await over.CancelAsync();
            answered = (await guessing).Sum();
        }
        await calls.EndAsync(stop);
        var (before, during) = (calls.FreeToOffer(quiet, guessed), calls.FreeToOffer(guessed, until));
        yield return Result.Of(Name, during, stage.FloorMs).With("rate", rate).With("operators", operators.Count).With("guessers", Guessers)
            .With("guesses_answered", answered).Milliseconds("before_p99_ms", before.At(0.99))
            .Errors(stage.Faults.Take(Name) + Violations.Tell(stage.Exchange.Judge, Name))
            .Must(answered > 0).Bound("bound_p50_ms", BoundP50, during.Median).Bound("bound_p99_ms", BoundP99, during.At(0.99));
    }

    /// <summary>How many were answered.</summary>
    private static async Task<int> GuessAsync(Uri agent, CancellationToken over)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false }) { BaseAddress = agent };
        for (var answered = 0; ; answered++)
        {
            try
            {
                // No such account: it takes as long as one there is, and locks nobody out.
                using var response = await http.PostAsJsonAsync("/api/session", new { userName = $"guess-{Installation.NewSecret()[..12]}", password = "a wrong password" }, over);
                if (response.StatusCode != HttpStatusCode.Unauthorized) throw new CannotMeasureException($"a wrong password was answered with {(int)response.StatusCode}");
            }
            catch (OperationCanceledException) when (over.IsCancellationRequested)
            {
                return answered;
            }
        }
    }
}
