using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Starting;

public static class DrainingSetup
{
    private const int Longest = 60, Default = 5;

    /// <summary>
    /// Adds <see cref="Draining"/>. <c>Shutdown__DrainSeconds</c>, 0 to 60, default 5: longer than a load balancer needs to find out; 0 stops at once.
    /// </summary>
    /// <exception cref="BadSettingException">The setting is no such number.</exception>
    public static IServiceCollection AddDraining(this IServiceCollection services, IConfiguration settings)
    {
        var seconds = settings["Shutdown:DrainSeconds"] is not { Length: > 0 } text ? Default
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given <= Longest ? given
            : throw new BadSettingException($"Shutdown__DrainSeconds must be 0 to {Longest.ToString(CultureInfo.InvariantCulture)} whole seconds.");
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Draining>();
        services.AddSingleton<IHostLifetime>(p => new DrainingLifetime(
            p.GetRequiredService<Draining>(), TimeSpan.FromSeconds(seconds), p.GetRequiredService<IHostApplicationLifetime>(),
            p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<Draining>>()));
        return services;
    }
}
