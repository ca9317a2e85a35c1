using System.Data;
using System.Data.Common;
using Dapper;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Hotline.Core.Storage;

/// <summary>
/// The record's database, whichever of the two it is. Opens connections and knows the few things the dialects do not share.
/// Rows read by Dapper are classes with settable properties (columns <c>snake_case</c>): SQLite's integers are all 64-bit, so constructors do not match.
/// </summary>
public sealed class Database
{
    private const int Attempts = 8;
    private const int SqliteBusy = 5, SqliteLocked = 6, SqliteTooBig = 18, SqliteConstraint = 19, SqliteMismatch = 20, SqliteUnique = 2067, SqlitePrimaryKey = 1555;
    private const int SqlServerUniqueKey = 2627, SqlServerUniqueIndex = 2601, SqlServerDeadlock = 1205, SqlServerLockTimeout = 1222, SqlServerSnapshotConflict = 3960;

    /// <summary>SQL Server, where the connection string says nothing: people wait for these answers, and what runs behind them tries again anyway.</summary>
    private const int ConnectSeconds = 5, CommandSeconds = 10, PingSeconds = 2;

    private readonly string _connectionString;

    public Database(IOptions<StorageOptions> options)
    {
        TypeHandlers.Register();
        Provider = StorageOptionsCheck.ProviderOf(options.Value.Provider)!.Value;
        _connectionString = Provider == StorageProvider.Sqlite
            ? new SqliteConnectionStringBuilder(options.Value.ConnectionString) { ForeignKeys = true, DefaultTimeout = 5 }.ToString()
            : Bounded(new SqlConnectionStringBuilder(options.Value.ConnectionString));
    }

    public StorageProvider Provider { get; }

    /// <summary>An open connection; the caller disposes it. SQLite: WAL, busy time-out 5 s, foreign keys on, <c>synchronous=FULL</c>, 16 MB of cache (with its own 2 MB the recorder's random keys cost half as much again).</summary>
    /// <exception cref="DbException">The database cannot be reached, or every connection of the pool is in use.</exception>
    public async Task<DbConnection> OpenAsync(CancellationToken stop = default)
    {
        DbConnection connection = Provider == StorageProvider.Sqlite ? new SqliteConnection(_connectionString) : new SqlConnection(_connectionString);
        try
        {
            await connection.OpenAsync(stop);
            if (Provider == StorageProvider.Sqlite)
                await connection.ExecuteAsync(new CommandDefinition(
                    "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;", cancellationToken: stop));
            return connection;
        }
        catch (InvalidOperationException e) when (Provider == StorageProvider.SqlServer)
        {
            // How SqlClient says that no connection of the pool came free in time: for every caller a database out of reach.
            await connection.DisposeAsync();
            throw new NoConnectionException(e);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Runs <paramref name="work"/> on one open connection, each statement by itself. One that lost to a transaction (also a mere read can be SQL Server's
    /// deadlock victim) had no effect; <paramref name="work"/> is then run again from its beginning and must bear that.
    /// </summary>
    public Task<T> UseAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken stop = default) =>
        RepeatAsync(async () =>
        {
            await using var connection = await OpenAsync(stop);
            return await work(connection);
        }, againOnDuplicate: false, stop);

    /// <summary>
    /// Runs <paramref name="work"/> in one transaction and commits it. SQLite takes its write lock at the beginning (<c>BEGIN IMMEDIATE</c>), so a read
    /// followed by a write cannot fail half-way; SQL Server locks what is written, so work that decides by what it reads writes to that row first. A
    /// transaction that lost to another one (deadlock victim, busy file) is rolled back and run again, so <paramref name="work"/> has no effects outside
    /// the transaction and lets every database error out: after one, SQL Server may have ended the transaction or not.
    /// </summary>
    public Task<T> TransactAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken stop = default) => TransactAsync(work, againOnDuplicate: false, stop);

    /// <inheritdoc cref="TransactAsync{T}(Func{DbConnection, DbTransaction, Task{T}}, CancellationToken)"/>
    /// <param name="againOnDuplicate">Whether a key that another transaction took meanwhile is one more reason to look again.</param>
    public Task<T> TransactAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, bool againOnDuplicate, CancellationToken stop = default) =>
        RepeatAsync(async () =>
        {
            await using var connection = await OpenAsync(stop);
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, stop);
            var result = await work(connection, transaction);
            await transaction.CommitAsync(stop);
            return result;
        }, againOnDuplicate, stop);

    /// <inheritdoc cref="TransactAsync{T}(Func{DbConnection, DbTransaction, Task{T}}, CancellationToken)"/>
    public Task TransactAsync(Func<DbConnection, DbTransaction, Task> work, CancellationToken stop = default) =>
        TransactAsync(async (connection, transaction) =>
        {
            await work(connection, transaction);
            return true;
        }, stop);

    /// <summary>Whether the statement was refused because a primary key or unique index already holds the value.</summary>
    public static bool IsDuplicate(DbException error) => error switch
    {
        SqliteException e => e.SqliteErrorCode == SqliteConstraint && e.SqliteExtendedErrorCode is SqliteUnique or SqlitePrimaryKey,
        SqlException e => e.Number is SqlServerUniqueKey or SqlServerUniqueIndex,
        _ => false,
    };

    /// <summary>Whether the database refused the value itself (too long, of the wrong type, against a constraint): trying again would not help.</summary>
    public static bool IsRefusedValue(DbException error) => error switch
    {
        SqliteException e => e.SqliteErrorCode is SqliteTooBig or SqliteConstraint or SqliteMismatch,
        SqlException e => e.Number is 241 or 242 or 245 or 515 or 547 or 2628 or 8114 or 8115 or 8152,
        _ => false,
    };

    /// <summary>The statement of the dialect in use. Both are constants standing side by side at their only call site.</summary>
    public string Pick(string sqlite, string sqlServer) => Provider == StorageProvider.Sqlite ? sqlite : sqlServer;

    /// <summary>Whether the database answers and its schema is there. Never throws for a database that is down.</summary>
    public Task<bool> PingAsync(CancellationToken stop = default) => Provider == StorageProvider.Sqlite ? Task.Run(() => LookAsync(stop), stop) : LookAsync(stop);

    private async Task<bool> LookAsync(CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(TimeSpan.FromSeconds(PingSeconds));
        try
        {
            await using var connection = await OpenAsync(patience.Token);
            return await connection.ExecuteScalarAsync<int>(
                new CommandDefinition("SELECT COUNT(*) FROM schema_versions", commandTimeout: PingSeconds, cancellationToken: patience.Token)) > 0;
        }
        catch (Exception e) when (e is DbException or InvalidOperationException or TimeoutException
            || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return false;
        }
    }

    /// <summary>SQLite only: the folder of the database file exists afterwards.</summary>
    internal void EnsureFolder()
    {
        if (Provider != StorageProvider.Sqlite) return;
        var file = new SqliteConnectionStringBuilder(_connectionString).DataSource;
        if (file.StartsWith("file:", StringComparison.OrdinalIgnoreCase)) return;
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder) System.IO.Directory.CreateDirectory(folder);
    }

    /// <summary>
    /// SQLite answers on the thread that asks, and waits there for a lock. That thread may be the one that hands out Redis' replies, one after another:
    /// a locked file must not hold those up, so SQLite always works on a thread of its own (<c>Every_fault_in_the_table.Sql_locked</c>).
    /// </summary>
    private Task<T> RepeatAsync<T>(Func<Task<T>> once, bool againOnDuplicate, CancellationToken stop) => Provider == StorageProvider.Sqlite
        ? Task.Run(() => TryAsync(once, againOnDuplicate, stop), stop)
        : TryAsync(once, againOnDuplicate, stop);

    private static async Task<T> TryAsync<T>(Func<Task<T>> once, bool againOnDuplicate, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await once();
            }
            catch (DbException e) when (stop.IsCancellationRequested)
            {
                // SqlClient tells a cancelled command as an error of the server.
                throw new OperationCanceledException(e.Message, e, stop);
            }
            catch (DbException e) when (attempt < Attempts && (LostToAnother(e) || (againOnDuplicate && IsDuplicate(e))))
            {
                // Whoever won has gone on; from the beginning.
            }
        }
    }

    internal static string Bounded(SqlConnectionStringBuilder given)
    {
        if (!given.ShouldSerialize("Connect Timeout")) given.ConnectTimeout = ConnectSeconds;
        if (!given.ShouldSerialize("Command Timeout")) given.CommandTimeout = CommandSeconds;
        return given.ConnectionString;
    }

    private static bool LostToAnother(DbException error) => error switch
    {
        SqliteException e => e.SqliteErrorCode is SqliteBusy or SqliteLocked,
        SqlException e => e.Number is SqlServerDeadlock or SqlServerLockTimeout or SqlServerSnapshotConflict,
        _ => false,
    };

    private sealed class NoConnectionException(Exception cause) : DbException("No connection to the database came free in time.", cause);
}
