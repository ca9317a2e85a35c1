using System.Globalization;
using System.Text;

namespace Hotline.Bench.Measuring;

/// <summary>Latency against the number waiting, as SVG, both axes logarithmic: one line for each kind and percentile, the floor dashed.</summary>
internal static class DepthPicture
{
    private const int Width = 760, Height = 420, Left = 70, Right = 210, Top = 40, Bottom = 60;

    private static readonly string[] Colours = ["#1f5fa8", "#c2571a", "#2f7d4f"];

    /// <param name="lines">Per kind: waiting, p50 ms, p99 ms; from few to many.</param>
    public static string Draw(IReadOnlyList<(string Kind, IReadOnlyList<(double Waiting, double P50, double P99)> Points)> lines, double? floorMs)
    {
        var points = lines.SelectMany(line => line.Points).ToList();
        var (left, right) = Decades(points.Select(point => point.Waiting));
        var (low, high) = Decades(points.SelectMany(point => new[] { point.P50, point.P99 }).Append(floorMs ?? points[0].P50));
        var svg = new StringBuilder();
        Say($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="13">""");
        Say($"""<rect width="{Width}" height="{Height}" fill="white"/>""");
        Say($"""<text x="{Left}" y="22" font-size="15">Latency of an offer against the number waiting</text>""");
        for (var decade = left; decade <= right; decade++)
        {
            var x = X(Math.Pow(10, decade));
            Say($"""<line x1="{x:0.#}" y1="{Top}" x2="{x:0.#}" y2="{Height - Bottom}" stroke="#ddd"/><text x="{x:0.#}" y="{Height - Bottom + 18}" text-anchor="middle">{Math.Pow(10, decade)}</text>""");
        }
        for (var decade = low; decade <= high; decade++)
        {
            var y = Y(Math.Pow(10, decade));
            Say($"""<line x1="{Left}" y1="{y:0.#}" x2="{Width - Right}" y2="{y:0.#}" stroke="#ddd"/><text x="{Left - 8}" y="{y + 4:0.#}" text-anchor="end">{Math.Pow(10, decade)}</text>""");
        }
        Say($"""<text x="{(Left + Width - Right) / 2}" y="{Height - 18}" text-anchor="middle">callers waiting</text>""");
        Say($"""<text transform="translate(20 {(Top + Height - Bottom) / 2}) rotate(-90)" text-anchor="middle">milliseconds</text>""");
        var key = 0;
        foreach (var ((kind, line), colour) in lines.Zip(Colours))
        {
            Line([.. line.Select(point => (point.Waiting, point.P50))], colour, $"{kind} p50", "");
            Line([.. line.Select(point => (point.Waiting, point.P99))], colour, $"{kind} p99", "2 3");
        }
        if (floorMs is { } floor) Line([(Math.Pow(10, left), floor), (Math.Pow(10, right), floor)], "#888", $"floor p50, {floor:0.##} ms", "8 4");
        return svg.Append("</svg>\n").ToString();

        void Line(IReadOnlyList<(double Waiting, double Ms)> line, string colour, string name, string dashes)
        {
            Say($"""<polyline fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}" points="{string.Join(' ', line.Select(point => Text($"{X(point.Waiting):0.#},{Y(point.Ms):0.#}")))}"/>""");
            foreach (var (waiting, ms) in line) Say($"""<circle cx="{X(waiting):0.#}" cy="{Y(ms):0.#}" r="3" fill="{colour}"><title>{name}: {ms:0.##} ms</title></circle>""");
            var y = Top + 12 + 20 * key++;
            Say($"""<line x1="{Width - Right + 12}" y1="{y - 4}" x2="{Width - Right + 40}" y2="{y - 4}" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/><text x="{Width - Right + 46}" y="{y}">{name}</text>""");
        }

        double X(double waiting) => Left + (Math.Log10(waiting) - left) / (right - left) * (Width - Left - Right);

        double Y(double ms) => Height - Bottom - (Math.Log10(Math.Max(ms, Math.Pow(10, low))) - low) / (high - low) * (Height - Top - Bottom);

        void Say(FormattableString text) => svg.Append(Text(text)).Append('\n');
    }

    /// <summary>The whole powers of ten around the values; never the same twice.</summary>
    private static (int Low, int High) Decades(IEnumerable<double> values)
    {
        var all = values.Where(value => value > 0).ToList();
        var (low, high) = ((int)Math.Floor(Math.Log10(all.Min())), (int)Math.Ceiling(Math.Log10(all.Max())));
        return (low, Math.Max(high, low + 1));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
