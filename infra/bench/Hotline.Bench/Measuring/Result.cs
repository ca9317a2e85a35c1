using System.Text.Json.Nodes;

namespace Hotline.Bench.Measuring;

/// <summary>One measurement: a JSON line in the making, and whether its bounds hold.</summary>
internal sealed class Result
{
    private readonly JsonObject _fields;

    public Result(string bench) => _fields = new() { ["bench"] = bench };

    public bool Holds { get; private set; } = true;

    public string Bench => (string)_fields["bench"]!;

    public JsonObject Fields => _fields;

    /// <summary>n, p50, p90, p99, p99.9 and the longest. Nothing measured is not a pass.</summary>
    public static Result Of(string bench, Latencies latencies, double? floorMs = null)
    {
        var result = new Result(bench).With("n", latencies.Count)
            .Milliseconds("p50_ms", latencies.At(0.5)).Milliseconds("p90_ms", latencies.At(0.9)).Milliseconds("p99_ms", latencies.At(0.99))
            .Milliseconds("p999_ms", latencies.At(0.999)).Milliseconds("max_ms", latencies.Longest);
        if (floorMs is { } floor && latencies.Median is { } median) result.With("floor_p50_ratio", Math.Round(median / floor, 1));
        result.Holds = latencies.Count > 0;
        return result;
    }

    public Result With(string name, JsonNode? value)
    {
        _fields[name] = value;
        return this;
    }

    public Result Milliseconds(string name, double? value) => With(name, value is { } some ? Math.Round(some, 3) : null);

    /// <summary>What went wrong while measuring; one fault and the measurement does not hold.</summary>
    public Result Errors(int count)
    {
        Holds &= count == 0;
        return With("errors", count);
    }

    public Result Bound(string name, double most, double? measured)
    {
        Holds &= measured <= most;
        return With(name, most);
    }

    /// <summary>One more condition of holding.</summary>
    public Result Must(bool holds)
    {
        Holds &= holds;
        return this;
    }

    public Result Verdict() => With("holds", Holds);
}
