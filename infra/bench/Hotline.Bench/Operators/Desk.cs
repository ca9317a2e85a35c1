using System.Diagnostics;
using Hotline.Bench.Measuring;

namespace Hotline.Bench.Operators;

/// <summary>An offer as an operator saw it.</summary>
/// <param name="OfferedMs">When the product decided it, in unix milliseconds.</param>
/// <param name="Free">When she said that she was free before it (0: she did not).</param>
/// <param name="At">When it was on her socket.</param>
internal readonly record struct Offered(string Operator, string Call, long Token, long OfferedMs, long Free, long At);

/// <summary>
/// What an operator does all day: takes what she is offered, talks a short while, ends it, writes nothing, is free again. What does not come out as
/// done, or is not answered, is a fault; then she looks at her desk again and goes on from what it shows.
/// </summary>
/// <param name="turns">When she may be free again; null: at once.</param>
/// <param name="offered">Told of each offer once.</param>
/// <param name="taken">Told of each call accepted.</param>
internal sealed class Desk(Operator @operator, TimeSpan talk, Turns? turns, Action<Offered> offered, Action<string> taken, Faults faults)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(300);

    private volatile bool _goingHome, _atRest;
    private bool _wasReady;
    private long _free, _seen;

    // What was already acted upon: the same shown again asks for nothing, nor does what was shown before an act was done.
    private (string State, string? Call, long Token) _done;
    private long _outdated;

    /// <summary>She waits for her turn, or for a caller when there is none: nothing is under way.</summary>
    public bool IsAtRest => _atRest;

    /// <summary>Until she has gone home: a call she is in is brought to its end.</summary>
    public async Task WorkAsync(CancellationToken stop)
    {
        @operator.ForgetNews();
        await LookAgainAsync(stop);
        await foreach (var news in @operator.NewsAsync(stop))
        {
            if (news.State is "Break" or "Off" && _goingHome) return;
            if (news.Version <= _outdated) continue;
            var now = (news.State, news.Offered ?? news.Call, news.Token);
            if (now == _done && news.State is not "Break" and not "Off") continue;
            _done = now;
            if (await ActAsync(news, stop)) continue;
            _done = default;
            await LookAgainAsync(stop);
        }
    }

    /// <summary>States the wish; <see cref="WorkAsync"/> ends when it is fulfilled.</summary>
    public async Task GoHomeAsync(CancellationToken stop)
    {
        _goingHome = true;
        await @operator.AskAsync("SetPresence", stop, "Break", "bench");
        await @operator.LookAgainAsync(stop);
    }

    private async Task<bool> ActAsync(DeskNews news, CancellationToken stop)
    {
        _atRest = news.State == "Ready";
        switch (news.State)
        {
            case "Offered":
                if (_seen != news.Token)
                {
                    _seen = news.Token;
                    offered(new Offered(@operator.UserName, news.Offered!, news.Token, news.OfferedMs, _free, news.At));
                    _free = 0;
                }
                if (!await IsDoneAsync("Accept", stop, news.Offered, news.Token)) return false;
                taken(news.Offered!);
                return true;
            case "Busy":
                if (talk > TimeSpan.Zero) await Task.Delay(talk, stop);
                return await IsDoneAsync("End", stop, news.Call);
            case "WrapUp":
                await FreeAsync(stop);
                return await IsDoneAsync("FinishWrapUp", stop, news.Call);
            case "Break" or "Off":
                if (_wasReady) faults.Note("an operator was sent on a break: she missed an offer, her telephone did not ring, or her console was lost");
                await FreeAsync(stop);
                _wasReady = !_goingHome;
                return _goingHome || await IsDoneAsync("SetPresence", stop, "Ready", null);
            default:
                return true;
        }
    }

    /// <summary>From here on she waits for her next offer; what fails meanwhile does not begin the wait anew.</summary>
    private async Task FreeAsync(CancellationToken stop)
    {
        if (_free == 0 && turns is not null && !_goingHome)
        {
            _atRest = true;
            await turns.TakeAsync(stop);
            _atRest = false;
        }
        if (_free == 0) _free = Stopwatch.GetTimestamp();
    }

    private async Task<bool> IsDoneAsync(string method, CancellationToken stop, params object?[] arguments)
    {
        try
        {
            var known = @operator.NewestVersion;
            var outcome = await @operator.AskAsync(method, stop, arguments);
            if (outcome == "Done")
            {
                _outdated = known;
                return true;
            }
            faults.Note($"{method} came out as {outcome}");
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            faults.Note($"{method} was not answered: {e.GetType().Name}");
        }
        return false;
    }

    private async Task LookAgainAsync(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                if (_done == default && _wasReady) await Task.Delay(LookAgain, stop);
                await @operator.LookAgainAsync(stop);
                return;
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                faults.Note($"GetDesk was not answered: {e.GetType().Name}");
                await Task.Delay(LookAgain, stop);
            }
        }
    }
}
