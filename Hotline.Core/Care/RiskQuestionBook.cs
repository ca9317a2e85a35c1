using System.Collections.Concurrent;
using Hotline.Core.Care.Sql;
using Hotline.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Care;

/// <summary>A version of the questions. 0: the shipped ones, because the record could not be read yet.</summary>
public sealed record NumberedQuestions(int Version, RiskQuestions Form);

/// <summary>
/// The questions of risk as this host knows them. The newest version is looked for every few seconds and kept in memory, as is every one that was ever
/// asked for: with the record away the last known go on, and an imminent answer still calls for help. Nothing stored yet: the first host stores what is
/// shipped as the first version.
/// </summary>
public sealed class RiskQuestionBook : VersionFollower
{
    private readonly RiskQuestionStore _store;
    private readonly ILogger<RiskQuestionBook> _log;
    private readonly RiskQuestions _shipped = ShippedQuestions.Read();
    private readonly ConcurrentDictionary<int, RiskQuestions> _known = new();
    private volatile NumberedQuestions _current;
    private volatile string? _said;

    internal RiskQuestionBook(RiskQuestionStore store, Migrator migrator, TimeProvider clock, ILogger<RiskQuestionBook> log) : base(migrator, clock)
    {
        (_store, _log) = (store, log);
        _known[0] = _shipped;
        _current = new NumberedQuestions(0, _shipped);
    }

    /// <summary>The newest version this host knows.</summary>
    public NumberedQuestions Current => _current;

    /// <summary>A version, whether newest or not; null: there is none of this number that can be read. What is known here needs no record.</summary>
    public async Task<NumberedQuestions?> FindAsync(int version, CancellationToken stop = default)
    {
        if (_known.TryGetValue(version, out var known)) return new(version, known);
        if (await _store.FindAsync(version, stop) is not { Document: { } found }) return null;
        return new(version, _known.GetOrAdd(version, found));
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (MayRead) await LookAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    private protected override async Task<bool> TakeUpNewestAsync(CancellationToken stop)
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

    private protected override void SayNotRead(Exception error) => Say(error.GetType().Name);

    /// <summary>Once for each reason, not at every beat.</summary>
    private void Say(string why)
    {
        if (_said != why) CareLog.QuestionsNotRead(_log, why, _current.Version);
        _said = why;
    }
}
