using Hotline.Core.Routing.Policy;
using Hotline.Core.Routing.Sql;
using Hotline.Core.Starting;
using Hotline.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Routing;

/// <summary>The policy in force on this host. <paramref name="Version"/> 0: from the settings, because the record could not be read yet.</summary>
public sealed record PolicyInForce(int Version, PolicyMap Map)
{
    public RoutingPolicy Policy => Map.Policy;
}

/// <summary>
/// Keeps the newest version of the policy in memory: calls are routed also while the record is away. Nothing stored yet: the first host stores the one
/// of the settings. What cannot be used is refused at start, naming lane and hour; a running host stays with the last good one and says so.
/// </summary>
public sealed class RoutingPolicies : VersionFollower
{
    private const string NotReadYet = "the record could not be read since the start: calls are routed by the policy of the settings";

    private readonly PolicyStore _store;
    private readonly FirstPolicy _first;
    private readonly ILogger<RoutingPolicies> _log;
    private volatile PolicyInForce _current;
    private volatile string? _trouble = NotReadYet;
    private volatile bool _saidNotRead;

    internal RoutingPolicies(PolicyStore store, Migrator migrator, FirstPolicy first, TimeProvider clock, ILogger<RoutingPolicies> log)
        : base(migrator, clock)
    {
        (_store, _first, _log) = (store, first, log);
        _current = new PolicyInForce(0, new PolicyMap(first.Policy));
    }

    public PolicyInForce Current => _current;

    /// <summary>Why the policy in force is not the newest one there is; null when it is.</summary>
    public string? Trouble => _trouble;

    /// <exception cref="BadSettingException">The newest version cannot be used, and the record can be read.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (MayRead && !await LookAsync(cancellationToken) && _trouble is { } trouble && trouble != NotReadYet)
            throw new BadSettingException($"The routing policy in the record cannot be used: {trouble} Give Routing__PolicyFile one that can: it becomes the next version.");
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc cref="VersionFollower.LookAsync"/>
    /// <param name="mayStore">Whether the policy of the settings becomes the first version when there is none. Not for commands: their settings need not be the hosts'.</param>
    public Task<bool> LookAsync(bool mayStore, CancellationToken stop) => OneAtATimeAsync(stop => TakeUpNewestAsync(mayStore, stop), stop);

    private protected override Task<bool> TakeUpNewestAsync(CancellationToken stop) => TakeUpNewestAsync(mayStore: true, stop);

    private async Task<bool> TakeUpNewestAsync(bool mayStore, CancellationToken stop)
    {
        var newest = await _store.NewestVersionAsync(stop);
        _saidNotRead = false;
        if (newest == 0 && !mayStore) return false;
        if (newest == 0) await _store.SaveAsync(0, _first.Policy, "", null, stop);
        else if (newest == _current.Version)
        {
            _trouble = null;
            return true;
        }
        return await TakeUpAsync((await _store.NewestAsync(stop))!, stop);
    }

    private protected override void SayNotRead(Exception error)
    {
        if (!_saidNotRead) PolicyLog.NotRead(_log, error.GetType().Name);
        _saidNotRead = true;
    }

    private async Task<bool> TakeUpAsync(StoredDocument<RoutingPolicy> stored, CancellationToken stop)
    {
        var fault = stored.Unreadable is { } why ? why + "."
            : PolicyCheck.Faults(stored.Document!) is { Count: > 0 } faults ? PolicyWords.Of(faults) : null;
        var version = stored.Version.Version;
        if (fault is null)
        {
            _current = new PolicyInForce(version, new PolicyMap(stored.Document!));
            _trouble = null;
            PolicyLog.InForce(_log, version, _current.Policy.Centres.Count, _current.Policy.Lanes.Count);
            return true;
        }
        // The way out of a record nobody can start with: a file that somebody names on purpose follows the version that cannot be used.
        if (_first.FromFile && _current.Version == 0 && await _store.SaveAsync(version, _first.Policy, "", null, stop) is SaveOutcome<RoutingPolicy>.Saved next)
        {
            PolicyLog.Replaced(_log, version, next.Version, fault);
            return await TakeUpAsync((await _store.FindAsync(next.Version, stop))!, stop);
        }
        var trouble = $"version {version}: {fault}";
        if (_trouble != trouble) PolicyLog.Refused(_log, version, fault, _current.Version);
        _trouble = trouble;
        return false;
    }
}
