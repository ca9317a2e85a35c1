using System.Collections.Concurrent;
using System.Diagnostics;

namespace Hotline.DevHost.Supervision;

/// <summary>
/// Starts every child, in a session of its own (the terminal's Ctrl-C reaches only this process, which then stops the parts in order) and, on Linux,
/// with a parent-death signal: however this process ends, the kernel tells the children to stop.
/// <para>All are started from one thread that lives as long as the process: the signal belongs to the <em>thread</em> that forked, and a thread-pool
/// thread that retires would stop healthy children.</para>
/// </summary>
internal sealed class Launcher
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly string[] _prefix;

    public Launcher()
    {
        _prefix = OperatingSystem.IsLinux() && SearchPath.Find("setsid") is { } setsid && SearchPath.Find("setpriv") is { } setpriv
            ? [setsid, setpriv, "--pdeathsig", "TERM", "--"]
            : [];
        new Thread(Work) { IsBackground = true, Name = "launcher" }.Start();
    }

    /// <param name="command">What to run.</param>
    /// <param name="line">Receives each line of output and whether it came from the error stream; null lets the child write to our own streams.</param>
    public Task<ChildProcess> StartAsync(Command command, Action<string, bool>? line)
    {
        var started = new TaskCompletionSource<ChildProcess>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                started.SetResult(ChildProcess.Start(Describe(command, redirect: line is not null), line));
            }
            catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
            {
                started.SetException(new CannotStartException($"{command.Program} could not be started: {e.Message}"));
            }
        });
        return started.Task;
    }

    private void Work()
    {
        foreach (var start in _work.GetConsumingEnumerable())
            start();
    }

    private ProcessStartInfo Describe(Command command, bool redirect)
    {
        string[] words = [.. _prefix, command.Program, .. command.Arguments];
        var info = new ProcessStartInfo(words[0], words[1..])
        {
            WorkingDirectory = command.Folder,
            RedirectStandardOutput = redirect,
            RedirectStandardError = redirect,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in command.Environment)
            info.Environment[name] = value;
        return info;
    }
}
