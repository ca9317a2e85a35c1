using Dapper;
using Hotline.Core.Staff.Sql;
using Hotline.Core.Storage;
using Hotline.Tests.Storage;
using NUnit.Framework;

namespace Hotline.Tests.Staff;

public sealed class Cookie_keys(StorageProvider provider) : DatabaseSpec(provider)
{
    private CookieKeys Keys => new(Database, new Sealing(Sealing_values.Keys()), TimeProvider.System);

    [Test]
    public void Every_host_reads_what_any_host_added()
    {
        Assert.That(Keys.ReadAll(), Is.Empty);
        Keys.Add("<key id=\"1\">密</key>");
        Keys.Add("<key id=\"2\"/>");
        Assert.That(Keys.ReadAll(), Is.EquivalentTo(new[] { "<key id=\"1\">密</key>", "<key id=\"2\"/>" }));
    }

    [Test]
    public async Task Are_sealed_at_rest_and_one_altered_is_left_out()
    {
        Keys.Add("<key id=\"1\"/>");
        await using var connection = await Database.OpenAsync();
        Assert.That(System.Text.Encoding.UTF8.GetString((await connection.ExecuteScalarAsync<byte[]>("SELECT xml_sealed FROM cookie_keys"))!), Does.Not.Contain("key id"));
        await connection.ExecuteAsync("UPDATE cookie_keys SET xml_sealed = @altered", new { altered = new byte[] { 1, 2, 3 } });
        Assert.That(Keys.ReadAll(), Is.Empty);
    }
}
