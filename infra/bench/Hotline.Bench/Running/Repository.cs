namespace Hotline.Bench.Running;

/// <summary>Where this checkout lies.</summary>
internal static class Repository
{
    public static string Root { get; } = Above(AppContext.BaseDirectory)
        ?? throw new CannotMeasureException("no Hotline.sln above this program: start it from a checkout");

    public static string DevHost => Path.Combine(Root, "infra", "Hotline.DevHost", "bin", "Release", "net10.0", "Hotline.DevHost.dll");

    private static string? Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Hotline.sln"))) return at.FullName;
        return null;
    }
}
