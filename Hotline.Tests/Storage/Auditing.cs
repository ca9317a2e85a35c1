using Dapper;
using Hotline.Core.Staff;
using Hotline.Core.Storage;
using NUnit.Framework;

namespace Hotline.Tests.Storage;

public sealed class Auditing(StorageProvider provider) : DatabaseSpec(provider)
{
    private AuditLog Log => new(Database, Sealing_values.Keys(), TimeProvider.System);

    [Test]
    public async Task Racing_appends_form_one_chain()
    {
        var numbers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(async () =>
        {
            var mine = new List<long>();
            for (var i = 0; i < 10; i++) mine.Add(await Log.AppendAsync(new AuditEntry(StaffId.New(TimeProvider.System), "number.revealed", $"call-{n}", "回访")));
            return mine;
        })));
        Assert.That(numbers.SelectMany(n => n).Order(), Is.EqualTo(Enumerable.Range(1, 80).Select(n => (long)n)));
        Assert.That(await Log.VerifyAsync(), Is.EqualTo(new AuditVerdict.Whole(80)));
    }

    [Test]
    public async Task What_was_done_to_a_subject_is_listed_newest_first()
    {
        await Log.AppendAsync(new AuditEntry(null, "a", "s"));
        await Log.AppendAsync(new AuditEntry(null, "b", "other"));
        await Log.AppendAsync(new AuditEntry(null, "c", "s", "why"));
        Assert.That((await Log.OfSubjectAsync("s", 10)).Select(l => (l.Seq, l.What, l.Reason)), Is.EqualTo(new[] { (3L, "c", (string?)"why"), (1L, "a", null) }));
    }

    [TestCase("UPDATE audit SET reason = 'other' WHERE seq = 3", 3)]
    [TestCase("UPDATE audit SET who = NULL WHERE seq = 3", 3)]
    [TestCase("DELETE FROM audit WHERE seq = 3", 4)]
    [TestCase("DELETE FROM audit WHERE seq = 1", 2)]
    public async Task The_first_broken_link_is_named(string tampering, long seq)
    {
        for (var i = 0; i < 5; i++) await Log.AppendAsync(new AuditEntry(StaffId.New(TimeProvider.System), "x", Reason: "r"));
        await using var connection = await Database.OpenAsync();
        if (Provider == StorageProvider.Sqlite)
        {
            Assert.That(async () => await connection.ExecuteAsync(tampering), Throws.InstanceOf<System.Data.Common.DbException>(), "the database itself refuses");
            await connection.ExecuteAsync("DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete");
        }
        await connection.ExecuteAsync(tampering);
        Assert.That(await Log.VerifyAsync(), Is.EqualTo(new AuditVerdict.BrokenAt(seq)));
    }

    [Test]
    public async Task A_chain_made_without_the_key_does_not_hold()
    {
        await new AuditLog(Database, new SealingKeys(new KeyFile("k", new Dictionary<string, byte[]?> { ["k"] = new byte[32] }, new byte[32])), TimeProvider.System).AppendAsync(new AuditEntry(null, "forged"));
        Assert.That(await Log.VerifyAsync(), Is.EqualTo(new AuditVerdict.BrokenAt(1)));
    }

    [Test]
    public async Task A_field_over_its_length_is_refused_before_anything_is_written()
    {
        Assert.That(async () => await Log.AppendAsync(new AuditEntry(null, "x", Reason: new string('x', 1001))), Throws.ArgumentException);
        Assert.That(await Log.VerifyAsync(), Is.EqualTo(new AuditVerdict.Whole(0)));
    }
}
