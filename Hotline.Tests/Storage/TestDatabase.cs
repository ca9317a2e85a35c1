using System.Security.Cryptography;
using Dapper;
using Hotline.Core.Storage;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace Hotline.Tests.Storage;

/// <summary>
/// A database of one test, empty or migrated, gone afterwards. SQLite: a file of its own. SQL Server: a database of its own on the server that
/// <c>HOTLINE_TEST_SQLSERVER</c> names (a connection string of somebody who may create databases there; whatever database it names is left alone);
/// without it those tests are ignored with the reason.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private const int DatabaseInUse = 3702, Seconds = 120;

    private readonly Func<Task> _drop;

    private TestDatabase(StorageProvider provider, string connectionString, Func<Task> drop)
    {
        (Provider, ConnectionString, _drop) = (provider, connectionString, drop);
        Database = new Database(Options.Create(new StorageOptions { Provider = provider.ToString(), ConnectionString = connectionString }));
    }

    public StorageProvider Provider { get; }

    public string ConnectionString { get; }

    public Database Database { get; }

    public static async Task<TestDatabase> CreateAsync(StorageProvider provider = StorageProvider.Sqlite)
    {
        var database = await CreateEmptyAsync(provider);
        await database.NewMigrator().RunAsync();
        return database;
    }

    public static Task<TestDatabase> CreateEmptyAsync(StorageProvider provider) =>
        provider == StorageProvider.Sqlite ? Task.FromResult(SqliteFile()) : SqlServerDatabaseAsync();

    /// <summary>One as another host would start.</summary>
    public Migrator NewMigrator() => new(Database, TimeProvider.System, NullLogger<Migrator>.Instance);

    public ValueTask DisposeAsync() => new(_drop());

    private static TestDatabase SqliteFile()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("hotline-sql-").FullName;
        var connection = $"Data Source={Path.Combine(folder, "hotline.db")}";
        return new TestDatabase(StorageProvider.Sqlite, connection, () =>
        {
            SqliteConnection.ClearAllPools();
            System.IO.Directory.Delete(folder, recursive: true);
            return Task.CompletedTask;
        });
    }

    private static async Task<TestDatabase> SqlServerDatabaseAsync()
    {
        var server = Environment.GetEnvironmentVariable("HOTLINE_TEST_SQLSERVER");
        if (string.IsNullOrWhiteSpace(server)) Assert.Ignore("HOTLINE_TEST_SQLSERVER holds no connection string of a SQL Server.");
        var name = "hotline_test_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        var master = new SqlConnectionStringBuilder(server) { InitialCatalog = "master" }.ConnectionString;
        await using (var connection = new SqlConnection(master)) await connection.ExecuteAsync($"CREATE DATABASE {name}", commandTimeout: Seconds);
        return new TestDatabase(StorageProvider.SqlServer, new SqlConnectionStringBuilder(server) { InitialCatalog = name }.ConnectionString, async () =>
        {
            await using var connection = new SqlConnection(master);
            for (var attempt = 1; ; attempt++)
            {
                SqlConnection.ClearAllPools();
                try
                {
                    await connection.ExecuteAsync($"DROP DATABASE {name}", commandTimeout: Seconds);
                    return;
                }
                catch (SqlException e) when (e.Number == DatabaseInUse && attempt < 20)
                {
                    // A pooled connection is closed on this side a moment before the server has let go of it.
                    await Task.Delay(TimeSpan.FromMilliseconds(100));
                }
            }
        });
    }
}
