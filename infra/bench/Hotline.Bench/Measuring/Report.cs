using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hotline.Bench.Measuring;

/// <summary>
/// Each result as one JSON line on standard output (and in a file), as soon as it is there; at the end all of them as a table on the error stream, and
/// in the results' folder: <c>bench.jsonl</c>, <c>table.md</c> and, when depths were measured, <c>depth.svg</c>.
/// </summary>
internal sealed class Report(string? file, string folder)
{
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Columns = ["n", "p50_ms", "p90_ms", "p99_ms", "p999_ms", "max_ms", "floor_p50_ratio", "floor_p99_ratio", "errors"];

    private readonly List<Result> _results = [];
    private readonly List<string> _lines = [];

    public bool AllHold => _results.All(result => result.Holds);

    public IEnumerable<string> Broken => _results.Where(result => !result.Holds).Select(result => result.Bench);

    public int Errors => _results.Sum(result => (int?)result.Fields["errors"] ?? 0);

    public void Say(Result result)
    {
        _results.Add(result.Verdict());
        Line(result.Fields);
    }

    public void Line(JsonObject fields)
    {
        var text = fields.ToJsonString(OneLine);
        Console.Out.WriteLine(text);
        _lines.Add(text);
        if (file is not null) File.AppendAllText(file, text + "\n");
    }

    /// <summary>The table on the error stream.</summary>
    public void Table()
    {
        Row("bench", "n", "p50 ms", "p90 ms", "p99 ms", "p99.9 ms", "max ms", "floors50", "floors99", "errors", "");
        foreach (var one in _results)
        {
            if (IsLatency(one)) Row(Label(one), [.. Columns.Select(column => Cell(one.Fields[column])), Word(one)]);
            else Console.Error.WriteLine($"{Label(one),-32} {Rest(one)}  {Word(one)}");
        }

        static void Row(string bench, params ReadOnlySpan<string> cells)
        {
            var line = bench.PadRight(32);
            foreach (var cell in cells) line += string.Create(CultureInfo.InvariantCulture, $" {cell,9}");
            Console.Error.WriteLine(line);
        }
    }

    /// <summary>The run's files. The last run's are replaced.</summary>
    public void Keep()
    {
        Directory.CreateDirectory(folder);
        File.WriteAllLines(Path.Combine(folder, "bench.jsonl"), _lines);
        File.WriteAllText(Path.Combine(folder, "table.md"), Markdown());
        var depths = _results.Where(one => one.Fields["waiting"] is not null && one.Bench.StartsWith("depth-", StringComparison.Ordinal) && one.Fields["p50_ms"] is not null)
            .GroupBy(one => one.Bench, one => (Number(one, "waiting"), Number(one, "p50_ms"), Number(one, "p99_ms")), StringComparer.Ordinal)
            .Select(kind => (kind.Key, (IReadOnlyList<(double, double, double)>)[.. kind.Order()])).ToList();
        if (depths.Count > 0)
            File.WriteAllText(Path.Combine(folder, "depth.svg"), DepthPicture.Draw(depths, _results.Where(one => one.Bench == "floor").Select(one => (double?)Number(one, "p50_ms")).FirstOrDefault()));
        Console.Error.WriteLine($"bench: results in {folder}");

        static double Number(Result one, string field) => double.Parse(one.Fields[field]!.ToString(), CultureInfo.InvariantCulture);
    }

    private string Markdown()
    {
        var text = new StringBuilder("| | n | p50 ms | p90 ms | p99 ms | p99.9 ms | max ms | p50, floors | p99, floors | errors | |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var one in _results.Where(IsLatency))
            text.Append(CultureInfo.InvariantCulture, $"| `{Label(one)}` | {string.Join(" | ", Columns.Select(column => Cell(one.Fields[column])))} | {Word(one)} |\n");
        text.Append("\n| | | |\n|---|---|---|\n");
        foreach (var one in _results) text.Append(CultureInfo.InvariantCulture, $"| `{Label(one)}` | {Rest(one)} | {Word(one)} |\n");
        return text.ToString();
    }

    private static bool IsLatency(Result one) => one.Fields.ContainsKey("p50_ms");

    private static string Label(Result one) => one.Bench + (one.Fields["waiting"] is { } waiting ? $" ({waiting} waiting)" : "");

    private static string Rest(Result one) => string.Join(", ", one.Fields
        .Where(field => field.Key is not ("bench" or "waiting" or "holds") && !Columns.Contains(field.Key)).Select(field => $"{field.Key} {Cell(field.Value)}"));

    private static string Word(Result one) => one.Holds ? "holds" : "BROKEN";

    private static string Cell(JsonNode? value) => value?.ToString() ?? "-";
}
