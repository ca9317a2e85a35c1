namespace Hotline.Bench.Running;

/// <summary>Where this checkout lies.</summary>
internal static class Repository
{
    public static string Root { get; } = Above(AppContext.BaseDirectory)
        ?? throw new CannotMeasureException("no Hotline.sln above this program: start it from a checkout");

    public static string Folder(params string[] path) => Path.Combine([Root, .. path]);

    /// <summary>A host as it is deployed.</summary>
    public static string Program(string project)
    {
        var file = Folder(".run", "published", project, $"{project}.dll");
        return File.Exists(file) ? file : throw new CannotMeasureException($"{file} is not published: start infra/bench/run");
    }

    private static string? Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Hotline.sln"))) return at.FullName;
        return null;
    }
}
