using Hotline.Simulator.Webhooks;

namespace Hotline.Simulator.Twiml;

/// <summary>Where a leg's next document comes from: a URL to ask, or a text given with a REST request.</summary>
internal abstract record TwimlSource
{
    private TwimlSource()
    {
    }

    internal sealed record Remote(WebhookUrl Url, string Method) : TwimlSource
    {
        public IReadOnlyList<KeyValuePair<string, string>> Extra { get; init; } = [];

        public bool IsFallback { get; init; }

        public override string ToString() => $"{Method} {Url}";
    }

    internal sealed record Inline(string Twiml) : TwimlSource
    {
        public override string ToString() => "inline TwiML";
    }
}
