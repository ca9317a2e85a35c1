using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hotline.Core.Calls;

/// <summary>
/// Our own name for one call: a time-ordered UUID, written as 32 lower-case hex digits everywhere (URL, Redis, SQL text, JSON).
/// It carries no personal datum, so it may appear in logs, conference names and addresses.
/// </summary>
[JsonConverter(typeof(CallIdJson))]
public readonly record struct CallId(Guid Value)
{
    public static CallId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    public static bool TryParse([NotNullWhen(true)] string? text, out CallId id)
    {
        var ok = Guid.TryParseExact(text, "N", out var value);
        id = new CallId(value);
        return ok;
    }

    public override string ToString() => Value.ToString("N", CultureInfo.InvariantCulture);
}

internal sealed class CallIdJson : JsonConverter<CallId>
{
    public override CallId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        CallId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("A call id is 32 hex digits.");

    public override void Write(Utf8JsonWriter writer, CallId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
