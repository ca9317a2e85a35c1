using System.Runtime.CompilerServices;

namespace Hotline.Tests.Architecture;

/// <summary>One source file of the repository, its path relative to the root with forward slashes.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    private static readonly string[] NotOurs = ["/bin/", "/obj/", "/node_modules/", "/dist/", "/wwwroot/", "/generated/"];

    public static string Root { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(ThisFolder(), "..", ".."));

    public static IReadOnlyList<SourceFile> All(string folder, string pattern) =>
    [
        .. System.IO.Directory.EnumerateFiles(System.IO.Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(path => path.Replace('\\', '/'))
            .Where(path => !Array.Exists(NotOurs, part => path.Contains(part, StringComparison.Ordinal)))
            .Select(path => new SourceFile(System.IO.Path.GetRelativePath(Root, path).Replace('\\', '/'), File.ReadAllText(path))),
    ];

    /// <summary>The text without comments and string contents: what the compiler would act on, near enough for a rule about names.</summary>
    public string Code => string.Join('\n', Text.Split('\n').Select(line =>
    {
        var trimmed = line.TrimStart();
        return trimmed.StartsWith("//", StringComparison.Ordinal) || trimmed.StartsWith('*') ? "" : line;
    }));

    /// <summary>Host wiring is where parts are put together; it may name what it wires.</summary>
    public bool IsWiring => Path.EndsWith("Setup.cs", StringComparison.Ordinal) || Path.EndsWith("/Program.cs", StringComparison.Ordinal);

    private static string ThisFolder([CallerFilePath] string path = "") => System.IO.Path.GetDirectoryName(path)!;
}
