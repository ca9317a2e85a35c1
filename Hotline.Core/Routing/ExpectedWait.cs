namespace Hotline.Core.Routing;

/// <summary>The expected wait as a range: never a promise, and nothing at all while too little is known.</summary>
public static class ExpectedWait
{
    private const int EnoughSamples = 3;
    private const double Near = 0.7, Far = 1.5;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(60);

    /// <param name="ahead">Callers before her.</param>
    /// <param name="pace">How long the lane lately took per caller.</param>
    /// <param name="samples">How many callers that is measured on.</param>
    public static (TimeSpan? Least, TimeSpan? Most) Range(int ahead, TimeSpan pace, int samples)
    {
        if (samples < EnoughSamples) return (null, null);
        var middle = pace * (ahead + 1);
        return middle > Longest ? (null, null) : (middle * Near, middle * Far);
    }
}
