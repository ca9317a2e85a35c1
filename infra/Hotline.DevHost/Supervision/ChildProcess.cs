using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Hotline.DevHost.Supervision;

/// <summary>One process we started, and the only kind we ever signal.</summary>
internal sealed partial class ChildProcess
{
    private const int Sigterm = 15;

    private readonly Process _process;

    private ChildProcess(Process process, Task<int> exited)
    {
        _process = process;
        Exited = exited;
    }

    public int Id => _process.Id;

    /// <summary>Completes with the exit code (128 + signal on Unix), after the last line of output was handed over or two seconds later.</summary>
    public Task<int> Exited { get; }

    public static ChildProcess Start(ProcessStartInfo info, Action<string, bool>? line)
    {
        var process = new Process { StartInfo = info, EnableRaisingEvents = true };
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Exited += (_, _) => ended.TrySetResult();
        process.OutputDataReceived += (_, e) => Hand(e.Data, isError: false);
        process.ErrorDataReceived += (_, e) => Hand(e.Data, isError: true);
        process.Start();
        process.StandardInput.Close();
        if (line is not null)
        {
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }
        return new ChildProcess(process, ExitCodeAsync(process, ended.Task));

        void Hand(string? text, bool isError)
        {
            if (text is not null)
                line?.Invoke(text, isError);
        }
    }

    /// <summary>Asks it to stop and waits; what does not stop in time is killed. True when it went by itself.</summary>
    public async Task<bool> StopAsync(TimeSpan patience)
    {
        if (!_process.HasExited && !OperatingSystem.IsWindows())
        {
            _ = Kill(_process.Id, Sigterm);
            if (await Task.WhenAny(Exited, Task.Delay(patience)) == Exited)
                return true;
        }
        var went = _process.HasExited;
        if (!went)
            _process.Kill(entireProcessTree: true);
        await Exited;
        return went;
    }

    private static async Task<int> ExitCodeAsync(Process process, Task ended)
    {
        await ended;
        // A grandchild may still hold the pipe open: the output's end is waited for, but not for ever.
        await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(2)));
        return process.ExitCode;
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
