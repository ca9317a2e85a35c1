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

    [Test]
    public async Task Of_two_administrators_disabled_at_once_one_stays([Range(1, 5)] int round)
    {
        var members = new[] { Member($"one-{round}", Role.Administrator), Member($"two-{round}", Role.Administrator) };
        foreach (var member in members) await Store.CreateAsync(member, "h");
        var outcomes = await Task.WhenAll(members.Select(m => Task.Run(() => Store.UpdateAsync(m with { Enabled = false }))));
        Assert.That(outcomes, Is.EquivalentTo(new[] { StoreStaffOutcome.Stored, StoreStaffOutcome.LastAdministrator }));
        Assert.That((await Store.ListAsync()).Count(m => m.Enabled), Is.EqualTo(1));
    }

    [Test]
    public async Task A_centre_differs_by_case_as_it_does_everywhere_else()
    {
        var member = Member("li", Role.Operator);
        await Store.CreateAsync(member, "h");
        await Store.UpdateAsync(member with { Centre = "MAIN", SecurityStamp = "s2" });
        Assert.That((await Store.FindAsync(member.Id))!.SecurityStamp, Is.EqualTo("s2"));
    }

    [Test]
    public async Task Marks_are_read_of_more_people_than_one_statement_takes()
    {
        var (one, two) = (Member("one", Role.Operator), Member("two", Role.Operator));
        foreach (var member in new[] { one, two }) await Store.CreateAsync(member, "h");
        var strangers = Enumerable.Range(0, 2500).Select(_ => StaffId.New(TimeProvider.System));
        Assert.That((await Store.MarksAsync([one.Id, .. strangers, two.Id])).Keys, Is.EquivalentTo(new[] { one.Id, two.Id }));
    }

    [Test]
    public async Task A_name_whose_letters_grow_when_compared_fits()
    {
        var name = new string('\uFDFA', 40);
        Assert.That(await Store.CreateAsync(Member(name, Role.Operator), "h"), Is.EqualTo(StoreStaffOutcome.Stored));
        Assert.That((await Store.FindByNameAsync(name))!.Value.Member.UserName, Is.EqualTo(name));
    }

    [Test]
    public async Task A_new_password_and_a_new_stamp_are_kept()
    {
        var member = Member("li", Role.Operator);
        await Store.CreateAsync(member, "h");
        Assert.That(await Store.SetPasswordAsync(member.Id, "h2", "s2", member.UpdatedAt.AddSeconds(1)), Is.EqualTo(StoreStaffOutcome.Stored));
        Assert.That(await Store.SetPasswordAsync(StaffId.New(TimeProvider.System), "h2", "s2", member.UpdatedAt), Is.EqualTo(StoreStaffOutcome.NotFound));
        await Store.ChangeStampAsync(member.Id, "s3");
        var (read, hash) = (await Store.FindByNameAsync("li"))!.Value;
        Assert.That((hash, read.SecurityStamp, read.UpdatedAt), Is.EqualTo(("h2", "s3", member.UpdatedAt.AddSeconds(1))));
    }
}
