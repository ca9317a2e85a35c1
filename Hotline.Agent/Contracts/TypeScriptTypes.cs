using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hotline.Core.Calls;
using Hotline.Core.Staff;

namespace Hotline.Agent.Contracts;

/// <summary>
/// Writes .NET wire types as TypeScript. Asking for a type's name collects everything it reaches; output is sorted by name, so that the same
/// contract always gives the same bytes. A type nobody taught it is an error here rather than an <c>any</c> there.
/// </summary>
internal sealed class TypeScriptTypes
{
    private readonly SortedDictionary<string, string> _declarations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Type> _named = new(StringComparer.Ordinal);
    private readonly NullabilityInfoContext _nullability = new();

    public IEnumerable<string> Names => _declarations.Keys;

    public string Declarations(Func<string, bool>? only = null) =>
        string.Join("\n", _declarations.Where(d => only?.Invoke(d.Key) ?? true).Select(d => d.Value));

    public string Of(ParameterInfo parameter) => Of(parameter.ParameterType, _nullability.Create(parameter));

    /// <summary>What a method answers, out of its task.</summary>
    public string OfAnswer(MethodInfo method) => method.ReturnType.IsGenericType
        ? Of(method.ReturnType.GetGenericArguments()[0], _nullability.Create(method.ReturnParameter).GenericTypeArguments[0])
        : "void";

    public string Of(Type type, NullabilityInfo? nullability = null)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return $"{Of(inner)} | null";
        var name = Plain(type, nullability);
        return nullability is { ReadState: NullabilityState.Nullable } && !type.IsValueType ? $"{name} | null" : name;
    }

    private string Plain(Type type, NullabilityInfo? nullability)
    {
        if (type == typeof(string) || type == typeof(CallId) || type == typeof(StaffId) || type == typeof(DateTimeOffset) || type == typeof(DateOnly)) return "string";
        if (type == typeof(bool)) return "boolean";
        if (type == typeof(int) || type == typeof(long) || type == typeof(double)) return "number";
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            var item = Of(type.GetGenericArguments()[0], nullability?.GenericTypeArguments.FirstOrDefault());
            return item.Contains('|', StringComparison.Ordinal) ? $"readonly ({item})[]" : $"readonly {item}[]";
        }
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
            return $"Readonly<Record<string, {Of(type.GetGenericArguments()[1], nullability?.GenericTypeArguments.LastOrDefault())}>>";
        if (type.IsEnum) return Declare(type, EnumDeclaration);
        if (type.Assembly.GetName().Name!.StartsWith("Hotline.", StringComparison.Ordinal)) return Declare(type, RecordDeclaration);
        throw new InvalidOperationException($"No TypeScript is known for {type}.");
    }

    private string Declare(Type type, Func<Type, string> declaration)
    {
        if (_named.TryGetValue(type.Name, out var known))
            return known == type ? type.Name : throw new InvalidOperationException($"Two wire types are called {type.Name}: {known} and {type}.");
        _named.Add(type.Name, type);
        _declarations.Add(type.Name, ""); // Reserved first: a type may reach itself.
        _declarations[type.Name] = declaration(type);
        return type.Name;
    }

    private static string EnumDeclaration(Type type)
    {
        if (type.GetCustomAttribute<JsonConverterAttribute>() is null)
            throw new InvalidOperationException($"{type} goes over the wire as a number; give it a JsonStringEnumConverter.");
        // As the serializer writes them: a converter may spell them its own way.
        return $"export type {type.Name} = {string.Join(" | ", Enum.GetValues(type).Cast<object>().Select(v => $"'{JsonSerializer.Serialize(v, type).Trim('"')}'"))}\n";
    }

    private string RecordDeclaration(Type type)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"export interface {type.Name} {{\n");
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(p => p.MetadataToken))
        {
            if (property.GetCustomAttribute<JsonIgnoreAttribute>() is not null) continue;
            text.Append(CultureInfo.InvariantCulture,
                $"  readonly {JsonNamingPolicy.CamelCase.ConvertName(property.Name)}: {Of(property.PropertyType, _nullability.Create(property))}\n");
        }
        return text.Append("}\n").ToString();
    }
}
