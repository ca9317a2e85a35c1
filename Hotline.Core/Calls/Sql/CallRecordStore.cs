using System.Data.Common;
using Dapper;
using Hotline.Core.Staff;
using Hotline.Core.Storage;

namespace Hotline.Core.Calls.Sql;

/// <summary>A call without an end, its caller's leg, and the skill of the lane she entered last.</summary>
public sealed record OpenCall(CallId Call, DateTimeOffset ArrivedAt, string Leg, string? Skill);

/// <summary>Who spoke with a number last.</summary>
public sealed record LastCounsellor(string NumberKey, StaffId Operator, DateTimeOffset At, string Skill);

/// <summary>
/// The record of calls. Appending is idempotent: an event id or a carrier fact that is already there is skipped. The call's row is locked before its
/// events are written and read, so of two recorders appending to one call the later one folds what both wrote
/// (raced by <c>Appending_events.Racing_recorders_leave_one_row_folded_from_everything</c>).
/// </summary>
public sealed class CallRecordStore
{
    private const string Columns = """
        call_id, number_sealed, number_key, number_mask, line, centre, skill, lane, arrived_at, first_waiting_at, offered_count,
        answered_by, accepted_at, connected_at, ended_at, wait_ms, talk_ms, state
        """;

    /// <summary>
    /// Calls whose events are in memory together. A thousand were some megabytes, alive at each collection of the youngest generation meanwhile: under load
    /// the host that copies paused for half the time.
    /// </summary>
    private const int FoldedTogether = 64;

    private readonly Database _database;
    private readonly IReadOnlyList<IEventProjection> _projections;

    /// <summary>The calls alone.</summary>
    public CallRecordStore(Database database) : this(database, [])
    {
    }

    /// <summary>And whatever later features fold from the same events.</summary>
    internal CallRecordStore(Database database, IEnumerable<IEventProjection> projections) => (_database, _projections) = (database, [.. projections]);

    /// <summary>Writes what is new, in one transaction, and folds each touched call's row again. Returns how many events were new.</summary>
    /// <exception cref="DbException">The database cannot be reached or refuses; nothing was written.</exception>
    public Task<int> AppendAsync(IReadOnlyList<CallEvent> events, CancellationToken stop = default) =>
        _database.TransactAsync(async (connection, transaction) =>
        {
            // In one order everywhere, so that two recorders cannot hold one call each and wait for the other's.
            var touched = events.Where(e => e.Call is not null).GroupBy(e => e.Call!.Value).OrderBy(g => g.Key.ToString(), StringComparer.Ordinal).ToList();
            await LockAsync(connection, transaction, touched.Select(call => (call.Key, call.Min(e => e.At))), stop);
            var added = await InsertAsync(connection, transaction, events, stop);
            await using var write = Writing(connection, transaction);
            foreach (var some in touched.Select(call => call.Key).Chunk(FoldedTogether))
            {
                var all = await EventsAsync(connection, transaction, some, stop);
                foreach (var call in some)
                {
                    // All its facts may be known under another call already; then there is nothing of this one.
                    if (all.Contains(call)) await CallRow.Of(CallRecord.Fold(all[call])).In(write).RunAsync(stop);
                    else await RemoveAsync(connection, transaction, call, stop);
                }
            }
            foreach (var projection in _projections) await projection.WriteAsync(connection, transaction, events, stop);
            return added;
        }, againOnDuplicate: true, stop);

    /// <summary>The call's row; null when the record knows no such call (yet).</summary>
    public async Task<CallRecord?> GetAsync(CallId call, CancellationToken stop = default)
    {
        const string sql = $"SELECT {Columns} FROM calls WHERE call_id = @call";
        var row = await _database.UseAsync(connection => connection.QuerySingleOrDefaultAsync<CallRow>(
            new CommandDefinition(sql, new { call }, cancellationToken: stop)), stop);
        return row?.ToRecord();
    }

    /// <summary>What happened to the call, in order; empty when the record knows no such call (yet).</summary>
    public async Task<IReadOnlyList<TimelineEntry>> TimelineAsync(CallId call, CancellationToken stop = default) =>
        CallTimeline.Of([.. (await _database.UseAsync(connection => EventsAsync(connection, null, [call], stop), stop))[call]]);

    /// <summary>Call-backs still open of calls since <paramref name="since"/>, the oldest booking first.</summary>
    public async Task<IReadOnlyList<CallBackRecord>> OpenCallBacksAsync(DateTimeOffset since, CancellationToken stop = default) =>
        [.. (await CallBacksAsync(since, null, stop)).Where(b => b.Outcome is null).OrderBy(b => b.BookedAt)];

    /// <summary>Call-backs of a centre's calls since <paramref name="since"/>, open and unreached, the newest booking first.</summary>
    public async Task<IReadOnlyList<CallBackRecord>> CallBacksOfCentreAsync(string centre, DateTimeOffset since, CancellationToken stop = default) =>
        [.. (await CallBacksAsync(since, centre, stop)).OrderByDescending(b => b.BookedAt)];

    private async Task<IEnumerable<CallBackRecord>> CallBacksAsync(DateTimeOffset since, string? centre, CancellationToken stop)
    {
        // By arrival: the index that lists the newest calls serves this too.
        const string which = "c.arrived_at >= @since AND c.state = 'CallbackBooked' AND (@centre IS NULL OR c.centre = @centre)";
        const string calls = $"SELECT {Columns} FROM calls c WHERE {which}";
        const string events = $"""
            SELECT e.call_id, e.event_id, e.kind, e.occurred_at, e.operator_id, e.fact_key, e.detail
            FROM calls c JOIN call_events e ON e.call_id = c.call_id
            WHERE {which} AND e.kind IN ('callback.booked', 'callback.not-reached', 'callback.ended', 'call.connected', 'call.reentered')
            """;
        var values = new { since, centre };
        var (rows, told) = await _database.UseAsync(async connection => (
            await connection.QueryAsync<CallRow>(new CommandDefinition(calls, values, cancellationToken: stop)),
            await connection.QueryAsync<EventRow>(new CommandDefinition(events, values, cancellationToken: stop))), stop);
        var byCall = told.ToLookup(e => e.CallId, e => e.ToEvent());
        return from row in rows
               let story = CallBackStory.Of(CallHistory.Of(byCall[row.CallId]))
               where story is not null
               let call = row.ToRecord()
               select new CallBackRecord(
                   call.Call, call.NumberSealed ?? "", call.NumberKey ?? "", call.NumberMask ?? "", call.Line, call.Centre, call.Skill ?? "",
                   call.ArrivedAt, story.PlaceAt ?? call.ArrivedAt, story.BookedAt, story.Until, story.Window,
                   story.Attempts, story.MostAttempts, story.Retry, story.LastAttemptAt, story.Outcome, story.EndedAt);
    }

    /// <summary>Calls that arrived between the two moments and have no end, the oldest first, at most <paramref name="take"/>.</summary>
    public async Task<IReadOnlyList<OpenCall>> OpenAsync(DateTimeOffset from, DateTimeOffset until, int take, CancellationToken stop = default)
    {
        const string query = """
            SELECT c.call_id, c.arrived_at, c.skill, e.detail FROM calls c INNER JOIN call_events e ON e.call_id = c.call_id AND e.kind = 'call.arrived'
            WHERE c.ended_at IS NULL AND c.arrived_at >= @from AND c.arrived_at < @until ORDER BY c.arrived_at, c.call_id
            """;
        const string sqlite = $"{query} LIMIT @take";
        const string sqlServer = $"{query} OFFSET 0 ROWS FETCH NEXT @take ROWS ONLY";
        var rows = await _database.UseAsync(connection => connection.QueryAsync<ArrivalRow>(
            new CommandDefinition(_database.Pick(sqlite, sqlServer), new { from, until, take }, cancellationToken: stop)), stop);
        return [.. rows.Select(r => new OpenCall(r.CallId, r.ArrivedAt, EventDetail.Text(r.Detail, "leg") ?? "", r.Skill)).DistinctBy(c => c.Call)];
    }

    /// <summary>When the carrier told that a leg ended which no call was known for; null when it has not.</summary>
    public async Task<DateTimeOffset?> OrphanEndedAsync(string leg, CancellationToken stop = default)
    {
        const string sql = "SELECT occurred_at FROM call_events WHERE fact_key = @fact AND call_id IS NULL";
        var values = new { fact = $"{leg}/{EventKind.LegEnded}" };
        return (await _database.UseAsync(connection => connection.QuerySingleOrDefaultAsync<OrphanRow>(new CommandDefinition(sql, values, cancellationToken: stop)), stop))?.OccurredAt;
    }

    /// <summary>Who spoke with each number last in calls that arrived since then; of the newest <paramref name="take"/> calls.</summary>
    public async Task<IReadOnlyList<LastCounsellor>> LastCounsellorsAsync(DateTimeOffset since, int take, CancellationToken stop = default)
    {
        const string query = """
            SELECT number_key, answered_by, connected_at, skill FROM calls
            WHERE arrived_at >= @since AND connected_at IS NOT NULL AND number_key IS NOT NULL AND answered_by IS NOT NULL AND skill IS NOT NULL
            ORDER BY arrived_at DESC, call_id
            """;
        const string sqlite = $"{query} LIMIT @take";
        const string sqlServer = $"{query} OFFSET 0 ROWS FETCH NEXT @take ROWS ONLY";
        var rows = await _database.UseAsync(connection => connection.QueryAsync<CallRow>(
            new CommandDefinition(_database.Pick(sqlite, sqlServer), new { since, take }, cancellationToken: stop)), stop);
        return [.. rows.Select(r => new LastCounsellor(r.NumberKey!, r.AnsweredBy!.Value, r.ConnectedAt!.Value, r.Skill!)).DistinctBy(l => l.NumberKey)];
    }

    private static async Task LockAsync(DbConnection connection, DbTransaction transaction, IEnumerable<(CallId Call, DateTimeOffset At)> calls, CancellationToken stop)
    {
        await using var take = new RepeatedCommand(connection, transaction, "UPDATE calls SET revision = revision + 1 WHERE call_id = @call");
        await using var make = new RepeatedCommand(connection, transaction,
            "INSERT INTO calls (call_id, arrived_at, offered_count, state, revision) VALUES (@call, @at, 0, 'Greeted', 1)");
        foreach (var (call, at) in calls)
            if (await take.With("call", call).RunAsync(stop) == 0) await make.With("call", call).With("at", at).RunAsync(stop);
    }

    private async Task<int> InsertAsync(DbConnection connection, DbTransaction transaction, IEnumerable<CallEvent> events, CancellationToken stop)
    {
        const string insert = "INSERT INTO call_events (event_id, kind, occurred_at, call_id, operator_id, fact_key, detail)";
        const string sqlite = $"{insert} VALUES (@id, @kind, @at, @call, @operator, @fact, @detail) ON CONFLICT DO NOTHING";
        const string sqlServer = $"""
            {insert}
            SELECT @id, @kind, @at, @call, @operator, @fact, @detail
            WHERE NOT EXISTS (SELECT 1 FROM call_events WHERE event_id = @id)
              AND NOT EXISTS (SELECT 1 FROM call_events WHERE fact_key = @fact)
            """;
        await using var command = new RepeatedCommand(connection, transaction, _database.Pick(sqlite, sqlServer));
        var added = 0;
        foreach (var e in events)
        {
            added += await command.With("id", e.Id).With("kind", e.Kind).With("at", e.At).With("call", e.Call).With("operator", e.Operator)
                .With("fact", FactKeys.Kept(e)).With("detail", e.Detail).RunAsync(stop);
        }
        return added;
    }

    private static async Task<ILookup<CallId, CallEvent>> EventsAsync(
        DbConnection connection, DbTransaction? transaction, IReadOnlyCollection<CallId> calls, CancellationToken stop)
    {
        const string select = "SELECT call_id, event_id, kind, occurred_at, operator_id, fact_key, detail FROM call_events WHERE call_id IN (@calls)";
        var values = new { calls = new IdList([.. calls.Select(call => call.Value)]) };
        var rows = await connection.QueryAsync<EventRow>(new CommandDefinition(select, values, transaction, cancellationToken: stop));
        return rows.ToLookup(r => r.CallId!.Value, r => r.ToEvent());
    }

    private static RepeatedCommand Writing(DbConnection connection, DbTransaction transaction) => new(connection, transaction, """
        UPDATE calls SET number_sealed = @sealed, number_key = @key, number_mask = @mask, line = @line, centre = @centre, skill = @skill, lane = @lane,
            arrived_at = @arrived, first_waiting_at = @waiting, offered_count = @offered, answered_by = @answeredBy, accepted_at = @accepted,
            connected_at = @connected, ended_at = @ended, wait_ms = @wait, talk_ms = @talk, state = @state
        WHERE call_id = @call
        """);

    private static Task<int> RemoveAsync(DbConnection connection, DbTransaction transaction, CallId call, CancellationToken stop) =>
        connection.ExecuteAsync(new CommandDefinition("DELETE FROM calls WHERE call_id = @call", new { call }, transaction, cancellationToken: stop));

    private sealed class ArrivalRow
    {
        public CallId CallId { get; set; }
        public DateTimeOffset ArrivedAt { get; set; }
        public string? Skill { get; set; }
        public string Detail { get; set; } = "";
    }

    private sealed class OrphanRow
    {
        public DateTimeOffset OccurredAt { get; set; }
    }
}
