using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hotline.Core.Routing.Redis;

/// <summary>A route and its rules as <c>enter_lane.lua</c> reads them; times in milliseconds.</summary>
internal static class LiveRoute
{
    public static string Write(Route route, RouteRules rules) => JsonSerializer.Serialize(new Json(
        route.Mark, route.Entry.Centre, route.Entry.Skill.Code, route.Entry.LeastLevel, Ms(route.HeadStart),
        [.. route.Steps.Select(s => new Step(Ms(s.After), [.. s.Lanes.Select(l => l.ToString())], [.. s.Phones.Select(p => new[] { p.Id, p.Number })]))],
        Ms(rules.SameCounsellorFor), Ms(rules.SameCounsellorWait), Ms(rules.Dropped), rules.PerNumber, rules.PerTrunk, Ms(rules.FloodPenalty)));

    private static long Ms(TimeSpan time) => (long)time.TotalMilliseconds;

    private sealed record Json(
        [property: JsonPropertyName("mark")] string Mark,
        [property: JsonPropertyName("centre")] string Centre,
        [property: JsonPropertyName("skill")] string Skill,
        [property: JsonPropertyName("level")] int Level,
        [property: JsonPropertyName("head")] long Head,
        [property: JsonPropertyName("steps")] Step[] Steps,
        [property: JsonPropertyName("lastMs")] long LastMs,
        [property: JsonPropertyName("holdMs")] long HoldMs,
        [property: JsonPropertyName("droppedMs")] long DroppedMs,
        [property: JsonPropertyName("perNumber")] int PerNumber,
        [property: JsonPropertyName("perTrunk")] int PerTrunk,
        [property: JsonPropertyName("penaltyMs")] long PenaltyMs);

    private sealed record Step(
        [property: JsonPropertyName("after")] long After,
        [property: JsonPropertyName("lanes")] string[] Lanes,
        [property: JsonPropertyName("phones")] string[][] Phones);
}
