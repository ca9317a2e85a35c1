using System.Globalization;
using System.Text.Json;
using Hotline.Tests.Routing;
using StackExchange.Redis;

namespace Hotline.Tests.Model;

/// <summary>
/// The whole live state at one moment, and the events since the last reading. The only place that knows how lanes and ready sets are laid out.
/// </summary>
internal sealed class LiveReading
{
    private const string Script = """
        local function members(i) return redis.call('ZRANGE', KEYS[i], 0, -1) end
        return { redis.call('HVALS', KEYS[1]), redis.call('HVALS', KEYS[2]), redis.call('XRANGE', KEYS[3], '(' .. ARGV[1], '+'),
          redis.call('ZRANGE', KEYS[4], 0, -1, 'WITHSCORES'), members(5), members(6),
          redis.call('HGETALL', KEYS[7]), redis.call('HVALS', KEYS[8]) }
        """;

    public required IReadOnlyDictionary<string, JsonElement> Calls { get; init; }
    public required IReadOnlyDictionary<string, JsonElement> Desks { get; init; }
    public required IReadOnlyList<string> Timers { get; init; }
    public required IReadOnlyDictionary<string, double> Scores { get; init; }
    /// <summary>What is remembered of numbers, by their keys.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Numbers { get; init; }
    /// <summary>Those that are open.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Escalations { get; init; }
    public required IReadOnlyList<LogEvent> Events { get; init; }

    /// <summary>(lane, call) and (ready set with its class, desk): everybody who stands somewhere.</summary>
    public required ILookup<string, string> LanesOfCall { get; init; }
    public required ILookup<string, string> ReadySetsOfDesk { get; init; }

    public static async Task<LiveReading> TakeAsync(Switchboard host, string after)
    {
        var keys = host.Keys;
        var reply = (RedisResult[])(await host.Database.ScriptEvaluateAsync(
            Script, [keys.Calls, keys.Desks, keys.Events, keys.Timers, keys.Waiting, keys.Ready, keys.Numbers, keys.Escalations], [after]))!;
        string[] Members(int i) => [.. ((RedisResult[])reply[i]!).Select(m => (string)m!)];
        return new LiveReading
        {
            Calls = Records(reply[0]),
            Desks = Records(reply[1]),
            Numbers = Members(6).Chunk(2).ToDictionary(n => n[0], n => JsonSerializer.Deserialize<JsonElement>(n[1]), StringComparer.Ordinal),
            Escalations = Records(reply[7]),
            Events = [.. ((RedisResult[])reply[2]!).Select(LogEvent.Of)],
            Timers = [.. Members(3).Chunk(2).Select(t => t[0])],
            Scores = Members(3).Chunk(2).ToDictionary(t => t[0], t => double.Parse(t[1], CultureInfo.InvariantCulture), StringComparer.Ordinal),
            LanesOfCall = Members(4).Select(m => m.Split('|')).ToLookup(m => m[2], m => m[0]),
            ReadySetsOfDesk = Members(5).Select(m => m.Split('|')).ToLookup(m => m[2], m => $"{m[0]}|{m[1][0]}"),
        };
    }

    public static string Text(JsonElement record, string field) => record.TryGetProperty(field, out var value) ? value.ToString() : "";

    public static double Number(JsonElement record, string field) => record.TryGetProperty(field, out var value) ? value.GetDouble() : 0;

    /// <summary>Is she to be offered to whoever is ready? One who rests until she is called back is not.</summary>
    public static bool Stands(JsonElement call) => Text(call, "state") == "Waiting" && Text(call, "rest").Length == 0;

    /// <summary>The route a call has taken, which its record keeps as a text.</summary>
    public static JsonElement RouteOf(JsonElement call) => JsonElement.Parse(Text(call, "route"));

    /// <summary>The lanes a waiting call stands in by its own record.</summary>
    public static IEnumerable<string> LanesBy(JsonElement call) =>
        call.TryGetProperty("lanes", out var lanes) && lanes.ValueKind == JsonValueKind.Array ? lanes.EnumerateArray().Select(l => l.GetString()!) : [];

    /// <summary>
    /// The ready sets a desk stands in by its own record. Class 1, behind the others: a crisis counsellor in her other skills, and in her own while she rests.
    /// Class 2: whoever was offered a pause, which gives way to a crisis caller.
    /// </summary>
    public static IEnumerable<string> ReadySetsBy(JsonElement desk)
    {
        if (Pauses(desk)) return Skills(desk).Where(s => s.Skill == "crisis").Select(s => $"{Text(desk, "centre")}/{s.Skill}/{s.Level}|2");
        if (Text(desk, "state") != "Ready") return [];
        var counsellor = Skills(desk).Any(s => s.Skill == "crisis");
        return Skills(desk).Select(s => $"{Text(desk, "centre")}/{s.Skill}/{s.Level}|{(counsellor && (s.Skill != "crisis" || Rests(desk)) ? 1 : 0)}");
    }

    /// <summary>In the pause she was offered after a risk call, which is not one she chose.</summary>
    public static bool Pauses(JsonElement desk) => Text(desk, "state") == "Break" && Text(desk, "notice") == "DebriefOffered";

    /// <summary>A crisis caller in a lane for whose sake this desk's pause ends.</summary>
    public static bool EndsPause(JsonElement call, JsonElement desk) => Stands(call) && Text(call, "skill") == "crisis" && !Avoids(call, Text(desk, "id"))
        && LanesBy(call).Intersect(Served(desk)).Any(l => l[0] == '!' || l.Contains("/crisis/", StringComparison.Ordinal));

    /// <summary>She has written up a risk call not long ago.</summary>
    public static bool Rests(JsonElement desk) => Text(desk, "rest").Length > 0;

    /// <summary>The lanes a desk serves: those of its skills, and those of callers who wait for its operator alone.</summary>
    public static IEnumerable<string> Served(JsonElement desk) =>
        (from s in Skills(desk) from least in Enumerable.Range(1, s.Level) select $"{Text(desk, "centre")}/{s.Skill}/{least}")
        .Concat(["!" + Text(desk, "id"), "@" + Text(desk, "id")]);

    /// <summary>May this call be offered at this desk?</summary>
    public static bool Fits(JsonElement call, JsonElement desk) => LanesBy(call).Intersect(Served(desk)).Any() && !Avoids(call, Text(desk, "id"));

    /// <summary>Must this call never be offered to that operator?</summary>
    public static bool Avoids(JsonElement call, string desk) =>
        call.TryGetProperty("avoid", out var avoid) && avoid.ValueKind == JsonValueKind.Object && avoid.TryGetProperty(desk, out _);

    /// <summary>Crisis first, always; then who waits for this operator alone; elsewhere the lower place.</summary>
    public static (int, double) Place(JsonElement call, JsonElement desk) => (LanesBy(call).Intersect(Served(desk))
        .Min(l => l[0] == '!' || l.Contains("/crisis/", StringComparison.Ordinal) ? 0 : l[0] == '@' ? 1 : 2), Number(call, "score"));

    public static IEnumerable<(string Skill, int Level)> Skills(JsonElement desk) => Text(desk, "skills")
        .Split(',', StringSplitOptions.RemoveEmptyEntries).Select(s => (s.Split(':')[0], int.Parse(s.Split(':')[1], CultureInfo.InvariantCulture)));

    private static Dictionary<string, JsonElement> Records(RedisResult values) => ((RedisResult[])values!)
        .Select(text => JsonSerializer.Deserialize<JsonElement>((string)text!)).ToDictionary(r => Text(r, "id"), StringComparer.Ordinal);
}
