using System.Collections.Concurrent;
using System.Data.Common;
using Hotline.Core.Care.Sql;
using Hotline.Core.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Care;

/// <summary>A version of the questions. 0: the shipped ones, because the record could not be read yet.</summary>
public sealed record NumberedQuestions(int Version, RiskQuestions Form);

/// <summary>
/// The questions of risk as this host knows them. The newest version is looked for every few seconds and kept in memory, as is every one that was ever
/// asked for: with the record away the last known go on, and an imminent answer still calls for help. Nothing stored yet: the first host stores what is
/// shipped as the first version.
/// </summary>
public sealed class RiskQuestionBook : BackgroundService
{
    /// <summary>A version saved at another host is asked here within so long.</summary>
    internal static readonly TimeSpan Beat = TimeSpan.FromSeconds(3);

    private readonly RiskQuestionStore _store;
    private readonly Migrator _migrator;
    private readonly TimeProvider _clock;
    private readonly ILogger<RiskQuestionBook> _log;
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly RiskQuestions _shipped = ShippedQuestions.Read();
    private readonly ConcurrentDictionary<int, RiskQuestions> _known = new();
    private volatile NumberedQuestions _current;
    private volatile string? _said;

    internal RiskQuestionBook(RiskQuestionStore store, Migrator migrator, TimeProvider clock, ILogger<RiskQuestionBook> log)
    {
        (_store, _migrator, _clock, _log) = (store, migrator, clock, log);
        _known[0] = _shipped;
        _current = new NumberedQuestions(0, _shipped);
    }

    /// <summary>The newest version this host knows.</summary>
    public NumberedQuestions Current => _current;

    /// <summary>A version, whether newest or not; null: there is none of this number that can be read. What is known here needs no record.</summary>
    public async Task<NumberedQuestions?> FindAsync(int version, CancellationToken stop = default)
    {
        if (_known.TryGetValue(version, out var known)) return new(version, known);
        if (await _store.FindAsync(version, stop) is not { Questions: { } found }) return null;
        return new(version, _known.GetOrAdd(version, found));
    }

    /// <summary>Takes up the newest version now; whether it is the current one.</summary>
    public async Task<bool> LookAsync(CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            // Of hosts that start together one stores it; the others read it.
            if (await _store.NewestVersionAsync(stop) == 0) await _store.SaveAsync(0, _shipped, null, stop);
            var newest = await _store.NewestVersionAsync(stop);
            if (newest == _current.Version)
            {
                _said = null;
                return true;
            }
            if (await FindAsync(newest, stop) is not { } found)
            {
                Say($"version {newest} is written by a later program");
                return false;
            }
            _current = found;
            _said = null;
            CareLog.QuestionsInForce(_log, newest, found.Form.Questions.Count);
            return true;
        }
        catch (Exception e) when (e is DbException or TimeoutException)
        {
            Say(e.GetType().Name);
            return false;
        }
        finally
        {
            _one.Release();
        }
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Without the schema there is nothing to read; the migrator has just spent its patience.
        if (_migrator.Ready.IsCompletedSuccessfully) await LookAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _migrator.Ready.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it was: the known ones go on, and the next look may succeed.
                Say(e.GetType().Name);
            }
            await Task.Delay(Beat, _clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Once for each reason, not at every beat.</summary>
    private void Say(string why)
    {
        if (_said != why) CareLog.QuestionsNotRead(_log, why, _current.Version);
        _said = why;
    }
}
