namespace Hotline.Core.Calls;

/// <summary>A booked call-back as the record has it: open, or over without the caller having been reached.</summary>
/// <param name="NumberSealed">Base64url of the sealed number.</param>
/// <param name="Line">The number she had dialled.</param>
/// <param name="PlaceAt">What her place counts from.</param>
/// <param name="Outcome">Null while open; <c>not-reached</c>, <c>expired</c> or <c>called-again</c>.</param>
public sealed record CallBackRecord(
    CallId Call, string NumberSealed, string NumberKey, string NumberMask, string? Line, string? Centre, string Skill,
    DateTimeOffset ArrivedAt, DateTimeOffset PlaceAt, DateTimeOffset BookedAt, DateTimeOffset Until, string Window,
    int Attempts, int MostAttempts, TimeSpan Retry, DateTimeOffset? LastAttemptAt, string? Outcome, DateTimeOffset? EndedAt);
