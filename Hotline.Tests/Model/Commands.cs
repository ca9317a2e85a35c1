using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Tests.Crisis;
using Hotline.Tests.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Tests.Model;

/// <summary>The steps as calls on a host. What a step is about is settled before its volley, as by consoles that have seen the same moment.</summary>
internal sealed partial class Commands(Cast cast, LogModel model, Exchange exchange)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly CallBackCommands _callBacks = new(cast, model, exchange);
    private readonly EscalationCommands _escalations = new(cast, model);

    private static long _stamps;

    /// <summary>Calls whose operator ended them, and requests of callers since they are connected: the reasons for which a conversation may end while both are there.</summary>
    public HashSet<string> Ending { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, int> Requests { get; } = new(StringComparer.Ordinal);
    public HashSet<string> Purging { get; } = new(StringComparer.Ordinal);

    // What a paused host holds claims on.
    private readonly Dictionary<char, List<(string Entry, long Stamp)>> _claims = new() { ['A'] = [], ['B'] = [] };

    /// <summary>Null: the step has nothing to be about.</summary>
    public Play? Prepare(Step step, Switchboard host, LiveReading live) => step.Who switch
    {
        _ when step.Verb == "claim" => Claim(step, host, live),
        _ when step.Verb == "policy" => new(() => Did(() => host.Routes.Way = Policies.Of(step.How)), Changes: false),
        _ when step.Verb == "reconcile" => new(() => ReconcileAsync(host), "", Changes: false),
        _ when step.Verb == "restore" => _escalations.Restore(host),
        "" => Wake(step, host, live),
        ['c', ..] when step.Verb != "fire" => OfCaller(step, host, live),
        ['o', ..] when step.Verb != "fire" => OfOperator(step, host, live),
        _ => Fire(step, host, live),
    };

    private Play? Claim(Step step, Switchboard host, LiveReading live)
    {
        if (cast.Timer(step.How, step.Who, old: false, live) is not { } entry) return null;
        return new(async () =>
        {
            // Only one that is still set: another host may have fired it. Not a lease's length: a renewal in the same millisecond would have the same score.
            await host.Database.SortedSetAddAsync(host.Keys.Timers, entry, 1, StackExchange.Redis.When.Exists);
            var (_, stamp, due) = await host.Live.ClaimTimersAsync(50, TimeSpan.FromSeconds(4), TimeSpan.FromHours(1));
            lock (_claims) _claims[step.Host].AddRange(due.Where(d => d != Reconciler.Beat).Select(d => (d, stamp)));
            return "";
        });
    }

    private Play? Wake(Step step, Switchboard host, LiveReading live)
    {
        var claims = _claims[step.Host].ToArray();
        _claims[step.Host].Clear();
        if (claims.Length == 0) return null;
        var any = claims.Any(c => live.Scores.TryGetValue(c.Entry, out var score) && score == c.Stamp);
        return new(async () =>
        {
            foreach (var (entry, stamp) in claims) await FireAsync(host, entry, stamp);
            return "";
        }, Changes: any);
    }

    private Play? Fire(Step step, Switchboard host, LiveReading live)
    {
        var kind = step.How.Split(' ')[0];
        if (cast.Timer(kind, step.Who, step.Old, live) is not { } entry) return null;
        // Six hours after the call; wrap-up lasts four at the longest (PolicyCheck), so nobody writes then.
        if (kind == "purge" && model.Desks.Values.Any(d => d.State == "WrapUp" && d.Call == entry.Split('|')[1])) return null;
        var fires = Expected.Fires(model, live, entry);
        if (kind == "purge" && fires) Purging.Add(entry.Split('|')[1]);
        // To dial again is told by nothing but the order.
        return kind == "dial" ? new(() => FireAsync(host, entry), fires ? "call-back-again" : "") : new(() => FireAsync(host, entry), Changes: fires);
    }

    /// <summary>A live state that only the scripts have made needs no repair, whatever happened.</summary>
    private static async Task<string> ReconcileAsync(Switchboard host)
    {
        List<string> repaired = [];
        foreach (var slice in Reconciler.Slices)
        {
            for (var cursor = "0"; ;)
            {
                (cursor, var some) = await host.Live.RepairAsync(slice, cursor, 50, TimeSpan.FromSeconds(5));
                repaired.AddRange(some);
                if (cursor == "0") break;
            }
        }
        return string.Join(' ', repaired);
    }

    /// <summary>As the pump does it; what was ordered at the carrier.</summary>
    public static async Task<string> FireAsync(Switchboard host, string entry, long? stamp = null)
    {
        if (entry.StartsWith("page|", StringComparison.Ordinal))
        {
            await (stamp is { } claimed ? host.FireClaimedAsync(entry, claimed) : host.FireAsync(entry, Interlocked.Increment(ref _stamps)));
            return "";
        }
        var effect = await host.Live.FireTimerAsync(entry, null, stamp);
        if (effect is { Verb: "ask-carrier" })
            effect = await host.Live.FireTimerAsync(entry, await host.Telephony.LookUpAsync(effect.Leg, None));
        if (effect is not null) await host.Services.GetRequiredService<CarrierEffects>().DoAsync(effect, None);
        return effect?.Verb ?? "";
    }

    private static Play Answered(string answer, Func<Task<string>> act) => new(act, answer, Changes: answer == "Done");

    private static Task<string> Did(Action act)
    {
        act();
        return Task.FromResult("");
    }
}
