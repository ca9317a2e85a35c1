using Hotline.Core.Storage;
using Hotline.Tests.Servers;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace Hotline.Tests.Storage;

/// <summary>What a host keeps in memory of a document in versions, whatever happens to the record.</summary>
internal abstract class VersionFollowerSpec<TStore, TFollower> where TFollower : VersionFollower
{
    protected string Folder { get; private set; } = "";

    private string RecordFile => Path.Combine(Folder, "hotline.db");

    [SetUp]
    public void AFolder() => Folder = System.IO.Directory.CreateTempSubdirectory("hotline-versions-").FullName;

    [TearDown]
    public void NoFolder()
    {
        SqliteConnection.ClearAllPools();
        System.IO.Directory.Delete(Folder, recursive: true);
    }

    protected abstract TStore StoreOn(Database database, SealingKeys keys, AuditLog audit);

    protected abstract TFollower FollowerOf(TStore store, Migrator migrator);

    protected abstract Task<int> NewestIn(TStore store);

    protected abstract int CurrentOf(TFollower follower);

    /// <summary>As another host saves it, upon the first version.</summary>
    protected abstract Task SaveASecondAsync(TStore store);

    [Test]
    public async Task First_is_stored_once_by_hosts_that_start_together()
    {
        using var one = new Host(this);
        using var two = new Host(this);
        await Task.WhenAll(one.StartsAsync(), two.StartsAsync());
        Assert.That((CurrentOf(one.Follower), CurrentOf(two.Follower), await NewestIn(one.Store)), Is.EqualTo((1, 1, 1)));
    }

    [Test]
    public async Task Follows_what_another_host_saves()
    {
        using var host = new Host(this);
        await host.StartsAsync();
        await SaveASecondAsync(host.Store);
        await Eventually.True(() => CurrentOf(host.Follower) == 2, "the next beat takes it up", TimeSpan.FromSeconds(60));
        CheckTheSecond(host);
    }

    protected abstract void CheckTheSecond(Host host);

    /// <summary>As much of a host as has to do with the document.</summary>
    protected sealed class Host : IDisposable
    {
        public Host(VersionFollowerSpec<TStore, TFollower> test)
        {
            Database = new Database(Options.Create(new StorageOptions { Provider = "Sqlite", ConnectionString = $"Data Source={test.RecordFile}" }));
            var keys = Sealing_values.Keys();
            Migrator = new Migrator(Database, TimeProvider.System, NullLogger<Migrator>.Instance);
            Store = test.StoreOn(Database, keys, new AuditLog(Database, keys, TimeProvider.System));
            Follower = test.FollowerOf(Store, Migrator);
        }

        public Database Database { get; }
        public Migrator Migrator { get; }
        public TStore Store { get; }
        public TFollower Follower { get; }

        public async Task StartsAsync()
        {
            await Migrator.StartAsync(default);
            await Follower.StartAsync(default);
        }

        public void Dispose()
        {
            Follower.StopAsync(default).GetAwaiter().GetResult();
            Migrator.StopAsync(default).GetAwaiter().GetResult();
            Follower.Dispose();
            Migrator.Dispose();
        }
    }
}
