using System.Text.Json;

namespace Hotline.Bench.Operators;

/// <summary>What matters of a desk snapshot, and when it was there.</summary>
/// <param name="Offered">The call offered, under <paramref name="Token"/>, or null.</param>
/// <param name="OfferedMs">When the product offered it, in unix milliseconds.</param>
/// <param name="Call">The call she is in or writes about, or null.</param>
internal sealed record DeskNews(long Version, string State, string? Offered, long Token, long OfferedMs, string? Call, long At)
{
    public static DeskNews Read(JsonElement desk, long at)
    {
        var offer = Part(desk, "offer");
        var call = Part(desk, "call");
        return new(
            desk.GetProperty("version").GetInt64(), desk.GetProperty("state").GetString()!,
            offer?.GetProperty("call").GetString(), offer?.GetProperty("token").GetInt64() ?? 0,
            offer?.GetProperty("offeredAt").GetDateTimeOffset().ToUnixTimeMilliseconds() ?? 0, call?.GetProperty("call").GetString(), at);
    }

    private static JsonElement? Part(JsonElement desk, string name) =>
        desk.TryGetProperty(name, out var part) && part.ValueKind == JsonValueKind.Object ? part : null;
}
