using System.Globalization;
using Hotline.Core.Care;
using NUnit.Framework;

namespace Hotline.Tests.Care;

public sealed class Follow_up_rules
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("Shanghai", TimeSpan.FromHours(8), "Shanghai", "Shanghai");

    private static string[] Days(string openedAt) =>
        [.. FollowUpRules.Schedule(At(openedAt), Zone).Select(f => f.DueAt.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture))];

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    [TestCase("2026-03-10T14:30:00+08:00", "2026-03-11 14:30", "2026-03-17 14:30", "2026-04-10 14:30", "2026-06-10 14:30", "2027-03-10 14:30")]
    [TestCase("2026-01-31T09:00:00+08:00", "2026-02-01 09:00", "2026-02-07 09:00", "2026-02-28 09:00", "2026-04-30 09:00", "2027-01-31 09:00")]
    [TestCase("2028-02-29T23:30:00+08:00", "2028-03-01 23:30", "2028-03-07 23:30", "2028-03-29 23:30", "2028-05-29 23:30", "2029-02-28 23:30")]
    [TestCase("2026-11-30T16:30:00Z", "2026-12-02 00:30", "2026-12-08 00:30", "2027-01-01 00:30", "2027-03-01 00:30", "2027-12-01 00:30", Description = "by her clock it is December")]
    public void Are_due_at_the_same_time_of_day_over_the_ends_of_months(string openedAt, params string[] due) => Assert.That(Days(openedAt), Is.EqualTo(due));

    [Test]
    public void Are_five_later_and_later_whenever_a_record_is_opened()
    {
        var first = At("2027-12-31T00:00:00+08:00");
        for (var hours = 0; hours < 24 * 800; hours += 7)
        {
            var opened = first.AddHours(hours);
            var due = FollowUpRules.Schedule(opened, Zone);
            Assert.That(due.Select(f => f.Step), Is.EqualTo(Enum.GetValues<FollowUpStep>()));
            Assert.That(due.Select(f => f.DueAt).Prepend(opened), Is.Ordered.Ascending);
            Assert.That(due.Select(f => f.DueAt.ToOffset(TimeSpan.FromHours(8)).TimeOfDay).Distinct(), Is.EqualTo(new[] { opened.ToOffset(TimeSpan.FromHours(8)).TimeOfDay }));
        }
    }

    [Test]
    public void Are_moved_into_the_future_only()
    {
        var now = At("2026-03-10T14:30:00+08:00");
        Assert.That(FollowUpRules.CheckMove(now.AddMinutes(1), now), Is.Null);
        Assert.That(FollowUpRules.CheckMove(now, now), Does.Contain("2026-03-10T06:30:00Z").And.Contain("past"));
        Assert.That(FollowUpRules.CheckMove(now.AddDays(-1), now), Is.Not.Null);
        Assert.That(FollowUpRules.CheckMove(null, now), Is.Not.Null);
        Assert.That(FollowUpRules.CheckMove(now.AddDays(61), now), Does.Contain("60"));
    }

    [Test]
    public void End_with_a_result_a_person_may_give()
    {
        Assert.That(FollowUpRules.ReadResult("NotReached", " 无人接听 ", out var result, out var note), Is.Empty);
        Assert.That((result, note), Is.EqualTo((FollowUpResult.NotReached, "无人接听")));
        Assert.That(FollowUpRules.ReadResult("RecordClosed", null, out _, out _).Keys, Is.EqualTo(new[] { "result" }));
        Assert.That(FollowUpRules.ReadResult(null, new string('长', 1001), out _, out _).Keys, Is.EqualTo(new[] { "result", "note" }));
    }
}
