using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.DevHost;

[Platform(Include = "Linux", Reason = "Signals and /proc.")]
[SupportedOSPlatform("linux")]
public sealed class The_development_host
{
    private const UnixFileMode OthersMay = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("hotline dev ").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Stops_everything_it_started_and_finds_its_data_again()
    {
        var settings = DevHostProcess.SettingsFor(_folder);
        string secrets, keys;
        await using (var first = DevHostProcess.Start(settings))
        {
            await first.IsReady();
            var children = first.Children();
            Assert.That(children, Has.Count.EqualTo(4), "Redis, Api, Agent, simulator");
            (secrets, keys) = (Kept("secrets.json"), Kept("keys.json"));
            first.Signal("-INT");
            Assert.That(await first.Ends(), Is.Zero, first.Output);
            Assert.That(children.Where(DevHostProcess.IsAlive), Is.Empty);
        }

        await using var second = DevHostProcess.Start(settings);
        await second.IsReady();
        Assert.That((Kept("secrets.json"), Kept("keys.json")), Is.EqualTo((secrets, keys)));
        Assert.That(
            Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Where(f => (File.GetUnixFileMode(f) & OthersMay) != 0).Select(Path.GetFileName),
            Is.SubsetOf(new[] { "lock", "devhost.pid" }), "database, logs and Redis' file are for their owner only, whatever folder they were given");
        Assert.That(Directory.GetFiles(Path.Combine(_folder, "logs"), "staff.log*"), Has.Length.EqualTo(1), "demo accounts are made at the first start only");
    }

    [Test]
    public async Task Killed_outright_leaves_no_process_behind()
    {
        await using var host = DevHostProcess.Start(DevHostProcess.SettingsFor(_folder));
        await host.IsReady();
        var children = host.Children();
        Assert.That(children, Has.Count.EqualTo(4));
        host.Signal("-KILL");
        await host.Ends();
        await Eventually.True(() => !children.Any(DevHostProcess.IsAlive), "the parts have ended with their host", TimeSpan.FromSeconds(60));
    }

    [Test]
    public async Task Starts_a_part_again_that_dies()
    {
        await using var host = DevHostProcess.Start(DevHostProcess.SettingsFor(_folder));
        await host.IsReady();
        var redis = host.Children().Single(child => File.ReadAllText($"/proc/{child}/cmdline").Contains("redis-server", StringComparison.Ordinal));
        using (var kill = System.Diagnostics.Process.Start("kill", ["-KILL", redis.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        await Eventually.True(() => host.Output.Contains("redis is back", StringComparison.Ordinal), "Redis is started again", TimeSpan.FromSeconds(60));
        Assert.That(host.Output, Does.Contain("redis ended by itself with code 137; restart 1 of"));
        Assert.That(host.Children(), Has.Count.EqualTo(4));
    }

    [Test]
    public async Task A_second_one_on_the_same_folder_is_refused()
    {
        var settings = DevHostProcess.SettingsFor(_folder);
        await using var first = DevHostProcess.Start(settings);
        await first.IsReady();
        await using var second = DevHostProcess.Start(settings);
        Assert.That(await second.Ends(), Is.EqualTo(1));
        Assert.That(second.Output, Does.Contain($"another development host (process {first.Id})").And.Contain("HOTLINE_DATA"));
        Assert.That(first.Children(), Has.Count.EqualTo(4), "the first one is not disturbed");
    }

    [TestCase("HOTLINE_API_URL", "the Api")]
    [TestCase("HOTLINE_AGENT_URL", "the Agent")]
    [TestCase("HOTLINE_SIM_URL", "the simulator")]
    public async Task A_taken_port_is_named_with_the_setting_that_moves_it(string setting, string part)
    {
        using var somebody = new TcpListener(IPAddress.Loopback, 0);
        somebody.Start();
        var port = ((IPEndPoint)somebody.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        await using var host = DevHostProcess.Start(new Dictionary<string, string>(DevHostProcess.SettingsFor(_folder)) { [setting] = $"http://127.0.0.1:{port}" });
        Assert.That(await host.Ends(), Is.EqualTo(1));
        Assert.That(host.Output, Does.Contain($"port {port}, which {part} needs, is taken").And.Contain($"{setting}=http://127.0.0.1:<port>"));
    }

    [Test]
    public async Task A_given_carrier_and_a_given_redis_are_used_and_none_is_started()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var host = DevHostProcess.Start(new Dictionary<string, string>(DevHostProcess.SettingsFor(_folder))
        {
            ["ConnectionStrings__Redis"] = redis.ConnectionString,
            ["Twilio__ApiBaseUrl"] = "http://127.0.0.1:9",
            ["Twilio__AccountSid"] = "AC00000000000000000000000000012338",
            ["Twilio__AuthToken"] = "00000000000000000000000000012338",
            ["Twilio__From"] = "+8612338",
        });
        await host.IsReady();
        Assert.That(host.Children(), Has.Count.EqualTo(2), "Api and Agent");
    }

    private string Kept(string file) => File.ReadAllText(Path.Combine(_folder, file));
}
