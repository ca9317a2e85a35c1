using Dapper;
using Hotline.Core.Storage;
using NUnit.Framework;

namespace Hotline.Tests.Storage;

public sealed class Migrating(StorageProvider provider) : DatabaseSpec(provider)
{
    protected override bool Migrated => false;

    [Test]
    public async Task Several_hosts_starting_at_once_apply_each_step_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Test.NewMigrator().RunAsync())));

        await using var connection = await Database.OpenAsync();
        var applied = await connection.QueryAsync<int>("SELECT number FROM schema_versions ORDER BY number");
        Assert.That(applied, Is.EqualTo(Migration.All().Select(m => m.Number)));
    }

    [Test]
    public async Task Starting_again_changes_nothing()
    {
        await Test.NewMigrator().RunAsync();
        Assert.That(async () => await Test.NewMigrator().RunAsync(), Throws.Nothing);
    }

    [Test]
    public async Task A_host_that_is_stopped_from_two_sides_stops()
    {
        var migrator = Test.NewMigrator();
        await migrator.StartAsync(CancellationToken.None);
        await migrator.StopAsync(CancellationToken.None);
        migrator.Dispose();
        Assert.That(async () => await migrator.StopAsync(CancellationToken.None), Throws.Nothing);
    }

    [Test]
    public async Task A_step_that_fails_leaves_nothing_behind_and_is_tried_again()
    {
        var broken = new Migration(1, "broken", "CREATE TABLE a (x INTEGER); CREATE TABLE oops (", "CREATE TABLE a (x int); CREATE TABLE oops (");
        var whole = broken with { Sqlite = "CREATE TABLE a (x INTEGER)", SqlServer = "CREATE TABLE a (x int)" };
        var log = Microsoft.Extensions.Logging.Abstractions.NullLogger<Migrator>.Instance;

        Assert.That(async () => await new Migrator(Database, TimeProvider.System, log, [broken]).RunAsync(), Throws.InstanceOf<System.Data.Common.DbException>());
        await new Migrator(Database, TimeProvider.System, log, [whole]).RunAsync();

        await using var connection = await Database.OpenAsync();
        Assert.That(await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM a"), Is.Zero);
    }

    [Test]
    public async Task A_database_without_schema_does_not_answer_a_ping_and_one_with_it_does()
    {
        Assert.That(await Database.PingAsync(), Is.False);
        await Test.NewMigrator().RunAsync();
        Assert.That(await Database.PingAsync(), Is.True);
    }
}

[TestFixture]
public sealed class Migration_files
{
    [Test]
    public void Are_numbered_without_gaps_and_paired() => Assert.That(Migration.All(), Is.Not.Empty);

    [Test]
    public void A_step_without_its_twin_is_refused() =>
        Assert.That(() => Migration.From([("0001_a.sqlite.sql", "")]), Throws.InvalidOperationException.With.Message.Contains("0001"));

    [Test]
    public void A_gap_is_refused() =>
        Assert.That(() => Migration.From([("0002_a.sqlite.sql", ""), ("0002_a.sqlserver.sql", "")]), Throws.InvalidOperationException.With.Message.Contains("0001"));

    [Test]
    public void Two_steps_of_one_number_are_refused() =>
        Assert.That(() => Migration.From([("0001_a.sqlite.sql", ""), ("0001_b.sqlserver.sql", "")]), Throws.InvalidOperationException);
}
