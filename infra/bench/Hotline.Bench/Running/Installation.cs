using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Hotline.Bench.Running;

/// <summary>The product as the development host starts it: Redis that syncs every write, Api and Agent on SQLite, with a given carrier.</summary>
internal sealed class Installation : IAsyncDisposable
{
    public const string AccountSid = "AC00000000000000000000000000012338";
    public const string HotlineNumber = "+8612338";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly OwnProcess _devHost;

    private Installation(OwnProcess devHost, Uri api, Uri agent, int redisPort, string data, string password) =>
        (_devHost, Api, Agent, RedisPort, Password, RedisPassword, ApiProcess, AgentProcess) = (
            devHost, api, agent, redisPort, password, RedisPasswordIn(data),
            ResidentMemory.ChildOf(devHost.Id, "Hotline.Api.dll"), ResidentMemory.ChildOf(devHost.Id, "Hotline.Agent.dll"));

    public Uri Api { get; }
    public Uri Agent { get; }
    public int RedisPort { get; }
    public string RedisPassword { get; }

    /// <summary>Of the account <c>admin</c>.</summary>
    public string Password { get; }

    public int ApiProcess { get; }
    public int AgentProcess { get; }

    public static async Task<Installation> StartAsync(TempFolder folder, Uri carrier, string authToken, CancellationToken stop)
    {
        if (!OperatingSystem.IsLinux()) throw new CannotMeasureException("the measurements read /proc: Linux only");
        if (!File.Exists(Repository.DevHost)) throw new CannotMeasureException($"{Repository.DevHost} is not built: start infra/bench/run");
        var ports = FreePorts.Find(3);
        var (api, agent, password, data) = (Local(ports[0]), Local(ports[1]), NewSecret(), folder.Sub("data"));
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var devHost = await OwnProcess.StartAsync(["dotnet", Repository.DevHost, "--no-build"], Repository.Root, new Dictionary<string, string>
        {
            ["HOTLINE_DATA"] = data,
            ["HOTLINE_API_URL"] = Origin(api),
            ["HOTLINE_AGENT_URL"] = Origin(agent),
            ["HOTLINE_REDIS_PORT"] = ports[2].ToString(CultureInfo.InvariantCulture),
            ["HOTLINE_DEMO_PASSWORD"] = password,
            ["Twilio__ApiBaseUrl"] = Origin(carrier),
            ["Twilio__PublicBaseUrl"] = Origin(api),
            ["Twilio__AccountSid"] = AccountSid,
            ["Twilio__AuthToken"] = authToken,
            ["Twilio__From"] = HotlineNumber,
        }, line: text =>
        {
            if (text.StartsWith("ready in ", StringComparison.Ordinal)) ready.TrySetResult();
        }, stop);
        try
        {
            await Task.WhenAny(ready.Task, devHost.Exited).WaitAsync(Patience, stop);
            if (!ready.Task.IsCompleted) throw new CannotMeasureException($"the hosts did not start:\n{devHost.Tail}");
            return new Installation(devHost, api, agent, ports[2], data, password);
        }
        catch (Exception e)
        {
            await devHost.DisposeAsync();
            throw e is TimeoutException ? new CannotMeasureException($"the hosts were not ready within {Patience.TotalSeconds:0} s:\n{devHost.Tail}") : e;
        }
    }

    public ValueTask DisposeAsync() => _devHost.DisposeAsync();

    public static string NewSecret() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    public static string Origin(Uri address) => address.GetLeftPart(UriPartial.Authority);

    public static Uri Local(int port) => new($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}");

    // The development host made it for its own Redis.
    private static string RedisPasswordIn(string data)
    {
        using var secrets = JsonDocument.Parse(File.ReadAllText(Path.Combine(data, "secrets.json")));
        return secrets.RootElement.GetProperty(nameof(RedisPassword)).GetString()!;
    }
}
