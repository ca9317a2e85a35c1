namespace Hotline.Tests.Storage;

/// <summary>
/// A database file that can be out of reach for a while. It goes and comes back in one step (a link gets another target): hosts look for it at any
/// moment, and one that looked between taking a file away and putting something in its place would make an empty database there.
/// </summary>
internal sealed class RecordOutOfReach
{
    private readonly string _link;

    public RecordOutOfReach(string folder)
    {
        System.IO.Directory.CreateDirectory(Path.Combine(folder, "here"));
        _link = Path.Combine(folder, "hotline.db");
        ComesBack();
    }

    public void Goes()
    {
        // Whoever has it open would go on with it.
        PointTo("nowhere");
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    public void ComesBack() => PointTo("here");

    private void PointTo(string folder)
    {
        var aside = _link + ".aside";
        File.CreateSymbolicLink(aside, Path.Combine(folder, "hotline.db"));
        File.Move(aside, _link, overwrite: true);
    }
}
