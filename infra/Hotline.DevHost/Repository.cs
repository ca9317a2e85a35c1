namespace Hotline.DevHost;

/// <summary>Where this checkout lies: the folder with <c>Hotline.sln</c>, above the program or above the working directory.</summary>
internal sealed record Repository(string Root)
{
    public static Repository Find() =>
        Above(AppContext.BaseDirectory) ?? Above(Environment.CurrentDirectory)
        ?? throw new CannotStartException("no Hotline.sln above this program or the working directory: start it from a checkout");

    public string Folder(params string[] path) => Path.Combine([Root, .. path]);

    private static Repository? Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Hotline.sln")))
                return new Repository(at.FullName);
        return null;
    }
}
