using System.Data.Common;
using Dapper;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Storage;

/// <summary>
/// Brings the schema up to date when a host starts. Normally done before the host listens; if the database cannot be reached the host starts
/// without it after <see cref="Patience"/> (calls must be answered) and this goes on trying, with a log line every few seconds.
/// Several hosts may start at once: each step begins by inserting its version row, whose primary key makes every other host wait and then see
/// that it is done. Raced by <c>Migrating.Several_hosts_starting_at_once_apply_each_step_once</c>.
/// </summary>
public sealed class Migrator : IHostedService, IDisposable
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(5), Pause = TimeSpan.FromSeconds(3);
    private const int SqlServerObjectExists = 2714, StepSeconds = 120;

    private readonly Database _database;
    private readonly TimeProvider _clock;
    private readonly ILogger<Migrator> _log;
    private readonly IReadOnlyList<Migration> _steps;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _running = Task.CompletedTask;

    public Migrator(Database database, TimeProvider clock, ILogger<Migrator> log) : this(database, clock, log, Migration.All()) { }

    internal Migrator(Database database, TimeProvider clock, ILogger<Migrator> log, IReadOnlyList<Migration> steps) =>
        (_database, _clock, _log, _steps) = (database, clock, log, steps);

    /// <summary>Completes when the schema is up to date. Whoever writes to the record in the background waits for it.</summary>
    public Task Ready => _ready.Task;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = Task.Run(() => KeepTryingAsync(_stopping.Token), CancellationToken.None);
        return Task.WhenAny(_running, Task.Delay(Patience, _clock, cancellationToken));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // Only cancelled: a host that is stopped from two sides may dispose of this while the other side is still stopping it, and neither may fail by that.
    // Without a timer or a wait handle there is nothing to release.
    public void Dispose() => _stopping.Cancel();

    private async Task KeepTryingAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await RunAsync(stop);
                return;
            }
            catch (Exception e) when (e is DbException or InvalidOperationException or IOException or UnauthorizedAccessException or TimeoutException)
            {
                StorageLog.NotReady(_log, _database.Provider, Pause.TotalSeconds, e.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            await Task.Delay(Pause, _clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Applies what is missing, once.</summary>
    /// <exception cref="DbException">The database cannot be reached, or refused a step; nothing of that step remains.</exception>
    public async Task RunAsync(CancellationToken stop = default)
    {
        _database.EnsureFolder();
        await EnsureVersionsTableAsync(stop);
        foreach (var step in _steps) await ApplyAsync(step, stop);
        _ready.TrySetResult();
    }

    private async Task EnsureVersionsTableAsync(CancellationToken stop)
    {
        const string sqlite = "CREATE TABLE IF NOT EXISTS schema_versions (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)";
        const string sqlServer = """
            IF OBJECT_ID(N'schema_versions') IS NULL
                CREATE TABLE schema_versions (number int NOT NULL PRIMARY KEY, name nvarchar(100) NOT NULL, applied_at datetime2(3) NOT NULL)
            """;
        try
        {
            await _database.UseAsync(connection => connection.ExecuteAsync(new CommandDefinition(_database.Pick(sqlite, sqlServer), cancellationToken: stop)), stop);
        }
        catch (DbException e) when (Database.IsDuplicate(e) || e is SqlException { Number: SqlServerObjectExists })
        {
            // Another host made it between the look and the making.
        }
    }

    private async Task ApplyAsync(Migration step, CancellationToken stop)
    {
        const string claim = "INSERT INTO schema_versions (number, name, applied_at) VALUES (@Number, @Name, @At)";

        // Only saves the later transaction; the primary key decides.
        if (await IsAppliedAsync(step, stop)) return;
        try
        {
            await _database.TransactAsync(async (connection, transaction) =>
            {
                var row = new { step.Number, step.Name, At = _clock.GetUtcNow() };
                // Waits for whoever is at this step already.
                await connection.ExecuteAsync(new CommandDefinition(claim, row, transaction, StepSeconds, cancellationToken: stop));
                await connection.ExecuteAsync(new CommandDefinition(_database.Pick(step.Sqlite, step.SqlServer), null, transaction, StepSeconds, cancellationToken: stop));
            }, stop);
        }
        catch (DbException e) when (Database.IsDuplicate(e))
        {
            if (await IsAppliedAsync(step, stop)) return;
            throw;
        }
        StorageLog.Migrated(_log, step.Number, step.Name);
    }

    private Task<bool> IsAppliedAsync(Migration step, CancellationToken stop)
    {
        const string applied = "SELECT COUNT(*) FROM schema_versions WHERE number = @Number";
        return _database.UseAsync(async connection => await connection.ExecuteScalarAsync<int>(
            new CommandDefinition(applied, new { step.Number }, commandTimeout: StepSeconds, cancellationToken: stop)) > 0, stop);
    }
}
