using Hotline.Core.Storage;
using NUnit.Framework;

namespace Hotline.Tests.Storage;

/// <summary>The base of every store spec: one fixture class, run on each database. Subclasses repeat nothing but their name.</summary>
[TestFixture(StorageProvider.Sqlite)]
[TestFixture(StorageProvider.SqlServer)]
public abstract class DatabaseSpec(StorageProvider provider)
{
    private TestDatabase? _test;

    protected StorageProvider Provider => provider;

    protected TestDatabase Test => _test ?? throw new InvalidOperationException("Only inside a test.");

    protected Database Database => Test.Database;

    /// <summary>False for specs that start from nothing.</summary>
    protected virtual bool Migrated => true;

    [SetUp]
    public async Task GivenADatabaseOfItsOwn() =>
        _test = Migrated ? await TestDatabase.CreateAsync(provider) : await TestDatabase.CreateEmptyAsync(provider);

    [TearDown]
    public async Task DropIt()
    {
        if (_test is not null) await _test.DisposeAsync();
        _test = null;
    }
}
