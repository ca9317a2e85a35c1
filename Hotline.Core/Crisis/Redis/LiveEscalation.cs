using System.Text.Json;
using System.Text.Json.Serialization;
using Hotline.Core.Calls;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Staff;

namespace Hotline.Core.Crisis.Redis;

/// <summary>An escalation as the scripts keep it (JSON made by Redis' own encoder). Times in unix milliseconds.</summary>
internal sealed record LiveEscalation
{
    [JsonPropertyName("id")] public required string Id { get; init; }
    [JsonPropertyName("call")] public string? Call { get; init; }
    [JsonPropertyName("centre")] public string Centre { get; init; } = "";
    [JsonPropertyName("skill")] public string Skill { get; init; } = "";
    [JsonPropertyName("key")] public string NumberKey { get; init; } = "";
    [JsonPropertyName("mask")] public string Mask { get; init; } = "";
    [JsonPropertyName("causes")] public EscalationCause[] Causes { get; init; } = [];
    [JsonPropertyName("by")] public string? By { get; init; }
    [JsonPropertyName("raisedAt")] public double RaisedAt { get; init; }
    [JsonPropertyName("state")] public EscalationState State { get; init; }
    [JsonPropertyName("round")] public double Round { get; init; }
    [JsonPropertyName("step")] public double Step { get; init; }
    [JsonPropertyName("nextAt")] public double NextAt { get; init; }
    [JsonPropertyName("paged")] public LivePaged[] Paged { get; init; } = [];
    [JsonPropertyName("ackBy")] public string? AckBy { get; init; }
    [JsonPropertyName("ackAt")] public double? AckAt { get; init; }
    [JsonPropertyName("ackHow")] public string? AckHow { get; init; }
    [JsonPropertyName("reminded")] public bool Reminded { get; init; }
    [JsonPropertyName("rescues")] public LiveRescue[] Rescues { get; init; } = [];
    [JsonPropertyName("v")] public double Version { get; init; }

    public static OpenEscalation Parse(string json)
    {
        var e = JsonSerializer.Deserialize<LiveEscalation>(json) ?? throw new JsonException("A live escalation is null.");
        return new OpenEscalation(
            EscalationId.TryParse(e.Id, out var id) ? id : throw new JsonException("A live escalation's id is none."),
            CallId.TryParse(e.Call, out var call) ? call : null, e.Centre, e.Skill.Length > 0 ? e.Skill : null, e.NumberKey, e.Mask, e.Causes,
            StaffOf(e.By), Time(e.RaisedAt), e.State, (int)e.Round, (int)e.Step, Time(e.NextAt),
            [.. e.Paged.Select(p => new PagedLevel(p.Level, Time(p.At), p.Centre))], e.AckBy, Maybe(e.AckAt), e.AckHow, e.Reminded,
            [.. e.Rescues.Select(r => new OpenRescue((int)r.Number, r.Service, r.Step, Time(r.At), Maybe(r.DueAt), r.Overdue, StaffOf(r.By)))],
            (long)e.Version, null, null);
    }

    /// <summary>With what its call is like now; all empty when the live state knows no such call. The same object when that has not changed.</summary>
    public static OpenEscalation WithCall(OpenEscalation e, string callState, string desk, string helpers)
    {
        var joined = LiveJoiner.HelpersOf(helpers.Length > 0 ? JsonSerializer.Deserialize<Dictionary<string, LiveJoiner>>(helpers) : null);
        CallState? state = Enum.TryParse<CallState>(callState, out var known) ? known : null;
        return e.CallState == state && e.Operator == StaffOf(desk) && e.Helpers.SequenceEqual(joined)
            ? e
            : e with { CallState = state, Operator = StaffOf(desk), Helpers = joined };
    }

    private static StaffId? StaffOf(string? text) => StaffId.TryParse(text, out var staff) ? staff : null;

    private static DateTimeOffset Time(double milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds);

    private static DateTimeOffset? Maybe(double? milliseconds) => milliseconds is { } ms ? Time(ms) : null;
}

internal sealed record LivePaged
{
    [JsonPropertyName("level")] public LadderLevel Level { get; init; }
    [JsonPropertyName("at")] public double At { get; init; }
    [JsonPropertyName("centre")] public string Centre { get; init; } = "";
}

internal sealed record LiveRescue
{
    [JsonPropertyName("n")] public double Number { get; init; }
    [JsonPropertyName("service")] public RescueService Service { get; init; }
    [JsonPropertyName("step")] public RescueStep Step { get; init; }
    [JsonPropertyName("at")] public double At { get; init; }
    [JsonPropertyName("by")] public string? By { get; init; }
    [JsonPropertyName("contact"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Contact { get; init; }
    [JsonPropertyName("dueAt"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public double? DueAt { get; init; }
    [JsonPropertyName("overdue"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool Overdue { get; init; }
}
