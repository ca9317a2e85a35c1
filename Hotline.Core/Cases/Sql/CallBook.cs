using Dapper;
using Hotline.Core.Calls;
using Hotline.Core.Calls.Sql;
using Hotline.Core.Staff;
using Hotline.Core.Storage;

namespace Hotline.Core.Cases.Sql;

/// <summary>Looks calls up in the record. Reads only; the recorder writes.</summary>
public sealed class CallBook(Database database)
{
    private const string Columns = """
        c.call_id, c.state, c.number_mask, c.number_key, c.number_sealed, c.skill, c.centre, c.arrived_at, c.accepted_at, c.connected_at, c.ended_at,
        c.answered_by, s.display_name AS operator_name, (SELECT COUNT(*) FROM note_versions n WHERE n.call_id = c.call_id) AS signed_versions
        """;

    public async Task<CallEntry?> FindAsync(CallId call, CancellationToken stop = default)
    {
        const string sql = $"SELECT {Columns} FROM calls c LEFT JOIN staff s ON s.staff_id = c.answered_by WHERE c.call_id = @call";
        var row = await database.UseAsync(connection => connection.QuerySingleOrDefaultAsync<Row>(
            new CommandDefinition(sql, new { call }, cancellationToken: stop)), stop);
        return row?.ToEntry();
    }

    /// <summary>Newest first: the calls <paramref name="handledBy"/> answered, and, if given, all of <paramref name="centre"/>.</summary>
    public async Task<IReadOnlyList<CallEntry>> RecentAsync(StaffId handledBy, string? centre, int skip, int take, CancellationToken stop = default)
    {
        const string sqlite = $"""
            SELECT {Columns} FROM calls c LEFT JOIN staff s ON s.staff_id = c.answered_by
            WHERE c.answered_by = @handledBy OR c.centre = @centre
            ORDER BY c.arrived_at DESC, c.call_id LIMIT @take OFFSET @skip
            """;
        const string sqlServer = $"""
            SELECT {Columns} FROM calls c LEFT JOIN staff s ON s.staff_id = c.answered_by
            WHERE c.answered_by = @handledBy OR c.centre = @centre
            ORDER BY c.arrived_at DESC, c.call_id OFFSET @skip ROWS FETCH NEXT @take ROWS ONLY
            """;
        return await ListAsync(database.Pick(sqlite, sqlServer), new { handledBy, centre, skip, take }, stop);
    }

    /// <summary>Calls of the same number that arrived before this one, newest first.</summary>
    public async Task<IReadOnlyList<CallEntry>> EarlierAsync(string numberKey, CallId than, DateTimeOffset before, int take, CancellationToken stop = default)
    {
        const string sqlite = $"""
            SELECT {Columns} FROM calls c LEFT JOIN staff s ON s.staff_id = c.answered_by
            WHERE c.number_key = @numberKey AND c.call_id <> @than AND c.arrived_at <= @before
            ORDER BY c.arrived_at DESC, c.call_id LIMIT @take
            """;
        const string sqlServer = $"""
            SELECT {Columns} FROM calls c LEFT JOIN staff s ON s.staff_id = c.answered_by
            WHERE c.number_key = @numberKey AND c.call_id <> @than AND c.arrived_at <= @before
            ORDER BY c.arrived_at DESC, c.call_id OFFSET 0 ROWS FETCH NEXT @take ROWS ONLY
            """;
        return await ListAsync(database.Pick(sqlite, sqlServer), new { numberKey, than, before, take }, stop);
    }

    /// <summary>Every recorded event of a call.</summary>
    public async Task<IReadOnlyList<CallEvent>> EventsAsync(CallId call, CancellationToken stop = default)
    {
        const string sql = "SELECT event_id, kind, occurred_at, call_id, operator_id, fact_key, detail FROM call_events WHERE call_id = @call ORDER BY occurred_at, event_id";
        var rows = await database.UseAsync(connection => connection.QueryAsync<EventRow>(new CommandDefinition(sql, new { call }, cancellationToken: stop)), stop);
        return [.. rows.Select(r => r.ToEvent())];
    }

    /// <summary>Whether she ever accepted this call, or took it over; of a call answered twice, both operators have.</summary>
    public async Task<bool> AcceptedByAsync(CallId call, StaffId staff, CancellationToken stop = default)
    {
        const string sql = "SELECT COUNT(*) FROM call_events WHERE call_id = @call AND operator_id = @staff AND kind IN (@accepted, @takenOver)";
        var values = new { call, staff, accepted = EventKind.Accepted, takenOver = EventKind.TakenOver };
        return await database.UseAsync(connection => connection.ExecuteScalarAsync<int>(new CommandDefinition(sql, values, cancellationToken: stop)), stop) > 0;
    }

    private async Task<IReadOnlyList<CallEntry>> ListAsync(string sql, object values, CancellationToken stop)
    {
        var rows = await database.UseAsync(connection => connection.QueryAsync<Row>(new CommandDefinition(sql, values, cancellationToken: stop)), stop);
        return [.. rows.Select(r => r.ToEntry())];
    }

    private sealed class Row
    {
        public CallId CallId { get; set; }
        public string State { get; set; } = "";
        public string? NumberMask { get; set; }
        public string? NumberKey { get; set; }
        public byte[]? NumberSealed { get; set; }
        public string? Skill { get; set; }
        public string? Centre { get; set; }
        public DateTimeOffset ArrivedAt { get; set; }
        public DateTimeOffset? AcceptedAt { get; set; }
        public DateTimeOffset? ConnectedAt { get; set; }
        public DateTimeOffset? EndedAt { get; set; }
        public StaffId? AnsweredBy { get; set; }
        public string? OperatorName { get; set; }
        public int SignedVersions { get; set; }

        public CallEntry ToEntry() => new(
            CallId, Enum.Parse<CallState>(State), NumberMask, NumberKey, NumberSealed, Skill, Centre, ArrivedAt, AcceptedAt, ConnectedAt, EndedAt,
            AnsweredBy, OperatorName, SignedVersions);
    }
}
