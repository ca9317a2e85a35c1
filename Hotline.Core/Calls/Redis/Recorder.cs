using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json;
using Hotline.Core.Calls.Sql;
using Hotline.Core.Directory;
using Hotline.Core.Storage;
using Hotline.Core.Storage.Redis;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Hotline.Core.Calls.Redis;

/// <summary>
/// Copies the event stream into the record and trims only what it has copied. Runs on every host; a lease lets one copy at a time, which only saves
/// work: two at once, or one that was paused and wakes, write nothing twice, because the record refuses known events
/// (raced by <c>Recording.Two_recorders_at_once_copy_everything_once</c>).
/// </summary>
public sealed class Recorder : BackgroundService
{
    internal static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(200), LongestRest = TimeSpan.FromSeconds(2), LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A transaction that takes longer is followed by one of half the size, a full one that takes a fraction of it by one of twice the size: the time in which
    /// nobody else can write, and after which a failure begins anew, stays short also where the machine is busy or the database is slow.
    /// </summary>
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(1), Short = Long / 4;
    private const int Fewest = 250, Most = 4000;

    /// <summary>The largest transaction while there is time to rest: about two dozen calls, some tens of milliseconds of one processor.</summary>
    private const int Calm = 500;

    /// <summary>
    /// So many times as long as it copied it rests while no more waits than is read at once; the more waits beyond that the less, and with so many not at all.
    /// </summary>
    private const double Rests = 9;
    internal const int Overdue = 3 * EventStream.MostRead;

    /// <summary>So many refusals of one batch by a database that answers, and its events are tried one by one.</summary>
    private const int Patience = 3;

    private readonly EventStream _stream;
    private readonly CallRecordStore _record;
    private readonly Migrator _migrator;
    private readonly TimeProvider _clock;
    private readonly RecordMeter _meter;
    private readonly ILogger<Recorder> _log;
    private readonly string _me = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
    private volatile string? _trouble = "starting";

    // Not with each batch: it is one more write that Redis has to have on disk.
    private DateTimeOffset _renewAt;
    private int _size = Most;

    public Recorder(RedisConnection redis, NetworkOptions network, CallRecordStore record, Migrator migrator,
        RecordMeter meter, TimeProvider clock, ILogger<Recorder> log)
    {
        (_record, _migrator, _meter, _clock, _log) = (record, migrator, meter, clock, log);
        _stream = new EventStream(redis, network.Name);
    }

    /// <summary>What keeps events from being copied, in a few words for the health page; null when nothing does.</summary>
    public string? Trouble => _trouble;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var (failures, refusals) = (0, 0);
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Idle;
            try
            {
                await _migrator.Ready.WaitAsync(stoppingToken);
                if (!await HoldLeaseAsync()) _meter.Lag(TimeSpan.Zero);
                else if (await WithLeaseAsync(CopyBatchAsync(oneByOne: refusals >= Patience, stoppingToken))) pause = TimeSpan.Zero;
                (failures, refusals) = (0, 0);
                Well();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                // Whatever it is, the events are still in the stream and the host must go on answering calls.
                failures++;
                // Only of these can an event be the reason: one by one through a database that is merely slow or away would take for ever.
                refusals = IsRefusal(e) ? refusals + 1 : 0;
                Unwell(e is RedisException or TimeoutException ? "the live state does not answer" : "the database does not take events", e);
                pause = TimeSpan.FromMilliseconds(Math.Min(LongestPause.TotalMilliseconds, 100 * Math.Pow(2, Math.Min(failures, 10))));
            }
            if (pause > TimeSpan.Zero) await Task.Delay(pause, _clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await ReleaseLeaseAsync();
    }

    /// <summary>Copies what is read at once, in as many transactions as it takes. True when as much waited as is read at once: more may wait already.</summary>
    /// <remarks>
    /// Each reading folds its calls anew, so the more of a call's events are read together, the cheaper they are. Under load copying takes a tenth of the time,
    /// a little at a time, and the rest is left to the calls: whoever waits for an offer is not to wait for the record. What has gathered (another host's
    /// recorder died, a database was away) is made up for by shorter rests, not by none: copied in one go, the seconds of events that an Api left behind kept
    /// operators waiting for their offers at the other. Only what is <see cref="Overdue"/> is copied without, in transactions as large as the database bears.
    /// </remarks>
    internal async Task<bool> CopyBatchAsync(bool oneByOne, CancellationToken stop)
    {
        var batch = await _stream.ReadAsync();
        _meter.Lag(batch is null ? TimeSpan.Zero : _clock.GetUtcNow() - EventStream.AppendedAt(batch.Ids[0].ToString()));
        if (batch is null) return false;
        var rests = Rests * Math.Clamp((double)(Overdue - batch.Waiting) / (Overdue - EventStream.MostRead), 0, 1);
        var left = LongestRest;
        foreach (var part in batch.ByCall(() => rests > 0 ? Math.Min(_size, Calm) : _size))
        {
            var took = await CopyAsync(part, oneByOne, stop);
            var rest = rests * took < left ? rests * took : left;
            left -= rest;
            if (rest > TimeSpan.Zero) await Task.Delay(rest, _clock, stop);
        }
        return batch.Count >= EventStream.MostRead;
    }

    private async Task<TimeSpan> CopyAsync(EventBatch batch, bool oneByOne, CancellationToken stop)
    {
        var (since, size) = (_clock.GetTimestamp(), _size);
        if (oneByOne) foreach (var e in batch.Events) await CopyOneAsync(e, stop);
        else await _record.AppendAsync(batch.Events, stop);
        foreach (var e in batch.Events.Where(e => e.Kind == EventKind.Malformed)) RecordLog.Malformed(_log, e.Id);
        await _stream.TrimAsync(batch);
        _meter.Copied(batch.Count);
        var took = _clock.GetElapsedTime(since);
        if (took > Long) _size = Math.Max(Fewest, size / 2);
        else if (batch.Count >= size && took < Short) _size = Math.Min(Most, size * 2);
        return took;
    }

    /// <summary>An event that the database will never take, or that cannot be folded, is kept as malformed: it must not hold up all that follow.</summary>
    private async Task CopyOneAsync(CallEvent e, CancellationToken stop)
    {
        try
        {
            await _record.AppendAsync([e], stop);
        }
        catch (Exception error) when (IsRefusal(error))
        {
            var kept = JsonSerializer.Serialize(new { kind = e.Kind, call = e.Call?.ToString(), fact = e.FactKey, detail = e.Detail });
            await _record.AppendAsync([e with { Kind = EventKind.Malformed, Call = null, Operator = null, FactKey = null, Detail = kept }], stop);
            RecordLog.Malformed(_log, e.Id);
        }
    }

    private static bool IsRefusal(Exception error) => error is DbException refused ? Database.IsRefusedValue(refused) : error is ArgumentException or FormatException or OverflowException;

    // A batch may take longer than the lease; another host that took it meanwhile would copy the same events again.
    private async Task<bool> WithLeaseAsync(Task<bool> copying)
    {
        while (!copying.IsCompleted)
        {
            await ((Task)copying).WaitAsync(Lease / 3, _clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (copying.IsCompleted) break;
            try
            {
                await HoldLeaseAsync();
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                // Without it two copy the same, and one of them for nothing.
            }
        }
        return await copying;
    }

    private async Task<bool> HoldLeaseAsync()
    {
        var now = _clock.GetUtcNow();
        if (now < _renewAt) return true;
        if (!await _stream.HoldLeaseAsync(_me, Lease)) return false;
        _renewAt = now + Lease / 3;
        return true;
    }

    private async Task ReleaseLeaseAsync()
    {
        try
        {
            await _stream.ReleaseLeaseAsync(_me);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            // It runs out by itself.
        }
    }

    private void Well()
    {
        if (Interlocked.Exchange(ref _trouble, null) is not null) RecordLog.Copying(_log);
    }

    private void Unwell(string trouble, Exception cause)
    {
        if (Interlocked.Exchange(ref _trouble, trouble) != trouble) RecordLog.NotCopying(_log, trouble, cause.GetType().Name);
    }
}
