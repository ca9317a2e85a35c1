using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hotline.Bench.Measuring;

/// <summary>Each result as one JSON line on standard output (and in a file), as soon as it is there; all of them as a table on the error stream at the end.</summary>
internal sealed class Report(string? file)
{
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<Result> _results = [];

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
        if (file is not null) File.AppendAllText(file, text + "\n");
    }

    public void Table()
    {
        Row("bench", "n", "p50 ms", "p90 ms", "p99 ms", "p99.9 ms", "max ms", "floors", "errors", "");
        foreach (var one in _results)
        {
            var f = one.Fields;
            var label = one.Bench + (f["waiting"] is { } waiting ? $" ({waiting} waiting)" : "");
            if (f.ContainsKey("p50_ms")) Row(label, Text(f["n"]), Text(f["p50_ms"]), Text(f["p90_ms"]), Text(f["p99_ms"]), Text(f["p999_ms"]), Text(f["max_ms"]), Text(f["floor_p50_ratio"]), Text(f["errors"]), Word(one));
            else Console.Error.WriteLine($"{label,-28} {string.Join(", ", f.Where(pair => pair.Key is not ("bench" or "waiting" or "holds")).Select(pair => $"{pair.Key} {Text(pair.Value)}"))}  {Word(one)}");
        }

        static string Word(Result one) => one.Holds ? "holds" : "BROKEN";
        static string Text(JsonNode? value) => value?.ToString() ?? "-";
        static void Row(string bench, params ReadOnlySpan<string> cells)
        {
            var line = bench.PadRight(28);
            foreach (var cell in cells) line += string.Create(CultureInfo.InvariantCulture, $" {cell,9}");
            Console.Error.WriteLine(line);
        }
    }
}
