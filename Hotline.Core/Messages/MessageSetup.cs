using Hotline.Core.Calls.Sql;
using Hotline.Core.Messages.Sql;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Hotline.Core.Messages;

public static class MessageSetup
{
    /// <summary>
    /// Adds <see cref="MessageStore"/>, which folds messages out of the record's events, and the beat that fetches them. On every host with a recorder: a host
    /// that copied an event without it would leave its message at the carrier. Needs storage, the record and telephony.
    /// </summary>
    public static IServiceCollection AddMessages(this IServiceCollection services, IConfiguration settings)
    {
        var options = settings.GetSection(MessageOptions.Section).Get<MessageOptions>() ?? new MessageOptions();
        if (options.Faults().ToArray() is { Length: > 0 } faults) throw new OptionsValidationException(MessageOptions.Section, typeof(MessageOptions), faults);
        services.AddSingleton(options);
        services.AddSingleton<MessageStore>();
        services.AddSingleton<IEventProjection>(p => p.GetRequiredService<MessageStore>());
        services.AddSingleton<MessageKeeper>();
        services.AddHostedService(p => p.GetRequiredService<MessageKeeper>());
        return services;
    }
}
