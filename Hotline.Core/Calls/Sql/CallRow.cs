using Hotline.Core.Staff;
using Hotline.Core.Storage;

namespace Hotline.Core.Calls.Sql;

/// <summary>A row of <c>calls</c>.</summary>
internal sealed class CallRow
{
    public CallId CallId { get; set; }
    public byte[]? NumberSealed { get; set; }
    public string? NumberKey { get; set; }
    public string? NumberMask { get; set; }
    public string? Line { get; set; }
    public string? Centre { get; set; }
    public string? Skill { get; set; }
    public string? Lane { get; set; }
    public DateTimeOffset ArrivedAt { get; set; }
    public DateTimeOffset? FirstWaitingAt { get; set; }
    public int OfferedCount { get; set; }
    public StaffId? AnsweredBy { get; set; }
    public DateTimeOffset? AcceptedAt { get; set; }
    public DateTimeOffset? ConnectedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public long? WaitMs { get; set; }
    public long? TalkMs { get; set; }
    public string State { get; set; } = "";

    public CallState ToState() => Enum.Parse<CallState>(State);

    public CallRecord ToRecord() => new()
    {
        Call = CallId,
        NumberSealed = NumberSealed is null ? null : System.Buffers.Text.Base64Url.EncodeToString(NumberSealed),
        NumberKey = NumberKey,
        NumberMask = NumberMask,
        Line = Line,
        Centre = Centre,
        Skill = Skill,
        Lane = Lane,
        ArrivedAt = ArrivedAt,
        FirstWaitingAt = FirstWaitingAt,
        OfferedCount = OfferedCount,
        AnsweredBy = AnsweredBy,
        AcceptedAt = AcceptedAt,
        ConnectedAt = ConnectedAt,
        EndedAt = EndedAt,
        WaitMs = WaitMs,
        TalkMs = TalkMs,
        State = ToState(),
    };

    /// <summary>What comes from outside is cut to its column: one absurd value must not keep a call out of the record.</summary>
    public static CallRow Of(CallRecord record) => new()
    {
        CallId = record.Call,
        NumberSealed = Sealing.TryDecode(record.NumberSealed, out var bytes) ? bytes : null,
        NumberKey = Cut(record.NumberKey, 64),
        NumberMask = Cut(record.NumberMask, 40),
        Line = Cut(record.Line, 64),
        Centre = Cut(record.Centre, 64),
        Skill = Cut(record.Skill, 24),
        Lane = Cut(record.Lane, 128),
        ArrivedAt = record.ArrivedAt,
        FirstWaitingAt = record.FirstWaitingAt,
        OfferedCount = record.OfferedCount,
        AnsweredBy = record.AnsweredBy,
        AcceptedAt = record.AcceptedAt,
        ConnectedAt = record.ConnectedAt,
        EndedAt = record.EndedAt,
        WaitMs = record.WaitMs,
        TalkMs = record.TalkMs,
        State = record.State.ToString(),
    };

    public RepeatedCommand In(RepeatedCommand write) => write
        .With("call", CallId).With("sealed", NumberSealed).With("key", NumberKey).With("mask", NumberMask).With("line", Line).With("centre", Centre)
        .With("skill", Skill).With("lane", Lane).With("arrived", ArrivedAt).With("waiting", FirstWaitingAt).With("offered", OfferedCount)
        .With("answeredBy", AnsweredBy).With("accepted", AcceptedAt).With("connected", ConnectedAt).With("ended", EndedAt).With("wait", WaitMs)
        .With("talk", TalkMs).With("state", State);

    private static string? Cut(string? text, int length) => text?.Length > length ? text[..length] : text;
}
