using System.Diagnostics.CodeAnalysis;

namespace Hotline.Simulator.Webhooks;

/// <summary>An application's URL as it was written: letter case and userinfo are part of what is signed, the fragment only rules the fetch.</summary>
internal sealed record WebhookUrl(string Text, Uri Uri)
{
    public FetchRules Rules => FetchRules.FromFragment(Uri.Fragment);

    public string WithoutFragment
    {
        get
        {
            var hash = Text.IndexOf('#', StringComparison.Ordinal);
            return hash < 0 ? Text : Text[..hash];
        }
    }

    public static bool TryParse(string? text, [NotNullWhen(true)] out WebhookUrl? url)
    {
        url = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            return false;
        // What is signed must be what is sent: a text the URI parser would rewrite is replaced by the rewritten form.
        var asSent = text.All(char.IsAscii) && Uri.IsWellFormedUriString(text, UriKind.Absolute) ? text : uri.AbsoluteUri;
        url = new WebhookUrl(asSent, uri);
        return true;
    }

    /// <summary>Resolves a verb's URL against the document it stands in.</summary>
    public bool TryResolve(string reference, [NotNullWhen(true)] out WebhookUrl? url)
    {
        if (TryParse(reference, out url))
            return true;
        return Uri.TryCreate(Uri, reference, out var resolved) && TryParse(resolved.AbsoluteUri, out url);
    }

    public WebhookUrl WithQuery(IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var query = string.Join('&', parameters.Select(p => Uri.EscapeDataString(p.Key) + "=" + Uri.EscapeDataString(p.Value)));
        if (query.Length == 0)
            return this;
        var bare = WithoutFragment;
        var text = bare + (bare.Contains('?', StringComparison.Ordinal) ? "&" : "?") + query + Uri.Fragment;
        return new WebhookUrl(text, new Uri(text));
    }

    public override string ToString() => Text;
}
