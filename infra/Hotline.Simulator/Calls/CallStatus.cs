namespace Hotline.Simulator.Calls;

internal enum CallStatus
{
    Queued,
    Initiated,
    Ringing,
    InProgress,
    Completed,
    Busy,
    NoAnswer,
    Failed,
    Canceled,
}

internal enum CallDirection
{
    Inbound,
    OutboundApi,
    OutboundDial,
}

internal static class CallWords
{
    public static readonly string[] Statuses = [.. Enum.GetValues<CallStatus>().Select(s => s.Word())];

    public static bool IsEnd(this CallStatus status) => status >= CallStatus.Completed;

    public static string Word(this CallStatus status) => status switch
    {
        CallStatus.Queued => "queued",
        CallStatus.Initiated => "initiated",
        CallStatus.Ringing => "ringing",
        CallStatus.InProgress => "in-progress",
        CallStatus.Completed => "completed",
        CallStatus.Busy => "busy",
        CallStatus.NoAnswer => "no-answer",
        CallStatus.Failed => "failed",
        CallStatus.Canceled => "canceled",
    };

    public static string Word(this CallDirection direction) => direction switch
    {
        CallDirection.Inbound => "inbound",
        CallDirection.OutboundApi => "outbound-api",
        CallDirection.OutboundDial => "outbound-dial",
    };
}
