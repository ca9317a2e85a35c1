using Hotline.Core.Messages.Sql;
using Hotline.Core.Storage;
using Hotline.Core.Telephony;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Messages;

/// <summary>
/// Fetches each message from the carrier, keeps it sealed, then deletes it there. The row is the work: a host that dies between any two steps leaves it due, and
/// whoever takes it up goes on with the step that is not done. Nothing is deleted at the carrier that is not in the record, and nothing is kept twice
/// (<c>Keeping_messages.A_host_that_dies_after_any_step_loses_and_doubles_nothing</c>).
/// </summary>
public sealed class MessageKeeper(
    MessageStore store, IRecordings recordings, Migrator migrator, MessageOptions options, TimeProvider clock, ILogger<MessageKeeper> log) : BackgroundService
{
    private const int AtOnce = 10;

    /// <summary>Longer than fetching and deleting with all repetitions: a claim that is over belongs to a host that is gone.</summary>
    internal static readonly TimeSpan Claim = TimeSpan.FromMinutes(2);

    /// <summary>A recording the carrier still does not know after so long will never be there.</summary>
    internal static readonly TimeSpan GivenUp = TimeSpan.FromHours(24);

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2), LongestPause = TimeSpan.FromMinutes(10), Sweep = TimeSpan.FromHours(1);

    private DateTimeOffset _sweptAt = DateTimeOffset.MinValue;
    private bool _failed;

    /// <summary>Takes up what is due; how many messages were.</summary>
    internal async Task<int> WorkAsync(CancellationToken stop)
    {
        var due = await store.ClaimAsync(Claim, AtOnce, stop);
        foreach (var work in due) await DoAsync(work, stop);
        return due.Count;
    }

    private async Task DoAsync(MessageWork work, CancellationToken stop)
    {
        if (!work.Fetched && !await FetchAsync(work, stop)) return;
        if (await recordings.DeleteAsync(work.Recording, stop))
        {
            await store.EndAsync(work, stop);
            MessagesLog.Kept(log, work.Id);
            return;
        }
        MessagesLog.NotDeleted(log, work.Id);
        await store.PutOffAsync(work, PauseAfter(work.Tries), stop);
    }

    /// <summary>True: it is in the record.</summary>
    private async Task<bool> FetchAsync(MessageWork work, CancellationToken stop)
    {
        switch (await recordings.FetchAsync(work.Recording, stop))
        {
            case RecordingAnswer.Got got:
                await store.KeepAsync(work.Id, got.Sound, got.Type, stop);
                return true;
            case RecordingAnswer.NotThere when clock.GetUtcNow() - work.LeftAt >= GivenUp:
                MessagesLog.Lost(log, work.Id);
                await store.EndAsync(work, stop);
                return false;
            case RecordingAnswer.NotThere:
                return await LaterAsync("not there");
            case RecordingAnswer.NotNow later:
                return await LaterAsync(later.Reason);
            default:
                throw new InvalidOperationException("No such answer.");
        }

        async Task<bool> LaterAsync(string reason)
        {
            MessagesLog.NotFetched(log, work.Id, reason, work.Tries);
            await store.PutOffAsync(work, PauseAfter(work.Tries), stop);
            return false;
        }
    }

    /// <summary>1 s, 2 s, 4 s … 10 minutes: a file may not be ready the moment it is told of.</summary>
    private static TimeSpan PauseAfter(int tries) => TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, Math.Clamp(tries - 1, 0, 20))));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Beat;
            try
            {
                await migrator.Ready.WaitAsync(stoppingToken);
                if (await WorkAsync(stoppingToken) == AtOnce) pause = TimeSpan.Zero;
                if (clock.GetUtcNow() - _sweptAt >= Sweep) await SweepAsync(stoppingToken);
                _failed = false;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Whatever it was, what is due stays due.
                if (!_failed) MessagesLog.NotRead(log, e.GetType().Name);
                _failed = true;
            }
            if (pause > TimeSpan.Zero) await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    internal async Task SweepAsync(CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (await store.RemoveHeardAsync(now.AddDays(-options.KeepHeardDays), stop) is > 0 and var removed) MessagesLog.Removed(log, removed);
        _sweptAt = now;
    }
}
