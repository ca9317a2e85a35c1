using System.Globalization;

namespace Hotline.Bench;

/// <param name="Only">The benches to run; empty for all.</param>
/// <param name="Seconds">How long each load lasts; null for the usual.</param>
/// <param name="Out">A file that gets the JSON lines too, or null.</param>
internal sealed record CommandLine(IReadOnlySet<string> Only, int? Seconds, bool Quick, bool Cold, string? Out)
{
    private static readonly string[] Names = ["floor", "webhook", "offer", "next", "depth", "memory", "start"];

    public bool Wants(string bench) => Only.Count == 0 || Only.Contains(bench);

    public static CommandLine Parse(string[] args)
    {
        var command = new CommandLine(new HashSet<string>(), Seconds: null, Quick: false, Cold: false, Out: null);
        for (var i = 0; i < args.Length; i++)
        {
            command = args[i] switch
            {
                "--quick" => command with { Quick = true },
                "--cold" => command with { Cold = true },
                "--only" => command with { Only = Benches(ValueOf(args, ref i)) },
                "--seconds" => command with { Seconds = Whole(ValueOf(args, ref i)) },
                "--out" => command with { Out = Path.GetFullPath(ValueOf(args, ref i)) },
                var other => throw new NotUnderstoodException($"unknown argument '{other}'"),
            };
        }
        return command;
    }

    private static string ValueOf(string[] args, ref int i) =>
        ++i < args.Length ? args[i] : throw new NotUnderstoodException($"{args[i - 1]} has no value");

    private static HashSet<string> Benches(string text)
    {
        var names = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal);
        return names.Count > 0 && names.All(Names.Contains) ? names : throw new NotUnderstoodException($"--only takes some of {string.Join(',', Names)}");
    }

    private static int Whole(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is >= 1 and <= 600
            ? value
            : throw new NotUnderstoodException("--seconds takes 1 to 600");
}
