using Dapper;
using Hotline.Core.Staff;
using Hotline.Core.Storage;

namespace Hotline.Core.Calls.Sql;

/// <summary>One repair: what (a <see cref="RepairKind"/>), at which call, at whose desk.</summary>
public sealed record RepairEntry(DateTimeOffset At, string What, CallId? Call, StaffId? Operator);

/// <summary>The reconciler's repairs as the record has them. Reads only; the recorder writes.</summary>
public sealed class RepairBook(Database database)
{
    /// <summary>The latest first: those at calls and desks of one centre, or, for null, all, those that concern neither included.</summary>
    public async Task<IReadOnlyList<RepairEntry>> LatestAsync(string? centre, int take, CancellationToken stop = default)
    {
        // Their keys are in the order of time, so the unique index on them is what makes this cheap. Only SQLite's range is sure to mean its bytes.
        const string query = """
            SELECT e.occurred_at, e.detail, e.call_id, e.operator_id FROM call_events e
            LEFT JOIN calls c ON c.call_id = e.call_id LEFT JOIN staff s ON s.staff_id = e.operator_id
            """;
        const string whose = "(@centre IS NULL OR c.centre = @centre OR s.centre = @centre)";
        const string sqlite = $"{query} WHERE e.fact_key >= 'repair/' AND e.fact_key < 'repair0' AND {whose} ORDER BY e.fact_key DESC LIMIT @take";
        const string sqlServer = $"{query} WHERE e.fact_key LIKE N'repair/%' AND {whose} ORDER BY e.fact_key DESC OFFSET 0 ROWS FETCH NEXT @take ROWS ONLY";
        var rows = await database.UseAsync(connection => connection.QueryAsync<Row>(
            new CommandDefinition(database.Pick(sqlite, sqlServer), new { centre, take }, cancellationToken: stop)), stop);
        return [.. rows.Select(r => new RepairEntry(r.OccurredAt, EventDetail.Text(r.Detail, "what") ?? "", r.CallId, r.OperatorId))];
    }

    private sealed class Row
    {
        public DateTimeOffset OccurredAt { get; set; }
        public string Detail { get; set; } = "";
        public CallId? CallId { get; set; }
        public StaffId? OperatorId { get; set; }
    }
}
