using Hotline.Core.Directory;
using Hotline.Core.Staff;
using Hotline.Core.Staff.Sql;
using Hotline.Core.Storage;
using Hotline.Tests.Storage;
using NUnit.Framework;

namespace Hotline.Tests.Staff;

public sealed class Staff_accounts(StorageProvider provider) : DatabaseSpec(provider)
{
    private StaffStore Store => new(Database);

    internal static StaffMember Member(string userName, params Role[] roles)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        return new(StaffId.New(TimeProvider.System), userName, new PersonName("李芳"), roles.ToHashSet(), "main",
            [new SkillLevel(Skill.Legal, 2), new SkillLevel(Skill.Psychological, 1)], "sip:1@x", true, "stamp-1", now, now);
    }

    [Test]
    public async Task Are_read_back_as_written()
    {
        var member = Member("Li", Role.Operator, Role.Counsellor);
        await Store.CreateAsync(member, "hash");
        var (read, hash) = (await Store.FindByNameAsync("ＬＩ"))!.Value;
        Assert.That(hash, Is.EqualTo("hash"));
        Assert.That(read.DisplayName.Reveal(), Is.EqualTo("李芳"));
        Assert.That(read.Skills, Is.EqualTo(member.Skills));
        Assert.That(read.Roles, Is.EquivalentTo(member.Roles));
        Assert.That(read with { DisplayName = member.DisplayName, Skills = member.Skills, Roles = member.Roles }, Is.EqualTo(member));
        Assert.That((await Store.ListAsync()).Single().Skills, Is.EqualTo(member.Skills));
    }

    [Test]
    public async Task Two_creating_one_name_leave_one()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Store.CreateAsync(Member(i % 2 == 0 ? "li" : "LI", Role.Operator), "h"))));
        Assert.That(outcomes.Count(o => o == StoreStaffOutcome.Stored), Is.EqualTo(1));
        Assert.That(outcomes.Count(o => o == StoreStaffOutcome.UserNameTaken), Is.EqualTo(7));
        Assert.That(await Store.ListAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_stamp_changes_with_what_the_cookie_carries_and_with_nothing_else()
    {
        var member = Member("li", Role.Operator);
        await Store.CreateAsync(member, "h");
        async Task<string> StampAfter(StaffMember changed)
        {
            Assert.That(await Store.UpdateAsync(changed), Is.EqualTo(StoreStaffOutcome.Stored));
            return (await Store.FindAsync(member.Id))!.SecurityStamp;
        }
        Assert.That(await StampAfter(member with { SecurityStamp = "s2", Skills = [], Endpoint = null, DisplayName = new PersonName("芳") }), Is.EqualTo("stamp-1"));
        Assert.That(await StampAfter(member with { SecurityStamp = "s3", Roles = new HashSet<Role> { Role.Supervisor } }), Is.EqualTo("s3"));
        Assert.That(await StampAfter(member with { SecurityStamp = "s4", Roles = new HashSet<Role> { Role.Supervisor }, Centre = "baotou" }), Is.EqualTo("s4"));
        Assert.That(await StampAfter(member with { SecurityStamp = "s5", Roles = new HashSet<Role> { Role.Supervisor }, Centre = "baotou", Enabled = false }), Is.EqualTo("s5"));
        Assert.That(await Store.MarksAsync([member.Id]), Is.Empty, "a disabled account has no valid stamp");
    }

    [Test]
    public async Task The_last_enabled_administrator_stays_one()
    {
        var (one, two) = (Member("one", Role.Administrator), Member("two", Role.Administrator));
        await Store.CreateAsync(one, "h");
        Assert.That(await Store.UpdateAsync(one with { Enabled = false }), Is.EqualTo(StoreStaffOutcome.LastAdministrator));
        Assert.That(await Store.UpdateAsync(one with { Roles = new HashSet<Role> { Role.Auditor } }), Is.EqualTo(StoreStaffOutcome.LastAdministrator));
        await Store.CreateAsync(two, "h");
        Assert.That(await Store.UpdateAsync(one with { Enabled = false }), Is.EqualTo(StoreStaffOutcome.Stored));
        Assert.That(await Store.UpdateAsync(two with { Enabled = false }), Is.EqualTo(StoreStaffOutcome.LastAdministrator));
        Assert.That(await Store.UpdateAsync(Member("x", Role.Operator)), Is.EqualTo(StoreStaffOutcome.NotFound));
    }
}
