using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NUnit.Framework;

namespace Hotline.Tests.Servers;

/// <summary>One of our hosts as a process of its own, on a free port. Ended by its process id; what it printed is shown when it does not start.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _printed = new();

    private HostProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public IReadOnlyCollection<string> Printed => _printed;

    public int Id => _process.Id;

    /// <summary>Where a project was built: beside the tests, in their configuration.</summary>
    /// <param name="project">The project's folder, from the repository's root.</param>
    public static string BuildOf(string project)
    {
        // Tests/bin/<configuration>/<framework>
        var bin = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(bin.Parent!.Parent!.Parent!.Parent!.FullName, project, "bin", bin.Parent.Name, bin.Name);
    }

    /// <param name="project">The project's folder, from the repository's root.</param>
    /// <param name="settings">In environment form.</param>
    /// <param name="build">Another build of the project than the one beside the tests.</param>
    /// <param name="before">A command that runs the host in its own place (<c>env …</c>).</param>
    public static async Task<HostProcess> StartAsync(string project, int port, IReadOnlyDictionary<string, string> settings, string? build = null, params string[] before)
    {
        var folder = build ?? BuildOf(project);
        string[] command = [.. before, "dotnet", Path.Combine(folder, Path.GetFileName(project) + ".dll")];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var (key, value) in settings) start.Environment[key] = value;
        var address = new Uri($"http://127.0.0.1:{port}");
        start.Environment["ASPNETCORE_URLS"] = address.ToString();
        var host = new HostProcess(Process.Start(start)!, address);
        host._process.OutputDataReceived += (_, line) => host.Print(line.Data);
        host._process.ErrorDataReceived += (_, line) => host.Print(line.Data);
        host._process.BeginOutputReadLine();
        host._process.BeginErrorReadLine();
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        await Eventually.True(async () =>
        {
            if (host._process.HasExited) Assert.Fail($"{project} ended at once:\n{string.Join('\n', host.Printed)}");
            try
            {
                return (await client.GetAsync(new Uri(address, "health/live"))).IsSuccessStatusCode;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                return false;
            }
        }, $"{project} answers", TimeSpan.FromSeconds(90));
        return host;
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Sends a signal, e.g. <c>-STOP</c>.</summary>
    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Asks it to end (SIGTERM); its exit code.</summary>
    public async Task<int> EndsWhenAskedAsync(TimeSpan within)
    {
        Signal("-TERM");
        await _process.WaitForExitAsync().WaitAsync(within);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Print(string? line)
    {
        if (line is not null) _printed.Enqueue(line);
    }
}
