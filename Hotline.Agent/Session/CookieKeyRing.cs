using System.Xml.Linq;
using Hotline.Core.Staff.Sql;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace Hotline.Agent.Session;

/// <summary>All Agent hosts of an installation read each other's cookies: their keys live, sealed, in the record.</summary>
internal sealed class CookieKeyRing(CookieKeys keys) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => [.. keys.ReadAll().Select(XElement.Parse)];

    public void StoreElement(XElement element, string friendlyName) => keys.Add(element.ToString(SaveOptions.DisableFormatting));
}

internal static class CookieKeyRingSetup
{
    public static IServiceCollection AddCookieKeyRing(this IServiceCollection services)
    {
        services.AddSingleton<CookieKeys>();
        services.AddDataProtection().SetApplicationName("hotline-agent");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(p => new ConfigureOptions<KeyManagementOptions>(
            options => options.XmlRepository = new CookieKeyRing(p.GetRequiredService<CookieKeys>())));
        return services;
    }
}
