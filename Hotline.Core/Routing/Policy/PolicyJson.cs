using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hotline.Core.Routing.Policy;

/// <summary>
/// The policy as JSON, read strictly: a field nobody knows, a field twice, a null or a value of another type is refused with its path
/// (<see cref="JsonException.Path"/>, <c>$.lanes[3].closed</c>). A misspelt field must not become a default.
/// </summary>
public static class PolicyJson
{
    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
        MaxDepth = 16,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // Chinese names stay readable in a file; this text stands in no page.
    };

    public static string Write<T>(T document) where T : class => JsonSerializer.Serialize(document, Strict);

    /// <exception cref="JsonException">It is no JSON, or not of this form.</exception>
    public static T Read<T>(string text) where T : class
    {
        var value = JsonSerializer.Deserialize<T>(text, Strict) ?? throw Null("$");
        // The serializer lets nulls through as items of lists.
        using var document = JsonDocument.Parse(text);
        RefuseNullItems(document.RootElement, "$");
        return value;
    }

    /// <summary>A path without its root: <c>lanes[3].closed</c>; the whole is <c>policy</c>.</summary>
    public static string PathOf(JsonException error) => error.Path is null or "$" ? "policy" : error.Path.TrimStart('$', '.');

    private static void RefuseNullItems(JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var field in element.EnumerateObject()) RefuseNullItems(field.Value, $"{path}.{field.Name}");
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            var n = 0;
            foreach (var item in element.EnumerateArray())
            {
                var place = string.Create(CultureInfo.InvariantCulture, $"{path}[{n++}]");
                if (item.ValueKind == JsonValueKind.Null) throw Null(place);
                RefuseNullItems(item, place);
            }
        }
    }

    private static JsonException Null(string path) => new("Null is no value here.", path, null, null);
}

/// <summary>Names on the wire: <c>UnknownCentre</c> is <c>unknown-centre</c>; numbers are not names.</summary>
internal sealed class WireName<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) where T : struct, Enum;
