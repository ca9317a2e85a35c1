using System.Globalization;

namespace Hotline.Core.Routing.Policy;

/// <summary>Collects the faults of a policy while it is looked through.</summary>
internal sealed class FaultList
{
    private static readonly Dictionary<string, string> None = [];
    private readonly List<PolicyFault> _faults = [];

    public IReadOnlyList<PolicyFault> All => _faults;

    public void Add(string path, PolicyFaultCode code, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var named = None;
        if (values.Length > 0) named = [];
        foreach (var (name, value) in values) named[name] = value;
        _faults.Add(new PolicyFault(path, code, null, null, named));
    }

    public void MissingLane(string centre, string skill) =>
        _faults.Add(new PolicyFault("lanes", PolicyFaultCode.MissingLane, $"{centre}/{skill}", null, None));

    public void ReachesNobody(string path, string centre, string skill, PolicyMoment at) =>
        _faults.Add(new PolicyFault(path, PolicyFaultCode.ReachesNobody, $"{centre}/{skill}", at, None));

    public void NobodyOnCall(string path, string centre, PolicyMoment at) =>
        _faults.Add(new PolicyFault(path, PolicyFaultCode.NobodyOnCall, null, at, new Dictionary<string, string> { ["centre"] = centre }));

    /// <summary>A number, or the length of a text or list.</summary>
    public void Range(string path, int value, int least, int most)
    {
        if (value < least || value > most)
            Add(path, PolicyFaultCode.OutOfRange, ("least", Number(least)), ("most", Number(most)), ("was", Number(value)));
    }

    /// <summary>A text for people: something, and not too much.</summary>
    public void Text(string path, string text, int most = 60)
    {
        if (string.IsNullOrWhiteSpace(text)) Add(path, PolicyFaultCode.Required);
        else Range(path, text.Length, 1, most);
    }

    /// <summary>A list that may not be empty.</summary>
    public void Count<T>(string path, IReadOnlyCollection<T> list, int most)
    {
        if (list.Count == 0) Add(path, PolicyFaultCode.Required);
        else Range(path, list.Count, 1, most);
    }

    /// <summary>What is there once is remembered with its path in <paramref name="seen"/>; the second time is a fault.</summary>
    public void Once<T>(Dictionary<T, string> seen, T key, string path) where T : notnull
    {
        if (!seen.TryAdd(key, path)) Add(path, PolicyFaultCode.Duplicate, ("with", seen[key]));
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
