using System.Globalization;

namespace Hotline.Core.Routing.Policy;

/// <summary>Which centres are open when: their hours, the holidays, the time zone. Pure; only of a policy that <see cref="PolicyCheck"/> accepts.</summary>
public sealed class OpeningCalendar
{
    private const int DaysAhead = 400;

    private readonly Dictionary<string, WeekTable> _centres, _hours;
    private readonly Dictionary<DateOnly, DayKind> _days;

    public OpeningCalendar(RoutingPolicy policy)
    {
        _hours = policy.Hours.ToDictionary(h => h.Name, h => new WeekTable(h), StringComparer.Ordinal);
        _hours[OpeningHours.Always] = WeekTable.Always;
        _centres = policy.Centres.ToDictionary(c => c.Code, c => _hours[c.Hours], StringComparer.Ordinal);
        _days = policy.Holidays.ToDictionary(h => DateOf(h.Date)!.Value, h => h.Kind == HolidayKind.Workday ? DayKind.Workday : DayKind.Holiday);
    }

    /// <summary>False for a centre the policy does not have.</summary>
    public bool IsOpen(string centre, DateTimeOffset at, TimeZoneInfo zone) => _centres.TryGetValue(centre, out var table) && IsOpen(table, at, zone);

    /// <summary>Whether it is such hours; false for hours the policy does not have.</summary>
    internal bool IsTime(string hours, DateTimeOffset at, TimeZoneInfo zone) => _hours.TryGetValue(hours, out var table) && IsOpen(table, at, zone);

    /// <summary>When the centre next opens or closes; null when it does neither within the next 400 days.</summary>
    public DateTimeOffset? NextChange(string centre, DateTimeOffset after, TimeZoneInfo zone)
    {
        if (!_centres.TryGetValue(centre, out var table) || table == WeekTable.Always) return null;
        var now = IsOpen(centre, after, zone);
        var today = TimeZoneInfo.ConvertTime(after, zone).Date;
        for (var day = today; day < today.AddDays(DaysAhead); day = day.AddDays(1))
        {
            // Midnight is one too: a holiday begins and ends there, whatever the hours are.
            foreach (var minute in table.Bounds(KindOf(day), WeekdayOf(day)).Append(0).Order())
            {
                var at = InstantOf(day.AddMinutes(minute), zone);
                if (at > after && IsOpen(centre, at, zone) != now) return at;
            }
        }
        return null;
    }

    internal static DateOnly? DateOf(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private bool IsOpen(WeekTable table, DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone).DateTime;
        return table.IsOpen(KindOf(local), WeekdayOf(local), local.Hour * 60 + local.Minute);
    }

    private DayKind KindOf(DateTime local) => _days.GetValueOrDefault(DateOnly.FromDateTime(local), DayKind.Ordinary);

    private static Weekday WeekdayOf(DateTime local) => (Weekday)(((int)local.DayOfWeek + 6) % 7);

    private static DateTimeOffset InstantOf(DateTime local, TimeZoneInfo zone)
    {
        // In the hour that a clock set forward leaves out, nothing opens; it does when the clock goes on.
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(1);
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }
}
