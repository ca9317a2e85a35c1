using System.Data.Common;
using Dapper;
using Hotline.Core.Storage;

namespace Hotline.Core.Staff.Sql;

/// <summary>Where the Agent hosts share the keys of their sign-in cookies: XML documents, sealed. Never changed, only added.</summary>
public sealed class CookieKeys(Database database, Sealing sealing, TimeProvider clock)
{
    private const string Purpose = "cookie_keys.xml_sealed";

    /// <summary>Every key that can still be opened.</summary>
    public IReadOnlyList<string> ReadAll()
    {
        const string sql = "SELECT key_id, xml_sealed, created_at FROM cookie_keys ORDER BY created_at, key_id";
        return [.. database.UseAsync(connection => connection.QueryAsync<Row>(sql)).GetAwaiter().GetResult()
            .Select(r => Guid.TryParseExact(r.KeyId, "N", out var id) ? sealing.Open(r.XmlSealed, Purpose, id) : new Sealed.Broken())
            .OfType<Sealed.Opened>().Select(o => o.Text)];
    }

    public void Add(string xml)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        const string sql = "INSERT INTO cookie_keys (key_id, xml_sealed, created_at) VALUES (@id, @xml, @now)";
        var row = new { id = id.ToString("N"), xml = sealing.Seal(xml, Purpose, id), now };
        database.UseAsync(connection => connection.ExecuteAsync(sql, row)).GetAwaiter().GetResult();
    }

    private sealed class Row
    {
        public string KeyId { get; set; } = "";
        public byte[] XmlSealed { get; set; } = [];
    }
}
