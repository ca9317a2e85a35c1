using System.Net;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Hotline.Core.Telephony.Twilio;

/// <summary>
/// What guards every request to the carrier, outermost → innermost:
/// <code>
///   bulkhead ── at most MostAtOnce requests in flight, LongestQueue waiting; one more is refused unsent
///     └ circuit breaker ── opens when half of at least LeastSampled requests in Sampled fail; then refuses unsent for Broken
///         └ retry ── Once:       429 and "never sent" only. What may have been done is not asked for again.
///           │        Repeatable, Storage: also 5xx, time-out and broken connection
///             └ attempt time-out ── one try
/// </code>
/// Once and Repeatable share one bulkhead and one breaker: it is one carrier. Storage is another host, which must not stop telephony when it is in
/// trouble: it has small ones of its own. A 429 waits as long as the carrier says, unless that is
/// longer than a caller should wait for the attempt.
/// </summary>
internal sealed class TwilioResilience
{
    public const int MostAtOnce = 50;
    public const int LongestQueue = 500;
    public const int MostAtStorage = 4;
    public const double FailureRatio = 0.5;
    public const int LeastSampled = 10;
    public const int MostRetries = 3;
    public static readonly TimeSpan Sampled = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan Broken = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Connecting fails sooner than an attempt: "never sent" is known and may be repeated, "timed out" may not.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    public TwilioResilience(TimeProvider clock, TwilioPace pace, ILogger<TwilioTelephony> log)
    {
        var carrier = Shared(MostAtOnce, () => TwilioLog.CircuitOpened(log), () => TwilioLog.CircuitClosed(log));
        Once = Build(carrier, outcome => IsLimited(outcome) || NeverSent(outcome.Exception));
        Repeatable = Build(carrier, MayRepeat);
        Storage = Build(Shared(MostAtStorage, () => TwilioLog.StorageCircuitOpened(log), () => { }), MayRepeat);

        static bool MayRepeat(Outcome<HttpResponseMessage> outcome) => IsLimited(outcome) || NeverSent(outcome.Exception) || IsFailure(outcome);

        ResiliencePipeline<HttpResponseMessage> Shared(int most, Action opened, Action closed) => new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
            .AddStrategy(_ => new Bulkhead(most, LongestQueue), new BulkheadOptions())
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                FailureRatio = FailureRatio,
                MinimumThroughput = LeastSampled,
                SamplingDuration = Sampled,
                BreakDuration = Broken,
                ShouldHandle = args => ValueTask.FromResult(IsFailure(args.Outcome) || NeverSent(args.Outcome.Exception)),
                OnOpened = _ => { opened(); return default; },
                OnClosed = _ => { closed(); return default; },
            })
            .Build();

        ResiliencePipeline<HttpResponseMessage> Build(ResiliencePipeline<HttpResponseMessage> shared, Func<Outcome<HttpResponseMessage>, bool> mayRepeat) =>
            new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
                .AddPipeline(shared)
                .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
                {
                    MaxRetryAttempts = MostRetries,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    Delay = pace.FirstRetry,
                    ShouldHandle = args => ValueTask.FromResult(mayRepeat(args.Outcome) && !AsksTooLong(args.Outcome.Result, clock)),
                    DelayGenerator = args => ValueTask.FromResult(RetryAfter(args.Outcome.Result, clock)),
                    OnRetry = args =>
                    {
                        TwilioLog.Repeats(log, args.AttemptNumber + 1, (int)args.RetryDelay.TotalMilliseconds);
                        args.Outcome.Result?.Dispose();
                        return default;
                    },
                })
                .AddTimeout(new TimeoutStrategyOptions { Timeout = pace.Attempt })
                .Build();
    }

    /// <summary>For what must not happen twice: creating a call, moving a caller.</summary>
    public ResiliencePipeline<HttpResponseMessage> Once { get; }

    /// <summary>For reading, and for changes that say what shall be and not what to do.</summary>
    public ResiliencePipeline<HttpResponseMessage> Repeatable { get; }

    /// <summary>For reading from where the carrier keeps its media.</summary>
    public ResiliencePipeline<HttpResponseMessage> Storage { get; }

    /// <summary>No byte of the request left this machine: nothing can have happened.</summary>
    public static bool NeverSent(Exception? exception) => exception switch
    {
        HttpRequestException http => http.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        TimeoutRejectedException => false,
        OperationCanceledException { InnerException: TimeoutException } => true, // the handler's own ConnectTimeout
        ExecutionRejectedException => true, // bulkhead full or circuit open
        _ => false,
    };

    private static bool IsLimited(Outcome<HttpResponseMessage> outcome) => outcome.Result?.StatusCode == HttpStatusCode.TooManyRequests;

    private static bool IsFailure(Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is TimeoutRejectedException or HttpRequestException || (int?)outcome.Result?.StatusCode >= 500;

    private static bool AsksTooLong(HttpResponseMessage? answer, TimeProvider clock) => RetryAfter(answer, clock) > LongestRetryAfter;

    private static TimeSpan? RetryAfter(HttpResponseMessage? answer, TimeProvider clock)
    {
        var wait = answer?.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - clock.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}

/// <summary>The times an outside test shortens.</summary>
/// <param name="Attempt">One try of one request.</param>
/// <param name="FirstRetry">Before the first repetition; doubles, with jitter, unless the carrier says.</param>
/// <param name="Look">Between two looks after an unknown outcome.</param>
/// <param name="Clearing">So long a ring waits at most for its telephone to be free of our last one: with the order itself, no longer than the carrier's
/// ringing ends before the ring's deadline (8 s).</param>
internal sealed record TwilioPace(TimeSpan Attempt, TimeSpan FirstRetry, TimeSpan Look, TimeSpan Clearing)
{
    public static readonly TwilioPace Real = new(TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(6));
}

internal sealed class BulkheadFullException() : ExecutionRejectedException("Too many requests to the carrier are waiting.");

internal sealed class BulkheadOptions : ResilienceStrategyOptions;

#pragma warning disable CA1001 // Lives as long as the host; the semaphore's wait handle is never created.
/// <summary>Lets <paramref name="most"/> requests run, <paramref name="queue"/> wait in order, and refuses the rest.</summary>
internal sealed class Bulkhead(int most, int queue) : ResilienceStrategy<HttpResponseMessage>
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _free = new(most);
    private int _inside;

    protected override async ValueTask<Outcome<HttpResponseMessage>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<HttpResponseMessage>>> callback, ResilienceContext context, TState state)
    {
        try
        {
            if (Interlocked.Increment(ref _inside) > most + queue) return Outcome.FromException<HttpResponseMessage>(new BulkheadFullException());
            await _free.WaitAsync(context.CancellationToken);
            try
            {
                return await callback(context, state);
            }
            finally
            {
                _free.Release();
            }
        }
        catch (OperationCanceledException cancelled)
        {
            return Outcome.FromException<HttpResponseMessage>(cancelled);
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }
}
