using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Hotline.Core.Telephony.Twilio;

/// <summary>
/// Proves that a webhook comes from the carrier (header <c>X-Twilio-Signature</c>). The URL is the public one, built from
/// <see cref="TwilioOptions.PublicBaseUrl"/>: a request's own Host and forwarding headers can be forged. Whatever is missing is a refusal.
/// </summary>
public sealed class TwilioSignature(IOptions<TwilioOptions> options)
{
    public const string Header = "X-Twilio-Signature";

    private const string BodyHash = "bodySHA256";

    private readonly byte[][] _keys = [.. new[] { options.Value.AuthToken, options.Value.SecondAuthToken }
        .Where(key => !string.IsNullOrEmpty(key)).Select(key => Encoding.UTF8.GetBytes(key!))];

    private readonly string _publicBase = options.Value.PublicBaseUrl.TrimEnd('/');

    /// <summary>The URL the carrier signed for a request target (<c>/path?query</c>, undecoded, as it stood in the request line).</summary>
    public string PublicUrl(string target) => _publicBase + target;

    /// <summary>For a GET: the URL alone, query included.</summary>
    public bool Signs(string? signature, string url) => Signs(signature, url, Enumerable.Empty<KeyValuePair<string, string>>());

    /// <summary>For a form: names and values decoded, repeated names once per value.</summary>
    public bool Signs(string? signature, string url, IEnumerable<KeyValuePair<string, string>> form)
    {
        if (string.IsNullOrEmpty(signature)) return false;
        Span<byte> given = stackalloc byte[SHA1.HashSizeInBytes];
        if (!Convert.TryFromBase64String(signature, given, out var length) || length != given.Length) return false;

        var fields = Encoding.UTF8.GetBytes(Fields(form));
        Span<byte> expected = stackalloc byte[SHA1.HashSizeInBytes];
        foreach (var written in Spellings(url))
        {
            byte[] text = [.. Encoding.UTF8.GetBytes(written), .. fields];
            foreach (var key in _keys)
            {
#pragma warning disable CA5350 // The carrier signs with HMAC-SHA1; nothing else is offered.
                HMACSHA1.HashData(key, text, expected);
#pragma warning restore CA5350
                // Which spelling and which key it was is no secret: the next ones need not be tried.
                if (CryptographicOperations.FixedTimeEquals(expected, given)) return true;
            }
        }
        return false;
    }

    /// <summary>For any other body (JSON): the signed query's <c>bodySHA256</c> must be the body's own hash.</summary>
    public bool Signs(string? signature, string url, ReadOnlySpan<byte> body)
    {
        var told = QueryValue(url, BodyHash);
        if (told is null) return false;
        var hash = Convert.ToHexStringLower(SHA256.HashData(body));
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(hash), Encoding.UTF8.GetBytes(told)) && Signs(signature, url);
    }

    private static string Fields(IEnumerable<KeyValuePair<string, string>> form)
    {
        KeyValuePair<string, string>[] fields = [.. form];
        Array.Sort(fields, (a, b) => string.CompareOrdinal(a.Key, b.Key) is var order && order != 0 ? order : string.CompareOrdinal(a.Value, b.Value));
        var text = new StringBuilder(512);
        for (var i = 0; i < fields.Length; i++)
        {
            // One field told twice counts once.
            if (i == 0 || fields[i].Key != fields[i - 1].Key || fields[i].Value != fields[i - 1].Value) text.Append(fields[i].Key).Append(fields[i].Value);
        }
        return text.ToString();
    }

    /// <summary>
    /// The URL as configured, and with the scheme's default port added or taken away: senders differ in whether they write it.
    /// Only the port changes; letter case and user name stay as they are.
    /// </summary>
    private static IEnumerable<string> Spellings(string url)
    {
        var fragment = url.IndexOf('#', StringComparison.Ordinal);
        if (fragment >= 0) url = url[..fragment];
        yield return url;

        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0) yield break;
        var port = url[..scheme].Equals("https", StringComparison.OrdinalIgnoreCase) ? ":443" : ":80";
        var start = scheme + 3;
        var end = url.IndexOfAny(['/', '?'], start);
        if (end < 0) end = url.Length;
        var host = url.IndexOf('@', start, end - start) is var at && at >= 0 ? at + 1 : start;
        var colon = url.LastIndexOf(':', end - 1, end - host);
        var bracket = url.LastIndexOf(']', end - 1, end - host);
        if (colon <= bracket) yield return url[..end] + port + url[end..];
        else if (url[colon..end] == port) yield return url[..colon] + url[end..];
    }

    private static string? QueryValue(string url, string name)
    {
        var query = url.IndexOf('?', StringComparison.Ordinal);
        if (query < 0) return null;
        foreach (var part in url[(query + 1)..].Split('#')[0].Split('&'))
            if (part.StartsWith(name + "=", StringComparison.Ordinal)) return part[(name.Length + 1)..];
        return null;
    }
}
