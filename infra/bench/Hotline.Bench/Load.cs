namespace Hotline.Bench;

/// <summary>How much of everything.</summary>
/// <param name="Length">How long each load lasts.</param>
/// <param name="WarmUp">The same load before it, not counted: the hosts' code is being compiled.</param>
/// <param name="CallRate">Arriving calls a second in <c>webhook</c>.</param>
/// <param name="OfferRate">Arriving calls a second in <c>offer</c>.</param>
/// <param name="Operators">Operators connected.</param>
/// <param name="NextWaiting">Callers always waiting in <c>next</c>.</param>
/// <param name="Depths">Callers waiting in <c>depth</c>, from few to many.</param>
/// <param name="DepthSamples">Offers measured at each depth, of each kind.</param>
/// <param name="MemoryWaiting">Callers waiting in <c>memory</c>.</param>
/// <param name="FloorSamples">Round trips in <c>floor</c>.</param>
internal sealed record Load(
    TimeSpan Length, TimeSpan WarmUp, int CallRate, int OfferRate, int Operators, int NextWaiting, IReadOnlyList<int> Depths, int DepthSamples,
    int MemoryWaiting, int FloorSamples)
{
    private static readonly Load Full = new(
        TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(5), CallRate: 100, OfferRate: 20, Operators: 50, NextWaiting: 200, Depths: [10, 100, 1000],
        DepthSamples: 200, MemoryWaiting: 500, FloorSamples: 2000);

    private static readonly Load Small = new(
        TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1), CallRate: 20, OfferRate: 4, Operators: 6, NextWaiting: 20, Depths: [10, 50],
        DepthSamples: 20, MemoryWaiting: 50, FloorSamples: 200);

    public static Load Of(CommandLine command)
    {
        var load = command.Quick ? Small : Full;
        return command.Seconds is { } seconds ? load with { Length = TimeSpan.FromSeconds(seconds) } : load;
    }
}
