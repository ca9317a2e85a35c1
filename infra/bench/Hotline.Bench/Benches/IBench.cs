using Hotline.Bench.Measuring;

namespace Hotline.Bench.Benches;

/// <summary>One thing measured.</summary>
internal interface IBench
{
    string Name { get; }

    /// <summary>How many Apis and how many Agents it needs; benches that need as many share one installation.</summary>
    int HostsOfEach => 1;

    IAsyncEnumerable<Result> RunAsync(Stage stage, CancellationToken stop);
}
