using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Hotline.Core.Starting;

/// <summary>Where a host listens (<c>ASPNETCORE_URLS</c>). The web server reads it only after Redis was found, and then names no key.</summary>
public static partial class ListenAddresses
{
    /// <exception cref="BadSettingException">An address among them is none.</exception>
    public static void Check(IConfiguration settings)
    {
        if (settings["urls"] is { Length: > 0 } urls && !urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).All(IsAddress))
            throw new BadSettingException("ASPNETCORE_URLS must be one or more of http://host:port or https://host:port, separated by ';', e.g. http://127.0.0.1:5080.");
    }

    private static bool IsAddress(string text) => Address().Match(text) is { Success: true } match
        && (!match.Groups["port"].Success || int.Parse(match.Groups["port"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) <= 65535);

    [GeneratedRegex(@"^https?://(unix:/\S+|(\[[0-9A-Fa-f:.%]+\]|[^\s/:\[\]]+)(:(?<port>[0-9]{1,5}))?/?)$", RegexOptions.IgnoreCase)]
    private static partial Regex Address();
}
