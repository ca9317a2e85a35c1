using System.Text.RegularExpressions;
using Hotline.Core.Routing.Redis;

namespace Hotline.Tests.Model;

/// <summary>
/// The guards of the live-state scripts, as marked in them: <c>-- guard: name</c> on a condition that turns away (it is taken to be never true), and
/// <c>-- guard: name (only if)</c> on one that lets through (only its first part is kept), and <c>-- guard: name (without words)</c> on one that is a word of a command. A line may belong to several guards, and a guard to several
/// lines: those that say the same twice over are taken out together.
/// </summary>
internal static partial class Guards
{
    /// <summary>Those the model misses; the others are missed by a test of their own.</summary>
    public static IEnumerable<string> Names() => All().Except(Crisis.Guards_of_the_ladder.Shown.Keys).Except(Crisis.Guards_of_joining.Shown.Keys).Except(Routing.When_she_cannot_speak.Shown.Keys);

    public static IEnumerable<string> All() => LiveScripts.Names.Concat(LiveScripts.Shared).SelectMany(LinesOf).SelectMany(l => NamesIn(l)).Distinct().Order(StringComparer.Ordinal);

    /// <summary>For <see cref="LiveScripts.Rewrite"/>: the scripts without this guard.</summary>
    public static Func<string, string, string> Without(string guard) =>
        (_, text) => string.Join('\n', text.Split('\n').Select(line => NamesIn(line).Contains(guard) ? Without(line, Mark().Match(line)) : line));

    private static string Without(string line, Match mark)
    {
        if (mark.Groups["words"] is { Success: true, Value: var words })
            return line.IndexOf(words, StringComparison.Ordinal) is var at && at < mark.Index ? line.Remove(at, words.Length) : throw new FormatException($"The guard's words are not on its line: {line.Trim()}");
        var only = mark.Groups["only"].Success;
        var m = Condition().Match(line);
        if (!m.Success) throw new FormatException($"A guard must stand on an if, elseif, return or local of one line: {line.Trim()}");
        var condition = m.Groups["condition"].Value;
        var instead = only ? FirstOf(condition, m.Groups["head"].Value) : "false";
        return $"{m.Groups["before"].Value}{m.Groups["head"].Value} {instead} {m.Groups["rest"].Value}";
    }

    private static string FirstOf(string condition, string head)
    {
        var first = condition.Split(" and ")[0];
        if (first == condition || first.Contains(" or ", StringComparison.Ordinal)) return head.Contains('=', StringComparison.Ordinal) ? condition : "true";
        return first;
    }

    private static IEnumerable<string> LinesOf(string script) => LiveScripts.Text(script).Split('\n');

    private static string[] NamesIn(string line) => Mark().Match(line) is { Success: true } m ? m.Groups["names"].Value.Split(' ') : [];

    [GeneratedRegex(@"-- guard: (?<names>[a-z]+(-[a-z]+)*( [a-z]+(-[a-z]+)*)*)(?<only> \(only if\))?( \(without (?<words>.+)\))?$")]
    private static partial Regex Mark();

    [GeneratedRegex(@"^(?<before>\s*)(?<head>if|elseif|return|local \w+ =) (?<condition>.*?)(?<rest> then.*)?\s+-- guard: .*$")]
    private static partial Regex Condition();
}
