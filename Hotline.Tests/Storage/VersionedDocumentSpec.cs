using Dapper;
using Hotline.Core.Routing.Policy;
using Hotline.Core.Staff;
using Hotline.Core.Staff.Sql;
using Hotline.Core.Storage;
using Hotline.Tests.Staff;
using NUnit.Framework;

namespace Hotline.Tests.Storage;

/// <summary>What holds of every document that is kept in versions.</summary>
public abstract class VersionedDocumentSpec<T>(StorageProvider provider) : DatabaseSpec(provider) where T : class
{
    protected StaffMember Li { get; } = Staff_accounts.Member("li", Role.Administrator);

    protected AuditLog Audit => new(Database, Sealing_values.Keys(), TimeProvider.System);

    protected abstract VersionedDocument<T> Versions { get; }
    protected abstract string Table { get; }

    /// <summary>In the audit, followed by the version.</summary>
    protected abstract string Subject { get; }
    protected abstract string Act { get; }

    protected abstract T First { get; }

    /// <summary>Each another one.</summary>
    protected abstract T Edited(int number);

    protected abstract Task<SaveOutcome<T>> SaveAsync(int basedOn, T document, StaffId? by = null);

    [Test]
    public async Task Keeps_every_version_with_who_and_when()
    {
        await new StaffStore(Database).CreateAsync(Li, "hash");
        Assert.That((await Versions.NewestAsync(), await Versions.NewestVersionAsync()), Is.EqualTo(((StoredDocument<T>?)null, 0)));
        Assert.That(await SaveAsync(0, First), Is.EqualTo(new SaveOutcome<T>.Saved(1)));
        Assert.That(await SaveAsync(1, Edited(1), Li.Id), Is.EqualTo(new SaveOutcome<T>.Saved(2)));

        Assert.That(TextOf(await Versions.NewestAsync()), Is.EqualTo(PolicyJson.Write(Edited(1))));
        Assert.That(TextOf(await Versions.FindAsync(1)), Is.EqualTo(PolicyJson.Write(First)));
        Assert.That(await Versions.FindAsync(3), Is.Null);
        Assert.That((await Versions.ListAsync(10)).Select(v => (v.Version, v.SavedBy, v.SavedByName)),
            Is.EqualTo(new[] { (2, (StaffId?)Li.Id, (string?)Li.DisplayName.Reveal()), (1, null, null) }));
        Assert.That((await Versions.ListAsync(1)).Single().Version, Is.EqualTo(2));
    }

    [Test]
    public async Task Many_at_once_leave_one_version()
    {
        await SaveAsync(0, First);
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => Task.Run(() => SaveAsync(1, Edited(i), Li.Id))));
        Assert.That(outcomes.OfType<SaveOutcome<T>.Saved>().Select(s => s.Version), Is.EqualTo(new[] { 2 }));
        var kept = TextOf(await Versions.NewestAsync());
        Assert.That(outcomes.OfType<SaveOutcome<T>.Conflict>().Select(c => (c.Newest!.Version.Version, TextOf(c.Newest))), Is.All.EqualTo((2, kept)), "each loser is shown what was kept");
        Assert.That(await Audit.OfSubjectAsync($"{Subject}/2", 10), Has.Count.EqualTo(1), "and only what was kept is audited");
    }

    [Test]
    public async Task First_saves_at_once_leave_one_version()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => SaveAsync(0, First))));
        Assert.That(outcomes.OfType<SaveOutcome<T>.Saved>().Count(), Is.EqualTo(1));
        Assert.That(await Versions.NewestVersionAsync(), Is.EqualTo(1));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(7)]
    public async Task Upon_any_version_but_the_newest_saves_nothing(int basedOn)
    {
        await SaveAsync(0, First);
        await SaveAsync(1, Edited(1));
        Assert.That(await SaveAsync(basedOn, Edited(2)), Is.InstanceOf<SaveOutcome<T>.Conflict>());
        Assert.That((await Versions.NewestVersionAsync(), TextOf(await Versions.NewestAsync())), Is.EqualTo((2, PolicyJson.Write(Edited(1)))));
    }

    [Test]
    public async Task Upon_a_version_of_none_saves_nothing() =>
        Assert.That(await SaveAsync(4, First), Is.EqualTo(new SaveOutcome<T>.Conflict(null)));

    [Test]
    public async Task Is_audited_with_who_and_from_where_to_where()
    {
        await SaveAsync(0, First);
        await SaveAsync(1, Edited(1), Li.Id);
        var line = (await Audit.OfSubjectAsync($"{Subject}/2", 10)).Single();
        Assert.That((line.Who, line.What, line.Reason), Is.EqualTo(((StaffId?)Li.Id, Act, "from version 1")));
    }

    [TestCase("UPDATE @table SET saved_by = NULL")]
    [TestCase("DELETE FROM @table")]
    public async Task Is_for_good(string tampering)
    {
        if (Provider == StorageProvider.SqlServer) Assert.Ignore("There the program's login is denied it.");
        await SaveAsync(0, First);
        await using var connection = await Database.OpenAsync();
        Assert.That(async () => await connection.ExecuteAsync(tampering.Replace("@table", Table, StringComparison.Ordinal)),
            Throws.InstanceOf<System.Data.Common.DbException>().With.Message.Contains(" never "));
    }

    private static string TextOf(StoredDocument<T>? stored) => PolicyJson.Write(stored!.Document!);
}
