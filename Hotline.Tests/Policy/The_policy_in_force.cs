using Hotline.Core.Directory;
using Hotline.Core.Routing;
using Hotline.Core.Routing.Policy;
using Hotline.Core.Routing.Sql;
using Hotline.Core.Staff;
using Hotline.Core.Starting;
using Hotline.Core.Storage;
using Hotline.Tests.Servers;
using Hotline.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace Hotline.Tests.Policy;

internal sealed class The_policy_in_force
{
    private readonly NetworkOptions _network = new() { Centres = ["north", "south"] };
    private RoutingOptions _routing = new();
    private string _folder = "";

    [SetUp]
    public void AFolder() =>
        (_folder, _routing) = (System.IO.Directory.CreateTempSubdirectory("hotline-policy-").FullName, new RoutingOptions { WrapUpSeconds = 120 });

    [TearDown]
    public void NoFolder()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Is_made_of_the_settings_when_there_is_none_and_every_call_reaches_somebody()
    {
        using var host = new Host(this);
        await host.StartsAsync();
        var (version, policy) = (host.Policies.Current.Version, host.Policies.Current.Policy);
        Assert.That((version, host.Policies.Trouble), Is.EqualTo((1, (string?)null)));
        Assert.That(policy.Centres.Select(c => (c.Code, c.Parent, c.Hours)), Is.EqualTo(new[] { ("north", (string?)null, "always"), ("south", "north", "always") }));
        Assert.That(policy.Skills.Select(s => s.Code), Is.EqualTo(new[] { "legal", "psychological", "crisis" }));
        Assert.That(policy.Desk.WrapUpSeconds, Is.EqualTo(120));
        Assert.That(PolicyCheck.Faults(policy), Is.Empty);
        Assert.That((await host.Store.FindAsync(1))!.Version.SavedBy, Is.Null);
    }

    [Test]
    public async Task Is_stored_once_by_hosts_that_start_together()
    {
        using var one = new Host(this);
        using var two = new Host(this);
        await Task.WhenAll(one.StartsAsync(), two.StartsAsync());
        Assert.That((one.Policies.Current.Version, two.Policies.Current.Version, await one.Store.NewestVersionAsync()), Is.EqualTo((1, 1, 1)));
    }

    [Test]
    public async Task Follows_what_another_host_saves()
    {
        using var host = new Host(this);
        await host.StartsAsync();
        await host.Store.SaveAsync(1, Policies.Example, "", null);
        await Eventually.True(() => host.Policies.Current.Version == 2, "the next beat takes it up", RoutingPolicies.Beat * 5);
        var route = new PolicyRoutes(host.Policies, _network).Of(Skill.Legal, "+864718812338", null, Policies.At("2026-09-28 09:00"));
        Assert.That(route.Entry.Centre, Is.EqualTo("hohhot"));
        Assert.That(new PolicyRoutes(host.Policies, _network).Rules.WrapUp, Is.EqualTo(TimeSpan.FromSeconds(300)));
    }

    [Test]
    public async Task Stays_when_a_newer_one_cannot_be_used_and_says_so_until_one_can()
    {
        using var host = new Host(this);
        await host.StartsAsync();
        await host.Store.SaveAsync(1, DeadEnd, "", null);
        Assert.That(await host.Policies.LookAsync(default), Is.False);
        Assert.That(host.Policies.Current.Version, Is.EqualTo(1));
        Assert.That(host.Policies.Trouble, Does.Contain("version 2").And.Contain("hohhot/psychological 在 周一 00:00 无人接听"));

        await host.Store.SaveAsync(2, Policies.Example, "", null);
        Assert.That(await host.Policies.LookAsync(default), Is.True);
        Assert.That((host.Policies.Current.Version, host.Policies.Trouble), Is.EqualTo((3, (string?)null)));
    }

    [Test]
    public async Task Stops_the_start_naming_lane_and_hour_when_the_stored_one_leaves_somebody_alone()
    {
        using var host = new Host(this);
        await host.Migrator.StartAsync(default);
        await host.Store.SaveAsync(0, DeadEnd, "", null);
        var stopped = await Assert.ThrowsAsync<BadSettingException>(() => host.Policies.StartAsync(default));
        Assert.That(SettingFault.Of(stopped!), Does.Contain("version 1").And.Contain("lanes[1].closed")
            .And.Contain("hohhot/psychological 在 周一 00:00 无人接听").And.Contain("reaches nobody on Monday at 00:00"));
    }

    [Test]
    public async Task Is_the_files_when_the_stored_one_cannot_be_used_and_a_file_is_named()
    {
        _routing.PolicyFile = FileOf(PolicyJson.Write(Policies.Example));
        using var host = new Host(this);
        await host.Migrator.StartAsync(default);
        await host.Store.SaveAsync(0, DeadEnd, "", null);
        await host.Policies.StartAsync(default);
        Assert.That((host.Policies.Current.Version, host.Policies.Current.Policy.Centres.Count, host.Policies.Trouble), Is.EqualTo((2, 4, (string?)null)));
    }

    [Test]
    public async Task Is_the_files_when_there_is_none_and_stays_the_stored_one_afterwards()
    {
        _routing.PolicyFile = FileOf(PolicyJson.Write(Policies.Example));
        using (var first = new Host(this))
        {
            await first.StartsAsync();
            Assert.That(first.Policies.Current.Policy.Centres, Has.Count.EqualTo(4));
            await first.Store.SaveAsync(1, Policies.Example with { Flood = new() { PerNumber = 7 } }, "", null);
        }
        using var again = new Host(this);
        await again.StartsAsync();
        Assert.That((again.Policies.Current.Version, again.Policies.Current.Policy.Flood.PerNumber), Is.EqualTo((2, 7)));
    }

    [Test]
    public void Refuses_a_file_that_leaves_somebody_alone_or_is_none()
    {
        Assert.That(Refusal(PolicyJson.Write(DeadEnd)), Does.StartWith("Routing__PolicyFile").And.Contain("lanes[1].closed").And.Contain("hohhot/psychological").And.Contain("Monday at 00:00"));
        Assert.That(Refusal(PolicyJson.Write(Policies.Example).Replace("\"closed\"", "\"close\"", StringComparison.Ordinal)), Does.StartWith("Routing__PolicyFile").And.Contain("lanes[0].close "));
        Assert.That(Refusal("{"), Does.StartWith("Routing__PolicyFile"));
        _routing.PolicyFile = Path.Combine(_folder, "nowhere.json");
        Assert.That(() => new Host(this), Throws.InstanceOf<BadSettingException>().With.Message.StartsWith("Routing__PolicyFile"));
    }

    [Test]
    public async Task Is_the_settings_while_the_record_is_away_and_the_stored_one_when_it_is_back()
    {
        var record = new RecordOutOfReach(_folder);
        using (var earlier = new Host(this))
        {
            await earlier.StartsAsync();
            await earlier.Store.SaveAsync(1, Policies.Example, "", null);
        }
        record.Goes();

        using var host = new Host(this);
        await host.StartsAsync();
        Assert.That((host.Policies.Current.Version, host.Policies.Current.Map.Region), Is.EqualTo((0, "north")), "calls are answered");
        Assert.That(host.Policies.Trouble, Does.Contain("could not be read"));

        record.ComesBack();
        await Eventually.True(() => host.Policies.Current.Version == 2 && host.Policies.Trouble is null, "the stored policy is in force", TimeSpan.FromSeconds(60));
    }

    private static RoutingPolicy DeadEnd => Policies.Example with { Lanes = Policies.Example.Lanes.With(1, l => l with { Closed = [] }) };

    private string FileOf(string text)
    {
        var file = Path.Combine(_folder, "policy.json");
        File.WriteAllText(file, text);
        return file;
    }

    private string Refusal(string text)
    {
        _routing.PolicyFile = FileOf(text);
        return Assert.Throws<BadSettingException>(() => new Host(this).Dispose())!.Message;
    }

    /// <summary>As much of a host as has to do with the policy.</summary>
    private sealed class Host : IDisposable
    {
        public Host(The_policy_in_force test)
        {
            var database = new Database(Options.Create(new StorageOptions { Provider = "Sqlite", ConnectionString = $"Data Source={Path.Combine(test._folder, "hotline.db")}" }));
            var keys = Sealing_values.Keys();
            Migrator = new Migrator(database, TimeProvider.System, NullLogger<Migrator>.Instance);
            Store = new PolicyStore(database, new Sealing(keys), new AuditLog(database, keys, TimeProvider.System), TimeProvider.System);
            Policies = new RoutingPolicies(Store, Migrator, FirstPolicy.Of(test._network, test._routing), TimeProvider.System, NullLogger<RoutingPolicies>.Instance);
        }

        public Migrator Migrator { get; }
        public PolicyStore Store { get; }
        public RoutingPolicies Policies { get; }

        public async Task StartsAsync()
        {
            await Migrator.StartAsync(default);
            await Policies.StartAsync(default);
        }

        public void Dispose()
        {
            Policies.StopAsync(default).GetAwaiter().GetResult();
            Migrator.StopAsync(default).GetAwaiter().GetResult();
            Policies.Dispose();
            Migrator.Dispose();
        }
    }
}
