using System.Xml.Linq;

namespace Hotline.Bench.Carrier;

/// <summary>What matters of a TwiML document to a carrier that does not speak: where it leads.</summary>
internal sealed class Document(string xml)
{
    private readonly XElement _response = XDocument.Parse(xml).Root!;

    /// <summary>Where keys go. Null when none are asked for.</summary>
    public string? KeysTo => _response.Element("Gather")?.Attribute("action")?.Value;

    /// <summary>Where silence goes. Null when the document ends the call or dials.</summary>
    public string? LeadsTo => _response.Element("Redirect")?.Value;

    /// <summary>The conference this leg is put into, or null.</summary>
    public DialledConference? Conference => _response.Element("Dial") is { } dial && dial.Element("Conference") is { } conference
        ? new(conference.Value, conference.Attribute("statusCallback")!.Value, Words(conference.Attribute("statusCallbackEvent")), dial.Attribute("action")?.Value)
        : null;

    private static HashSet<string> Words(XAttribute? asked) => [.. (asked?.Value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}

/// <param name="Events">Where it is told of.</param>
/// <param name="Asked">What of it is told there: start, end, join, leave, mute, hold.</param>
/// <param name="Action">Where the leg goes on afterwards; null: it ends.</param>
internal sealed record DialledConference(string Name, string Events, IReadOnlySet<string> Asked, string? Action);
