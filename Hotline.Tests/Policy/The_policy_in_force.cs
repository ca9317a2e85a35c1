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
using NUnit.Framework;

namespace Hotline.Tests.Policy;

internal sealed class The_policy_in_force : VersionFollowerSpec<PolicyStore, RoutingPolicies>
{
    private readonly NetworkOptions _network = new() { Centres = ["north", "south"] };
    private RoutingOptions _routing = new();

    [SetUp]
    public void Settings() => _routing = new RoutingOptions { WrapUpSeconds = 120 };

    protected override PolicyStore StoreOn(Database database, SealingKeys keys, AuditLog audit) => new(database, new Sealing(keys), audit, TimeProvider.System);

    protected override RoutingPolicies FollowerOf(PolicyStore store, Migrator migrator) =>
        new(store, migrator, FirstPolicy.Of(_network, _routing), TimeProvider.System, NullLogger<RoutingPolicies>.Instance);

    protected override Task<int> NewestIn(PolicyStore store) => store.NewestVersionAsync();

    protected override int CurrentOf(RoutingPolicies follower) => follower.Current.Version;

    protected override Task SaveASecondAsync(PolicyStore store) => store.SaveAsync(1, Policies.Example, "", null);

    protected override void CheckTheSecond(Host host)
    {
        var route = new PolicyRoutes(host.Follower, _network).Of(Skill.Legal, "+864718812338", null, Policies.At("2026-09-28 09:00"));
        Assert.That(route.Entry.Centre, Is.EqualTo("hohhot"));
        Assert.That(new PolicyRoutes(host.Follower, _network).Rules.WrapUp, Is.EqualTo(TimeSpan.FromSeconds(300)));
    }

    [Test]
    public async Task Is_made_of_the_settings_when_there_is_none_and_every_call_reaches_somebody()
    {
        using var host = new Host(this);
        await host.StartsAsync();
        var (version, policy) = (host.Follower.Current.Version, host.Follower.Current.Policy);
        Assert.That((version, host.Follower.Trouble), Is.EqualTo((1, (string?)null)));
        Assert.That(policy.Centres.Select(c => (c.Code, c.Parent, c.Hours)), Is.EqualTo(new[] { ("north", (string?)null, "always"), ("south", "north", "always") }));
        Assert.That(policy.Skills.Select(s => s.Code), Is.EqualTo(new[] { "legal", "psychological", "crisis" }));
        Assert.That(policy.Desk.WrapUpSeconds, Is.EqualTo(120));
        Assert.That(PolicyCheck.Faults(policy), Is.Empty);
        Assert.That((await host.Store.FindAsync(1))!.Version.SavedBy, Is.Null);
    }

    [Test]
    public async Task Stays_when_a_newer_one_cannot_be_used_and_says_so_until_one_can()
    {
        using var host = new Host(this);
        await host.StartsAsync();
        await host.Store.SaveAsync(1, DeadEnd, "", null);
        Assert.That(await host.Follower.LookAsync(default), Is.False);
        Assert.That(host.Follower.Current.Version, Is.EqualTo(1));
        Assert.That(host.Follower.Trouble, Does.Contain("version 2").And.Contain("hohhot/psychological 在 周一 00:00 无人接听"));

        await host.Store.SaveAsync(2, Policies.Example, "", null);
        Assert.That(await host.Follower.LookAsync(default), Is.True);
        Assert.That((host.Follower.Current.Version, host.Follower.Trouble), Is.EqualTo((3, (string?)null)));
    }

    [Test]
    public async Task Stops_the_start_naming_lane_and_hour_when_the_stored_one_leaves_somebody_alone()
    {
        using var host = new Host(this);
        await host.Migrator.StartAsync(default);
        await host.Store.SaveAsync(0, DeadEnd, "", null);
        var stopped = await Assert.ThrowsAsync<BadSettingException>(() => host.Follower.StartAsync(default));
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
        await host.Follower.StartAsync(default);
        Assert.That((host.Follower.Current.Version, host.Follower.Current.Policy.Centres.Count, host.Follower.Trouble), Is.EqualTo((2, 4, (string?)null)));
    }

    [Test]
    public async Task Is_the_files_when_there_is_none_and_stays_the_stored_one_afterwards()
    {
        _routing.PolicyFile = FileOf(PolicyJson.Write(Policies.Example));
        using (var first = new Host(this))
        {
            await first.StartsAsync();
            Assert.That(first.Follower.Current.Policy.Centres, Has.Count.EqualTo(4));
            await first.Store.SaveAsync(1, Policies.Example with { Flood = new() { PerNumber = 7 } }, "", null);
        }
        using var again = new Host(this);
        await again.StartsAsync();
        Assert.That((again.Follower.Current.Version, again.Follower.Current.Policy.Flood.PerNumber), Is.EqualTo((2, 7)));
    }

    [Test]
    public void Refuses_a_file_that_leaves_somebody_alone_or_is_none()
    {
        Assert.That(Refusal(PolicyJson.Write(DeadEnd)), Does.StartWith("Routing__PolicyFile").And.Contain("lanes[1].closed").And.Contain("hohhot/psychological").And.Contain("Monday at 00:00"));
        Assert.That(Refusal(PolicyJson.Write(Policies.Example).Replace("\"closed\"", "\"close\"", StringComparison.Ordinal)), Does.StartWith("Routing__PolicyFile").And.Contain("lanes[0].close "));
        Assert.That(Refusal("{"), Does.StartWith("Routing__PolicyFile"));
        _routing.PolicyFile = Path.Combine(Folder, "nowhere.json");
        Assert.That(() => new Host(this), Throws.InstanceOf<BadSettingException>().With.Message.StartsWith("Routing__PolicyFile"));
    }

    [Test]
    public async Task Is_the_settings_while_the_record_is_away_and_the_stored_one_when_it_is_back()
    {
        var record = new RecordOutOfReach(Folder);
        using (var earlier = new Host(this))
        {
            await earlier.StartsAsync();
            await earlier.Store.SaveAsync(1, Policies.Example, "", null);
        }
        record.Goes();

        using var host = new Host(this);
        await host.StartsAsync();
        Assert.That((host.Follower.Current.Version, host.Follower.Current.Map.Region), Is.EqualTo((0, "north")), "calls are answered");
        Assert.That(host.Follower.Trouble, Does.Contain("could not be read"));

        record.ComesBack();
        await Eventually.True(() => host.Follower.Current.Version == 2 && host.Follower.Trouble is null, "the stored policy is in force", TimeSpan.FromSeconds(60));
    }

    private static RoutingPolicy DeadEnd => Policies.Example with { Lanes = Policies.Example.Lanes.With(1, l => l with { Closed = [] }) };

    private string FileOf(string text)
    {
        var file = Path.Combine(Folder, "policy.json");
        File.WriteAllText(file, text);
        return file;
    }

    private string Refusal(string text)
    {
        _routing.PolicyFile = FileOf(text);
        return Assert.Throws<BadSettingException>(() => new Host(this).Dispose())!.Message;
    }
}
