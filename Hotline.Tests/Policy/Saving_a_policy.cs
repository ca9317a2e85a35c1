using Dapper;
using Hotline.Core.Routing.Policy;
using Hotline.Core.Routing.Sql;
using Hotline.Core.Staff;
using Hotline.Core.Staff.Sql;
using Hotline.Core.Storage;
using Hotline.Tests.Staff;
using Hotline.Tests.Storage;
using NUnit.Framework;

namespace Hotline.Tests.Policy;

public sealed class Saving_a_policy(StorageProvider provider) : DatabaseSpec(provider)
{
    private readonly StaffMember _li = Staff_accounts.Member("li", Role.Administrator);

    private PolicyStore Store => StoreWith(Sealing_values.Keys());

    private AuditLog Audit => new(Database, Sealing_values.Keys(), TimeProvider.System);

    private PolicyStore StoreWith(SealingKeys keys) => new(Database, new Sealing(keys), Audit, TimeProvider.System);

    private static int VersionOf(SaveOutcome<RoutingPolicy> outcome) => ((SaveOutcome<RoutingPolicy>.Saved)outcome).Version;

    [Test]
    public async Task Keeps_every_version_with_who_when_and_why()
    {
        await new StaffStore(Database).CreateAsync(_li, "hash");
        Assert.That((await Store.NewestAsync(), await Store.NewestVersionAsync()), Is.EqualTo(((StoredDocument<RoutingPolicy>?)null, 0)));
        Assert.That(VersionOf(await Store.SaveAsync(0, Policies.Example, "", null)), Is.EqualTo(1));
        Assert.That(VersionOf(await Store.SaveAsync(1, Policies.Example with { Flood = new() { PerNumber = 3 } }, "节日", _li.Id)), Is.EqualTo(2));

        Assert.That((await Store.NewestAsync())!.Document!.Flood.PerNumber, Is.EqualTo(3));
        Assert.That(PolicyJson.Write((await Store.FindAsync(1))!.Document!), Is.EqualTo(PolicyJson.Write(Policies.Example)));
        Assert.That(await Store.FindAsync(3), Is.Null);
        Assert.That((await Store.ListAsync(10)).Select(v => (v.Version, v.SavedBy, v.SavedByName, v.Comment)),
            Is.EqualTo(new[] { (2, (StaffId?)_li.Id, (string?)_li.DisplayName.Reveal(), "节日"), (1, null, null, "") }));
        Assert.That((await Store.ListAsync(1)).Single().Version, Is.EqualTo(2));
    }

    [Test]
    public async Task Many_at_once_leave_one_version()
    {
        await Store.SaveAsync(0, Policies.Example, "", null);
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => Task.Run(() => Store.SaveAsync(1, Policies.Example with { Flood = new() { PerNumber = i } }, $"{i}", _li.Id))));
        Assert.That(outcomes.OfType<SaveOutcome<RoutingPolicy>.Saved>().Select(s => s.Version), Is.EqualTo(new[] { 2 }));
        var kept = (await Store.NewestAsync())!;
        Assert.That(outcomes.OfType<SaveOutcome<RoutingPolicy>.Conflict>().Select(c => (c.Newest!.Version, c.Newest.Document!.Flood.PerNumber)),
            Is.All.EqualTo((kept.Version, kept.Document!.Flood.PerNumber)), "each loser is shown what was kept");
        Assert.That(await Audit.OfSubjectAsync("routing/policy/2", 10), Has.Count.EqualTo(1), "and only what was kept is audited");
    }

    [Test]
    public async Task First_saves_at_once_leave_one_version()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Store.SaveAsync(0, Policies.Example, "", null))));
        Assert.That(outcomes.OfType<SaveOutcome<RoutingPolicy>.Saved>().Count(), Is.EqualTo(1));
        Assert.That(await Store.NewestVersionAsync(), Is.EqualTo(1));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(7)]
    public async Task Upon_any_version_but_the_newest_saves_nothing(int basedOn)
    {
        await Store.SaveAsync(0, Policies.Example, "", null);
        await Store.SaveAsync(1, Policies.Example, "newest", null);
        Assert.That(await Store.SaveAsync(basedOn, Policies.Example, "mine", null), Is.InstanceOf<SaveOutcome<RoutingPolicy>.Conflict>());
        Assert.That((await Store.ListAsync(10)).Select(v => v.Comment), Is.EqualTo(new[] { "newest", "" }));
    }

    [Test]
    public async Task Upon_a_version_of_none_saves_nothing() =>
        Assert.That(await Store.SaveAsync(4, Policies.Example, "", null), Is.EqualTo(new SaveOutcome<RoutingPolicy>.Conflict(null)));

    [Test]
    public async Task Is_audited_with_who_and_from_where_to_where()
    {
        await Store.SaveAsync(0, Policies.Example, "", null);
        await Store.SaveAsync(1, Policies.Example, "call 13800001111", _li.Id);
        var line = (await Audit.OfSubjectAsync("routing/policy/2", 10)).Single();
        Assert.That((line.Who, line.What, line.Reason), Is.EqualTo(((StaffId?)_li.Id, "routing.policy.save", "from version 1")));
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

    [TestCase("UPDATE routing_policies SET saved_by = NULL")]
    [TestCase("DELETE FROM routing_policies")]
    public async Task Is_for_good(string tampering)
    {
        if (Provider == StorageProvider.SqlServer) Assert.Ignore("There the program's login is denied it.");
        await Store.SaveAsync(0, Policies.Example, "", null);
        await using var connection = await Database.OpenAsync();
        Assert.That(async () => await connection.ExecuteAsync(tampering), Throws.InstanceOf<System.Data.Common.DbException>());
    }
}
