using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Starting;

/// <summary>
/// Ends the host by signals. SIGTERM, which orchestrators send, drains first; a second one, or Ctrl-C, stops at once. Taken by the framework's own
/// lifetime a SIGTERM would close every hub connection while the load balancer still sends consoles here.
/// </summary>
internal sealed class DrainingLifetime(
    Draining draining, TimeSpan length, IHostApplicationLifetime application, TimeProvider clock, ILogger<Draining> log) : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _signals = [];

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, Terminated));
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGQUIT }) _signals.Add(PosixSignalRegistration.Create(signal, Stopped));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _signals.ForEach(signal => signal.Dispose());

    private void Terminated(PosixSignalContext signal)
    {
        // Before its start is over nobody was told to come here.
        if (length == TimeSpan.Zero || draining.Begun || !application.ApplicationStarted.IsCancellationRequested) Stopped(signal);
        else
        {
            signal.Cancel = true;
            _ = DrainAsync();
        }
    }

    private void Stopped(PosixSignalContext signal)
    {
        signal.Cancel = true;
        application.StopApplication();
    }

    private async Task DrainAsync()
    {
        DrainingLog.Begun(log, length.TotalSeconds);
        draining.Begin();
        var stop = application.ApplicationStopping;
        await Task.Delay(length / 2, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        draining.Leave();
        await Task.Delay(length / 2, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        application.StopApplication();
    }
}

internal static partial class DrainingLog
{
    [LoggerMessage(1010, LogLevel.Information, "Asked to end: draining for {Seconds} s", EventName = "DrainingBegun")]
    public static partial void Begun(ILogger log, double seconds);
}
