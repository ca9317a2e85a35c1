using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hotline.Bench.Carrier;
using Hotline.Bench.Measuring;
using Hotline.Bench.Running;
using Microsoft.Data.Sqlite;

namespace Hotline.Bench.Judging;

/// <summary>
/// Whether live state, record and carrier tell the same of every call, when all are over and the recorder has copied what happened. Reads Redis and
/// SQLite past the product, whose own reading could be wrong in the same way as its writing; so it knows the names of two keys and two tables.
/// </summary>
/// <param name="Calls">How many the carrier had.</param>
/// <param name="CaughtUpSeconds">How long the recorder took until nothing was left to copy; null: longer than we waited.</param>
internal sealed record Agreement(int Calls, double? CaughtUpSeconds)
{
    private const string Events = $"{{{Installation.Network}}}:events", Live = $"{{{Installation.Network}}}:calls";

    private const int AtOnce = 500;

    private static readonly TimeSpan CatchUpWithin = TimeSpan.FromMinutes(5), Look = TimeSpan.FromMilliseconds(200), Settle = TimeSpan.FromSeconds(20);

    /// <summary>How many events wait to be copied into the record.</summary>
    public static async Task<long> UnrecordedAsync(Installation installation, CancellationToken stop)
    {
        using var redis = await RedisWire.ConnectAsync(installation.RedisPort, installation.RedisPassword, stop);
        return long.Parse((await redis.AskAsync(stop, "XLEN", Events))!, CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until the recorder has nothing left to copy. How many seconds it took; null: longer than we waited.</summary>
    public static async Task<double?> CaughtUpAsync(Installation installation, CancellationToken stop)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < CatchUpWithin)
        {
            if (await UnrecordedAsync(installation, stop) == 0) return Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 1);
            await Task.Delay(Look, stop);
        }
        return null;
    }

    /// <param name="strict">Nothing failed, so each act of a call happened exactly once; otherwise an offer may have been repeated.</param>
    public static async Task<Agreement> CheckAsync(Installation installation, Exchange exchange, bool strict, CancellationToken stop)
    {
        var start = Stopwatch.GetTimestamp();
        while (exchange.Callers.Any(caller => !caller.IsOver) && Stopwatch.GetElapsedTime(start) < Settle) await Task.Delay(Look, stop);
        var caughtUp = await CaughtUpAsync(installation, stop);

        var judge = exchange.Judge;
        var callers = exchange.Callers.Where(caller => caller.Call is not null).ToList();
        foreach (var caller in exchange.Callers.Where(caller => !caller.Left && !(caller.WasServed && caller.IsOver)))
            judge.Found(Violation.LostCall, $"leg {caller.Sid}, call {caller.Call}, {(caller.IsOver ? "ended" : "still alive")}, {(caller.WasServed ? "served" : "never served")}");
        var recorded = await RecordedAsync(installation.Database, strict, [.. callers.Select(caller => caller.Call!)], judge, stop);
        var live = await LiveAsync(installation, callers, stop);
        foreach (var caller in callers)
        {
            // Who was offered to somebody while she hung up may be told as answered.
            string[] expected = caller.WasServed ? ["Closed"] : ["Abandoned"];
            var told = (Record: recorded.GetValueOrDefault(caller.Call!, "missing"), Live: live.GetValueOrDefault(caller.Call!, "missing"));
            if (!expected.Contains(told.Record) || told.Live != told.Record)
                judge.Found(Violation.Disagreement, $"call {caller.Call}: carrier {(caller.WasServed ? "served" : "left")}, record {told.Record}, live state {told.Live}");
        }
        return new Agreement(callers.Count, caughtUp);
    }

    private static async Task<Dictionary<string, string>> RecordedAsync(string database, bool strict, HashSet<string> ours, Judge judge, CancellationToken stop)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly }.ToString());
        await connection.OpenAsync(stop);
        var states = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var calls = connection.CreateCommand();
        calls.CommandText = "SELECT call_id, state FROM calls";
        await using (var rows = await calls.ExecuteReaderAsync(stop))
            while (await rows.ReadAsync(stop)) states[rows.GetString(0)] = rows.GetString(1);

        await using var twice = connection.CreateCommand();
        twice.CommandText = strict
            ? "SELECT call_id, kind, COUNT(*) FROM call_events WHERE kind IN ('call.arrived', 'call.offered', 'call.accepted', 'call.connected', 'call.ended') AND call_id IS NOT NULL GROUP BY call_id, kind HAVING COUNT(*) > 1"
            : "SELECT call_id, kind, COUNT(*) FROM call_events WHERE kind IN ('call.arrived', 'call.connected', 'call.ended') AND call_id IS NOT NULL GROUP BY call_id, kind HAVING COUNT(*) > 1";
        await using (var rows = await twice.ExecuteReaderAsync(stop))
            while (await rows.ReadAsync(stop))
                if (ours.Contains(rows.GetString(0))) judge.Found(Violation.EffectTwice, $"call {rows.GetString(0)}: {rows.GetInt64(2)} times {rows.GetString(1)}");
        return states;
    }

    private static async Task<Dictionary<string, string>> LiveAsync(Installation installation, IReadOnlyList<CallerLine> callers, CancellationToken stop)
    {
        using var redis = await RedisWire.ConnectAsync(installation.RedisPort, installation.RedisPassword, stop);
        var states = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var some in callers.Chunk(AtOnce))
        {
            var found = await redis.AskManyAsync(stop, ["HMGET", Live, .. some.Select(caller => caller.Call!)]);
            foreach (var (caller, text) in some.Zip(found))
            {
                if (text is null) continue;
                using var call = JsonDocument.Parse(text);
                states[caller.Call!] = call.RootElement.GetProperty("state").GetString() ?? "";
            }
        }
        return states;
    }
}
