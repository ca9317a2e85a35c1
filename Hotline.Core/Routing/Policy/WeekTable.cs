using System.Globalization;

namespace Hotline.Core.Routing.Policy;

/// <summary>Opening hours in minutes of the day, for looking up. A minute is open from its first instant.</summary>
internal sealed class WeekTable
{
    public const int Day = 24 * 60;

    /// <summary>Open without end or exception.</summary>
    public static readonly WeekTable Always = new(new OpeningHours
    {
        Open = [new OpenSpan { Days = Enum.GetValues<Weekday>(), From = "00:00", To = "24:00" }],
    });

    private readonly List<(int From, int To)>[] _days = [[], [], [], [], [], [], []];
    private readonly bool _closedOnHolidays;

    /// <param name="hours">Of a form that <see cref="PolicyCheck"/> accepts.</param>
    public WeekTable(OpeningHours hours)
    {
        _closedOnHolidays = hours.ClosedOnHolidays;
        foreach (var span in hours.Open)
            foreach (var day in span.Days)
                _days[(int)day].Add((MinuteOf(span.From)!.Value, MinuteOf(span.To)!.Value));
    }

    public bool IsOpen(DayKind kind, Weekday weekday, int minute)
    {
        foreach (var (from, to) in SpansOf(kind, weekday))
            if (from <= minute && minute < to) return true;
        return false;
    }

    /// <summary>The minutes at which something opens or closes.</summary>
    public IEnumerable<int> Bounds(DayKind kind, Weekday weekday) => SpansOf(kind, weekday).SelectMany(s => new[] { s.From, s.To });

    /// <summary><c>08:30</c> → 510, up to <c>24:00</c>; null for anything else.</summary>
    public static int? MinuteOf(string text) => text == "24:00" ? Day
        : TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.Hour * 60 + time.Minute : null;

    public static string TextOf(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");

    private List<(int From, int To)> SpansOf(DayKind kind, Weekday weekday) => kind switch
    {
        DayKind.Holiday when _closedOnHolidays => [],
        DayKind.Workday => _days[(int)Weekday.Mon],
        DayKind.Ordinary or DayKind.Holiday => _days[(int)weekday],
    };
}
