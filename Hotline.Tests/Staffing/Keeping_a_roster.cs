using Hotline.Core.Staff;
using Hotline.Core.Staff.Sql;
using Hotline.Core.Staffing;
using Hotline.Core.Staffing.Sql;
using Hotline.Core.Storage;
using Hotline.Tests.Staff;
using Hotline.Tests.Storage;
using NUnit.Framework;

namespace Hotline.Tests.Staffing;

public sealed class Keeping_a_roster(StorageProvider provider) : DatabaseSpec(provider)
{
    private static readonly DateTimeOffset Eight = new(2026, 10, 1, 8, 0, 0, TimeSpan.Zero);

    private ShiftStore Shifts => new(Database);

    private async Task<StaffId> HasStaffAsync(string name)
    {
        var member = Staff_accounts.Member(name, Role.Operator);
        await new StaffStore(Database).CreateAsync(member, "h");
        return member.Id;
    }

    [Test]
    public async Task Gives_back_what_was_added_by_centre_by_person_and_by_time()
    {
        var (one, two) = (await HasStaffAsync("one"), await HasStaffAsync("two"));
        var night = Shift_rules.Shift(Eight.AddHours(-12), Eight, whose: one);
        var day = Shift_rules.Shift(Eight, Eight.AddHours(8), "crisis", two);
        var elsewhere = Shift_rules.Shift(Eight, Eight.AddHours(8), whose: one) with { Centre = "baotou" };
        Assert.That(await Shifts.AddAsync([night, day, elsewhere]), Is.InstanceOf<AddShiftsOutcome.Added>());

        Assert.That(await Shifts.ListAsync("main", Eight.AddHours(-1), Eight.AddHours(1)), Is.EqualTo(new[] { night, day }));
        Assert.That(await Shifts.ListAsync("main", Eight, Eight.AddHours(1)), Is.EqualTo(new[] { day }), "the end is no longer hers");
        Assert.That(await Shifts.ListAsync(null, Eight, Eight.AddHours(1)), Is.EquivalentTo(new[] { day, elsewhere }));
        Assert.That(await Shifts.OfAsync(one, Eight.AddDays(-1), Eight.AddDays(1)), Is.EqualTo(new[] { night, elsewhere }));
        Assert.That(await Shifts.RosteredCentresAsync(Eight.AddDays(-7), Eight.AddDays(7)), Is.EquivalentTo(new[] { "main", "baotou" }));
        Assert.That(await Shifts.RosteredCentresAsync(Eight.AddDays(1), Eight.AddDays(7)), Is.Empty);
        Assert.That(await Shifts.FindAsync(day.Id), Is.EqualTo(day));
        Assert.That((await Shifts.RemoveAsync(day.Id), await Shifts.RemoveAsync(day.Id)), Is.EqualTo((true, false)));
        Assert.That(await Shifts.FindAsync(day.Id), Is.Null);
    }

    [Test]
    public async Task Refuses_all_when_one_overlaps_and_names_the_other()
    {
        var her = await HasStaffAsync("li");
        var stands = Shift_rules.Shift(Eight, Eight.AddHours(8), whose: her);
        await Shifts.AddAsync([stands]);
        var outcome = await Shifts.AddAsync([Shift_rules.Shift(Eight.AddDays(1), Eight.AddDays(1).AddHours(8), whose: her), Shift_rules.Shift(Eight.AddHours(7), Eight.AddHours(9), whose: her)]);
        Assert.That(outcome, Is.EqualTo(new AddShiftsOutcome.Overlaps(1, stands)));
        Assert.That(await Shifts.OfAsync(her, Eight.AddDays(-1), Eight.AddDays(3)), Is.EqualTo(new[] { stands }), "none was added");
        Assert.That(await Shifts.AddAsync([Shift_rules.Shift(Eight.AddHours(8), Eight.AddHours(9), whose: her), Shift_rules.Shift(Eight, Eight.AddHours(8), "crisis", her)]),
            Is.InstanceOf<AddShiftsOutcome.Added>(), "touching, and another skill");
    }

    [Test]
    public async Task Refuses_somebody_nobody_knows()
    {
        var stranger = StaffId.New(TimeProvider.System);
        Assert.That(await Shifts.AddAsync([Shift_rules.Shift(Eight, Eight.AddHours(8), whose: stranger)]), Is.EqualTo(new AddShiftsOutcome.UnknownStaff(stranger)));
    }

    [Test]
    public async Task Of_two_overlapping_shifts_added_at_once_one_stays([Range(1, 3)] int round)
    {
        var (her, other) = (await HasStaffAsync($"li-{round}"), await HasStaffAsync($"wang-{round}"));
        // Each list touches both people, in either order: nobody may wait for ever either.
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Shifts.AddAsync(
        [
            Shift_rules.Shift(Eight.AddMinutes(i), Eight.AddHours(8), whose: i % 2 == 0 ? her : other),
            Shift_rules.Shift(Eight.AddMinutes(i), Eight.AddHours(8), whose: i % 2 == 0 ? other : her),
        ]))));
        Assert.That(outcomes.Count(o => o is AddShiftsOutcome.Added), Is.EqualTo(1));
        Assert.That(outcomes.Count(o => o is AddShiftsOutcome.Overlaps), Is.EqualTo(7));
        Assert.That(await Shifts.ListAsync("main", Eight, Eight.AddDays(1)), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_skill_keeps_its_last_day()
    {
        var member = Staff_accounts.Member("li", Role.Operator) with { Skills = [new SkillLevel(Skill.Crisis, 1, new DateOnly(2026, 10, 31)), new SkillLevel(Skill.Legal, 2)] };
        var staff = new StaffStore(Database);
        await staff.CreateAsync(member, "h");
        Assert.That((await staff.FindAsync(member.Id))!.Skills, Is.EqualTo(member.Skills));
        Assert.That((await staff.ListAsync()).Single().Skills, Is.EqualTo(member.Skills));
        await staff.UpdateAsync(member with { Skills = [new SkillLevel(Skill.Crisis, 1)] });
        Assert.That((await staff.FindAsync(member.Id))!.Skills, Is.EqualTo(new[] { new SkillLevel(Skill.Crisis, 1) }));
    }
}
