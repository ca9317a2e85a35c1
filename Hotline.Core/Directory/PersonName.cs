using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hotline.Core.Directory;

/// <summary>A caller's or staff member's name; prints as its first character and <c>*</c>. <see cref="Reveal"/> gives it in full.</summary>
[JsonConverter(typeof(PersonNameJson))]
public sealed record PersonName
{
    private readonly string _name;

    public PersonName(string name) => _name = name;

    public string Reveal() => _name;

    public override string ToString() => _name.Length == 0 ? "" : _name[..1] + "*";
}

internal sealed class PersonNameJson : JsonConverter<PersonName>
{
    public override PersonName? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, PersonName value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
