using Hotline.Bench.Measuring;

namespace Hotline.Bench.Benches;

/// <summary>One thing measured.</summary>
internal interface IBench
{
    string Name { get; }

    IAsyncEnumerable<Result> RunAsync(Stage stage, CancellationToken stop);
}
