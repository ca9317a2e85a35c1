using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hotline.Core.Staff;

/// <summary>A member of staff: a time-ordered UUID as 32 lower-case hex digits. An operator is the staff member at a desk.</summary>
[JsonConverter(typeof(StaffIdJson))]
public readonly record struct StaffId(Guid Value)
{
    public static StaffId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    public static bool TryParse([NotNullWhen(true)] string? text, out StaffId id)
    {
        var ok = Guid.TryParseExact(text, "N", out var value);
        id = new StaffId(value);
        return ok;
    }

    public override string ToString() => Value.ToString("N", CultureInfo.InvariantCulture);
}

internal sealed class StaffIdJson : JsonConverter<StaffId>
{
    public override StaffId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        StaffId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("A staff id is 32 hex digits.");

    public override void Write(Utf8JsonWriter writer, StaffId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
