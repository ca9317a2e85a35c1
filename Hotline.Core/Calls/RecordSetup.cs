using Hotline.Core.Calls.Redis;
using Hotline.Core.Calls.Sql;
using Hotline.Core.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Hotline.Core.Calls;

/// <summary>The record of a host, in one call.</summary>
public static class RecordSetup
{
    /// <summary>Adds <see cref="CallRecordStore"/> and the <see cref="Recorder"/>. Needs storage and the live state's connection and network.</summary>
    public static IServiceCollection AddRecord(this IServiceCollection services)
    {
        services.TryAddSingleton<RecordMeter>();
        services.AddSingleton(p => new CallRecordStore(p.GetRequiredService<Database>(), p.GetServices<IEventProjection>()));
        services.AddSingleton<Recorder>();
        services.AddHostedService(p => p.GetRequiredService<Recorder>());
        return services;
    }
}
