using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hotline.Core.Care;

/// <summary>Answers, with the version of the questions they were given to: they are shown in its words for good.</summary>
/// <param name="Questions">0: the shipped ones, before any version could be read.</param>
/// <param name="Answers">Question's code → answer's code.</param>
[JsonConverter(typeof(GivenAnswersJson))]
public sealed record GivenAnswers(int Questions, IReadOnlyDictionary<string, string> Answers)
{
    public override string ToString() => "risk answers";
}

/// <summary>Answers kept before the questions had versions are a bare object of codes; they were given to the first version.</summary>
internal sealed class GivenAnswersJson : JsonConverter<GivenAnswers>
{
    private const int First = 1;

    private sealed record Kept(int Questions, Dictionary<string, string> Answers);

    public override GivenAnswers Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.TryGetProperty(nameof(Kept.Answers), out var answers) && answers.ValueKind == JsonValueKind.Object)
        {
            var kept = document.RootElement.Deserialize<Kept>()!;
            return new(kept.Questions, kept.Answers);
        }
        return new(First, document.RootElement.Deserialize<Dictionary<string, string>>()!);
    }

    public override void Write(Utf8JsonWriter writer, GivenAnswers value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new Kept(value.Questions, value.Answers.ToDictionary()));
}
