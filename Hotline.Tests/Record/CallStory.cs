using System.Globalization;
using System.Text.Json;
using Hotline.Core.Calls;
using Hotline.Core.Staff;

namespace Hotline.Tests.Record;

/// <summary>Tells one call's events as the live state and the carrier would, in seconds after ten o'clock.</summary>
internal sealed class CallStory
{
    public static readonly DateTimeOffset Ten = new(2026, 3, 8, 10, 0, 0, TimeSpan.Zero);
    public static readonly StaffId Li = new(Guid.Parse("0197c0de000070008000000000000011")), Bao = new(Guid.Parse("0197c0de000070008000000000000012"));

    private readonly List<CallEvent> _events = [];

    public CallId Call { get; init; } = new(Guid.Parse("0197c0de000070008000000000000001"));

    public IReadOnlyList<CallEvent> Events => _events;

    public CallRecord Record => CallRecord.Fold(_events);

    public IReadOnlyList<TimelineEntry> Timeline => CallTimeline.Of(_events);

    public static DateTimeOffset At(double second) => Ten.AddMilliseconds(Math.Round(second * 1000));

    public CallStory Own(double second, string kind, StaffId? staff = null, object? detail = null) =>
        Add(new CallEvent(NextId(second), kind, At(second), Call, staff, null, JsonSerializer.Serialize(detail ?? new { })));

    public CallStory Fact(double second, string kind, string side, StaffId? staff = null, string? leg = null, string? reason = null, long? token = null, string conference = "CF1")
    {
        leg ??= side == "Caller" ? "CA-caller" : "CA-operator";
        var at = At(Math.Floor(second));
        return Add(new CallEvent(NextId(second), kind, at, Call, staff, $"{Call}/{conference}/{leg}/{kind}/{at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}",
            JsonSerializer.Serialize(new { leg, side, conference, reason = reason ?? "", token })));
    }

    public CallStory Arrives(double second = 0) => Own(second, EventKind.Arrived, null, new { number = "AAAA", numberKey = "key", numberMask = "138····5678", line = "12338", leg = "CA-caller" });

    public CallStory Waits(double second, string skill = "legal") =>
        Own(second, EventKind.Waiting, null, new { lane = $"main/{skill}/1", skill, centre = "main", by = "key" });

    public CallStory IsAccepted(double second, StaffId staff, long token = 1) => Own(second - 1, EventKind.Offered, staff, new { token }).Own(second, EventKind.Accepted, staff, new { token });

    /// <summary>An ordinary conversation told in order: arrives 0, waits 3.2, accepted 10.5, together 14–74, her leg ends 75.</summary>
    public static CallStory Ordinary(CallId? call = null) => new CallStory { Call = call ?? new CallStory().Call }
        .Arrives().Waits(3.2).IsAccepted(10.5, Li)
        .Fact(11, EventKind.LegRinging, "Operator", Li).Fact(12, EventKind.LegAnswered, "Operator", Li).Fact(12, EventKind.ConferenceStarted, "Conference")
        .Fact(12, EventKind.Joined, "Operator", Li, token: 1).Fact(14.4, EventKind.Joined, "Caller").Own(14.9, EventKind.Connected, Li, new { token = 1 })
        .Fact(74, EventKind.Left, "Caller", reason: "participant_hung_up").Own(74.6, EventKind.Ended, Li, new { state = "WrapUp", by = "caller" })
        .Fact(75, EventKind.LegEnded, "Caller", reason: "completed").Fact(75, EventKind.Left, "Operator", Li).Fact(75, EventKind.ConferenceEnded, "Conference")
        .Fact(76, EventKind.LegEnded, "Operator", Li, reason: "completed").Own(90.1, EventKind.WrappedUp, Li, new { by = "operator" });

    private CallStory Add(CallEvent e)
    {
        _events.Add(e);
        return this;
    }

    private string NextId(double second) =>
        string.Create(CultureInfo.InvariantCulture, $"{Call.ToString()[^4..]}:{At(second).ToUnixTimeMilliseconds()}-{_events.Count}");
}
