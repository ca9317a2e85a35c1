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
        local sets = {}
        for i = 4, #KEYS do
          table.insert(sets, redis.call('ZRANGE', KEYS[i], 0, -1))
        end
        return { redis.call('HVALS', KEYS[1]), redis.call('HVALS', KEYS[2]), redis.call('XRANGE', KEYS[3], '(' .. ARGV[1], '+'), sets }
        """;

    public required IReadOnlyDictionary<string, JsonElement> Calls { get; init; }
    public required IReadOnlyDictionary<string, JsonElement> Desks { get; init; }
    public required IReadOnlyList<string> Timers { get; init; }
    public required IReadOnlyList<LogEvent> Events { get; init; }

    /// <summary>(lane, call) and (ready set, desk): everybody who stands somewhere.</summary>
    public required ILookup<string, string> LanesOfCall { get; init; }
    public required ILookup<string, string> ReadySetsOfDesk { get; init; }

    public static async Task<LiveReading> TakeAsync(Switchboard host, string after)
    {
        var keys = host.Keys;
        var sets = keys.All.Skip(8).Prepend(keys.Timers).ToArray();
        var reply = (RedisResult[])(await host.Database.ScriptEvaluateAsync(Script, [keys.Calls, keys.Desks, keys.Events, .. sets], [after]))!;
        var members = ((RedisResult[])reply[3]!).Select(set => ((RedisResult[])set!).Select(m => (string)m!).ToArray()).ToArray();
        var standing = sets.Zip(members).Skip(1).SelectMany(s => s.Second.Select(member => (Set: Name(s.First), Member: member))).ToArray();
        return new LiveReading
        {
            Calls = Records(reply[0]),
            Desks = Records(reply[1]),
            Events = [.. ((RedisResult[])reply[2]!).Select(LogEvent.Of)],
            Timers = members[0],
            LanesOfCall = standing.Where(s => s.Set.StartsWith("lane:", StringComparison.Ordinal)).ToLookup(s => s.Member, s => s.Set[5..]),
            ReadySetsOfDesk = standing.Where(s => s.Set.StartsWith("ready:", StringComparison.Ordinal)).ToLookup(s => s.Member, s => s.Set[6..]),
        };
    }

    public static string Text(JsonElement record, string field) => record.TryGetProperty(field, out var value) ? value.ToString() : "";

    public static double Number(JsonElement record, string field) => record.TryGetProperty(field, out var value) ? value.GetDouble() : 0;

    /// <summary>The lanes a waiting call stands in by its own record.</summary>
    public static IEnumerable<string> LanesBy(JsonElement call) => [Text(call, "lane")];

    /// <summary>The ready sets a ready desk stands in by its own record.</summary>
    public static IEnumerable<string> ReadySetsBy(JsonElement desk) => Skills(desk).Select(s => $"{Text(desk, "centre")}/{s.Skill}/{s.Level}");

    /// <summary>The lanes a desk serves.</summary>
    public static IEnumerable<string> Served(JsonElement desk) =>
        from s in Skills(desk) from least in Enumerable.Range(1, s.Level) select $"{Text(desk, "centre")}/{s.Skill}/{least}";

    /// <summary>May this call be offered at this desk?</summary>
    public static bool Fits(JsonElement call, JsonElement desk) => LanesBy(call).Intersect(Served(desk)).Any();

    /// <summary>Crisis first, always; elsewhere the lower place.</summary>
    public static (int, double) Place(JsonElement call) => (Text(call, "skill") == "crisis" ? 0 : 1, Number(call, "score"));

    private static IEnumerable<(string Skill, int Level)> Skills(JsonElement desk) => Text(desk, "skills")
        .Split(',', StringSplitOptions.RemoveEmptyEntries).Select(s => (s.Split(':')[0], int.Parse(s.Split(':')[1], CultureInfo.InvariantCulture)));

    private static string Name(RedisKey key) => ((string)key!)[(((string)key!).IndexOf(':', StringComparison.Ordinal) + 1)..];

    private static Dictionary<string, JsonElement> Records(RedisResult values) => ((RedisResult[])values!)
        .Select(text => JsonSerializer.Deserialize<JsonElement>((string)text!)).ToDictionary(r => Text(r, "id"), StringComparer.Ordinal);
}
