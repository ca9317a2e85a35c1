namespace Hotline.Core.Storage;

internal static class IdList
{
    /// <summary>
    /// Ids for <c>IN @ids</c>. Dapper's type handlers do not reach into lists, so ids go as text: as SQLite keeps them, or as SQL Server converts them.
    /// </summary>
    public static string[] Ids(this Database database, IEnumerable<Guid> ids)
    {
        var form = database.Provider == StorageProvider.Sqlite ? "N" : "D";
        return [.. ids.Select(id => id.ToString(form))];
    }
}
