using System.Data.Common;
using Hotline.Core.Routing.Policy;
using Hotline.Core.Routing.Sql;
using Hotline.Core.Staff;
using Hotline.Core.Starting;
using Hotline.Core.Storage;
using Microsoft.Extensions.Hosting;
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
public sealed class RoutingPolicies : BackgroundService
{
    /// <summary>A version saved at another host is in force here within so long.</summary>
    internal static readonly TimeSpan Beat = TimeSpan.FromSeconds(3);

    private const string NotReadYet = "the record could not be read since the start: calls are routed by the policy of the settings";

    private readonly PolicyStore _store;
    private readonly Migrator _migrator;
    private readonly FirstPolicy _first;
    private readonly TimeProvider _clock;
    private readonly ILogger<RoutingPolicies> _log;
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile PolicyInForce _current;
    private volatile string? _trouble = NotReadYet;
    private volatile bool _saidNotRead;

    internal RoutingPolicies(PolicyStore store, Migrator migrator, FirstPolicy first, TimeProvider clock, ILogger<RoutingPolicies> log)
    {
        (_store, _migrator, _first, _clock, _log) = (store, migrator, first, clock, log);
        _current = new PolicyInForce(0, new PolicyMap(first.Policy));
    }

    public PolicyInForce Current => _current;

    /// <summary>Why the policy in force is not the newest one there is; null when it is.</summary>
    public string? Trouble => _trouble;

    /// <exception cref="BadSettingException">The newest version cannot be used, and the record can be read.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Without the schema there is nothing to read; the migrator has just spent its patience.
        if (_migrator.Ready.IsCompletedSuccessfully && !await LookAsync(cancellationToken) && _trouble is { } trouble && trouble != NotReadYet)
            throw new BadSettingException($"The routing policy in the record cannot be used: {trouble} Give Routing__PolicyFile one that can: it becomes the next version.");
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Takes up the newest version now; whether it is in force. False also when the record cannot be read.</summary>
    /// <param name="mayStore">Whether the policy of the settings becomes the first version when there is none. Not for commands: their settings need not be the hosts'.</param>
    public async Task<bool> LookAsync(CancellationToken stop, bool mayStore = true)
    {
        await _one.WaitAsync(stop);
        try
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
        catch (Exception e) when (e is DbException or TimeoutException)
        {
            SayNotRead(e);
            return false;
        }
        finally
        {
            _one.Release();
        }
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
                // Whatever it was: the policy in force goes on, and the next look may succeed.
                SayNotRead(e);
            }
            await Task.Delay(Beat, _clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void SayNotRead(Exception error)
    {
        if (!_saidNotRead) PolicyLog.NotRead(_log, error.GetType().Name);
        _saidNotRead = true;
    }

    private async Task<bool> TakeUpAsync(StoredPolicy stored, CancellationToken stop)
    {
        var fault = stored.Unreadable is { } why ? why + "."
            : PolicyCheck.Faults(stored.Policy!) is { Count: > 0 } faults ? PolicyWords.Of(faults) : null;
        var version = stored.Version.Version;
        if (fault is null)
        {
            _current = new PolicyInForce(version, new PolicyMap(stored.Policy!));
            _trouble = null;
            PolicyLog.InForce(_log, version, _current.Policy.Centres.Count, _current.Policy.Lanes.Count);
            return true;
        }
        // The way out of a record nobody can start with: a file that somebody names on purpose follows the version that cannot be used.
        if (_first.FromFile && _current.Version == 0 && await _store.SaveAsync(version, _first.Policy, "", null, stop) is SavePolicyOutcome.Saved next)
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
