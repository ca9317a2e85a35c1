using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Hotline.Core.Storage;

/// <summary>The storage of a host, in one call.</summary>
public static class StorageSetup
{
    /// <summary>
    /// Adds <see cref="Database"/>, <see cref="Sealing"/> and the <see cref="Migrator"/>, whose schema is normally ready before the host listens.
    /// Bad settings are start-up errors naming their key.
    /// </summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsCheck>();
        services.AddOptions<StorageOptions>().Configure(o => StorageOptions.Read(o, settings)).ValidateOnStart();
        services.AddOptions<SealingOptions>().Configure(o => SealingOptions.Read(o, settings));
        services.AddSingleton<Database>();
        services.AddSingleton<SealingKeys>();
        services.AddSingleton<Sealing>();
        services.AddSingleton<Hotline.Core.Directory.NumberIndex>();
        services.AddSingleton<Hotline.Core.Directory.NumberSealing>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<Migrator>();
        services.AddHostedService<KeysAtStart>();
        services.AddHostedService(p => p.GetRequiredService<Migrator>());
        return services;
    }

    /// <summary>Reads the keys while the host starts: a bad key file is known before the first call, not at it.</summary>
    private sealed class KeysAtStart(SealingKeys keys) : IHostedService
    {
        private readonly string _active = keys.Active.Id;

        public Task StartAsync(CancellationToken cancellationToken) => _active.Length > 0 ? Task.CompletedTask : throw new InvalidOperationException("No active key.");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
