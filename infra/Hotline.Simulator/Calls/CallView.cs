namespace Hotline.Simulator.Calls;

/// <summary>A call as the control API shows it.</summary>
internal sealed record CallView(
    string Sid,
    string Direction,
    string Status,
    string From,
    string To,
    string? ParentSid,
    string? Phone,
    string? Conference,
    string? ParticipantLabel,
    bool Hold,
    bool Muted,
    bool Coaching,
    DateTimeOffset CreatedAt,
    DateTimeOffset? AnsweredAt,
    DateTimeOffset? EndedAt,
    EndReason? EndReason,
    bool Bridged,
    bool WaitingForDigits,
    string DigitsPressed,
    IReadOnlyList<string> InConferenceWith,
    IReadOnlyList<HeardLine> Heard,
    IReadOnlyList<string> Errors,
    string? AnsweredBy)
{
    /// <summary>Needs the gate.</summary>
    public static CallView Of(Call call)
    {
        var seat = call.Seat is { IsConnected: true } present ? present : null;
        IReadOnlyList<string> others = call.BridgedWith is { } other ? [other]
            : seat is null ? []
            : [.. seat.Conference.Seats.Where(s => s != seat && s.IsConnected).Select(s => s.Call.Sid)];
        return new CallView(
            call.Sid,
            call.Direction.Word(),
            call.Status.Word(),
            call.From,
            call.To,
            call.ParentSid,
            call.Phone?.Address,
            seat?.Conference.FriendlyName,
            call.Seat?.Label,
            seat?.Hold ?? false,
            seat?.Muted ?? false,
            seat?.Coaching ?? false,
            call.CreatedAt,
            call.AnsweredAt,
            call.EndedAt,
            call.EndReason,
            call.WasBridged,
            call.Keys is not null,
            call.DigitsPressed,
            others,
            [.. call.Heard],
            [.. call.Errors],
            call.AnsweredBy);
    }
}
