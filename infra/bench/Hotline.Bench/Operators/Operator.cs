using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Hotline.Bench.Measuring;

namespace Hotline.Bench.Operators;

/// <summary>
/// One operator at her console. Knows her desk only by what the hub pushes. A lost connection is a fault; the console comes back by itself, to the next
/// Agent, as a browser does, and is told the desk as it is then.
/// </summary>
internal sealed class Operator : IAsyncDisposable
{
    private static readonly TimeSpan NewsWithin = TimeSpan.FromSeconds(15), ConnectAgain = TimeSpan.FromMilliseconds(200);

    // A new one each time her work begins: what is left of an earlier piece of work is nobody's news.
    private Channel<DeskNews> _news = Channel.CreateUnbounded<DeskNews>();
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _leaving = new();
    private readonly IReadOnlyList<Uri> _agents;
    private readonly string _cookie;
    private readonly Faults _faults;
    private volatile HubSocket _hub = null!;
    private Task _coming = Task.CompletedTask;
    private int _agent;
    private DeskNews? _newest;
    private bool _sameAgain;
    private volatile CrisisScreen? _crisis;

    // Even while she is connected: counted when a connection is lost, and again when the next one shows everything.
    private int _connections;

    private Operator(IReadOnlyList<Uri> agents, int first, string userName, string cookie, Faults faults) =>
        (_agents, _agent, UserName, _cookie, _faults) = (agents, first % agents.Count, userName, cookie, faults);

    public string UserName { get; }

    /// <summary>Of her desk, as far as she was told.</summary>
    public long NewestVersion
    {
        get
        {
            lock (_lock) return _newest?.Version ?? 0;
        }
    }

    /// <summary>Which connection this is; null while she has none. While it stays, none was lost.</summary>
    public int? Connection => Volatile.Read(ref _connections) is var made && made % 2 == 0 ? made : null;

    /// <param name="first">Which of the Agents serves her at first.</param>
    public static async Task<Operator> ConnectAsync(IReadOnlyList<Uri> agents, int first, string userName, string cookie, Faults faults, CancellationToken stop)
    {
        var one = new Operator(agents, first, userName, cookie, faults);
        one._hub = await one.HubAsync(stop);
        one._coming = one.ComeBackAsync();
        await one.UntilAsync(_ => true, stop);
        return one;
    }

    public Task<string> AskAsync(string method, CancellationToken stop, params object?[] arguments) => _hub.AskAsync(method, stop, arguments);

    public async Task DoneAsync(string method, CancellationToken stop, params object?[] arguments)
    {
        var outcome = await AskAsync(method, stop, arguments);
        if (outcome != "Done") throw new CannotMeasureException($"{method} came out as {outcome}");
    }

    /// <summary>Shows the open escalations from now on, over every connection.</summary>
    /// <param name="alarmed">Told, each time it is shown, of an escalation she is paged for, and when that was on her socket.</param>
    /// <param name="firstLook">When she first looks by herself.</param>
    public async Task WatchCrisisAsync(Action<string, long> alarmed, TimeSpan firstLook, CancellationToken stop)
    {
        if (_crisis is { } before) await before.DisposeAsync();
        _crisis = new CrisisScreen(this, alarmed, _faults);
        await _crisis.ShowAsync(firstLook, stop);
    }

    /// <summary>Later news only.</summary>
    public void ForgetNews() => _news = Channel.CreateUnbounded<DeskNews>();

    /// <summary>Her desk as it is now becomes news, also when it is known.</summary>
    public async Task LookAgainAsync(CancellationToken stop)
    {
        using var desk = JsonDocument.Parse(await AskAsync("GetDesk", stop));
        var news = DeskNews.Read(desk.RootElement, Stopwatch.GetTimestamp());
        lock (_lock) _sameAgain = true;
        Hear(news);
    }

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

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _coming.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_crisis is { } crisis) await crisis.DisposeAsync();
        await _hub.DisposeAsync();
        _leaving.Dispose();
    }

    private async Task ComeBackAsync()
    {
        while (true)
        {
            var why = await _hub.Lost.Task.WaitAsync(_leaving.Token);
            Interlocked.Increment(ref _connections);
            _faults.Note($"an operator lost the hub: {why}");
            await _hub.DisposeAsync();
            while (true)
            {
                _agent = (_agent + 1) % _agents.Count;
                try
                {
                    lock (_lock) _sameAgain = true;
                    _hub = await HubAsync(_leaving.Token);
                    break;
                }
                catch (Exception e) when (e is WebSocketException or IOException or HttpRequestException or TimeoutException or CannotMeasureException)
                {
                    await Task.Delay(ConnectAgain, _leaving.Token);
                }
            }
            if (_crisis is { } crisis) await crisis.ConnectedAsync();
            Interlocked.Increment(ref _connections);
        }
    }

    private Task<HubSocket> HubAsync(CancellationToken stop) => HubSocket.ConnectAsync(_agents[_agent], _cookie, UserName, (method, argument, at) =>
    {
        if (method == "DeskChanged") Hear(DeskNews.Read(argument, at));
        else if (method == "CrisisChanged") _crisis?.Hear(argument, at);
    }, stop);

    private void Hear(DeskNews news)
    {
        lock (_lock)
        {
            // A push may overtake another: what is older than what is known is stale, and the same again is no news unless it was asked for.
            if (_newest is { } newest && (news.Version < newest.Version || (news.Version == newest.Version && !_sameAgain))) return;
            (_newest, _sameAgain) = (news, false);
            _news.Writer.TryWrite(news);
        }
    }
}
