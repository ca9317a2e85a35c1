using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Hotline.Core.Telephony.Twilio;

/// <summary>Access tokens for the telephone in the browser (<c>@twilio/voice-sdk</c>): HS256, incoming calls only.</summary>
public sealed partial class TwilioVoiceToken(IOptions<TwilioOptions> options, TimeProvider clock)
{
    public static readonly TimeSpan LongestLife = TimeSpan.FromHours(24);

    /// <summary>False without an API key: operators then use telephones.</summary>
    public bool Available => !string.IsNullOrEmpty(options.Value.ApiKeySid) && !string.IsNullOrEmpty(options.Value.ApiKeySecret);

    /// <param name="identity">The name rung as <c>client:identity</c>: 1 to 121 letters, digits or <c>_</c>.</param>
    /// <param name="lifetime">More than nothing, at most 24 h.</param>
    /// <exception cref="InvalidOperationException">No API key is configured; ask <see cref="Available"/> first.</exception>
    public string Create(string identity, TimeSpan lifetime)
    {
        if (!Available) throw new InvalidOperationException("Twilio__ApiKeySid and Twilio__ApiKeySecret are not set.");
        if (!Identity().IsMatch(identity)) throw new ArgumentException("An identity is 1 to 121 letters, digits or '_'.", nameof(identity));
        ArgumentOutOfRangeException.ThrowIfLessThan(lifetime, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lifetime, LongestLife);

        var set = options.Value;
        var issued = clock.GetUtcNow().ToUnixTimeSeconds();
        var header = new { alg = "HS256", typ = "JWT", cty = "twilio-fpa;v=1" };
        var claims = new
        {
            jti = string.Create(CultureInfo.InvariantCulture, $"{set.ApiKeySid}-{issued}"),
            iss = set.ApiKeySid,
            sub = set.AccountSid,
            iat = issued,
            exp = issued + (long)lifetime.TotalSeconds,
            grants = new { identity, voice = new { incoming = new { allow = true } } },
        };
        var content = $"{Part(header)}.{Part(claims)}";
        var seal = HMACSHA256.HashData(Encoding.UTF8.GetBytes(set.ApiKeySecret!), Encoding.ASCII.GetBytes(content));
        return $"{content}.{Base64Url.EncodeToString(seal)}";
    }

    private static string Part<T>(T value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));

    [GeneratedRegex("^[A-Za-z0-9_]{1,121}$")]
    private static partial Regex Identity();
}
