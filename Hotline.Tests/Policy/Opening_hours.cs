using System.Globalization;
using Hotline.Core.Routing.Policy;
using NUnit.Framework;
using static Hotline.Tests.Policy.Policies;

namespace Hotline.Tests.Policy;

internal sealed class Opening_hours
{
    private static readonly OpeningCalendar Calendar = new(Example);

    [TestCase("2026-09-28 08:29:59", false, TestName = "Are_from_the_first_instant(a second before)")]
    [TestCase("2026-09-28 08:30:00", true, TestName = "Are_from_the_first_instant(Monday)")]
    [TestCase("2026-09-28 11:59:59", true, TestName = "Are_from_the_first_instant(until noon)")]
    [TestCase("2026-09-28 12:00:00", false, TestName = "Are_from_the_first_instant(noon)")]
    [TestCase("2026-09-28 14:30:00", true, TestName = "Are_from_the_first_instant(afternoon)")]
    [TestCase("2026-09-26 11:00:00", true, TestName = "Are_from_the_first_instant(Saturday)")]
    [TestCase("2026-09-26 12:00:00", false, TestName = "Are_from_the_first_instant(Saturday noon)")]
    [TestCase("2026-09-27 10:00:00", false, TestName = "Are_from_the_first_instant(Sunday)")]
    [TestCase("2026-10-01 10:00:00", false, TestName = "Are_from_the_first_instant(a holiday)")]
    [TestCase("2026-10-10 10:00:00", true, TestName = "Are_from_the_first_instant(a worked Saturday)")]
    [TestCase("2026-10-10 15:00:00", true, TestName = "Are_from_the_first_instant(a worked Saturday has Monday's afternoon)")]
    public void Are_from_the_first_instant(string at, bool open) => Assert.That(Calendar.IsOpen("hohhot", At(at), China), Is.EqualTo(open));

    [TestCase("2026-09-27 23:59:59", true, TestName = "Until_24_00_are_to_the_last_instant(before midnight)")]
    [TestCase("2026-09-28 00:00:00", false, TestName = "Until_24_00_are_to_the_last_instant(midnight)")]
    [TestCase("2026-10-01 10:00:00", true, TestName = "Until_24_00_are_to_the_last_instant(holidays do not close this one)")]
    public void Until_24_00_are_to_the_last_instant(string at, bool open) => Assert.That(Calendar.IsOpen("baotou", At(at), China), Is.EqualTo(open));

    [Test]
    public void Always_is_always_and_a_centre_there_is_not_never() =>
        Assert.That((Calendar.IsOpen("region", At("2026-10-01 03:00"), China), Calendar.IsOpen("nowhere", At("2026-09-28 10:00"), China)), Is.EqualTo((true, false)));

    [Test]
    public void Are_told_by_the_clock_of_the_zone_whatever_the_instant_is_written_in()
    {
        var utc = new DateTimeOffset(2026, 9, 28, 0, 30, 0, TimeSpan.Zero);
        Assert.That((Calendar.IsOpen("hohhot", utc, China), Calendar.IsOpen("hohhot", utc.AddSeconds(-1), China), Calendar.IsOpen("hohhot", utc, TimeZoneInfo.Utc)), Is.EqualTo((true, false, false)));
    }

    [TestCase("hohhot", "2026-09-25 17:00", "2026-09-25 17:30")]
    [TestCase("hohhot", "2026-09-25 17:30", "2026-09-26 09:00")]
    [TestCase("hohhot", "2026-09-26 12:00", "2026-09-28 08:30", TestName = "The_next_change_is_told(over the end of the week)")]
    [TestCase("hohhot", "2026-09-30 18:00", "2026-10-02 08:30", TestName = "The_next_change_is_told(over a holiday)")]
    [TestCase("hohhot", "2026-10-10 12:00", "2026-10-10 14:30", TestName = "The_next_change_is_told(on a worked Saturday)")]
    [TestCase("baotou", "2026-09-27 20:00", "2026-09-28 00:00", TestName = "The_next_change_is_told(24:00 is the next midnight)")]
    [TestCase("baotou", "2026-09-28 00:00", "2026-09-28 06:00")]
    [TestCase("region", "2026-09-28 00:00", null)]
    public void The_next_change_is_told(string centre, string after, string? at) =>
        Assert.That(Calendar.NextChange(centre, At(after), China), Is.EqualTo(at is null ? (DateTimeOffset?)null : At(at)));

    [Test]
    public void Round_the_clock_change_only_where_a_holiday_begins_and_ends()
    {
        var calendar = new OpeningCalendar(Example with
        {
            Hours = [new() { Name = "office", ClosedOnHolidays = true, Open = [Span([.. Enum.GetValues<Weekday>()], "00:00", "24:00")] }, Example.Hours[1]],
        });
        Assert.That(calendar.NextChange("hohhot", At("2026-09-27 23:00"), China), Is.EqualTo(At("2026-10-01 00:00")), "Sunday's end is Monday's beginning");
        Assert.That(calendar.NextChange("hohhot", At("2026-10-01 00:00"), China), Is.EqualTo(At("2026-10-02 00:00")));
        Assert.That(calendar.NextChange("hohhot", At("2026-10-02 00:00"), China), Is.Null);
    }

    [Test]
    public void In_an_hour_the_clock_leaves_out_begin_when_it_goes_on()
    {
        var rule = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1),
            TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 29), TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 3, 0, 0), 10, 25));
        var zone = TimeZoneInfo.CreateCustomTimeZone("summer", TimeSpan.FromHours(1), "summer", "winter", "summer", [rule]);
        var calendar = new OpeningCalendar(Example with { Hours = [Example.Hours[0] with { Open = [Span([Weekday.Sun], "02:30", "05:00")] }, Example.Hours[1]] });
        var opens = calendar.NextChange("hohhot", new DateTimeOffset(2026, 3, 29, 0, 0, 0, TimeSpan.FromHours(1)), zone);
        Assert.That(opens?.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture), Is.EqualTo("01:00"), "03:00 summer time, the first instant after 02:00");
    }
}
