using System.Text.RegularExpressions;

namespace Hotline.Tests.Architecture;

/// <summary>The forbidden directions, each a function from sources to violations, so that the same function judges the repository and a deliberate violation.</summary>
internal static partial class Directions
{
    /// <summary>What each feature may know, besides itself and the ports (Storage, Telephony, Seeing). An order, so a cycle cannot be written down.</summary>
    private static readonly string[] Order = ["Directory", "Staff", "Calls", "Contact", "Agents", "Cases", "Routing", "Staffing", "Crisis", "Care", "Messages", "Reporting"];

    public static IEnumerable<string> RedisOutsideRedisFolders(IEnumerable<SourceFile> sources) =>
        from file in sources
        where !file.IsWiring && !file.Path.Contains("/Redis/", StringComparison.Ordinal) && file.Code.Contains("StackExchange.Redis", StringComparison.Ordinal)
        select $"{file.Path} uses StackExchange.Redis outside a Redis folder";

    public static IEnumerable<string> DapperOutsideSqlFolders(IEnumerable<SourceFile> sources) =>
        from file in sources
        where !file.IsWiring && !file.Path.Contains("/Sql/", StringComparison.Ordinal) && !file.Path.Contains("/Storage/", StringComparison.Ordinal)
        where UsesDapper().IsMatch(file.Code)
        select $"{file.Path} uses Dapper outside a Sql folder or Storage";

    /// <summary>A rule is a file of a pure decision (<c>…Rules.cs</c>, <c>…Fold.cs</c>, or named here): state, signals and time in, verdict out.</summary>
    public static IEnumerable<string> RulesThatKnowAStore(IEnumerable<SourceFile> sources) =>
        from file in sources
        where RuleFile().IsMatch(file.Path)
        from store in new[] { ".Sql", ".Redis", "DbConnection", "Database ", "HttpClient", "TimeProvider" }
        where file.Code.Contains(store, StringComparison.Ordinal)
        select $"{file.Path} is a rule and knows {store.Trim('.', ' ')}";

    public static IEnumerable<string> FeatureDirections(IEnumerable<SourceFile> sources) =>
        from file in sources
        where !file.IsWiring
        let home = FeatureOf(file.Path)
        where home is not null
        from Match use in NamesFeature().Matches(file.Code)
        let other = use.Groups[1].Value
        where Array.IndexOf(Order, other) > Array.IndexOf(Order, home)
        select $"{file.Path}: {home} must not know {other}";

    public static IEnumerable<string> WrongReferences(string project, IEnumerable<string> references)
    {
        foreach (var reference in references)
        {
            var wrong = project switch
            {
                "Hotline.Core" => reference.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || reference.StartsWith("Hotline.", StringComparison.Ordinal),
                "Hotline.Api" => reference is "Hotline.Agent" or "Hotline.Tests",
                "Hotline.Agent" => reference is "Hotline.Api" or "Hotline.Tests",
                "Hotline.Simulator" => reference.StartsWith("Hotline.", StringComparison.Ordinal) && reference != "Hotline.Simulator",
                _ => reference == "Hotline.Tests",
            };
            if (wrong) yield return $"{project} must not know {reference}";
        }
    }

    /// <summary>Every key a script touches is one of KEYS, by the names live.lua binds.</summary>
    public static IEnumerable<string> LuaKeysNotInKeys(IEnumerable<SourceFile> scripts)
    {
        foreach (var script in scripts)
        {
            var code = LuaComment().Replace(script.Text, "");
            var known = new HashSet<string>(StringComparer.Ordinal)
            {
                "CALLS", "DESKS", "LEGS", "FACTS", "TIMERS", "FENCE", "EVENTS", "PACE", "WAITING", "READY", "QUEUE", "PRESENT", "NUMBERS", "TRUNKS", "ESCALATIONS",
            };
            foreach (Match call in RedisCall().Matches(code))
            {
                var (command, key) = (call.Groups[1].Value, call.Groups[2].Value);
                if (command is "TIME" or "PUBLISH") continue;
                if (!known.Contains(key) && !TableLookup().IsMatch(key)) yield return $"{script.Path}: {command} on {(key.Length == 0 ? "nothing" : key)}, which is not in KEYS";
            }
        }
    }

    private static string? FeatureOf(string path)
    {
        var parts = path.Split('/');
        return parts is ["Hotline.Core", var feature, ..] && Order.Contains(feature) ? feature : null;
    }

    [GeneratedRegex(@"\busing Dapper\b|\bDapper\.")]
    private static partial Regex UsesDapper();

    [GeneratedRegex(@"(Rules|Fold|ExpectedWait)\.cs$")]
    private static partial Regex RuleFile();

    [GeneratedRegex(@"\bHotline\.Core\.(Directory|Staff|Calls|Contact|Agents|Cases|Routing|Staffing|Crisis|Care|Messages|Reporting)\b")]
    private static partial Regex NamesFeature();

    [GeneratedRegex(@"--[^\n]*")]
    private static partial Regex LuaComment();

    [GeneratedRegex(@"redis\.p?call\(\s*'([A-Z]+)'(?:\s*,\s*([^,()]*(?:\[[^\]]*\])?))?")]
    private static partial Regex RedisCall();

    [GeneratedRegex(@"^(KEYS)\[[^\]]*\]$")]
    private static partial Regex TableLookup();
}
