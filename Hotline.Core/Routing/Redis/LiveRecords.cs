using System.Text.Json;
using System.Text.Json.Serialization;
using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Staff;

namespace Hotline.Core.Routing.Redis;

/// <summary>A call as the scripts keep it (JSON made by Redis' own encoder). Times in unix milliseconds.</summary>
internal sealed record LiveCall
{
    [JsonPropertyName("id")] public required string Id { get; init; }
    [JsonPropertyName("state")] public required CallState State { get; init; }
    [JsonPropertyName("leg")] public required string Leg { get; init; }
    [JsonPropertyName("mask")] public string Mask { get; init; } = "";
    [JsonPropertyName("key")] public string NumberKey { get; init; } = "";
    [JsonPropertyName("num")] public string NumberSealed { get; init; } = "";
    [JsonPropertyName("skill")] public string Skill { get; init; } = "";
    [JsonPropertyName("centre")] public string Centre { get; init; } = "";
    [JsonPropertyName("arr")] public double Arrived { get; init; }
    [JsonPropertyName("token")] public double Token { get; init; }
    [JsonPropertyName("offeredAt")] public double? OfferedAt { get; init; }
    [JsonPropertyName("acceptedAt")] public double? AcceptedAt { get; init; }
    [JsonPropertyName("connectedAt")] public double? ConnectedAt { get; init; }
    [JsonPropertyName("endedAt")] public double? EndedAt { get; init; }
    [JsonPropertyName("muted")] public bool Muted { get; init; }
    [JsonPropertyName("risk")] public bool Risk { get; init; }

    /// <summary>A booked call-back.</summary>
    [JsonPropertyName("booked")] public LiveBooking? Booked { get; init; }

    /// <summary>The booking that was fulfilled: she is on the line again.</summary>
    [JsonPropertyName("called")] public LiveBooking? Called { get; init; }

    /// <summary>Since when a booked caller's telephone is dialled for the present operator.</summary>
    [JsonPropertyName("dialled")] public double? Dialled { get; init; }

    /// <summary>What she goes on with: <c>waiting</c>, <c>talk</c> or <c>callback</c>.</summary>
    [JsonPropertyName("resumed")] public string? Resumed { get; init; }

    [JsonPropertyName("desk")] public string Operator { get; init; } = "";

    /// <summary>Who joined, by desk.</summary>
    [JsonPropertyName("helpers")] public Dictionary<string, LiveJoiner>? Helpers { get; init; }

    /// <summary>Services that were called in, by their orders' tokens.</summary>
    [JsonPropertyName("services")] public Dictionary<string, LiveJoiner>? Services { get; init; }

    public DeskCall ToDeskCall() => new DeskCall(
        CallId.TryParse(Id, out var id) ? id : throw new JsonException("A live call's id is not 32 hex digits."),
        State, (long)Token, Mask, NumberKey, NumberSealed, Skill, Centre, Time(Arrived), Time(OfferedAt), Time(AcceptedAt), Time(ConnectedAt), Time(EndedAt), Muted, Risk, Resumed is not null,
        Booked?.ToDesk(Dialled is not null) ?? Called?.ToDesk(false))
    {
        Operator = StaffId.TryParse(Operator, out var op) ? op : null,
        Helpers = LiveJoiner.HelpersOf(Helpers),
        Services = [.. from s in Services ?? [] orderby s.Value.Token select new DeskService((long)s.Value.Token, s.Value.Service ?? "", s.Value.In)],
    };

    public static LiveCall? Parse(string json) => json.Length == 0 ? null : JsonSerializer.Deserialize<LiveCall>(json);

    internal static DateTimeOffset Time(double milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds);

    internal static DateTimeOffset? Time(double? milliseconds) => milliseconds is { } ms ? Time(ms) : null;
}

/// <summary>Somebody who helps in a call, or a service in it, as the scripts keep them.</summary>
internal sealed record LiveJoiner
{
    [JsonPropertyName("token")] public double Token { get; init; }
    [JsonPropertyName("mode")] public JoinMode? Mode { get; init; }
    [JsonPropertyName("service")] public string? Service { get; init; }

    /// <summary>The conference she came into, or true when its identity was not told.</summary>
    [JsonPropertyName("inside")] public JsonElement? Inside { get; init; }

    public bool In => Inside is not null;

    public static IReadOnlyList<DeskHelper> HelpersOf(Dictionary<string, LiveJoiner>? byDesk) =>
        [.. from h in byDesk ?? []
            orderby h.Value.Token
            select new DeskHelper(StaffId.TryParse(h.Key, out var staff) ? staff : throw new JsonException("A helper's desk is not 32 hex digits."), h.Value.Mode ?? default, h.Value.In)];
}

/// <summary>A booking as the scripts keep it.</summary>
internal sealed record LiveBooking
{
    [JsonPropertyName("until")] public double Until { get; init; }
    [JsonPropertyName("window")] public string Window { get; init; } = "";
    [JsonPropertyName("made")] public int Made { get; init; }
    [JsonPropertyName("most")] public int Most { get; init; }

    public DeskCallBack ToDesk(bool dialling) => new(LiveCall.Time(Until), Window, Math.Min(Made + 1, Most), Most, dialling);
}

/// <summary>A desk as the scripts keep it.</summary>
internal sealed record LiveDesk
{
    [JsonPropertyName("id")] public required string Id { get; init; }
    [JsonPropertyName("state")] public DeskState State { get; init; }
    [JsonPropertyName("wish")] public Presence Wish { get; init; }
    [JsonPropertyName("reason")] public string? Reason { get; init; }
    [JsonPropertyName("since")] public double Since { get; init; }
    [JsonPropertyName("v")] public double Version { get; init; }
    [JsonPropertyName("until")] public double? Until { get; init; }
    [JsonPropertyName("notice")] public DeskNotice? Notice { get; init; }
    [JsonPropertyName("centre")] public string Centre { get; init; } = "";
    [JsonPropertyName("skills")] public string Skills { get; init; } = "";
    [JsonPropertyName("call")] public string? Call { get; init; }

    /// <summary>A duty telephone's.</summary>
    [JsonPropertyName("phone")] public bool Phone { get; init; }

    public Desk ToDesk(double now, LiveCall? call) => new(
        StaffId.TryParse(Id, out var id) ? id : throw new JsonException("A live desk's id is not 32 hex digits."),
        (long)Version, State, Wish, Reason, LiveCall.Time(Since), LiveCall.Time(now), LiveCall.Time(Until), Notice, call?.ToDeskCall(), Centre, Skills, Phone);

    public static LiveDesk Parse(string json) =>
        JsonSerializer.Deserialize<LiveDesk>(json) ?? throw new JsonException("A live desk is null.");
}
