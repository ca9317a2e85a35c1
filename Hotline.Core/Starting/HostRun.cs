using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hotline.Core.Starting;

public static class HostRun
{
    /// <summary>Serves until stopped; 0. Being stopped while it still waits for Redis is an ordinary end too, not a crash.</summary>
    public static async Task<int> ServeAsync(this IHost host)
    {
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        try
        {
            await host.RunAsync();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Nothing had started yet.
        }
        return 0;
    }
}
