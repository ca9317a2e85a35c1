using System.Globalization;
using System.Security.Cryptography;
using Hotline.Bench.Measuring;

namespace Hotline.Bench.Running;

/// <summary>The product as it is installed: Redis that syncs every write, one or more Apis and Agents on one SQLite file, with a given carrier.</summary>
internal sealed class Installation : IAsyncDisposable
{
    public const string AccountSid = "AC00000000000000000000000000012338";
    public const string HotlineNumber = "+8612338";

    /// <summary>Of the product's network, which is the first part of its keys' names.</summary>
    public const string Network = "12338";

    private static readonly TimeSpan CommandWithin = TimeSpan.FromSeconds(60);

    private readonly List<KeptProcess> _all = [];
    private readonly HttpClient _health = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(2) };

    private Installation(TempFolder folder, int each)
    {
        var ports = FreePorts.Find(1 + 2 * each);
        RedisPort = ports[0];
        Apis = [.. ports.Skip(1).Take(each).Select(Local)];
        Agents = [.. ports.Skip(1 + each).Select(Local)];
        Database = Path.Combine(folder.Path, "hotline.db");
        Logs = folder.Sub("logs");
    }

    public IReadOnlyList<Uri> Apis { get; }
    public IReadOnlyList<Uri> Agents { get; }
    public int RedisPort { get; }
    public string RedisPassword { get; } = NewSecret();

    /// <summary>Of the account <c>admin</c>.</summary>
    public string Password { get; } = NewSecret();

    /// <summary>The SQLite file.</summary>
    public string Database { get; }

    public string Logs { get; }

    public KeptProcess Redis { get; private set; } = null!;
    public IReadOnlyList<KeptProcess> ApiProcesses { get; private set; } = [];
    public IReadOnlyList<KeptProcess> AgentProcesses { get; private set; } = [];

    public IEnumerable<KeptProcess> Processes => _all;

    /// <param name="each">How many Apis, and how many Agents.</param>
    /// <param name="disk">How much longer each of Redis' syncs lasts.</param>
    public static async Task<Installation> StartAsync(TempFolder folder, int each, TimeSpan disk, Uri carrier, string authToken, Faults faults, CancellationToken stop)
    {
        if (!OperatingSystem.IsLinux()) throw new CannotMeasureException("the measurements read /proc: Linux only");
        var installation = new Installation(folder, each);
        try
        {
            await installation.StartAsync(folder, disk, carrier, authToken, faults, stop);
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    /// <summary>Last started, first stopped: the hosts find their Redis until their end.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_all)) await process.DisposeAsync();
        _health.Dispose();
    }

    public static string NewSecret() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    public static string Origin(Uri address) => address.GetLeftPart(UriPartial.Authority);

    public static Uri Local(int port) => new($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}");

    private async Task StartAsync(TempFolder folder, TimeSpan disk, Uri carrier, string authToken, Faults faults, CancellationToken stop)
    {
        _all.Add(Redis = await PrivateRedis.StartAsync(folder.Sub("redis"), Log("redis"), RedisPort, RedisPassword, disk, faults, stop));
        var told = Settings(folder, carrier, authToken);
        await MakeAdministratorAsync(told, stop);
        var agents = Agents.Select((address, i) => HostAsync("Hotline.Agent", i, address, told, faults, stop)).ToList();
        var apis = Apis.Select((address, i) => HostAsync("Hotline.Api", i, address, told, faults, stop)).ToList();
        foreach (var host in agents.Concat(apis)) _all.Add(await host);
        (AgentProcesses, ApiProcesses) = ([.. agents.Select(host => host.Result)], [.. apis.Select(host => host.Result)]);
    }

    private Dictionary<string, string> Settings(TempFolder folder, Uri carrier, string authToken) => new()
    {
        ["ConnectionStrings__Redis"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{RedisPort},password={RedisPassword}"),
        ["Storage__Provider"] = "Sqlite",
        // Its operators take risk calls back to back; a pause after each would measure the pause.
        ["Routing__DebriefSeconds"] = "0",
        ["ConnectionStrings__Sql"] = $"Data Source={Database}",
        ["Sealing__KeyFile"] = Path.Combine(folder.Path, "keys.json"),
        ["Sealing__CreateKeyFile"] = "true",
        ["Network__Name"] = Network,
        ["Twilio__ApiBaseUrl"] = Origin(carrier),
        // One public name for all Apis: the carrier's requests are signed for it, whichever of them answers.
        ["Twilio__PublicBaseUrl"] = Origin(Apis[0]),
        ["Twilio__AccountSid"] = AccountSid,
        ["Twilio__AuthToken"] = authToken,
        ["Twilio__From"] = HotlineNumber,
        // Everybody signs in from one address within a minute.
        ["SignIn__Burst"] = "100000",
    };

    private Task<KeptProcess> HostAsync(string program, int number, Uri address, Dictionary<string, string> told, Faults faults, CancellationToken stop)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{program}-{number + 1}");
        var environment = new Dictionary<string, string>(told) { ["ASPNETCORE_URLS"] = Origin(address) };
        return KeptProcess.StartAsync(name, () => OwnProcess.StartAsync(
            ["dotnet", Repository.Program(program)], Repository.Folder(program), environment, line: null, stop, Log(name)), cancel => IsReadyAsync(address, cancel), faults, stop);
    }

    private async Task MakeAdministratorAsync(Dictionary<string, string> told, CancellationToken stop)
    {
        await using var command = await OwnProcess.StartAsync(
            ["dotnet", Repository.Program("Hotline.Agent"), "staff", "create-admin", "--user-name", "admin"], Repository.Folder("Hotline.Agent"),
            new Dictionary<string, string>(told) { ["HOTLINE_PASSWORD"] = Password }, line: null, stop, Log("create-admin"));
        await command.Exited.WaitAsync(CommandWithin, stop);
        if (command.ExitCode != 0) throw new CannotMeasureException($"the administrator's account could not be made:\n{command.Tail}");
    }

    private async Task<bool> IsReadyAsync(Uri address, CancellationToken stop)
    {
        try
        {
            using var response = await _health.GetAsync(new Uri(address, "/health/ready"), stop);
            return response.IsSuccessStatusCode && (await response.Content.ReadAsStringAsync(stop)).Contains("\"status\":\"ready\"", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private string Log(string name) => Path.Combine(Logs, $"{name}.log");
}
