using Hotline.Core.Routing;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Telephony;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hotline.Core.Crisis;

public static class JoinSetup
{
    /// <summary>Adds <see cref="Joins"/>. Needs routing. Setting: <c>Telephony__Services__Police</c> and so on; a bad one stops the start and names its key.</summary>
    public static IServiceCollection AddJoining(this IServiceCollection services, IConfiguration settings)
    {
        var numbers = settings.GetSection(ServiceNumbers.Section).Get<ServiceNumbers>() ?? new ServiceNumbers();
        if (numbers.Faults().ToArray() is { Length: > 0 } faults) throw new OptionsValidationException(ServiceNumbers.Section, typeof(ServiceNumbers), faults);
        services.AddSingleton(numbers);
        services.AddSingleton(p => new Joins(
            p.GetRequiredService<LiveJoins>(), p.GetRequiredService<JoinEffects>(), p.GetRequiredService<ITelephony>(), numbers, p.GetRequiredService<ILogger<Joins>>()));
        return services;
    }
}
