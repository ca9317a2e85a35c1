using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hotline.Core.Telephony.Twilio;

public static class TwilioTelephonySetup
{
    /// <summary>The name of the activity source and the meter.</summary>
    public const string Telemetry = TwilioRest.Telemetry;

    /// <summary>The port <see cref="ITelephony"/> on Twilio, its webhooks' addresses and signature, and the browser's access tokens. Settings: section <c>Twilio</c>.</summary>
    public static IServiceCollection AddTwilioTelephony(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TwilioOptions>().Bind(configuration.GetSection(TwilioOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TwilioOptions>, TwilioOptionsCheck>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(TwilioPace.Real);
        services.AddSingleton<TwilioSignature>();
        services.AddSingleton<TwilioWebhooks>();
        services.AddSingleton<TwilioVoiceToken>();
        services.AddSingleton<TwilioResilience>();
        services.AddSingleton(provider => new TwilioRest(
            Client(), provider.GetRequiredService<TwilioResilience>(), provider.GetRequiredService<IOptions<TwilioOptions>>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<TwilioTelephony>>()));
        services.AddSingleton<ITelephony, TwilioTelephony>();
        services.AddSingleton<IRecordings, TwilioRecordings>();
        return services;
    }

    /// <summary>One client for the host's life: pooled connections, renewed often enough to follow the carrier's DNS. Time-outs are the pipelines'.</summary>
    private static HttpClient Client() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, // a redirect would carry our credentials elsewhere
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TwilioResilience.ConnectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        MaxConnectionsPerServer = TwilioResilience.MostAtOnce,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        // Several times what any answer of the carrier takes.
        MaxResponseContentBufferSize = 8 * 1024 * 1024,
    };
}
