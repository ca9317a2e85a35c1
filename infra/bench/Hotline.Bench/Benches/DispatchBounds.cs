using Hotline.Bench.Measuring;

namespace Hotline.Bench.Benches;

/// <summary>
/// What "at once" means: 5, 25 and 100 ms at p50, p99 and p99.9; or, disks differing more than programs, twice and eight times the median of
/// <c>floor</c> in the same run. Either is enough; both are told.
/// </summary>
internal static class DispatchBounds
{
    public const double P50 = 5, P99 = 25, P999 = 100, FloorsAtP50 = 2, FloorsAtP99 = 8;

    public static Result Judge(Result result, Latencies latencies, double? floorMs)
    {
        var absolute = latencies.Median <= P50 && latencies.At(0.99) <= P99 && latencies.At(0.999) <= P999;
        var ratio = latencies.Median <= FloorsAtP50 * floorMs && latencies.At(0.99) <= FloorsAtP99 * floorMs;
        result.With("floor_p99_ratio", latencies.At(0.99) / floorMs is { } floors ? Math.Round(floors, 1) : null)
            .With("bound_p50_ms", P50).With("bound_p99_ms", P99).With("bound_p999_ms", P999).With("bound_floors_p50", FloorsAtP50).With("bound_floors_p99", FloorsAtP99);
        return result.With("holds_absolute", absolute).With("holds_floors", ratio).Must(absolute || ratio);
    }
}
