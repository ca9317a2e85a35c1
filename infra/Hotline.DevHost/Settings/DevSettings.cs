namespace Hotline.DevHost.Settings;

/// <summary>Everything one run needs to know, settled before anything is started.</summary>
/// <param name="Data">The folder that holds what survives a restart, and the logs.</param>
/// <param name="Redis">The private Redis, or null when one is given.</param>
/// <param name="Simulator">Null when a carrier is given.</param>
/// <param name="OwnDatabase">The SQLite file of the data folder, or null when a database is given.</param>
/// <param name="DemoStaff">Whether demo accounts belong into this database.</param>
/// <param name="Password">What demo accounts sign in with.</param>
/// <param name="HostSettings">What the hosts are told, in environment form.</param>
/// <param name="SimulatorSettings">What the simulator is told, in environment form.</param>
internal sealed record DevSettings(
    string Data,
    PrivateRedis? Redis,
    Address Api,
    Address Agent,
    Address? Simulator,
    string? OwnDatabase,
    bool DemoStaff,
    string Password,
    TimeSpan ReadyWithin,
    IReadOnlyDictionary<string, string> HostSettings,
    IReadOnlyDictionary<string, string> SimulatorSettings)
{
    /// <summary>Known to everyone who reads this repository: good for made-up callers only.</summary>
    public const string DemoPassword = "12338-demo";

    public string Logs => Path.Combine(Data, "logs");
}

internal sealed record PrivateRedis(string Server, int Port, string Password);
