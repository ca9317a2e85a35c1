using System.Text.RegularExpressions;
using Hotline.Core.Directory;
using Microsoft.Extensions.Options;

namespace Hotline.Core.Telephony.Twilio;

/// <summary>How to reach the carrier, and how it reaches us. Section <c>Twilio</c>; validated at start.</summary>
public sealed class TwilioOptions
{
    public const string Section = "Twilio";

    /// <summary>The account all requests belong to; a webhook of any other account is refused.</summary>
    public string AccountSid { get; set; } = "";

    /// <summary>Signs webhooks and authenticates our requests.</summary>
    public string AuthToken { get; set; } = "";

    /// <summary>While the key is being replaced: webhooks signed with this one are accepted too. Requests always use <see cref="AuthToken"/>.</summary>
    public string? SecondAuthToken { get; set; }

    /// <summary>The carrier's REST base; another one for a compatible engine or the simulator.</summary>
    public string ApiBaseUrl { get; set; } = "https://api.twilio.com";

    /// <summary>
    /// Where the carrier finds <c>Hotline.Api</c>, exactly as the carrier is told to write it (letter case, port and user name are signed).
    /// </summary>
    public string PublicBaseUrl { get; set; } = "";

    /// <summary>The number operators' telephones show: the hotline's own.</summary>
    public string From { get; set; } = "";

    /// <summary>
    /// The number a booked caller's telephone shows when she is called back. Somebody else may see it: not the hotline's own, where there is another. Default: From.
    /// </summary>
    public string? CallBackFrom { get; set; }

    /// <summary>For the telephone in the browser: the API key that signs access tokens. Both or neither.</summary>
    public string? ApiKeySid { get; set; }

    public string? ApiKeySecret { get; set; }
}

/// <summary>Every message names the environment key and what is allowed, and never repeats a value: some of them are secrets.</summary>
internal sealed partial class TwilioOptionsCheck : IValidateOptions<TwilioOptions>
{
    public ValidateOptionsResult Validate(string? name, TwilioOptions options)
    {
        var errors = Errors(options).ToArray();
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Errors(TwilioOptions o)
    {
        if (!Identifier().IsMatch(o.AccountSid))
            yield return "Twilio__AccountSid must be the carrier's account id: 2 to 64 letters, digits, '-' or '_', e.g. AC and 32 hex digits";
        if (!Secret(o.AuthToken))
            yield return "Twilio__AuthToken must be the account's key, without blanks";
        if (!string.IsNullOrEmpty(o.SecondAuthToken) && (!Secret(o.SecondAuthToken) || o.SecondAuthToken == o.AuthToken))
            yield return "Twilio__SecondAuthToken, when set, must be a second key, without blanks and different from Twilio__AuthToken";
        if (!IsBaseUrl(o.ApiBaseUrl))
            yield return "Twilio__ApiBaseUrl must be an absolute http(s) URL without a query, e.g. https://api.twilio.com";
        if (!IsBaseUrl(o.PublicBaseUrl))
            yield return "Twilio__PublicBaseUrl must be an absolute http(s) URL without a query, e.g. https://hotline.example.cn";
        if (!PhoneNumber.TryParse(o.From, out _))
            yield return "Twilio__From must be the hotline's own number, 3 to 15 digits with or without '+', e.g. +864718812338";
        if (!string.IsNullOrEmpty(o.CallBackFrom) && !PhoneNumber.TryParse(o.CallBackFrom, out _))
            yield return "Twilio__CallBackFrom, when set, must be a number that does not name the hotline, 3 to 15 digits with or without '+'";
        if (string.IsNullOrEmpty(o.ApiKeySid) != string.IsNullOrEmpty(o.ApiKeySecret))
            yield return "Twilio__ApiKeySid and Twilio__ApiKeySecret must be set both, or neither (then operators use telephones, not the browser)";
        else if (!string.IsNullOrEmpty(o.ApiKeySid) && (!Identifier().IsMatch(o.ApiKeySid) || !Secret(o.ApiKeySecret!)))
            yield return "Twilio__ApiKeySid must be 2 to 64 letters, digits, '-' or '_' (SK…), and Twilio__ApiKeySecret its secret, without blanks";
    }

    private static bool Secret(string text) => text.Length > 0 && !text.Any(char.IsWhiteSpace);

    private static bool IsBaseUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && !text.Contains('?') && !text.Contains('#') && !text.Any(char.IsWhiteSpace);

    [GeneratedRegex("^[A-Za-z0-9_-]{2,64}$")]
    private static partial Regex Identifier();
}
