using System.Collections.Concurrent;
using System.Diagnostics;
using Hotline.Tests.Servers;

namespace Hotline.Tests.WholeSystem;

/// <summary>One of our hosts as an outside program starts it: its file and an environment that holds nothing of ours but what is told.</summary>
internal sealed class HostProgram : IAsyncDisposable
{
    private static readonly string[] Ours = ["ConnectionStrings__", "Storage__", "Sealing__", "Twilio__", "Routing__", "Network__", "Logging__", "ASPNETCORE_", "DOTNET_ENVIRONMENT", "HOTLINE_", "OTEL_"];
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _printed = new(), _complained = new();

    private HostProgram(Process process) => _process = process;

    public IReadOnlyCollection<string> Printed => _printed;

    /// <summary>What came on standard error.</summary>
    public IReadOnlyCollection<string> Complained => _complained;

    public bool Runs => !_process.HasExited;

    public static HostProgram Start(string project, string folder, IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet", [ReleaseBuild.Of(project), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = folder,
        };
        foreach (var name in info.Environment.Keys.Where(name => Ours.Any(ours => name.StartsWith(ours, StringComparison.OrdinalIgnoreCase))).ToList())
            info.Environment.Remove(name);
        foreach (var (name, value) in settings) info.Environment[name] = value;
        var program = new HostProgram(new Process { StartInfo = info });
        program._process.OutputDataReceived += (_, line) => Keep(program._printed, line.Data);
        program._process.ErrorDataReceived += (_, line) => Keep(program._complained, line.Data);
        program._process.Start();
        program._process.StandardInput.Close();
        program._process.BeginOutputReadLine();
        program._process.BeginErrorReadLine();
        return program;
    }

    /// <summary>Its exit code, once all its output is here.</summary>
    public async Task<int> Ends(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async Task<int> EndsWhenAsked(TimeSpan within)
    {
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        return await Ends(within);
    }

    public override string ToString() => $"{string.Join('\n', _printed)}\n{string.Join('\n', _complained)}";

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null) lines.Enqueue(line);
    }
}
