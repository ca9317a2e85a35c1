using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Hotline.Core.Routing.Policy;
using Hotline.Tests.Policy;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.WholeSystem;

/// <summary>The hosts as files with an environment, as an installation's own scripts start them: nothing of this repository helps.</summary>
[Platform(Include = "Linux", Reason = "Signals, and where the default key file lies.")]
internal sealed class Settings_that_outside_programs_rely_on
{
    private const string Api = "Hotline.Api", Agent = "Hotline.Agent", Password = "an-administrator-7";
    private static readonly TimeSpan AFewSeconds = TimeSpan.FromSeconds(60), Patience = TimeSpan.FromSeconds(120);

    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = System.IO.Directory.CreateTempSubdirectory("hotline-settings-").FullName;

    [TearDown]
    public void RemoveFolder() => System.IO.Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Are_all_that_both_hosts_need()
    {
        await using var redis = await RedisServer.StartAsync();
        var (api, agent) = (Settings(redis.Port), Settings(redis.Port));

        await using (var command = HostProgram.Start(Agent, _folder, new Dictionary<string, string>(agent) { ["HOTLINE_PASSWORD"] = Password },
            "staff", "create-admin", "--user-name", "chief"))
        {
            Assert.That(await command.Ends(Patience), Is.Zero, command.ToString());
        }
        await using var first = HostProgram.Start(Api, _folder, api);
        await using var second = HostProgram.Start(Agent, _folder, agent);
        await IsLiveAsync(first, api);
        await IsLiveAsync(second, agent);
        Assert.That(File.Exists(Path.Combine(_folder, "hotline", "keys.json")), "the default key file lies under XDG_DATA_HOME");

        var she = await OperatorAtWork.SignsInAsync(new Uri(agent["ASPNETCORE_URLS"]), "chief", Password);
        await using (she)
        {
            await she.OpensConsoleAsync();
            Assert.That((await she.Hub.AskAsync("GetDesk")).GetProperty("state").GetString(), Is.EqualTo("Off"), "the hub accepts the cookie");
        }
        using var http = new HttpClient();
        using var refused = await http.PostAsJsonAsync(new Uri(agent["ASPNETCORE_URLS"] + "/api/session"), new { userName = "chief", password = "not-hers" });
        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await http.GetStringAsync(new Uri(api["ASPNETCORE_URLS"] + "/openapi/v1.json")), Does.Contain("/twilio/voice/incoming"));
        Assert.That(await http.GetStringAsync(new Uri(agent["ASPNETCORE_URLS"] + "/openapi/v1.json")), Does.Contain("/api/session"));
    }

    [Test, Combinatorial]
    public Task Stop_the_start_by_name_when_missing(
        [Values(Api, Agent)] string host,
        [Values("ConnectionStrings__Redis", "ConnectionStrings__Sql", "Storage__Provider", "Twilio__AccountSid", "Twilio__AuthToken", "Twilio__PublicBaseUrl", "Twilio__From")] string key) =>
        StopsTheStart(host, key, null);

    [TestCase("ConnectionStrings__Redis", "no-host-here:no-port:")]
    [TestCase("ConnectionStrings__Redis", "127.0.0.1:6379,colour=blue")]
    [TestCase("ConnectionStrings__Sql", "not a connection string")]
    [TestCase("ConnectionStrings__Sql", "Data Source=:memory:")]
    [TestCase("Storage__Provider", "Oracle")]
    [TestCase("Twilio__AccountSid", "AC 1")]
    [TestCase("Twilio__AuthToken", "two words")]
    [TestCase("Twilio__ApiBaseUrl", "carrier.example")]
    [TestCase("Twilio__PublicBaseUrl", "ftp://hotline.example")]
    [TestCase("Twilio__From", "twelve")]
    [TestCase("Network__TimeZone", "Asia/Nowhere")]
    [TestCase("Routing__PolicyFile", "/no/such/policy.json")]
    [TestCase("ASPNETCORE_URLS", "5081")]
    [TestCase("ASPNETCORE_URLS", "http://127.0.0.1:99999")]
    [TestCase("ASPNETCORE_URLS", "ftp://127.0.0.1:5081")]
    public async Task Stop_the_start_by_name_when_malformed(string key, string value)
    {
        await StopsTheStart(Api, key, value);
        await StopsTheStart(Agent, key, value);
    }

    [TestCase(Api)]
    [TestCase(Agent)]
    public async Task Stop_the_start_by_lane_and_hour_when_a_policy_leaves_somebody_alone(string host)
    {
        var file = Path.Combine(_folder, "policy.json");
        await File.WriteAllTextAsync(file, PolicyJson.Write(Policies.Example with { Lanes = Policies.Example.Lanes.With(1, lane => lane with { Closed = [] }) }));
        await using var program = HostProgram.Start(host, _folder, new Dictionary<string, string>(Settings(redisPort: 1)) { ["Routing__PolicyFile"] = file });
        Assert.That(await program.Ends(AFewSeconds), Is.EqualTo(1), $"{host} ends:\n{program}");
        Assert.That(program.Complained.Single(), Does.StartWith("A setting is missing or malformed: Routing__PolicyFile ")
            .And.Contain("lanes[1].closed: hohhot/psychological 在 周一 00:00 无人接听 / hohhot/psychological reaches nobody on Monday at 00:00"));
    }

    [TestCase(Api)]
    [TestCase(Agent)]
    public async Task Let_a_host_wait_for_a_Redis_that_is_not_there_yet(string host)
    {
        var port = Ports.Free();
        var settings = Settings(port);
        await using var program = HostProgram.Start(host, _folder, settings);
        await Eventually.True(() => program.Printed.Count(line => line.Contains("Waiting for Redis", StringComparison.Ordinal)) >= 2,
            $"it says again and again what it waits for:\n{program}", Patience);
        Assert.That(program.Runs);
        Assert.That(program.Printed, Has.Some.Contains("ConnectionStrings__Redis").And.Some.Contains(port.ToString(CultureInfo.InvariantCulture)));
        Assert.That(await program.EndsWhenAsked(AFewSeconds), Is.Zero, $"it can be stopped while it waits:\n{program}");
        Assert.That(program.Complained, Is.Empty);
    }

    /// <param name="host">The project.</param>
    /// <param name="key">The one setting that is wrong.</param>
    /// <param name="value">Null: it is missing.</param>
    private async Task StopsTheStart(string host, string key, string? value)
    {
        // A Redis that is there would hide an order of start in which a wrong setting is found only after it: port 1 has none.
        var settings = Settings(redisPort: 1);
        if (value is null) settings.Remove(key);
        else settings[key] = value;
        await using var program = HostProgram.Start(host, _folder, settings);
        Assert.That(await program.Ends(AFewSeconds), Is.EqualTo(1), $"{host} ends:\n{program}");
        Assert.That(program.Complained, Has.Count.EqualTo(1), $"{host} says it in one line:\n{string.Join('\n', program.Complained)}");
        Assert.That(program.Complained.Single(), Does.StartWith($"A setting is missing or malformed: {key} ").And.Match("must|give|'Data Source=|give host:port"));
        if (value is not null) Assert.That(program.ToString(), Does.Not.Contain(value), "the value may be a secret");
    }

    private static async Task IsLiveAsync(HostProgram program, Dictionary<string, string> settings)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        await Eventually.True(async () =>
        {
            if (!program.Runs) Assert.Fail($"It ended:\n{program}");
            try
            {
                using var live = await http.GetAsync(new Uri(settings["ASPNETCORE_URLS"] + "/health/live"));
                using var ready = await http.GetAsync(new Uri(settings["ASPNETCORE_URLS"] + "/health/ready"));
                return live.StatusCode == HttpStatusCode.OK && ready.StatusCode == HttpStatusCode.OK;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                return false;
            }
        }, $"it is live:\n{program}", Patience);
    }

    private Dictionary<string, string> Settings(int redisPort) => new()
    {
        ["ConnectionStrings__Redis"] = $"127.0.0.1:{redisPort.ToString(CultureInfo.InvariantCulture)}",
        ["ConnectionStrings__Sql"] = $"Data Source={Path.Combine(_folder, "record.db")}",
        ["Storage__Provider"] = "Sqlite",
        ["Twilio__AccountSid"] = "AC00000000000000000000000000012338",
        ["Twilio__AuthToken"] = "12338123381233812338123381233812",
        ["Twilio__ApiBaseUrl"] = "http://127.0.0.1:9",
        ["Twilio__PublicBaseUrl"] = "http://127.0.0.1:9",
        ["Twilio__From"] = "+8612338",
        ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{Ports.Free().ToString(CultureInfo.InvariantCulture)}",
        ["XDG_DATA_HOME"] = _folder,
    };
}
