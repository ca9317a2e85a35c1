using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Xml.Linq;
using Hotline.Simulator.Webhooks;

namespace Hotline.Simulator.Twiml;

/// <summary>One element of a document, read attribute by attribute. What cannot be read is reported and counts as absent.</summary>
internal sealed class Verb(XElement element, WebhookUrl? documentUrl, Action<string> warn)
{
    public string Name => element.Name.LocalName;

    public string Text => string.Join(' ', element.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public IEnumerable<Verb> Children => element.Elements().Select(e => new Verb(e, documentUrl, warn));

    public void Warn(string message) => warn($"<{Name}> {message}");

    public string? Attribute(string name) => element.Attribute(name)?.Value;

    public bool Has(string name) => element.Attribute(name) is not null;

    public int Int(string name, int otherwise, int least, int most)
    {
        if (Attribute(name) is not { } text)
            return otherwise;
        if (int.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        Warn($"{name}=\"{text}\" must be a whole number from {least} to {most}");
        return otherwise;
    }

    public bool Bool(string name, bool otherwise)
    {
        switch (Attribute(name))
        {
            case null:
                return otherwise;
            case "true":
                return true;
            case "false":
                return false;
            case var text:
                Warn($"{name}=\"{text}\" must be true or false");
                return otherwise;
        }
    }

    public string Method(string name, string otherwise = "POST")
    {
        switch (Attribute(name)?.ToUpperInvariant())
        {
            case null:
                return otherwise;
            case "GET":
                return "GET";
            case "POST":
                return "POST";
            default:
                Warn($"{name} must be GET or POST");
                return otherwise;
        }
    }

    /// <summary>A URL attribute resolved against the document; in an inline document only absolute URLs resolve.</summary>
    public bool TryUrl(string name, [NotNullWhen(true)] out WebhookUrl? url)
    {
        url = null;
        return Attribute(name) is { Length: > 0 } text && TryResolve(text, name, out url);
    }

    public bool TryTextAsUrl([NotNullWhen(true)] out WebhookUrl? url) => TryResolve(Text, "text", out url);

    public IReadOnlySet<string> Words(string name, IReadOnlyCollection<string> allowed)
    {
        var words = (Attribute(name) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var word in words.Where(w => !allowed.Contains(w)))
            Warn($"{name}: \"{word}\" is none of {string.Join(' ', allowed)}");
        return words.Where(allowed.Contains).ToHashSet(StringComparer.Ordinal);
    }

    private bool TryResolve(string text, string name, [NotNullWhen(true)] out WebhookUrl? url)
    {
        if (documentUrl is null ? WebhookUrl.TryParse(text, out url) : documentUrl.TryResolve(text, out url))
            return true;
        Warn($"{name}=\"{text}\" is no usable URL");
        return false;
    }
}
