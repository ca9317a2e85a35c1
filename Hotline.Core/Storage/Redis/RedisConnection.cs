using Hotline.Core.Starting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Hotline.Core.Storage.Redis;

/// <summary>The one multiplexed connection to the live state. Reconnects by itself; never blocks a caller's document for longer than its time-out.</summary>
public sealed class RedisConnection : IHostedLifecycleService, IDisposable
{
    /// <summary>A command slower than this is a degraded live state: the caller gets comfort and asks again.</summary>
    private const int TimeoutMs = 1500;

    private static readonly TimeSpan SayAgain = TimeSpan.FromSeconds(3);
    private readonly ConfigurationOptions _options;
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
        (_clock, _log) = (clock, log);
    }

    /// <summary>The database. Throws <see cref="TimeoutException"/> while no connection was ever made.</summary>
    internal IDatabase Database => Multiplexer.GetDatabase();

    internal ConnectionMultiplexer Multiplexer =>
        _multiplexer ?? throw new TimeoutException("The live state has not been reached yet.");

    /// <summary>True when the live state answers within its time-out.</summary>
    public async Task<bool> PingAsync()
    {
        try
        {
            await WithinAsync(Database.PingAsync());
            return true;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Waits for a reply, at most the command's time-out: 1.2.6 leaves an asynchronous command waiting for ever on a hung server.</summary>
    internal Task<T> WithinAsync<T>(Task<T> reply) => reply.WaitAsync(TimeSpan.FromMilliseconds(TimeoutMs), _clock);

    /// <summary>Connects before anything else starts; says every few seconds that it is still waiting.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var multiplexer = await ConnectionMultiplexer.ConnectAsync(_options);
            if (multiplexer.IsConnected)
            {
                // In order, one reply's continuation (the recorder's whole batch, say) would hold up every later reply of this host
                // (shown by Replies_of_the_live_state.One_that_is_worked_on_for_long_holds_up_no_other).
                multiplexer.PreserveAsyncOrder = false;
                await NeedFunctionsAsync(multiplexer.GetDatabase());
                _multiplexer = multiplexer;
                return;
            }
            multiplexer.Dispose();
            RedisLog.Waiting(_log, string.Join(", ", _options.EndPoints.Select(e => e.ToString())));
            await Task.Delay(SayAgain, _clock, cancellationToken);
        }
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

    public void Dispose() => _multiplexer?.Dispose();
}

internal static partial class RedisLog
{
    [LoggerMessage(1000, LogLevel.Warning, "Waiting for Redis at {EndPoints} (ConnectionStrings__Redis); trying again in 3 s", EventName = "RedisWaiting")]
    public static partial void Waiting(ILogger log, string endPoints);
}
