using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Hotline.Bench.Running;

/// <summary>
/// A process this program started, and the only kind it ever signals. On Linux it is told to stop by the kernel should this program be killed: the
/// signal belongs to the thread that forked, so all are started from one thread that lives as long as the process.
/// </summary>
internal sealed partial class OwnProcess : IAsyncDisposable
{
    private const int Sigterm = 15, Sigkill = 9;
    private const int LinesKept = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly BlockingCollection<Action> Starts = [];
    private static readonly string[] Prefix = OperatingSystem.IsLinux() && File.Exists("/usr/bin/setsid") && File.Exists("/usr/bin/setpriv")
        ? ["/usr/bin/setsid", "/usr/bin/setpriv", "--pdeathsig", "TERM", "--"]
        : [];

    private readonly Process _process;
    private readonly Queue<string> _last = new();
    private readonly string? _log;

    static OwnProcess() => new Thread(() =>
    {
        foreach (var start in Starts.GetConsumingEnumerable()) start();
    })
    { IsBackground = true, Name = "starts processes" }.Start();

    private OwnProcess(ProcessStartInfo info, string? log) => (_process, _log) = (new Process { StartInfo = info, EnableRaisingEvents = true }, log);

    public int Id => _process.Id;

    public Task Exited => _process.WaitForExitAsync();

    public int ExitCode => _process.ExitCode;

    /// <summary>The end of what it wrote.</summary>
    public string Tail
    {
        get
        {
            if (_log is not null && File.Exists(_log)) return string.Join('\n', File.ReadLines(_log).TakeLast(LinesKept));
            lock (_last) return string.Join('\n', _last);
        }
    }

    /// <param name="environment">Laid over ours, from which every setting of the product is taken away.</param>
    /// <param name="line">Receives each line it writes.</param>
    /// <param name="log">A file that what it writes is appended to by the process itself, at no cost to this program; then <paramref name="line"/> hears nothing.</param>
    public static Task<OwnProcess> StartAsync(
        string[] command, string folder, IReadOnlyDictionary<string, string> environment, Action<string>? line, CancellationToken stop, string? log = null)
    {
        // exec: the process id stays the program's own.
        string[] words = [.. Prefix, .. log is null ? command : ["/bin/sh", "-c", "exec \"$@\" >>\"$0\" 2>&1", log, .. command]];
        var info = new ProcessStartInfo(words[0], words[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in info.Environment.Keys.Where(IsSetting).ToList()) info.Environment.Remove(name);
        foreach (var (name, value) in environment) info.Environment[name] = value;
        var started = new TaskCompletionSource<OwnProcess>(TaskCreationOptions.RunContinuationsAsynchronously);
        Starts.Add(() =>
        {
            try
            {
                var own = new OwnProcess(info, log);
                own.Start(line);
                started.SetResult(own);
            }
            catch (Exception e)
            {
                started.SetException(new CannotMeasureException($"{command[0]} could not be started: {e.Message}"));
            }
        }, stop);
        return started.Task;
    }

    /// <summary>Ends it at once, with SIGKILL: it can finish nothing.</summary>
    public void Kill()
    {
        if (!_process.HasExited) _ = Signal(_process.Id, Sigkill);
    }

    /// <summary>Asks it to stop; what does not stop in time is killed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited && !OperatingSystem.IsWindows())
        {
            _ = Signal(_process.Id, Sigterm);
            await Task.WhenAny(Exited, Task.Delay(Patience));
        }
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await Exited;
        _process.Dispose();
    }

    private static bool IsSetting(string name) =>
        ((string[])["ConnectionStrings__", "Storage__", "Sealing__", "Twilio__", "Routing__", "Network__", "SignIn__", "Voice__", "HOTLINE_", "ASPNETCORE_"])
        .Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private void Start(Action<string>? line)
    {
        _process.OutputDataReceived += (_, e) => Heard(e.Data, line);
        _process.ErrorDataReceived += (_, e) => Heard(e.Data, line);
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Heard(string? text, Action<string>? line)
    {
        if (text is null) return;
        lock (_last)
        {
            _last.Enqueue(text);
            if (_last.Count > LinesKept) _last.Dequeue();
        }
        line?.Invoke(text);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int pid, int signal);
}
