using System.Net;
using Hotline.Core.Starting;
using Microsoft.AspNetCore.HttpOverrides;

namespace Hotline.Agent.Web;

/// <summary>
/// The proxies whose word counts for who asks and whether over https: <c>Proxy__Trusted__&lt;n&gt;</c>, addresses or networks (<c>10.0.0.2</c>,
/// <c>10.0.0.0/24</c>). Default none: then <c>X-Forwarded-*</c> is what a stranger says, and nobody listens.
/// </summary>
internal static class Proxies
{
    private const string Section = "Proxy:Trusted";

    public static IServiceCollection AddTrustedProxies(this IServiceCollection services, IConfiguration settings)
    {
        var trusted = settings.GetSection(Section).GetChildren().Where(s => !string.IsNullOrWhiteSpace(s.Value)).Select(Read).ToList();
        return services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = trusted.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            options.ForwardLimit = null; // A chain is followed as far as it is trusted.
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            trusted.ForEach(options.KnownIPNetworks.Add);
        });
    }

    private static System.Net.IPNetwork Read(IConfigurationSection setting)
    {
        var text = setting.Value!.Trim();
        if (System.Net.IPNetwork.TryParse(text, out var network)) return network;
        return IPAddress.TryParse(text, out var one)
            ? new System.Net.IPNetwork(one, one.GetAddressBytes().Length * 8)
            : throw new BadSettingException($"{setting.Path.Replace(":", "__", StringComparison.Ordinal)} must be an address or a network, e.g. 10.0.0.2 or 10.0.0.0/24.");
    }
}
