using Hotline.Core.Starting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Hotline.Core.Storage.Redis;

/// <summary>
/// The one multiplexed connection to the live state; never blocks a caller's document for longer than its time-out. It reconnects by itself, and whether it
/// has is watched: 1.2.6 looks for missing replies only after ten seconds without a write, so that a connection which a network forgets would leave a host in
/// use without a live state until somebody restarts it; and it keeps one to a server that was made a replica, whose name leads to another by now. One that does
/// not answer, or is refused every change, while a new one works is replaced
/// (shown by A_connection_that_is_forgotten.Is_replaced_while_it_is_in_use and .Is_replaced_when_its_name_leads_to_another_server).
/// </summary>
public sealed class RedisConnection : IHostedLifecycleService, IDisposable
{
    /// <summary>A command slower than this is a degraded live state: the caller gets comfort and asks again.</summary>
    private const int TimeoutMs = 1500;

    private static readonly TimeSpan SayAgain = TimeSpan.FromSeconds(3);

    /// <summary>How often it is asked whether it works, after how long of not working a new one is tried, and how long the old one is kept for whoever still waits for its replies.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1), GiveUp = TimeSpan.FromSeconds(4), KeepOld = TimeSpan.FromSeconds(10);

    private readonly ConfigurationOptions _options;
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationToken _over;
    private readonly TimeProvider _clock;
    private readonly ILogger<RedisConnection> _log;
    private volatile ConnectionMultiplexer? _multiplexer;

    /// <exception cref="BadSettingException">The connection string is missing or malformed; names the key, never the value.</exception>
    public RedisConnection(string? connectionString, TimeProvider clock, ILogger<RedisConnection> log)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
            throw new BadSettingException("ConnectionStrings__Redis is missing: give host:port, e.g. 127.0.0.1:6379.");
        try
        {
            _options = ConfigurationOptions.Parse(connectionString);
        }
        catch (ArgumentException)
        {
            throw new BadSettingException("ConnectionStrings__Redis is malformed: give host:port[,password=…][,ssl=true].");
        }
        if (_options.EndPoints.Count == 0)
            throw new BadSettingException("ConnectionStrings__Redis names no host: give host:port, e.g. 127.0.0.1:6379.");
        _options.AbortOnConnectFail = false;
        _options.ConnectRetry = 3;
        _options.ConnectTimeout = 2000;
        _options.SyncTimeout = TimeoutMs;
        _options.KeepAlive = 10;
        _options.ReconnectRetryPolicy = new LinearRetry(500);
        (_clock, _log, _over) = (clock, log, _ended.Token);
    }

    /// <summary>The database. Throws <see cref="TimeoutException"/> while no connection was ever made.</summary>
    internal IDatabase Database => Multiplexer.GetDatabase();

    internal ConnectionMultiplexer Multiplexer =>
        _multiplexer ?? throw new TimeoutException("The live state has not been reached yet.");

    /// <summary>Asked before a new connection takes the place of one that does not work: whoever listens on that one listens on the new one first.</summary>
    internal event Func<ConnectionMultiplexer, Task>? Replacing;

    /// <summary>True when the live state answers within its time-out and takes changes: one whose memory is full, or that was made a replica, answers and takes none.</summary>
    public async Task<bool> TakesChangesAsync()
    {
        try
        {
            await WithinAsync(WouldChangeAsync(Database));
            return true;
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>A script that changes nothing; since it does not say so, it is refused where a change would be.</summary>
    private static Task<RedisResult> WouldChangeAsync(IDatabase database) => database.ExecuteAsync("EVAL", "#!lua\nreturn 1", 0);

    /// <summary>Waits for a reply, at most the command's time-out: 1.2.6 leaves an asynchronous command waiting for ever on a hung server.</summary>
    internal Task WithinAsync(Task reply) => reply.WaitAsync(TimeSpan.FromMilliseconds(TimeoutMs), _clock);

    /// <inheritdoc cref="WithinAsync"/>
    internal Task<T> WithinAsync<T>(Task<T> reply) => reply.WaitAsync(TimeSpan.FromMilliseconds(TimeoutMs), _clock);

    /// <summary>Connects before anything else starts; says every few seconds that it is still waiting.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await ConnectAsync(_options) is { } multiplexer)
            {
                await NeedFunctionsAsync(multiplexer.GetDatabase());
                _multiplexer = multiplexer;
                _ = WatchAsync();
                return;
            }
            RedisLog.Waiting(_log, string.Join(", ", _options.EndPoints.Select(e => e.ToString())));
            await Task.Delay(SayAgain, _clock, cancellationToken);
        }
    }

    private static async Task<ConnectionMultiplexer?> ConnectAsync(ConfigurationOptions options)
    {
        var multiplexer = await ConnectionMultiplexer.ConnectAsync(options);
        if (multiplexer.IsConnected)
        {
            // In order, one reply's continuation (the recorder's whole batch, say) would hold up every later reply of this host
            // (shown by Replies_of_the_live_state.One_that_is_worked_on_for_long_holds_up_no_other).
            multiplexer.PreserveAsyncOrder = false;
            return multiplexer;
        }
        multiplexer.Dispose();
        return null;
    }

    private async Task WatchAsync()
    {
        var worked = _clock.GetTimestamp();
        while (!_over.IsCancellationRequested)
        {
            await Task.Delay(Beat, _clock, _over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                if (await WorksAsync(Multiplexer)) worked = _clock.GetTimestamp();
                else if (_clock.GetElapsedTime(worked) >= GiveUp) await ReplaceAsync();
            }
            catch (Exception e)
            {
                if (!_over.IsCancellationRequested) RedisLog.WatchFailed(_log, e.GetType().Name);
            }
        }
    }

    /// <summary>Both of its connections: commands go by one, what is published comes by the other.</summary>
    private async Task<bool> WorksAsync(ConnectionMultiplexer multiplexer)
    {
        try
        {
            await WithinAsync(Task.WhenAll(WouldChangeAsync(multiplexer.GetDatabase()), multiplexer.GetSubscriber().PingAsync()));
            return true;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return false;
        }
    }

    private async Task ReplaceAsync()
    {
        var options = _options.Clone();
        options.ConnectRetry = 1;
        // While Redis itself is away there is none.
        if (await ConnectAsync(options) is not { } fresh) return;
        var old = Multiplexer;
        try
        {
            if (_over.IsCancellationRequested || await WorksAsync(old) || !await WorksAsync(fresh)) return;
            foreach (var listener in Replacing?.GetInvocationList() ?? []) await WithinAsync(((Func<ConnectionMultiplexer, Task>)listener)(fresh));
            _multiplexer = fresh;
        }
        finally
        {
            if (_multiplexer != fresh) fresh.Dispose();
        }
        RedisLog.Replaced(_log);
        _ = EndAsync(old);
    }

    private async Task EndAsync(ConnectionMultiplexer old)
    {
        await Task.Delay(KeepOld, _clock, _over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        old.Dispose();
    }

    /// <exception cref="BadSettingException">It answers, and cannot keep the live state's functions: too old, or the account may not.</exception>
    private async Task NeedFunctionsAsync(IDatabase database)
    {
        try
        {
            await WithinAsync(database.ExecuteAsync("FUNCTION", "LIST", "LIBRARYNAME", "none"));
        }
        catch (RedisServerException e) when (e.Message.StartsWith("ERR unknown command", StringComparison.Ordinal) || e.Message.StartsWith("NOPERM", StringComparison.Ordinal))
        {
            throw new BadSettingException("The Redis of ConnectionStrings__Redis does not take FUNCTION: Redis 7.0 or later is needed, and its account must be allowed +function and +fcall.");
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // Lost again, or not ready yet: the first script tells.
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        if (_over.IsCancellationRequested) return;
        _ended.Cancel();
        _multiplexer?.Dispose();
        _ended.Dispose();
    }
}

internal static partial class RedisLog
{
    [LoggerMessage(1000, LogLevel.Warning, "Waiting for Redis at {EndPoints} (ConnectionStrings__Redis); trying again in 3 s", EventName = "RedisWaiting")]
    public static partial void Waiting(ILogger log, string endPoints);

    [LoggerMessage(1001, LogLevel.Warning, "The connection to Redis did not answer any more, or took no changes, while a new one did: replaced", EventName = "RedisConnectionReplaced")]
    public static partial void Replaced(ILogger log);

    [LoggerMessage(1002, LogLevel.Warning, "Watching the connection to Redis failed ({Cause}); tried again in 1 s", EventName = "RedisWatchFailed")]
    public static partial void WatchFailed(ILogger log, string cause);
}
