using System.Globalization;

namespace Hotline.Core.Calls;

/// <summary>What became of a call's last call-back booking; a fold over its events.</summary>
/// <param name="Window">Her choice, as a code.</param>
/// <param name="PlaceAt">What her place counts from.</param>
/// <param name="Outcome">Null while it is open; else <c>reached</c>, <c>stayed</c>, <c>called-again</c>, <c>not-reached</c> or <c>expired</c>.</param>
/// <param name="Leg">Reached: the leg she answered on.</param>
internal sealed record CallBackStory(
    DateTimeOffset BookedAt, DateTimeOffset Until, string Window, int MostAttempts, TimeSpan Retry, DateTimeOffset? PlaceAt,
    int Attempts, DateTimeOffset? LastAttemptAt, string? Outcome, DateTimeOffset? EndedAt, string? Leg)
{
    public const string Reached = "reached", Stayed = "stayed";

    /// <summary>Null when none was ever booked.</summary>
    public static CallBackStory? Of(CallHistory history)
    {
        if (history.Of(EventKind.CallBackBooked).LastOrDefault() is not { } booked) return null;
        var missed = history.Of(EventKind.CallBackNotReached).Where(h => h.At >= booked.At).ToList();
        // Somebody spoke with her after it, or she asked for her place herself: it is over, even where its own end was lost with the live state.
        var ended = history.Of(EventKind.CallBackEnded, EventKind.Connected, EventKind.Reentered)
            .FirstOrDefault(h => h.At >= booked.At && (h.Kind != EventKind.Reentered || h["by"] != "callback"));
        return new CallBackStory(
            booked.At, Time(booked["untilMs"]) ?? booked.At, booked["window"] ?? "", (int)(Number(booked["mostAttempts"]) ?? 1),
            TimeSpan.FromMilliseconds(Number(booked["retryMs"]) ?? 0), Time(booked["fromMs"]),
            missed.Count, missed.LastOrDefault()?.At,
            ended?.Kind switch { null => null, EventKind.Connected => Reached, EventKind.Reentered => Stayed, _ => ended["reason"] ?? "" },
            ended?.At, ended?["leg"]);
    }

    private static DateTimeOffset? Time(string? milliseconds) => Number(milliseconds) is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;

    /// <summary>Redis' encoder may write large whole numbers with an exponent.</summary>
    private static long? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and < 221_845_392_000_000 ? (long)number : null;
}
