using Hotline.Core.Care;
using Hotline.Core.Care.Sql;
using Hotline.Core.Routing.Policy;
using Hotline.Core.Storage;
using Hotline.Tests.Servers;
using Hotline.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace Hotline.Tests.Care;

/// <summary>What a host asks by, whatever happens to the record.</summary>
internal sealed class The_questions_asked
{
    private string _folder = "";

    [SetUp]
    public void AFolder() => _folder = System.IO.Directory.CreateTempSubdirectory("hotline-questions-").FullName;

    [TearDown]
    public void NoFolder()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Are_the_shipped_ones_at_first_stored_once_by_hosts_that_start_together()
    {
        using var one = new Host(_folder);
        using var two = new Host(_folder);
        await Task.WhenAll(one.StartsAsync(), two.StartsAsync());
        Assert.That((one.Book.Current.Version, two.Book.Current.Version, await one.Store.NewestVersionAsync()), Is.EqualTo((1, 1, 1)));
        Assert.That(PolicyJson.Write(one.Book.Current.Form), Is.EqualTo(PolicyJson.Write(ShippedQuestions.Read())));
        Assert.That((await one.Store.FindAsync(1))!.Version.SavedBy, Is.Null);
    }

    [Test]
    public async Task Follow_what_another_host_saves_and_earlier_ones_are_still_read()
    {
        using var host = new Host(_folder);
        await host.StartsAsync();
        await host.Store.SaveAsync(1, Forms.WithMood, null);
        await Eventually.True(() => host.Book.Current.Version == 2, "asked here too", TimeSpan.FromSeconds(60));
        Assert.That(host.Book.Current.Form.Find("mood", "bad"), Is.Not.Null);
        Assert.That((await host.Book.FindAsync(1))!.Form.Find("mood", "bad"), Is.Null);
        Assert.That(await host.Book.FindAsync(3), Is.Null);

        using var later = new Host(_folder);
        await later.StartsAsync();
        Assert.That((await later.Book.FindAsync(1))!.Form.Questions, Has.Count.EqualTo(10), "by a host that never asked by it");
    }

    [Test]
    public async Task Stay_the_last_good_ones_when_a_later_program_wrote_what_this_one_cannot_read()
    {
        using var host = new Host(_folder);
        await host.StartsAsync();
        await host.Database.UseAsync(connection => Dapper.SqlMapper.ExecuteAsync(connection,
            "INSERT INTO risk_questions (version, document, saved_at) VALUES (2, '{\"weights\":[]}', @at)", new { at = TimeProvider.System.GetUtcNow() }));
        Assert.That((await host.Book.LookAsync(default), host.Book.Current.Version), Is.EqualTo((false, 1)));
    }

    [Test]
    public async Task Go_on_while_the_record_is_away()
    {
        var record = new RecordOutOfReach(_folder);
        using var host = new Host(_folder);
        await host.StartsAsync();
        await host.Store.SaveAsync(1, Forms.WithMood, null);
        await Eventually.True(() => host.Book.Current.Version == 2, "asked here too", TimeSpan.FromSeconds(60));
        record.Goes();

        Assert.That((await host.Book.LookAsync(default), host.Book.Current.Version), Is.EqualTo((false, 2)));
        Assert.That((await host.Book.FindAsync(1))!.Form.Questions, Has.Count.EqualTo(10), "known, and in memory");
        using var started = new Host(_folder);
        await started.StartsAsync();
        Assert.That((started.Book.Current.Version, started.Book.Current.Form.Questions.Count), Is.EqualTo((0, 10)), "a host that starts now asks the shipped ones");

        record.ComesBack();
        await Eventually.True(() => started.Book.Current.Version == 2, "and the newest as soon as it is back", TimeSpan.FromSeconds(60));
    }

    /// <summary>As much of a host as has to do with the questions.</summary>
    private sealed class Host : IDisposable
    {
        private readonly Migrator _migrator;

        public Host(string folder)
        {
            Database = new Database(Options.Create(new StorageOptions { Provider = "Sqlite", ConnectionString = $"Data Source={Path.Combine(folder, "hotline.db")}" }));
            _migrator = new Migrator(Database, TimeProvider.System, NullLogger<Migrator>.Instance);
            Store = new RiskQuestionStore(Database, new AuditLog(Database, Sealing_values.Keys(), TimeProvider.System), TimeProvider.System);
            Book = new RiskQuestionBook(Store, _migrator, TimeProvider.System, NullLogger<RiskQuestionBook>.Instance);
        }

        public Database Database { get; }
        public RiskQuestionStore Store { get; }
        public RiskQuestionBook Book { get; }

        public async Task StartsAsync()
        {
            await _migrator.StartAsync(default);
            await Book.StartAsync(default);
        }

        public void Dispose()
        {
            Book.StopAsync(default).GetAwaiter().GetResult();
            _migrator.StopAsync(default).GetAwaiter().GetResult();
            Book.Dispose();
            _migrator.Dispose();
        }
    }
}
