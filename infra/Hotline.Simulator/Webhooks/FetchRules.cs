using System.Globalization;

namespace Hotline.Simulator.Webhooks;

[Flags]
internal enum RetryOn
{
    None = 0,
    Status4xx = 1,
    Status5xx = 2,
    Connect = 4,
    ReadTimeout = 8,
    All = Status4xx | Status5xx | Connect | ReadTimeout,
}

/// <summary>How long and how often one URL is asked; a fragment such as <c>#ct=2000&amp;rc=2&amp;rp=all</c> overrides the defaults.</summary>
internal sealed record FetchRules(TimeSpan Connect, TimeSpan Read, TimeSpan Total, int Retries, RetryOn RetryOn)
{
    public static readonly FetchRules Default = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(15), 1, RetryOn.Connect);

    public static FetchRules FromFragment(string fragment)
    {
        var rules = Default;
        if (fragment.Length <= 1)
            return rules;
        foreach (var pair in fragment[1..].Split('&'))
        {
            if (pair.Split('=', 2) is not [var name, var value])
                continue;
            rules = name switch
            {
                "ct" => rules with { Connect = Milliseconds(value, 100, 10_000, rules.Connect) },
                "rt" => rules with { Read = Milliseconds(value, 100, 15_000, rules.Read) },
                "tt" => rules with { Total = Milliseconds(value, 100, 15_000, rules.Total) },
                "rc" => rules with { Retries = int.TryParse(value, CultureInfo.InvariantCulture, out var n) ? Math.Clamp(n, 0, 5) : rules.Retries },
                "rp" => rules with { RetryOn = Policy(value) },
                _ => rules,
            };
        }
        return rules;
    }

    private static TimeSpan Milliseconds(string value, int least, int most, TimeSpan otherwise) =>
        int.TryParse(value, CultureInfo.InvariantCulture, out var ms) ? TimeSpan.FromMilliseconds(Math.Clamp(ms, least, most)) : otherwise;

    private static RetryOn Policy(string value)
    {
        var policy = RetryOn.None;
        foreach (var part in Uri.UnescapeDataString(value).Split(',', StringSplitOptions.TrimEntries))
        {
            policy |= part switch
            {
                "4xx" => RetryOn.Status4xx,
                "5xx" => RetryOn.Status5xx,
                "ct" => RetryOn.Connect,
                "rt" => RetryOn.ReadTimeout,
                "all" => RetryOn.All,
                _ => RetryOn.None,
            };
        }
        return policy;
    }
}
