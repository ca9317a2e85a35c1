using Hotline.Core.Staff;

namespace Hotline.Core.Calls.Sql;

/// <summary>A row of <c>call_events</c>.</summary>
internal sealed class EventRow
{
    public CallId? CallId { get; set; }
    public string EventId { get; set; } = "";
    public string Kind { get; set; } = "";
    public DateTimeOffset OccurredAt { get; set; }
    public StaffId? OperatorId { get; set; }
    public string FactKey { get; set; } = "";
    public string Detail { get; set; } = "";

    public CallEvent ToEvent() => new(EventId, Kind, OccurredAt, CallId, OperatorId, FactKeys.Told(EventId, FactKey), Detail);
}
