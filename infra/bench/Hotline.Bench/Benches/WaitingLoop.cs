using System.Diagnostics;
using Hotline.Bench.Carrier;
using Hotline.Bench.Measuring;

namespace Hotline.Bench.Benches;

/// <summary>What waiting callers do: each asks for her next document in turn. So many requests a second, however many wait; none waits for another.</summary>
internal sealed class WaitingLoop(Crowd crowd, int perSecond, Faults faults, CancellationToken stop) : IAsyncDisposable
{
    private readonly CancellationTokenSource _over = CancellationTokenSource.CreateLinkedTokenSource(stop);
    private Task _turning = Task.CompletedTask;

    /// <summary>From when each request was due until its answer's last byte.</summary>
    public Latencies Answers { get; } = new();

    public static WaitingLoop Start(Crowd crowd, int perSecond, Faults faults, CancellationToken stop)
    {
        var loop = new WaitingLoop(crowd, perSecond, faults, stop);
        loop._turning = loop.TurnAsync();
        return loop;
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _turning.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _over.Dispose();
    }

    private async Task TurnAsync()
    {
        var due = Stopwatch.GetTimestamp();
        var step = TimeSpan.FromSeconds(1.0 / perSecond);
        while (true)
        {
            foreach (var caller in crowd.Waiting.ToList())
            {
                await Pace.UntilAsync(due = Next(), _over.Token);
                if (!caller.IsOver && !caller.IsInConference) _ = AskAsync(caller, due);
            }
            await Pace.UntilAsync(due = Next(), _over.Token);
        }

        // What could not be kept up for a second is not made up for: it would be a burst that no crowd of callers makes.
        long Next() => Math.Max(Pace.After(due, step), Stopwatch.GetTimestamp() - Stopwatch.Frequency);
    }

    private async Task AskAsync(CallerLine caller, long due)
    {
        try
        {
            if (await caller.WaitAsync(stop) is { } told) Answers.Add(due, told.At);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            faults.Note($"a waiting caller: {e.GetType().Name}: {e.Message}");
        }
        catch (OperationCanceledException)
        {
            // The measurement is over.
        }
    }
}
