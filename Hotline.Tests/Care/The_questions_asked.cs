using Hotline.Core.Care;
using Hotline.Core.Care.Sql;
using Hotline.Core.Routing.Policy;
using Hotline.Core.Storage;
using Hotline.Tests.Servers;
using Hotline.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;

namespace Hotline.Tests.Care;

/// <summary>What a host asks by, whatever happens to the record.</summary>
internal sealed class The_questions_asked : VersionFollowerSpec<RiskQuestionStore, RiskQuestionBook>
{
    protected override RiskQuestionStore StoreOn(Database database, SealingKeys keys, AuditLog audit) => new(database, audit, TimeProvider.System);

    protected override RiskQuestionBook FollowerOf(RiskQuestionStore store, Migrator migrator) =>
        new(store, migrator, TimeProvider.System, NullLogger<RiskQuestionBook>.Instance);

    protected override Task<int> NewestIn(RiskQuestionStore store) => store.NewestVersionAsync();

    protected override int CurrentOf(RiskQuestionBook follower) => follower.Current.Version;

    protected override Task SaveASecondAsync(RiskQuestionStore store) => store.SaveAsync(1, Forms.WithMood, null);

    protected override void CheckTheSecond(Host host) => Assert.That(host.Follower.Current.Form.Find("mood", "bad"), Is.Not.Null);

    [Test]
    public async Task Are_the_shipped_ones_at_first()
    {
        using var one = new Host(this);
        await one.StartsAsync();
        Assert.That(PolicyJson.Write(one.Follower.Current.Form), Is.EqualTo(PolicyJson.Write(ShippedQuestions.Read())));
        Assert.That((await one.Store.FindAsync(1))!.Version.SavedBy, Is.Null);
    }

    [Test]
    public async Task Of_earlier_versions_are_still_read()
    {
        using var host = new Host(this);
        await host.StartsAsync();
        await host.Store.SaveAsync(1, Forms.WithMood, null);
        await Eventually.True(() => host.Follower.Current.Version == 2, "asked here too", TimeSpan.FromSeconds(60));
        Assert.That((await host.Follower.FindAsync(1))!.Form.Find("mood", "bad"), Is.Null);
        Assert.That(await host.Follower.FindAsync(3), Is.Null);

        using var later = new Host(this);
        await later.StartsAsync();
        Assert.That((await later.Follower.FindAsync(1))!.Form.Questions, Has.Count.EqualTo(10), "by a host that never asked by it");
    }

    [Test]
    public async Task Stay_the_last_good_ones_when_a_later_program_wrote_what_this_one_cannot_read()
    {
        using var host = new Host(this);
        await host.StartsAsync();
        await host.Database.UseAsync(connection => Dapper.SqlMapper.ExecuteAsync(connection,
            "INSERT INTO risk_questions (version, document, saved_at) VALUES (2, '{\"weights\":[]}', @at)", new { at = TimeProvider.System.GetUtcNow() }));
        Assert.That((await host.Follower.LookAsync(default), host.Follower.Current.Version), Is.EqualTo((false, 1)));
    }

    [Test]
    public async Task Go_on_while_the_record_is_away()
    {
        var record = new RecordOutOfReach(Folder);
        using var host = new Host(this);
        await host.StartsAsync();
        await host.Store.SaveAsync(1, Forms.WithMood, null);
        await Eventually.True(() => host.Follower.Current.Version == 2, "asked here too", TimeSpan.FromSeconds(60));
        record.Goes();

        Assert.That((await host.Follower.LookAsync(default), host.Follower.Current.Version), Is.EqualTo((false, 2)));
        Assert.That((await host.Follower.FindAsync(1))!.Form.Questions, Has.Count.EqualTo(10), "known, and in memory");
        using var started = new Host(this);
        await started.StartsAsync();
        Assert.That((started.Follower.Current.Version, started.Follower.Current.Form.Questions.Count), Is.EqualTo((0, 10)), "a host that starts now asks the shipped ones");

        record.ComesBack();
        await Eventually.True(() => started.Follower.Current.Version == 2, "and the newest as soon as it is back", TimeSpan.FromSeconds(60));
    }
}
