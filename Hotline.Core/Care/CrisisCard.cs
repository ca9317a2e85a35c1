using System.Text.Json.Serialization;

namespace Hotline.Core.Care;

/// <summary>What is known of something that must be asked; not asked is not no.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Known>))]
public enum Known { NotAsked, No, Unknown, Yes }

/// <summary>What 110 or 120 must be told of one call: where, who, what is dangerous there.</summary>
/// <param name="Injured">Cards written before it was asked have not asked it.</param>
/// <param name="More">What is happening, and whatever else is known.</param>
public sealed record CrisisCard(string Place, string People, Known Weapon, Known Children, string More, Known Injured = Known.NotAsked)
{
    public const int TextMost = 500;

    public override string ToString() => "crisis card";

    /// <summary>Reads what was typed; errors are by field name.</summary>
    public static Dictionary<string, string[]> Read(string? place, string? people, string? weapon, string? children, string? injured, string? more, out CrisisCard card)
    {
        Dictionary<string, string[]> errors = [];
        card = new(Text("place", place), Text("people", people), Of("weapon", weapon), Of("children", children), Text("more", more), Of("injured", injured));
        return errors;

        string Text(string field, string? given)
        {
            var text = given?.Trim() ?? "";
            if (text.Length > TextMost) errors[field] = [$"At most {TextMost} characters, not {text.Length}."];
            return text;
        }

        Known Of(string field, string? given)
        {
            if (given is null) return Known.NotAsked;
            if (Array.IndexOf(Enum.GetNames<Known>(), given) >= 0) return Enum.Parse<Known>(given);
            errors[field] = [$"One of: {string.Join(", ", Enum.GetNames<Known>())}."];
            return Known.NotAsked;
        }
    }
}
