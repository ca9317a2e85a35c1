using Hotline.Tests.Servers;

namespace Hotline.Tests.Faults;

/// <summary>One of our hosts in the cluster: its process, which may die and come back on its port, and its own wire to the live state.</summary>
internal sealed class ClusterHost(string project, IReadOnlyDictionary<string, string> settings, int redis) : IAsyncDisposable
{
    private HostProcess? _process;

    public Uri Address { get; } = HaProxy.FreeAddress();

    public FaultProxy Redis { get; } = FaultProxy.Before(redis);

    public IReadOnlyCollection<string> Printed => _process?.Printed ?? [];

    public int Process => _process!.Id;

    /// <param name="build">Another build than the one beside the tests.</param>
    /// <param name="more">Further environment.</param>
    public async Task StartAsync(string? build = null, params (string Name, string Value)[] more)
    {
        var all = new Dictionary<string, string>(settings) { ["ConnectionStrings__Redis"] = $"127.0.0.1:{Redis.Port},abortConnect=false" };
        foreach (var (name, value) in more) all[name] = value;
        if (_process is not null) await _process.DisposeAsync();
        // A write beyond a limit of file size shall fail, as on a full disk, and not end the host.
        _process = await HostProcess.StartAsync(project, Address.Port, all, build, "env", "--ignore-signal=XFSZ");
    }

    /// <summary>SIGKILL.</summary>
    public Task KillAsync() => _process!.KillAsync();

    /// <summary>SIGSTOP: it sleeps; its connections stay open.</summary>
    public void Pause() => _process!.Signal("-STOP");

    /// <summary>SIGCONT.</summary>
    public void Continue() => _process!.Signal("-CONT");

    /// <summary>SIGTERM, and waits for its end: it drains.</summary>
    public Task<int> EndsAsync() => _process!.EndsWhenAskedAsync(TimeSpan.FromSeconds(90));

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        await Redis.DisposeAsync();
    }
}
