using System.Net;
using System.Net.Sockets;

namespace Hotline.DevHost.Settings;

/// <summary>Where one part listens. <see cref="Local"/> is how this machine reaches it, also when it listens on every interface.</summary>
internal sealed record Address(string Setting, Uri Listen)
{
    public Uri Local => IPAddress.TryParse(Listen.DnsSafeHost, out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any))
        ? new UriBuilder(Listen) { Host = "127.0.0.1" }.Uri
        : Listen;

    /// <summary>How the hosts' web server takes it: no path, no closing slash.</summary>
    public string Urls => Listen.GetLeftPart(UriPartial.Authority);

    public static Address Parse(string setting, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Scheme: "http", AbsolutePath: "/", Query: "", Port: > 0 }
            ? new Address(setting, uri)
            : throw new CannotStartException($"{setting}: '{text}' must be http://host:port");

    /// <summary>Throws when somebody else listens there. An instance that was killed a moment ago gets two seconds to leave.</summary>
    public async Task MustBeFreeAsync(string part, CancellationToken ct)
    {
        for (var attempt = 0; IsTaken(); attempt++)
        {
            if (attempt == 10)
                throw new CannotStartException(
                    $"port {Listen.Port}, which {part} needs, is taken by another program: stop that one, or choose another with {Setting}=http://{Listen.Host}:<port>");
            await Task.Delay(TimeSpan.FromMilliseconds(200), ct);
        }
    }

    private bool IsTaken() => Ports.IsTaken(IPAddress.TryParse(Listen.DnsSafeHost, out var ip) ? ip : IPAddress.Loopback, Listen.Port);
}
