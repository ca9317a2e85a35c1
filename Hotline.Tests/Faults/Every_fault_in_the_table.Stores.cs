using System.Diagnostics;
using System.Globalization;
using Hotline.Core.Routing;
using Hotline.Tests.Servers;
using Microsoft.Data.Sqlite;
using NUnit.Framework;

namespace Hotline.Tests.Faults;

internal sealed partial class Every_fault_in_the_table
{
    /// <summary>Longer than every command's time-out, shorter than what would make a test long.</summary>
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(Figure("HOTLINE_FAULT_OUTAGE", 4));

    /// <summary>So many wait when the live state is wiped.</summary>
    private static readonly int Waiting = Figure("HOTLINE_FAULT_WAITING", 500);

    /// <summary>A place may differ by so much.</summary>
    private static readonly TimeSpan SameOrder = TimeSpan.FromSeconds(1);

    [Test]
    public Task Redis_killed() => Stage.PlayAsync("Redis killed (SIGKILL)", async _ =>
    {
        await Cluster.Redis.KillAsync();
        await Task.Delay(Outage);
        await Cluster.Redis.RestartAsync();
        return $"away for {Outage.TotalSeconds} s";
    }, greeting: 5);

    [Test]
    public Task Redis_reads_its_data_back() => Stage.PlayAsync("Redis reads its data back (LOADING)", async _ =>
    {
        await Cluster.Redis.RestartReadingAsync(Outage);
        await Task.Delay(Outage);
        await Cluster.Redis.EndReadingAsync();
        return $"for {Outage.TotalSeconds} s";
    }, greeting: 5);

    [Test]
    public Task Redis_hung() => Stage.PlayAsync("Redis hung (SIGSTOP)", async _ =>
    {
        Cluster.Redis.Stop();
        await Task.Delay(Outage);
        Cluster.Redis.Continue();
        return $"for {Outage.TotalSeconds} s";
    }, greeting: 5);

    [Test]
    public Task Redis_cut_off_from_one_host_of_each_kind() => Stage.PlayAsync("Redis cut off from one Api and one Agent", async _ =>
    {
        foreach (var (host, kind) in new[] { (Cluster.Api[0], 0), (Cluster.Agent[0], 1), (Cluster.Agent[0], 2) })
        {
            if (kind == 0) host.Redis.Cut();
            else if (kind == 1) host.Redis.FromTarget.BlackHole();
            else host.Redis.HalfClose();
        }
        await Task.Delay(Outage);
        Cluster.Api[0].Redis.Heal();
        Cluster.Agent[0].Redis.Heal();
        return "reset; answers lost; half closed";
    }, greeting: 5);

    [Test]
    public Task Redis_slow() => Stage.PlayAsync("Redis slow", async crowd =>
    {
        foreach (var host in Cluster.Api.Concat(Cluster.Agent)) host.Redis.Delays(TimeSpan.FromMilliseconds(150));
        var bridged = crowd.Bridged;
        await Eventually.True(() => crowd.Bridged >= bridged + 5, "calls are answered all the same", TimeSpan.FromSeconds(60));
        foreach (var host in Cluster.Api.Concat(Cluster.Agent)) host.Redis.Heal();
        return "300 ms there and back; five answered meanwhile";
    }, deadAir: 6);

    [Test]
    public Task Redis_takes_no_writes_for_want_of_memory() => Stage.PlayAsync("Redis takes no writes (memory full)", async _ =>
    {
        await Cluster.Redis.FillAsync();
        await Task.Delay(Outage);
        await Cluster.Redis.MakeRoomAsync();
        return $"for {Outage.TotalSeconds} s";
    }, greeting: 5);

    [Test]
    public Task Redis_takes_no_writes_as_a_replica() => Stage.PlayAsync("Redis takes no writes (made a replica)", async _ =>
    {
        await Cluster.Redis.FollowAsync();
        await Task.Delay(Outage);
        await Cluster.Redis.LeadAsync();
        return $"for {Outage.TotalSeconds} s";
    }, greeting: 5);

    [Test]
    public Task Redis_wiped() => Stage.PlayAsync("Redis wiped (FLUSHALL)", async crowd =>
    {
        // Nobody is taken from the line while the callers come back, so that the order in which they are taken then is theirs.
        foreach (var console in Stage.Shift) console.Wish = "Break";
        await Eventually.True(() => crowd.Talking == 0 && Stage.Shift.TrueForAll(s => s.State == "Break"), "nobody talks", TimeSpan.FromSeconds(60));
        crowd.Still = true;
        await Eventually.True(() => crowd.Greeted == 0, "everybody waits", TimeSpan.FromSeconds(60));
        var waiters = new Waiters(Cluster.Carrier);
        string remark;
        try
        {
            await waiters.ComeAsync(Waiting);
            // One of the crowd may have lost patience before it stood still, and be seen to hang up only now.
            await Eventually.True(async () => await InLanesAsync() >= Waiting + crowd.Waiting, $"{Waiting} wait in the lanes beside the crowd", TimeSpan.FromSeconds(60));
            // Events that the recorder has not copied yet go with a wiped Redis; nothing happens now, so there are none.
            await Eventually.True(async () => (await Stage.Agreement!.DifferencesAsync()).Count == 0, "everything is recorded", TimeSpan.FromSeconds(60));
            var places = await Cluster.PlacesAsync();
            await Cluster.Redis.FlushAllAsync();
            var since = Stopwatch.GetTimestamp();
            await Eventually.True(async () => await InLanesAsync() >= places.Count, "all are back", TimeSpan.FromSeconds(60));
            var back = Stopwatch.GetElapsedTime(since).TotalSeconds;
            var now = await Cluster.PlacesAsync();
            Assert.That(now.Keys, Is.EquivalentTo(places.Keys), "nobody was dropped, nobody came twice");
            Assert.That(places.Where(p => now[p.Key].Lane != p.Value.Lane), Is.Empty, "each in her lane");
            Assert.That(places.Max(p => Math.Abs(now[p.Key].Place - p.Value.Place)), Is.LessThanOrEqualTo(SameOrder.TotalMilliseconds), "the same order");
            remark = string.Create(CultureInfo.InvariantCulture, $"{places.Count} waiting, all back in their order after {back:0.0} s");
        }
        finally
        {
            await waiters.GoAsync();
        }
        await Eventually.True(async () => await InLanesAsync() <= crowd.Waiting, "they hang up again", TimeSpan.FromSeconds(60));
        foreach (var console in Stage.Shift) console.Wish = "Ready";
        crowd.Still = false;
        return remark;
    });

    [Test]
    public Task Sql_locked() => Stage.PlayAsync("SQL locked", async crowd =>
    {
        var bridged = crowd.Bridged;
        await using (var connection = await OpenDatabaseAsync())
        {
            await RunAsync(connection, "BEGIN EXCLUSIVE");
            await Task.Delay(TimeSpan.FromSeconds(7));
            await RunAsync(connection, "ROLLBACK");
        }
        // Undisturbed it is two to four a second, on a busy machine fewer.
        Assert.That(crowd.Bridged - bridged, Is.GreaterThan(3), "answered meanwhile");
        return $"for 7 s; {crowd.Bridged - bridged} answered meanwhile";
    }, greeting: 5);

    [Test]
    public Task Sql_slow() => Stage.PlayAsync("SQL slow", async crowd =>
    {
        var bridged = crowd.Bridged;
        await using var connection = await OpenDatabaseAsync();
        for (var i = 0; i < 4; i++)
        {
            await RunAsync(connection, "BEGIN EXCLUSIVE");
            await Task.Delay(TimeSpan.FromSeconds(1.5));
            await RunAsync(connection, "ROLLBACK");
            await Task.Delay(TimeSpan.FromMilliseconds(30));
        }
        return $"writes wait 1.5 s; {crowd.Bridged - bridged} answered meanwhile";
    }, greeting: 5);

    [Test]
    public Task Sql_takes_no_writes() => Stage.PlayAsync("SQL takes no writes (full)", async crowd =>
    {
        var bridged = crowd.Bridged;
        await LimitFilesAsync("4096:");
        await Task.Delay(TimeSpan.FromSeconds(5));
        var answered = crowd.Bridged - bridged;
        await LimitFilesAsync("unlimited:");
        return $"for 5 s; {answered} answered meanwhile";
    }, greeting: 5);

    private async Task<int> InLanesAsync() => (await Cluster.Desks.ReadBoardAsync("main"))?.Lanes.Sum(l => l.Waiting) ?? 0;

    private async Task<SqliteConnection> OpenDatabaseAsync()
    {
        var connection = new SqliteConnection($"Data Source={Cluster.Database};Pooling=False;Default Timeout=30");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task RunAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>No host can write a file beyond this size, as on a full disk.</summary>
    private async Task LimitFilesAsync(string size)
    {
        foreach (var host in Cluster.Api.Concat(Cluster.Agent))
        {
            using var limit = Process.Start("prlimit", ["--pid", host.Process.ToString(CultureInfo.InvariantCulture), $"--fsize={size}"]);
            await limit.WaitForExitAsync();
            Assert.That(limit.ExitCode, Is.Zero, "prlimit");
        }
    }
}
