using Hotline.Core.Directory;
using Hotline.Core.Staff;
using Hotline.Core.Staffing;
using NUnit.Framework;

namespace Hotline.Tests.Staffing;

public sealed class Shift_rules
{
    private static readonly TimeZoneInfo Zone = new NetworkOptions().Zone;
    private static readonly DateTimeOffset Now = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly StaffId Her = StaffId.New(TimeProvider.System);

    internal static StaffMember Member(params SkillLevel[] skills) => new(
        Her, "li", new PersonName("李芳"), new HashSet<Role> { Role.Operator }, "main", skills, "sip:1@x", true, "stamp", Now, Now);

    internal static Shift Shift(DateTimeOffset from, DateTimeOffset to, string skill = "legal", StaffId? whose = null) =>
        new(Guid.CreateVersion7(from), whose ?? Her, "main", new Skill(skill), from, to, Now, Her);

    private static GivenShift Given(double fromHours, double toHours, string? skill = "legal") => new(Her, skill, Now.AddHours(fromHours), Now.AddHours(toHours));

    private static string[] Faults(int weeks, params GivenShift[] given) => [.. ShiftRules.Check(given, weeks, ["legal", "crisis"], Now).Keys];

    [TestCase(1, 9)]
    [TestCase(-8, 8)]
    [TestCase(0, 16)]
    public void A_shift_of_sixteen_hours_or_less_passes(double from, double to) => Assert.That(Faults(1, Given(from, to)), Is.Empty);

    [TestCase(2, 2, "shifts[0].endsAt")]
    [TestCase(3, 2, "shifts[0].endsAt")]
    [TestCase(1, 17.1, "shifts[0].endsAt")]
    [TestCase(1, 1.1, "shifts[0].endsAt")]
    [TestCase(-9, -1, "shifts[0].endsAt")]
    [TestCase(24 * 401, 24 * 401 + 8, "shifts[0].startsAt")]
    public void A_time_that_cannot_be_is_refused_by_name(double from, double to, string field) => Assert.That(Faults(1, Given(from, to)), Is.EqualTo(new[] { field }));

    [Test]
    public void What_is_missing_or_unknown_is_named_with_its_place_in_the_list()
    {
        var errors = ShiftRules.Check([Given(1, 2), new GivenShift(null, "cooking", null, null)], 0, ["legal", "crisis"], Now);
        Assert.That(errors.Keys, Is.EquivalentTo(new[] { "weeks", "shifts[1].staffId", "shifts[1].skill", "shifts[1].startsAt" }));
        Assert.That(errors["shifts[1].skill"][0], Does.Contain("legal, crisis"));
        Assert.That(ShiftRules.Check([], 1, ["legal"], Now).Keys, Is.EqualTo(new[] { "shifts" }));
        Assert.That(ShiftRules.Check([.. Enumerable.Repeat(Given(1, 2), ShiftRules.ShiftsMost + 1)], 1, ["legal"], Now).Keys, Is.EqualTo(new[] { "shifts" }));
    }

    [Test]
    public void Weekly_keeps_the_time_of_day_where_clocks_are_moved()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var from = new DateTimeOffset(2026, 10, 20, 8, 0, 0, TimeSpan.FromHours(2));
        var weeks = ShiftRules.Weekly(from, from.AddHours(8), 2, berlin).ToList();
        Assert.That(weeks[1].From, Is.EqualTo(new DateTimeOffset(2026, 10, 27, 8, 0, 0, TimeSpan.FromHours(1))));
        Assert.That(weeks[1].To - weeks[1].From, Is.EqualTo(TimeSpan.FromHours(8)));
    }

    [Test]
    public void Shifts_of_one_person_and_skill_overlap_and_those_that_touch_do_not()
    {
        var first = Shift(Now, Now.AddHours(8));
        Assert.That(ShiftRules.OwnOverlap([first, Shift(Now.AddHours(8), Now.AddHours(16))]), Is.Null);
        Assert.That(ShiftRules.OwnOverlap([first, Shift(Now.AddHours(1), Now.AddHours(9), "crisis")]), Is.Null);
        Assert.That(ShiftRules.OwnOverlap([first, Shift(Now.AddHours(1), Now.AddHours(9), whose: StaffId.New(TimeProvider.System))]), Is.Null);
        Assert.That(ShiftRules.OwnOverlap([first, Shift(Now.AddDays(1), Now.AddDays(1).AddHours(1)), Shift(Now.AddHours(7), Now.AddHours(9))]), Is.EqualTo((2, first)));
    }

    [Test]
    public void Whoever_cannot_serve_the_lane_is_warned_of()
    {
        var shift = Shift(Now, Now.AddHours(8));
        var able = Member(new SkillLevel(Skill.Legal, 1));
        IReadOnlyList<ShiftWarning> Of(StaffMember member) => ShiftRules.Warnings(shift, member, Zone);
        Assert.That(Of(able), Is.Empty);
        Assert.That(Of(Member(new SkillLevel(Skill.Crisis, 3))), Is.EqualTo(new[] { ShiftWarning.SkillMissing }));
        Assert.That(Of(able with { Enabled = false }), Is.EqualTo(new[] { ShiftWarning.Disabled }));
        Assert.That(Of(able with { Centre = "baotou" }), Is.EqualTo(new[] { ShiftWarning.OtherCentre }));
        Assert.That(Of(able with { Roles = new HashSet<Role> { Role.Supervisor } }), Is.EqualTo(new[] { ShiftWarning.TakesNoCalls }));
        foreach (var warned in new[] { Member(), able with { Enabled = false }, able with { Centre = "baotou" }, able with { Roles = new HashSet<Role>() } })
            Assert.That(ShiftRules.DutyOf(shift, warned, Zone), Is.Null);
        Assert.That(Enum.GetValues<ShiftWarning>().Select(ShiftRules.Words).Distinct().Count(), Is.EqualTo(Enum.GetValues<ShiftWarning>().Length));
    }

    [Test]
    public void A_skill_serves_to_the_end_of_its_last_day_on_the_regions_clock()
    {
        // 08:00 on 1 October in Shanghai until midnight there; then two hours more.
        var untilMidnight = Shift(Now, Now.AddHours(16));
        var beyond = Shift(Now.AddHours(8), Now.AddHours(18));
        var expiring = Member(new SkillLevel(Skill.Legal, 1, new DateOnly(2026, 10, 1)));
        Assert.That(ShiftRules.Warnings(untilMidnight, expiring, Zone), Is.Empty);
        Assert.That(ShiftRules.Warnings(beyond, expiring, Zone), Is.EqualTo(new[] { ShiftWarning.SkillExpires }));
        Assert.That(ShiftRules.DutyOf(beyond, expiring, Zone), Is.EqualTo(new Duty("main", Skill.Legal, Now.AddHours(8), Now.AddHours(16))));
        Assert.That(ShiftRules.DutyOf(beyond, Member(new SkillLevel(Skill.Legal, 1, new DateOnly(2026, 9, 30))), Zone), Is.Null, "expired before it began");
    }

    [Test]
    public void Expired_skills_are_not_among_those_of_a_day()
    {
        var her = Member(new SkillLevel(Skill.Legal, 2), new SkillLevel(Skill.Crisis, 1, new DateOnly(2026, 10, 1)));
        Assert.That(her.SkillsOn(new DateOnly(2026, 10, 1)).Select(s => s.ToString()), Is.EqualTo(new[] { "legal:2", "crisis:1" }));
        Assert.That(her.SkillsOn(new DateOnly(2026, 10, 2)).Select(s => s.ToString()), Is.EqualTo(new[] { "legal:2" }));
    }
}
