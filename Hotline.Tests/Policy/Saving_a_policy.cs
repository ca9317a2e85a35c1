using Dapper;
using Hotline.Core.Routing.Policy;
using Hotline.Core.Routing.Sql;
using Hotline.Core.Staff;
using Hotline.Core.Storage;
using Hotline.Tests.Storage;
using NUnit.Framework;

namespace Hotline.Tests.Policy;

public sealed class Saving_a_policy(StorageProvider provider) : VersionedDocumentSpec<RoutingPolicy>(provider)
{
    private PolicyStore Store => StoreWith(Sealing_values.Keys());

    private PolicyStore StoreWith(SealingKeys keys) => new(Database, new Sealing(keys), Audit, TimeProvider.System);

    protected override VersionedDocument<RoutingPolicy> Versions => Store;
    protected override string Table => "routing_policies";
    protected override string Subject => "routing/policy";
    protected override string Act => "routing.policy.save";
    protected override RoutingPolicy First => Policies.Example;

    protected override RoutingPolicy Edited(int number) => Policies.Example with { Flood = new() { PerNumber = number } };

    protected override Task<SaveOutcome<RoutingPolicy>> SaveAsync(int basedOn, RoutingPolicy document, StaffId? by) =>
        Store.SaveAsync(basedOn, document, "call 13800001111", by);

    [Test]
    public async Task Keeps_why()
    {
        await Store.SaveAsync(0, Policies.Example, "", null);
        await Store.SaveAsync(1, Policies.Example, "节日", null);
        Assert.That((await Store.ListAsync(10)).Select(v => v.Comment), Is.EqualTo(new[] { "节日", "" }));
        Assert.That((await Store.NewestAsync())!.Version.Comment, Is.EqualTo("节日"));
    }

    [Test]
    public async Task Is_sealed_at_rest()
    {
        await Store.SaveAsync(0, Policies.Example, "plain words", null);
        await using var connection = await Database.OpenAsync();
        var row = await connection.QuerySingleAsync<(byte[] Document, byte[] Comment)>("SELECT document_sealed, comment_sealed FROM routing_policies");
        Assert.That(System.Text.Encoding.UTF8.GetString(row.Document), Does.Not.Contain("13800001111").And.Not.Contain("centres"));
        Assert.That(System.Text.Encoding.UTF8.GetString(row.Comment), Does.Not.Contain("plain"));
    }

    [Test]
    public async Task Under_a_key_that_is_not_here_says_so_when_it_is_read()
    {
        await StoreWith(Sealing_values.Keys("k9")).SaveAsync(0, Policies.Example, "", null);
        var read = (await Store.NewestAsync())!;
        Assert.That((read.Document, read.Unreadable), Is.EqualTo(((RoutingPolicy?)null, "the key file lacks the key k9 it is sealed with")));
    }
}
