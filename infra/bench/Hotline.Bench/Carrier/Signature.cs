using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Hotline.Bench.Carrier;

/// <summary>
/// Signs a webhook as the carrier does: HMAC-SHA1 under the account's key over the URL and the form's fields, sorted by name. Written anew here, so that a
/// mistake of the product's own reading does not cancel itself out.
/// </summary>
internal sealed class Signature(string authToken)
{
    public const string Header = "X-Twilio-Signature";

    private readonly byte[] _key = Encoding.UTF8.GetBytes(authToken);

    [SuppressMessage("Security", "CA5350", Justification = "The carrier signs with HMAC-SHA1.")]
    public string Of(string url, IEnumerable<KeyValuePair<string, string>> form)
    {
        var text = new StringBuilder(url);
        foreach (var (name, value) in form.OrderBy(field => field.Key, StringComparer.Ordinal)) text.Append(name).Append(value);
        return Convert.ToBase64String(HMACSHA1.HashData(_key, Encoding.UTF8.GetBytes(text.ToString())));
    }
}
