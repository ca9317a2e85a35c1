using System.Collections.Concurrent;

namespace Hotline.Bench.Carrier;

/// <summary>What must never happen, as the carrier and the operators see it. All are counted; the first of each kind is kept in words.</summary>
internal sealed class Judge
{
    private readonly ConcurrentDictionary<Violation, (int Times, string First)> _found = new();
    private readonly ConcurrentDictionary<string, string> _rungFor = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _offeredTo = new(StringComparer.Ordinal);

    public int Count => _found.Values.Sum(found => found.Times);

    public int Of(Violation kind) => _found.TryGetValue(kind, out var found) ? found.Times : 0;

    public IEnumerable<string> Words => _found.Select(found => $"{found.Key} ({found.Value.Times} times), first: {found.Value.First}");

    public void Found(Violation kind, string what) => _found.AddOrUpdate(kind, (1, what), (_, before) => (before.Times + 1, before.First));

    /// <summary>A telephone is ordered to ring: once for one offer. The address of its document names call and token.</summary>
    public void Rings(string url, string sid)
    {
        if (!_rungFor.TryAdd(url, sid)) Found(Violation.EffectTwice, $"a telephone rung twice for one offer ({url})");
    }

    /// <summary>An offer is on an operator's socket. Its token is its own: nobody else is ever shown it.</summary>
    public void Offers(string call, long token, string @operator)
    {
        var to = _offeredTo.GetOrAdd($"{call}/{token}", @operator);
        if (to != @operator) Found(Violation.OfferedToTwo, $"call {call} under one token to {to} and {@operator}");
    }

    /// <summary>What was found is told; the next load begins with a clean slate.</summary>
    public void Forget() => _found.Clear();
}

internal enum Violation
{
    /// <summary>One caller with two operators, or two operators with one caller.</summary>
    DoubleBridge,

    /// <summary>A caller whose call ended though she neither spoke with anybody nor hung up.</summary>
    LostCall,

    /// <summary>One offer on two operators' consoles.</summary>
    OfferedToTwo,

    /// <summary>One act done twice: rung, moved in, accepted, connected, ended.</summary>
    EffectTwice,

    /// <summary>Somebody who came later was served before her though she stood in the lane.</summary>
    PlaceWorse,

    /// <summary>Live state, record and carrier tell a call differently at the end.</summary>
    Disagreement,
}
