using Hotline.Bench.Carrier;

namespace Hotline.Bench.Benches;

internal static class Violations
{
    /// <summary>How many the judge found, each kind told on the error stream; the judge forgets them.</summary>
    public static int Tell(Judge judge, string bench)
    {
        foreach (var words in judge.Words) Console.Error.WriteLine($"  {bench}: {words}");
        var count = judge.Count;
        judge.Forget();
        return count;
    }
}
