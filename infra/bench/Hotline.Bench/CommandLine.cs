using System.Globalization;
using Hotline.Bench.Running;

namespace Hotline.Bench;

/// <param name="Only">The benches to run; empty for all.</param>
/// <param name="Seconds">How long each load lasts; null for the usual.</param>
/// <param name="Rate">Whole calls a second in <c>lifecycles</c>; null for the usual.</param>
/// <param name="CallRate">Calls a second in the other loads of whole calls, and in <c>webhook</c>; null for the usual.</param>
/// <param name="Operators">Operators in <c>dispatch</c>, <c>depth</c>, <c>lifecycles</c> and <c>recovery</c>; null for the usual.</param>
/// <param name="DiskMs">So many milliseconds more for each of Redis' syncs; null for this machine's disk as it is.</param>
/// <param name="Long"><c>lifecycles</c> lasts ten minutes.</param>
/// <param name="Out">A file that gets the JSON lines too, or null.</param>
/// <param name="Results">The folder that gets the run's lines, table and picture.</param>
internal sealed record CommandLine(
    IReadOnlySet<string> Only, int? Seconds, int? Rate, int? CallRate, int? Operators, int? DiskMs, bool Long, bool Quick, bool Cold, string? Out, string Results)
{
    private static readonly string[] Names = ["floor", "webhook", "offer", "next", "guessing", "dispatch", "depth", "lifecycles", "ladder", "escalations-open", "memory", "alarm", "recovery", "start"];

    public bool Wants(string bench) => Only.Count == 0 || Only.Contains(bench);

    public static CommandLine Parse(string[] args)
    {
        var command = new CommandLine(
            new HashSet<string>(), Seconds: null, Rate: null, CallRate: null, Operators: null, DiskMs: null, Long: false, Quick: false, Cold: false, Out: null, Repository.Folder(".run", "bench"));
        for (var i = 0; i < args.Length; i++)
        {
            command = args[i] switch
            {
                "--quick" => command with { Quick = true },
                "--cold" => command with { Cold = true },
                "--long" => command with { Long = true },
                "--only" => command with { Only = Benches(ValueOf(args, ref i)) },
                "--seconds" => command with { Seconds = Whole(ValueOf(args, ref i), "--seconds", 600) },
                "--rate" => command with { Rate = Whole(ValueOf(args, ref i), "--rate", 2000) },
                "--call-rate" => command with { CallRate = Whole(ValueOf(args, ref i), "--call-rate", 2000) },
                "--operators" => command with { Operators = Whole(ValueOf(args, ref i), "--operators", 5000) },
                "--disk-ms" => command with { DiskMs = Whole(ValueOf(args, ref i), "--disk-ms", 100) },
                "--out" => command with { Out = Path.GetFullPath(ValueOf(args, ref i)) },
                "--results" => command with { Results = Path.GetFullPath(ValueOf(args, ref i)) },
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

    private static int Whole(string text, string name, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= most
            ? value
            : throw new NotUnderstoodException(string.Create(CultureInfo.InvariantCulture, $"{name} takes 1 to {most}"));
}
