using System.Data.Common;
using System.Globalization;

namespace Hotline.DevHost.Settings;

/// <summary>
/// Environment and <c>appsettings.json</c> in, <see cref="DevSettings"/> out. Whatever names a Redis, a database or a carrier is believed and passed on;
/// only what nobody named is private to this data folder.
/// </summary>
internal sealed class SettingsReader(IConfiguration configuration, CommandLine command, Repository repository)
{
    private const string HotlineNumber = "+8612338";

    // The sections a developer may keep in appsettings.json here instead of in the environment; the hosts get them as if it were there.
    private static readonly string[] PassedOn = ["ConnectionStrings", "Storage", "Sealing", "Twilio", "Simulator"];

    public string DataFolder => Path.GetFullPath(configuration["HOTLINE_DATA"] is { Length: > 0 } data ? data : repository.Folder(".run"));

    public DevSettings Read(Secrets secrets)
    {
        var api = Address.Parse("HOTLINE_API_URL", Given("HOTLINE_API_URL") ?? "http://127.0.0.1:5080");
        var agent = Address.Parse("HOTLINE_AGENT_URL", Given("HOTLINE_AGENT_URL") ?? "http://127.0.0.1:5090");
        var simulator = Given("Twilio:ApiBaseUrl") is null || command.Simulator
            ? Address.Parse("HOTLINE_SIM_URL", Given("HOTLINE_SIM_URL") ?? "http://127.0.0.1:5070")
            : null;
        var redis = Given("ConnectionStrings:Redis") is null ? new PrivateRedis(RedisServer(), RedisPort(), secrets.RedisPassword) : null;
        var database = Given("ConnectionStrings:Sql") is null ? OwnDatabase() : null;

        var hosts = PassedOnSettings();
        if (redis is not null)
            hosts["ConnectionStrings__Redis"] = $"127.0.0.1:{redis.Port.ToString(CultureInfo.InvariantCulture)},password={redis.Password}";
        if (database is not null)
        {
            hosts["Storage__Provider"] = "Sqlite";
            hosts["ConnectionStrings__Sql"] = new DbConnectionStringBuilder { ["Data Source"] = database }.ConnectionString;
        }
        if (hosts.TryAdd("Sealing__KeyFile", Path.Combine(DataFolder, "keys.json")))
            hosts["Sealing__CreateKeyFile"] = "true";
        hosts.TryAdd("Shutdown__DrainSeconds", "0"); // No load balancer sends anybody here.
        hosts.TryAdd("Twilio__PublicBaseUrl", api.Local.GetLeftPart(UriPartial.Authority));
        if (simulator is not null)
        {
            hosts.TryAdd("Twilio__ApiBaseUrl", simulator.Local.GetLeftPart(UriPartial.Authority));
            hosts.TryAdd("Twilio__AccountSid", Secrets.TwilioAccountSid);
            hosts.TryAdd("Twilio__AuthToken", secrets.TwilioAuthToken);
            hosts.TryAdd("Twilio__From", HotlineNumber);
        }

        var simulatorSettings = new Dictionary<string, string>(hosts, StringComparer.OrdinalIgnoreCase);
        var webhooks = hosts["Twilio__PublicBaseUrl"].TrimEnd('/');
        simulatorSettings.TryAdd("Simulator__VoiceUrl", $"{webhooks}/twilio/voice/incoming");
        simulatorSettings.TryAdd("Simulator__StatusUrl", $"{webhooks}/twilio/voice/status");
        simulatorSettings.TryAdd("Simulator__HotlineNumber", hosts.GetValueOrDefault("Twilio__From", HotlineNumber));

        return new DevSettings(
            DataFolder, redis, api, agent, simulator, database,
            DemoStaff: Given("HOTLINE_DEMO_STAFF") is { } wish ? wish is "1" : database is not null,
            Password: Given("HOTLINE_DEMO_PASSWORD") ?? DevSettings.DemoPassword,
            ReadyWithin: ReadyWithin(),
            hosts, simulatorSettings);
    }

    private string? Given(string key) => configuration[key] is { Length: > 0 } value ? value : null;

    private Dictionary<string, string> PassedOnSettings() => configuration.AsEnumerable()
        .Where(pair => pair.Value is { Length: > 0 } && PassedOn.Any(section => pair.Key.StartsWith($"{section}:", StringComparison.OrdinalIgnoreCase)))
        .ToDictionary(pair => pair.Key.Replace(":", "__", StringComparison.Ordinal), pair => pair.Value!, StringComparer.OrdinalIgnoreCase);

    private string OwnDatabase() => Given("Storage:Provider") is null or "Sqlite"
        ? Path.Combine(DataFolder, "hotline.db")
        : throw new CannotStartException($"Storage__Provider is {Given("Storage:Provider")}, so ConnectionStrings__Sql must say where it is");

    private string RedisServer() => SearchPath.Find(Given("HOTLINE_REDIS_SERVER") ?? "redis-server")
        ?? throw new CannotStartException(
            "redis-server is not installed: install it (Debian: apt-get install redis-server), name the program with HOTLINE_REDIS_SERVER, or give a Redis with ConnectionStrings__Redis=host:port");

    // A port that was asked for is that port or an error; the default gives way to whatever else runs on the machine.
    private int RedisPort()
    {
        if (Given("HOTLINE_REDIS_PORT") is not { } text)
            return Ports.FirstFreeFrom(16379);
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is 0 or > 65535)
            throw new CannotStartException($"HOTLINE_REDIS_PORT: '{text}' must be a port from 1 to 65535");
        return !Ports.IsTaken(System.Net.IPAddress.Loopback, port) ? port
            : throw new CannotStartException($"port {port}, which the private Redis needs, is taken by another program: stop that one, or choose another with HOTLINE_REDIS_PORT");
    }

    private TimeSpan ReadyWithin() => Given("HOTLINE_READY_SECONDS") is not { } text ? TimeSpan.FromSeconds(90)
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= 3600 ? TimeSpan.FromSeconds(seconds)
        : throw new CannotStartException($"HOTLINE_READY_SECONDS: '{text}' must be a number from 1 to 3600");
}
