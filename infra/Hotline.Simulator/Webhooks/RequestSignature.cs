using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Hotline.Simulator.Settings;

namespace Hotline.Simulator.Webhooks;

internal sealed class RequestSignature(SimulatorSettings settings)
{
    private readonly byte[] _key = Encoding.UTF8.GetBytes(settings.AuthToken);

    /// <summary>The public URL (without fragment), then every distinct name and value in ordinal order, HMAC-SHA1, base64.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "The carrier's protocol is HMAC-SHA1.")]
    public string Of(WebhookUrl url, IEnumerable<KeyValuePair<string, string>> postParameters)
    {
        var signed = new StringBuilder(PublicForm(url));
        foreach (var (name, value) in postParameters.Distinct().OrderBy(p => p.Key, StringComparer.Ordinal).ThenBy(p => p.Value, StringComparer.Ordinal))
            signed.Append(name).Append(value);
        return Convert.ToBase64String(HMACSHA1.HashData(_key, Encoding.UTF8.GetBytes(signed.ToString())));
    }

    private string PublicForm(WebhookUrl url)
    {
        if (settings.PublicVoiceBase is not { } publicBase)
            return url.WithoutFragment;
        return publicBase.OriginalString.TrimEnd('/') + url.Uri.PathAndQuery;
    }
}
