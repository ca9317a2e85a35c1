using System.Globalization;

namespace Hotline.Core.Contact;

/// <summary>
/// A part of the week: on these days (<c>mon</c> … <c>sun</c>) from one time of day to another (<c>HH:mm</c>; <c>to</c> may be <c>24:00</c>), on the network's clock.
/// One that cannot be read is never open.
/// </summary>
public sealed record ContactWindow(IReadOnlyList<string> Days, string From, string To)
{
    /// <summary>Monday first.</summary>
    public static readonly IReadOnlyList<string> DayCodes = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    public static readonly ContactWindow Always = new(DayCodes, "00:00", "24:00");

    public bool Holds(DateTime local)
    {
        var minute = (local.Hour * 60) + local.Minute;
        var day = DayCodes[((int)local.DayOfWeek + 6) % 7];
        return Days.Contains(day) && Minutes(From) is { } from && Minutes(To) is { } to && from <= minute && minute < to;
    }

    /// <summary>Minutes since midnight; null when it is no time of day.</summary>
    public static int? Minutes(string? text)
    {
        if (text == "24:00") return 24 * 60;
        return TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? (time.Hour * 60) + time.Minute : null;
    }
}
