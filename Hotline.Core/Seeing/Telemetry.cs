using Hotline.Core.Starting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Hotline.Core.Seeing;

/// <summary>
/// Traces and meters of a host, sent by OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set and to nobody otherwise. Sources and meters are named
/// <c>Hotline.*</c>; the web server's and the HTTP client's own are added. No personal data: call ids and staff ids are opaque.
/// </summary>
public sealed class Telemetry(IConfiguration settings, string service) : IHostedService, IDisposable
{
    public const string EndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] Sources = ["Hotline.*", "Microsoft.AspNetCore", "Microsoft.AspNetCore.*", "System.Net.Http"];
    private static readonly string[] Meters = ["Hotline.*", "Microsoft.AspNetCore.*", "System.Net.Http", "System.Runtime", "Polly"];

    private TracerProvider? _traces;
    private MeterProvider? _meters;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(settings[EndpointKey])) return Task.CompletedTask;
        var resource = ResourceBuilder.CreateDefault().AddService(service, serviceNamespace: "hotline");
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Sources).AddOtlpExporter().Build();
        _meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Meters).AddOtlpExporter().Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _traces?.Dispose();
        _meters?.Dispose();
    }
}

public static class TelemetrySetup
{
    /// <param name="service">The host's name in traces: <c>agent</c>, <c>api</c>.</param>
    /// <exception cref="BadSettingException"><c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set and is no address.</exception>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration settings, string service)
    {
        if (settings[Telemetry.EndpointKey] is { Length: > 0 } endpoint
            && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
            throw new BadSettingException($"{Telemetry.EndpointKey} must be an http(s) address, e.g. http://localhost:4317.");
        return services.AddHostedService(_ => new Telemetry(settings, service));
    }
}
