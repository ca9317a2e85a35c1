using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Simulator.Control;

/// <summary>A control request's JSON body, read field by field; every wrong field is named together with what is allowed.</summary>
internal sealed class JsonFields
{
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _path;
    private Dictionary<string, string[]> _errors = [];

    private JsonFields(string path) => _path = path;

    public ValidationProblem? Problem => _errors.Count == 0 ? null
        : TypedResults.ValidationProblem(_errors, detail: string.Join("; ", _errors.Select(e => $"{e.Key} {e.Value[0]}")), title: "A field cannot be used");

    public static async ValueTask<JsonFields?> BindAsync(HttpContext context)
    {
        var fields = new JsonFields("");
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        if (buffer.Length == 0)
            return fields;
        try
        {
            using var document = JsonDocument.Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
            fields.Fill(document.RootElement.Clone(), "body");
        }
        catch (JsonException e)
        {
            fields.Fail("body", "must be JSON: " + e.Message);
        }
        return fields;
    }

    /// <summary>Refuses fields that mean nothing here: a misspelt one must not be ignored silently.</summary>
    public JsonFields Only(params string[] names)
    {
        foreach (var unknown in _fields.Keys.Where(k => !names.Contains(k, StringComparer.OrdinalIgnoreCase)))
            Fail(unknown, "is unknown; allowed here: " + string.Join(", ", names));
        return this;
    }

    public bool Has(string name) => _fields.ContainsKey(name);

    public JsonFields Object(string name)
    {
        var nested = new JsonFields(_path + name + ".") { _errors = _errors };
        if (_fields.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null)
            nested.Fill(value, name);
        return nested;
    }

    public string? String(string name, Func<string, bool> fits, string allowed)
    {
        if (!_fields.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && fits(text))
            return text;
        Fail(name, allowed);
        return null;
    }

    public string RequiredString(string name, Func<string, bool> fits, string allowed)
    {
        if (String(name, fits, allowed) is { } text)
            return text;
        Fail(name, allowed);
        return "";
    }

    public T Choice<T>(string name, T otherwise)
        where T : struct, Enum => ChoiceOrNull<T>(name) ?? otherwise;

    public T? ChoiceOrNull<T>(string name)
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName).ToArray();
        var chosen = String(name, text => names.Contains(text), "must be one of " + string.Join(", ", names));
        return chosen is null ? null : Enum.Parse<T>(chosen, ignoreCase: true);
    }

    public int Int(string name, int otherwise, int least, int most)
    {
        if (!_fields.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return otherwise;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most)
            return number;
        Fail(name, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}"));
        return otherwise;
    }

    public double Fraction(string name, double otherwise)
    {
        if (!_fields.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return otherwise;
        if (value.ValueKind == JsonValueKind.Number && value.GetDouble() is >= 0 and <= 1 and var number)
            return number;
        Fail(name, "must be a number from 0 to 1");
        return otherwise;
    }

    public bool Bool(string name, bool otherwise)
    {
        if (!_fields.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return otherwise;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Fail(name, "must be true or false");
        return otherwise;
    }

    public IReadOnlyList<long>? Longs(string name)
    {
        if (!_fields.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.Number && e.TryGetInt64(out _)))
            return [.. value.EnumerateArray().Select(e => e.GetInt64())];
        Fail(name, "must be a list of whole numbers");
        return null;
    }

    public void Fail(string name, string allowed) => _errors.TryAdd(_path + name, [allowed]);

    private void Fill(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            _errors.TryAdd(name, ["must be a JSON object"]);
            return;
        }
        foreach (var property in element.EnumerateObject())
            _fields[property.Name] = property.Value;
    }
}
