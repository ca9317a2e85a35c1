using System.Diagnostics;
using Hotline.Bench.Measuring;

namespace Hotline.Bench.Operators;

/// <summary>
/// What an operator does all day: takes what she is offered, talks a short while, ends it, writes nothing, is free again.
/// </summary>
/// <param name="offered">Told of each offer: the call, when she said she was free before it (0: she did not), when the offer was there.</param>
/// <param name="taken">Told of each call accepted.</param>
internal sealed class Desk(Operator @operator, TimeSpan talk, Action<string, long, long> offered, Action<string> taken, Faults faults)
{
    private volatile bool _goingHome;

    /// <summary>Until she has gone home: a call she is in is brought to its end.</summary>
    public async Task WorkAsync(CancellationToken stop)
    {
        @operator.ForgetNews();
        await @operator.DoneAsync("SetPresence", stop, "Ready", null);
        long free = 0, lastToken = 0;
        var (ended, written) = ("", "");
        await foreach (var news in @operator.NewsAsync(stop))
        {
            switch (news.State)
            {
                case "Offered" when news.Token != lastToken:
                    lastToken = news.Token;
                    offered(news.Offered!, free, news.At);
                    free = 0;
                    await MustAsync("Accept", stop, news.Offered, news.Token);
                    taken(news.Offered!);
                    break;
                case "Busy" when news.Call != ended:
                    ended = news.Call!;
                    await Task.Delay(talk, stop);
                    await MustAsync("End", stop, news.Call);
                    break;
                case "WrapUp" when news.Call != written:
                    written = news.Call!;
                    free = Stopwatch.GetTimestamp();
                    await MustAsync("FinishWrapUp", stop, news.Call);
                    break;
                case "Break" when _goingHome:
                    return;
                case "Break":
                    faults.Note("an operator was sent on a break: she missed an offer or her telephone did not ring");
                    await MustAsync("SetPresence", stop, "Ready", null);
                    break;
            }
        }
    }

    /// <summary>States the wish; <see cref="WorkAsync"/> ends when it is fulfilled.</summary>
    public Task GoHomeAsync(CancellationToken stop)
    {
        _goingHome = true;
        return @operator.AskAsync("SetPresence", stop, "Break", "bench");
    }

    private async Task MustAsync(string method, CancellationToken stop, params object?[] arguments)
    {
        var outcome = await @operator.AskAsync(method, stop, arguments);
        if (outcome != "Done") faults.Note($"{method} came out as {outcome}");
    }
}
