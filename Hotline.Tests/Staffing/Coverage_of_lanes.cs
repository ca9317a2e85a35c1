using FsCheck;
using FsCheck.Fluent;
using Hotline.Core.Staff;
using Hotline.Core.Staffing;
using NUnit.Framework;

namespace Hotline.Tests.Staffing;

public sealed class Coverage_of_lanes
{
    private static readonly DateTimeOffset Noon = new(2026, 10, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly StaffedLane Legal = new("main", Skill.Legal), Crisis = new("main", Skill.Crisis);
    private static readonly TimeSpan Lead = TimeSpan.FromMinutes(10);

    /// <summary>Open from one hour of the day to another, every day.</summary>
    private sealed record Daily(int From, int To) : ICentreHours
    {
        public bool IsOpen(string centre, DateTimeOffset at) => at.Hour >= From && at.Hour < To;

        public DateTimeOffset? NextChange(string centre, DateTimeOffset at)
        {
            var hour = new DateTimeOffset(at.Date.AddHours(at.Hour), TimeSpan.Zero);
            for (var i = 1; i <= 24; i++)
                if (IsOpen(centre, hour.AddHours(i)) != IsOpen(centre, hour.AddHours(i - 1))) return hour.AddHours(i);
            return null;
        }
    }

    private static readonly Daily Always = new(0, 24), Office = new(8, 18);

    private static Duty On(double fromMinutes, double toMinutes, Skill? skill = null) =>
        new("main", skill ?? Skill.Legal, Noon.AddMinutes(fromMinutes), Noon.AddMinutes(toMinutes));

    private static StaffingPicture Picture(StaffedLane[] present, Duty[] duties, ICentreHours? hours = null, bool rostered = true) =>
        new([Legal], rostered ? new HashSet<string> { "main" } : [], duties, present.ToHashSet(), hours ?? Always);

    private static IEnumerable<(AlarmKind, double)> Alarms(StaffingPicture picture, DateTimeOffset? now = null) =>
        Coverage.Alarms(picture, now ?? Noon, Lead, []).Select(a => (a.Kind, (a.At - Noon).TotalMinutes));

    [Test]
    public void A_lane_with_somebody_at_a_desk_and_a_roster_that_goes_on_is_quiet() =>
        Assert.That(Alarms(Picture([Legal], [On(-60, 5), On(5, 300)])), Is.Empty);

    [Test]
    public void A_shift_that_ends_within_the_lead_and_is_followed_by_nobody_is_told_before() =>
        Assert.That(Alarms(Picture([Legal], [On(-60, 10 - 0.1)])), Is.EqualTo(new[] { (AlarmKind.NobodyFollows, 9.9) }));

    [Test]
    public void One_that_ends_later_is_not_yet_told() => Assert.That(Alarms(Picture([Legal], [On(-60, 10)])), Is.Empty);

    [Test]
    public void A_colleague_of_another_skill_does_not_follow() =>
        Assert.That(Alarms(Picture([Legal], [On(-60, 5), On(0, 300, Skill.Crisis)])), Is.EqualTo(new[] { (AlarmKind.NobodyFollows, 5d) }));

    [Test]
    public void A_hole_between_two_shifts_is_told_at_its_beginning() =>
        Assert.That(Alarms(Picture([Legal], [On(-60, 5), On(6, 300)])), Is.EqualTo(new[] { (AlarmKind.NobodyFollows, 5d) }));

    [Test]
    public void Nobody_at_a_desk_and_nobody_rostered_is_nobody_now() =>
        Assert.That(Alarms(Picture([Crisis], [])), Is.EqualTo(new[] { (AlarmKind.NobodyNow, 0d) }));

    [Test]
    public void Nobody_at_a_desk_though_somebody_is_rostered_is_told_after_a_grace()
    {
        Assert.That(Alarms(Picture([], [On(-4, 300)])), Is.Empty);
        Assert.That(Alarms(Picture([], [On(-5, 300)])), Is.EqualTo(new[] { (AlarmKind.NobodyCame, 0d) }));
        Assert.That(Alarms(Picture([], [On(-300, 300), On(-1, 300)])), Is.EqualTo(new[] { (AlarmKind.NobodyCame, 0d) }), "the colleague before should be there still");
    }

    [Test]
    public void A_closed_lane_needs_nobody_and_one_that_opens_unstaffed_is_told_before()
    {
        var eight = new DateTimeOffset(2026, 10, 2, 8, 0, 0, TimeSpan.Zero);
        Assert.That(Alarms(Picture([], [], Office), eight.AddHours(-3)), Is.Empty);
        Assert.That(Alarms(Picture([], [], Office), eight.AddMinutes(-8)).Select(a => a.Item1), Is.EqualTo(new[] { AlarmKind.NobodyFollows }));
        Assert.That(Alarms(Picture([Legal], [On(0, 360)], Office), new DateTimeOffset(2026, 10, 1, 17, 55, 0, TimeSpan.Zero)), Is.Empty, "the shift ends with the day");
    }

    [Test]
    public void A_centre_without_a_roster_is_told_of_the_present_only()
    {
        var eight = new DateTimeOffset(2026, 10, 2, 8, 0, 0, TimeSpan.Zero);
        Assert.That(Alarms(Picture([], [], Office, rostered: false), eight.AddMinutes(-8)), Is.Empty);
        Assert.That(Alarms(Picture([], [], Office, rostered: false), eight).Select(a => a.Item1), Is.EqualTo(new[] { AlarmKind.NobodyNow }));
    }

    [Test]
    public void What_goes_on_keeps_its_beginning()
    {
        var first = Coverage.Alarms(Picture([], []), Noon, Lead, []);
        Assert.That(Coverage.Alarms(Picture([], []), Noon.AddMinutes(3), Lead, first), Is.EqualTo(first));
        var other = Coverage.Alarms(Picture([], [On(-60, 300)]), Noon.AddMinutes(4), Lead, first);
        Assert.That(other.Single(), Is.EqualTo(new StaffingAlarm(AlarmKind.NobodyCame, Legal, Noon.AddMinutes(4))));
    }

    [Test]
    public void Gaps_are_exactly_the_open_minutes_that_no_duty_covers()
    {
        var duty = from start in Gen.Choose(-2000, 4000) from length in Gen.Choose(15, 960) select On(start, start + length);
        var hours = from open in Gen.Choose(0, 22) from length in Gen.Choose(1, 24) select new Daily(open, Math.Min(24, open + length));
        var cases = from duties in Gen.ArrayOf(duty) from open in hours from span in Gen.Choose(1, 3000) select (duties, open, span);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var gaps = Coverage.Gaps(Legal, c.duties, c.open, Noon, Noon.AddMinutes(c.span));
            for (var minute = 0; minute < c.span; minute++)
            {
                var at = Noon.AddMinutes(minute);
                var bare = c.open.IsOpen("main", at) && !c.duties.Any(d => d.From <= at && at < d.To);
                if (bare != gaps.Any(g => g.From <= at && at < g.To)) return false;
            }
            return gaps.All(g => g.From < g.To);
        }));
    }
}
