using System.Globalization;
using System.Text.RegularExpressions;
using Hotline.Simulator.Webhooks;

namespace Hotline.Simulator.Settings;

internal static partial class SettingsReader
{
    public static SimulatorSettings Read(IConfiguration configuration) => new(
        AccountSid: Matching(configuration, "Twilio:AccountSid", "AC00000000000000000000000000012338", AccountSidForm(), "must be \"AC\" and 32 lower-case hexadecimal digits"),
        AuthToken: Matching(configuration, "Twilio:AuthToken", "12338123381233812338123381233812", TokenForm(), "must be 4 to 128 characters without white space"),
        VoiceUrl: Url(configuration, "Simulator:VoiceUrl", "http://127.0.0.1:5080/twilio/voice/incoming")
            ?? throw new InvalidSettingException("Simulator:VoiceUrl", "must not be empty: an absolute http or https URL"),
        FallbackUrl: Url(configuration, "Simulator:FallbackUrl", ""),
        StatusUrl: Url(configuration, "Simulator:StatusUrl", "http://127.0.0.1:5080/twilio/voice/status"),
        PublicVoiceBase: Base(configuration, "Simulator:PublicVoiceBase"),
        Speed: Speed(configuration, "Simulator:Speed"),
        HotlineNumber: Matching(configuration, "Simulator:HotlineNumber", "+8612338", NumberForm(), "must be a number of 3 to 15 digits, with or without a leading +"));

    private static string Matching(IConfiguration configuration, string key, string fallback, Regex form, string allowed)
    {
        var value = configuration[key] ?? fallback;
        return form.IsMatch(value) ? value : throw new InvalidSettingException(key, allowed);
    }

    private static WebhookUrl? Url(IConfiguration configuration, string key, string fallback)
    {
        var value = configuration[key] ?? fallback;
        if (value.Length == 0)
            return null;
        return WebhookUrl.TryParse(value, out var url) ? url
            : throw new InvalidSettingException(key, "must be an absolute http or https URL");
    }

    private static Uri? Base(IConfiguration configuration, string key)
    {
        var value = configuration[key];
        if (string.IsNullOrEmpty(value))
            return null;
        return Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Query.Length == 0 && uri.Fragment.Length == 0
            ? uri
            : throw new InvalidSettingException(key, "must be an absolute http or https URL without query and fragment");
    }

    private static double Speed(IConfiguration configuration, string key)
    {
        var value = configuration[key] ?? "1";
        return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var speed) && speed is >= 0.1 and <= 1000
            ? speed
            : throw new InvalidSettingException(key, "must be a number from 0.1 to 1000 (1 is real time)");
    }

    [GeneratedRegex("^AC[0-9a-f]{32}$")]
    private static partial Regex AccountSidForm();

    [GeneratedRegex(@"^\S{4,128}$")]
    private static partial Regex TokenForm();

    [GeneratedRegex(@"^\+?[0-9]{3,15}$")]
    private static partial Regex NumberForm();
}
