using System.Text.Json;
using System.Threading.Channels;
using Hotline.Bench.Measuring;

namespace Hotline.Bench.Operators;

/// <summary>One operator at her console. Knows her desk only by what the hub pushes.</summary>
internal sealed class Operator : IAsyncDisposable
{
    private static readonly TimeSpan NewsWithin = TimeSpan.FromSeconds(15);

    // A new one each time her work begins: what is left of an earlier piece of work is nobody's news.
    private Channel<DeskNews> _news = Channel.CreateUnbounded<DeskNews>();
    private readonly Lock _lock = new();
    private HubSocket _hub = null!;
    private DeskNews? _newest;

    public static async Task<Operator> ConnectAsync(Uri agent, string userName, string cookie, Faults faults, CancellationToken stop)
    {
        var one = new Operator();
        one._hub = await HubSocket.ConnectAsync(agent, cookie, userName, one.Hear, faults, stop);
        await one.UntilAsync(_ => true, stop);
        return one;
    }

    public Task<string> AskAsync(string method, CancellationToken stop, params object?[] arguments) => _hub.AskAsync(method, stop, arguments);

    public async Task DoneAsync(string method, CancellationToken stop, params object?[] arguments)
    {
        var outcome = await AskAsync(method, stop, arguments);
        if (outcome != "Done") throw new CannotMeasureException($"{method} came out as {outcome}");
    }

    /// <summary>Later news only.</summary>
    public void ForgetNews() => _news = Channel.CreateUnbounded<DeskNews>();

    /// <summary>Every change, in order, until told to stop.</summary>
    public IAsyncEnumerable<DeskNews> NewsAsync(CancellationToken stop) => _news.Reader.ReadAllAsync(stop);

    public async Task<DeskNews> UntilAsync(Func<DeskNews, bool> isIt, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(NewsWithin);
        try
        {
            await foreach (var news in NewsAsync(limit.Token))
                if (isIt(news)) return news;
            throw new CannotMeasureException("an operator's news ended");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new CannotMeasureException($"an operator waited {NewsWithin.TotalSeconds:0} s for news of her desk, which is {_newest?.State ?? "unknown"}");
        }
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private void Hear(string method, JsonElement argument, long at)
    {
        if (method != "DeskChanged") return;
        var news = DeskNews.Read(argument, at);
        lock (_lock)
        {
            // A push may overtake another: what is older than what is known is stale, and the same again is no news.
            if (_newest is { } newest && news.Version <= newest.Version) return;
            _newest = news;
            _news.Writer.TryWrite(news);
        }
    }
}
