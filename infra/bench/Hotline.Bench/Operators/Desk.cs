using System.Diagnostics;
using Hotline.Bench.Measuring;

namespace Hotline.Bench.Operators;

/// <summary>
/// What an operator does all day: takes what she is offered, talks a short while, ends it, writes nothing, is free again.
/// </summary>
/// <param name="offered">Told of each offer: the call, when she was free again before it (0: nobody measured that), when the offer was there.</param>
/// <param name="taken">Told of each call accepted.</param>
internal sealed class Desk(Operator @operator, TimeSpan talk, Action<string, long, long> offered, Action<string> taken, Faults faults)
{
    public async Task WorkAsync(CancellationToken over)
    {
        @operator.ForgetNews();
        await @operator.DoneAsync("SetPresence", over, "Ready", null);
        long free = 0, lastToken = 0;
        var (ended, written) = ("", "");
        try
        {
            await foreach (var news in @operator.NewsAsync(over))
            {
                switch (news.State)
                {
                    case "Offered" when news.Token != lastToken:
                        lastToken = news.Token;
                        offered(news.Offered!, free, news.At);
                        free = 0;
                        await MustAsync("Accept", over, news.Offered, news.Token);
                        taken(news.Offered!);
                        break;
                    case "Busy" when news.Call != ended:
                        ended = news.Call!;
                        await Task.Delay(talk, over);
                        await MustAsync("End", over, news.Call);
                        break;
                    case "WrapUp" when news.Call != written:
                        written = news.Call!;
                        free = Stopwatch.GetTimestamp();
                        await MustAsync("FinishWrapUp", over, news.Call);
                        break;
                    case "Break":
                        faults.Note("an operator was sent on a break: she missed an offer or her telephone did not ring");
                        await MustAsync("SetPresence", over, "Ready", null);
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // Her shift is over.
        }
    }

    private async Task MustAsync(string method, CancellationToken over, params object?[] arguments)
    {
        var outcome = await @operator.AskAsync(method, over, arguments);
        if (outcome != "Done") faults.Note($"{method} came out as {outcome}");
    }
}
