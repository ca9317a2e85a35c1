using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.DevHost;

/// <summary>
/// The development host as a developer starts it, on a folder and ports of one test. It runs the hosts built in Release, which <c>infra/test</c> has built;
/// without them the test is ignored with the reason, or fails when <c>HOTLINE_REQUIRE_SERVERS=1</c>.
/// </summary>
internal sealed class DevHostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(240);
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private DevHostProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Settings for <paramref name="folder"/> and free ports; the same settings start the same instance again.</summary>
    public static Dictionary<string, string> SettingsFor(string folder) => new()
    {
        ["HOTLINE_DATA"] = folder,
        ["HOTLINE_API_URL"] = Local(Ports.Free()),
        ["HOTLINE_AGENT_URL"] = Local(Ports.Free()),
        ["HOTLINE_SIM_URL"] = Local(Ports.Free()),
        ["HOTLINE_REDIS_PORT"] = Ports.Free().ToString(CultureInfo.InvariantCulture),
    };

    public static DevHostProcess Start(IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet", [ReleaseBuild.Of("infra", "Hotline.DevHost"), "--no-build", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in settings)
            info.Environment[name] = value;
        var started = new DevHostProcess(new Process { StartInfo = info });
        started._process.OutputDataReceived += started.Keep;
        started._process.ErrorDataReceived += started.Keep;
        started._process.Start();
        started._process.BeginOutputReadLine();
        started._process.BeginErrorReadLine();
        return started;
    }

    public Task IsReady() => Eventually.True(
        () => Output.Contains("Ctrl-C stops everything", StringComparison.Ordinal) || (_process.HasExited ? throw new InvalidOperationException(Output) : false),
        "the development host is ready", Patience);

    /// <summary>Its exit code, once it has ended and all its output is in <see cref="Output"/>.</summary>
    public async Task<int> Ends(TimeSpan? within = null)
    {
        using var limit = new CancellationTokenSource(within ?? Patience);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>The processes it started, by the kernel's account of who is whose child.</summary>
    public IReadOnlyList<int> Children() =>
    [
        .. Directory.GetDirectories("/proc").Select(Path.GetFileName)
            .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _))
            .Where(name => ParentOf(name!) == Id)
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture)),
    ];

    public static bool IsAlive(int id) => ParentOf(id.ToString(CultureInfo.InvariantCulture)) is not null;

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signal("-TERM");
            try
            {
                await Ends();
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }
        _process.Dispose();
    }

    private static string Local(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    // The state and the parent stand behind the program's name, which may itself hold spaces and brackets. A zombie has ended.
    private static int? ParentOf(string process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : int.Parse(fields[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
            _output.Append(line.Data).Append('\n');
    }
}
