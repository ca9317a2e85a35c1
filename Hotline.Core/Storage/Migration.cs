using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Hotline.Core.Storage;

/// <summary>One numbered step of the schema, in both dialects. Files: <c>Migrations/0001_calls.sqlite.sql</c> and <c>0001_calls.sqlserver.sql</c>.</summary>
internal sealed partial record Migration(int Number, string Name, string Sqlite, string SqlServer)
{
    /// <summary>All embedded steps in order.</summary>
    /// <exception cref="InvalidOperationException">A step lacks its twin, a number is missing or used twice, or a name is not of the form.</exception>
    public static IReadOnlyList<Migration> All() => From(Embedded());

    internal static IReadOnlyList<Migration> From(IEnumerable<(string File, string Text)> files)
    {
        var steps = files.Select(f => (Match: FileName().Match(f.File), f.File, f.Text)).ToList();
        if (steps.Find(s => !s.Match.Success) is { File: { } odd }) throw new InvalidOperationException($"'{odd}' is not named NNNN_name.sqlite.sql or NNNN_name.sqlserver.sql.");
        var all = new List<Migration>();
        foreach (var step in steps.GroupBy(s => s.Match.Groups["number"].Value).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var names = step.Select(s => s.Match.Groups["name"].Value).Distinct().ToList();
            var sqlite = step.Where(s => s.Match.Groups["dialect"].Value == "sqlite").ToList();
            var sqlServer = step.Where(s => s.Match.Groups["dialect"].Value == "sqlserver").ToList();
            if (names.Count != 1 || sqlite.Count != 1 || sqlServer.Count != 1)
                throw new InvalidOperationException($"Migration {step.Key} must be one pair of files with one name.");
            all.Add(new Migration(int.Parse(step.Key, CultureInfo.InvariantCulture), names[0], sqlite[0].Text, sqlServer[0].Text));
        }
        for (var i = 0; i < all.Count; i++)
            if (all[i].Number != i + 1) throw new InvalidOperationException($"Migration {i + 1:0000} is missing.");
        return all;
    }

    private static IEnumerable<(string File, string Text)> Embedded()
    {
        var assembly = Assembly.GetExecutingAssembly();
        const string folder = "Hotline.Core.Storage.Migrations.";
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(folder, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            yield return (resource[folder.Length..], reader.ReadToEnd());
        }
    }

    [GeneratedRegex(@"^(?<number>\d{4})_(?<name>[a-z_]+)\.(?<dialect>sqlite|sqlserver)\.sql$")]
    private static partial Regex FileName();
}
