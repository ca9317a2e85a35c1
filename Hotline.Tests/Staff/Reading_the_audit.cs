using Hotline.Core.Staff;
using Hotline.Core.Staff.Sql;
using Hotline.Core.Storage;
using Hotline.Tests.Storage;
using NUnit.Framework;

namespace Hotline.Tests.Staff;

public sealed class Reading_the_audit(StorageProvider provider) : DatabaseSpec(provider)
{
    [Test]
    public async Task Goes_back_page_by_page_with_the_names_of_who_acted()
    {
        var li = Staff_accounts.Member("li", Role.Operator);
        await new StaffStore(Database).CreateAsync(li, "h");
        var log = new AuditLog(Database, Sealing_values.Keys(), TimeProvider.System);
        for (var i = 1; i <= 5; i++) await log.AppendAsync(new AuditEntry(i == 5 ? null : li.Id, $"act-{i}", Reason: i == 4 ? "回访" : null));

        var reading = new AuditReading(Database);
        var first = await reading.PageAsync(long.MaxValue, 2);
        Assert.That(first.Select(l => (l.Seq, l.Who, l.WhoName, l.What, l.Reason)),
            Is.EqualTo(new[] { (5L, (StaffId?)null, (string?)null, "act-5", (string?)null), (4L, li.Id, "李芳", "act-4", "回访") }));
        Assert.That((await reading.PageAsync(first[^1].Seq, 10)).Select(l => l.Seq), Is.EqualTo(new[] { 3L, 2L, 1L }));
        Assert.That(await reading.PageAsync(1, 10), Is.Empty);
    }
}
