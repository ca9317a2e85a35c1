using Hotline.Core.Calls.Sql;
using Hotline.Core.Crisis;
using Hotline.Core.Directory;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Storage;
using Hotline.Core.Storage.Redis;
using Hotline.Core.Telephony;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hotline.Core.Routing;

/// <summary>The live state and the routing core of a host, in one call.</summary>
public static class RoutingSetup
{
    /// <summary>
    /// Adds <see cref="RedisConnection"/> (connected before anything else starts), <see cref="CallFlow"/>, <see cref="Desks"/>,
    /// <see cref="RoutingHints"/> and the timer pump. Needs an <see cref="ITelephony"/> and storage's number sealing.
    /// Bad settings are start-up errors naming their key.
    /// </summary>
    public static IServiceCollection AddRouting(this IServiceCollection services, IConfiguration settings)
    {
        var network = settings.GetSection(NetworkOptions.Section).Get<NetworkOptions>() ?? new NetworkOptions();
        var routing = settings.GetSection(RoutingOptions.Section).Get<RoutingOptions>() ?? new RoutingOptions();
        string[] faults = [.. network.Faults(), .. routing.Faults()];
        if (faults.Length > 0) throw new OptionsValidationException(RoutingOptions.Section, typeof(RoutingOptions), faults);

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(network);
        services.AddSingleton(routing);
        services.AddRoutingPolicy(network, routing);
        services.AddSingleton(p => new RedisConnection(
            settings.GetConnectionString("Redis"), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<RedisConnection>>()));
        services.AddHostedService(p => p.GetRequiredService<RedisConnection>());
        services.AddSingleton<LiveKeys>();
        services.AddSingleton<LiveScripts>();
        services.AddSingleton<LiveState>();
        services.AddSingleton<LiveHints>();
        services.AddSingleton<LiveJoins>();
        services.AddSingleton<JoinEffects>();
        services.AddSingleton<CarrierEffects>();
        services.TryAddSingleton(p => new CallRecordStore(p.GetRequiredService<Database>(), p.GetServices<IEventProjection>()));
        services.AddSingleton<CarrierComparison>();
        services.AddSingleton<RecordComparison>();
        services.AddSingleton<Reconciler>();
        services.AddSingleton<KeptFacts>();
        services.AddHostedService(p => p.GetRequiredService<KeptFacts>());
        services.AddSingleton(p => new RoutingHints(p.GetRequiredService<LiveHints>()));
        services.AddSingleton(p => new CallFlow(
            p.GetRequiredService<LiveState>(), p.GetRequiredService<CarrierEffects>(), p.GetRequiredService<KeptFacts>(), p.GetRequiredService<NumberSealing>(),
            p.GetRequiredService<IRoutes>(), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<CallFlow>>()));
        services.AddSingleton(p => new Desks(
            p.GetRequiredService<LiveState>(), p.GetRequiredService<CarrierEffects>(), p.GetRequiredService<ITelephony>(), routing,
            p.GetRequiredService<ILogger<Desks>>()));
        services.AddCrisis();
        services.AddHostedService<TimerPump>();
        services.TryAddSingleton(p => new CallRecordStore(p.GetRequiredService<Database>(), p.GetServices<IEventProjection>()));
        services.AddHostedService<CallBackRestorer>();
        return services;
    }

    /// <summary>Adds <see cref="NumberMarks"/> and its beat. Needs <see cref="AddRouting"/> and storage. For the hosts where people decide such things.</summary>
    public static IServiceCollection AddNumberMarks(this IServiceCollection services)
    {
        services.AddSingleton<Sql.NumberMarkStore>();
        services.AddSingleton(p => new NumberMarks(
            p.GetRequiredService<Sql.NumberMarkStore>(), p.GetRequiredService<LiveState>(), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<NumberMarks>>()));
        services.AddHostedService(p => p.GetRequiredService<NumberMarks>());
        return services;
    }
}
