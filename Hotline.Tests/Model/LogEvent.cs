using System.Globalization;
using System.Text.Json;
using StackExchange.Redis;

namespace Hotline.Tests.Model;

/// <summary>One entry of the event stream as the scripts appended it.</summary>
internal sealed record LogEvent(string Id, string Kind, long At, string Call, string Desk, string Fact, JsonElement Detail)
{
    public static LogEvent Of(RedisResult entry)
    {
        var parts = (RedisResult[])entry!;
        var fields = ((RedisResult[])parts[1]!).Select(f => (string)f!).Chunk(2).ToDictionary(f => f[0], f => f[1], StringComparer.Ordinal);
        return new LogEvent((string)parts[0]!, fields["k"], long.Parse(fields["t"], CultureInfo.InvariantCulture), fields["c"], fields["o"], fields["f"],
            JsonSerializer.Deserialize<JsonElement>(fields["d"]));
    }

    public string Text(string field) => Detail.ValueKind == JsonValueKind.Object && Detail.TryGetProperty(field, out var value) ? value.ToString() : "";

    public long Number(string field) => long.TryParse(Text(field), NumberStyles.Integer, CultureInfo.InvariantCulture, out var n) ? n : 0;

    /// <summary>Something we did, and not what the carrier told.</summary>
    public bool Own => Kind.StartsWith("call.", StringComparison.Ordinal) || Kind.StartsWith("callback.", StringComparison.Ordinal) || Kind.StartsWith("operator.", StringComparison.Ordinal)
        || Kind.StartsWith("escalation.", StringComparison.Ordinal);

    public override string ToString() => $"{Kind} {Short(Call)} {Short(Desk)} {Detail}";

    private static string Short(string id) => id.Length > 4 ? id[^4..] : id;
}
