using System.Text.Json;

namespace Hotline.Core.Calls.Sql;

/// <summary>Reads one text of an event's detail.</summary>
internal static class EventDetail
{
    /// <summary>Null when it is not there, is no text, or the detail is no object.</summary>
    public static string? Text(string detail, string name)
    {
        try
        {
            using var json = JsonDocument.Parse(detail);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads one whole number in the same way.</summary>
    public static int? Whole(string detail, string name)
    {
        try
        {
            using var json = JsonDocument.Parse(detail);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
                && value.TryGetInt32(out var number) ? number : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
