namespace Hotline.Core.Care;

/// <summary>When a person is called after a risk, and when that counts as missed. Pure.</summary>
public static class FollowUpRules
{
    public const int NoteMost = 1000, MoveDaysMost = 60;

    /// <summary>Due work that nobody did for so long is missed, and is told as an alarm.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(12);

    /// <summary>At the same time of day by her clock; the 31st becomes the last day of a shorter month.</summary>
    public static IReadOnlyList<(FollowUpStep Step, DateTimeOffset DueAt)> Schedule(DateTimeOffset openedAt, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(openedAt, zone).DateTime;
        return
        [
            (FollowUpStep.NextDay, At(local.AddDays(1))), (FollowUpStep.Week, At(local.AddDays(7))), (FollowUpStep.Month, At(local.AddMonths(1))),
            (FollowUpStep.Quarter, At(local.AddMonths(3))), (FollowUpStep.Year, At(local.AddMonths(12))),
        ];

        DateTimeOffset At(DateTime time) => new DateTimeOffset(time, zone.GetUtcOffset(time)).ToUniversalTime();
    }

    /// <summary>Null when it may be moved there.</summary>
    public static string? CheckMove(DateTimeOffset? to, DateTimeOffset now) => to is not { } at ? "When it is due instead."
        : at <= now ? $"Later than now ({now.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}): nobody can be called in the past."
        : at > now.AddDays(MoveDaysMost) ? $"Within {MoveDaysMost} days."
        : null;

    /// <summary>What may be said of a follow-up that was done; errors are by field name.</summary>
    public static Dictionary<string, string[]> ReadResult(string? result, string? note, out FollowUpResult read, out string words)
    {
        Dictionary<string, string[]> errors = [];
        var allowed = Enum.GetNames<FollowUpResult>().Except([nameof(FollowUpResult.RecordClosed)]).ToArray();
        read = FollowUpResult.Reached;
        if (result is not null && allowed.Contains(result)) read = Enum.Parse<FollowUpResult>(result);
        else errors["result"] = [$"One of: {string.Join(", ", allowed)}."];
        words = note?.Trim() ?? "";
        if (words.Length > NoteMost) errors["note"] = [$"At most {NoteMost} characters, not {words.Length}."];
        return errors;
    }
}
