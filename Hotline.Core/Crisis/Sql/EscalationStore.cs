using System.Data.Common;
using System.Text.Json;
using Dapper;
using Hotline.Core.Calls;
using Hotline.Core.Calls.Sql;
using Hotline.Core.Staff;
using Hotline.Core.Storage;

namespace Hotline.Core.Crisis.Sql;

/// <summary>
/// The record of escalations. Each row is locked before its events are read, so of two recorders the later one folds what both wrote
/// (raced by <c>The_record_of_escalations.Racing_recorders_leave_one_row_folded_from_everything</c>).
/// </summary>
public sealed class EscalationStore(Database database) : IEventProjection
{
    private const string Columns = """
        escalation_id, call_id, centre, skill, number_key, number_mask, causes, raised_by, raised_at, acknowledged_at, acknowledged_by,
        holder, held_by, held_since, round, steps, rescues, closed_at, closed_by, outcome
        """;

    private const string KeyBegin = "escalation/";

    async Task IEventProjection.WriteAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<CallEvent> events, CancellationToken stop)
    {
        // In one order everywhere, so that two recorders cannot hold one row each and wait for the other's.
        foreach (var id in events.Select(IdOf).OfType<EscalationId>().Distinct().OrderBy(id => id.Value, StringComparer.Ordinal))
        {
            await LockAsync(connection, transaction, id, stop);
            var all = await EventsAsync(connection, transaction, id, stop);
            if (all.Count > 0) await WriteAsync(connection, transaction, EscalationRecord.Fold(id, all), stop);
        }
    }

    /// <summary>Null when the record knows no such escalation (yet).</summary>
    public async Task<EscalationRecord?> GetAsync(EscalationId id, CancellationToken stop = default)
    {
        const string sql = $"SELECT {Columns} FROM escalations WHERE escalation_id = @id";
        var row = await database.UseAsync(connection => connection.QuerySingleOrDefaultAsync<Row>(
            new CommandDefinition(sql, new { id = id.Value }, cancellationToken: stop)), stop);
        return row?.ToRecord();
    }

    /// <summary>What happened to it, in order. The number's key is left out.</summary>
    public async Task<IReadOnlyList<TimelineEntry>> TimelineAsync(EscalationId id, CancellationToken stop = default) =>
        CallTimeline.Of(await database.UseAsync(connection => EventsAsync(connection, null, id, stop), stop));

    /// <summary>All that are open, the oldest first, at most <paramref name="take"/>.</summary>
    public async Task<IReadOnlyList<EscalationRecord>> OpenAsync(int take, CancellationToken stop = default)
    {
        const string query = $"SELECT {Columns} FROM escalations WHERE closed_at IS NULL ORDER BY raised_at, escalation_id";
        return await ListAsync($"{query} LIMIT @take", $"{query} OFFSET 0 ROWS FETCH NEXT @take ROWS ONLY", new { take }, stop);
    }

    /// <summary>Those of these centres raised before then, the newest first, at most <paramref name="take"/>.</summary>
    /// <param name="centres">At most 1,000.</param>
    public async Task<IReadOnlyList<EscalationRecord>> BeforeAsync(IReadOnlyCollection<string> centres, DateTimeOffset before, int take, CancellationToken stop = default)
    {
        const string query = $"SELECT {Columns} FROM escalations WHERE centre IN (@centres) AND raised_at < @before ORDER BY raised_at DESC, escalation_id DESC";
        return await ListAsync($"{query} LIMIT @take", $"{query} OFFSET 0 ROWS FETCH NEXT @take ROWS ONLY", new { centres = new TextList(centres), before, take }, stop);
    }

    private async Task<IReadOnlyList<EscalationRecord>> ListAsync(string sqlite, string sqlServer, object values, CancellationToken stop)
    {
        var rows = await database.UseAsync(connection => connection.QueryAsync<Row>(
            new CommandDefinition(database.Pick(sqlite, sqlServer), values, cancellationToken: stop)), stop);
        return [.. rows.Select(r => r.ToRecord())];
    }

    private static EscalationId? IdOf(CallEvent e) =>
        e.FactKey is { } key && key.StartsWith(KeyBegin, StringComparison.Ordinal) && EscalationId.TryParse(key.Split('/')[1], out var id) ? id : null;

    private static async Task LockAsync(DbConnection connection, DbTransaction transaction, EscalationId id, CancellationToken stop)
    {
        const string take = "UPDATE escalations SET revision = revision + 1 WHERE escalation_id = @id";
        const string make = """
            INSERT INTO escalations (escalation_id, centre, causes, raised_at, round, steps, rescues, revision) VALUES (@id, '', '', @at, 1, 0, '[]', 1)
            """;
        var values = new { id = id.Value, at = DateTimeOffset.UnixEpoch };
        if (await connection.ExecuteAsync(new CommandDefinition(take, values, transaction, cancellationToken: stop)) > 0) return;
        await connection.ExecuteAsync(new CommandDefinition(make, values, transaction, cancellationToken: stop));
    }

    /// <summary>By the unique index on their keys. Only SQLite's range is sure to mean its bytes.</summary>
    private async Task<IReadOnlyList<CallEvent>> EventsAsync(DbConnection connection, DbTransaction? transaction, EscalationId id, CancellationToken stop)
    {
        const string select = "SELECT call_id, event_id, kind, occurred_at, operator_id, fact_key, detail FROM call_events";
        const string sqlite = $"{select} WHERE fact_key >= @from AND fact_key < @until";
        const string sqlServer = $"{select} WHERE fact_key LIKE @any";
        var values = new { from = $"{KeyBegin}{id}/", until = $"{KeyBegin}{id}0", any = $"{KeyBegin}{id}/%" };
        var rows = await connection.QueryAsync<EventRow>(new CommandDefinition(database.Pick(sqlite, sqlServer), values, transaction, cancellationToken: stop));
        return [.. rows.Select(r => r.ToEvent())];
    }

    private static Task<int> WriteAsync(DbConnection connection, DbTransaction transaction, EscalationRecord record, CancellationToken stop)
    {
        const string update = """
            UPDATE escalations SET call_id = @CallId, centre = @Centre, skill = @Skill, number_key = @NumberKey, number_mask = @NumberMask, causes = @Causes,
                raised_by = @RaisedBy, raised_at = @RaisedAt, acknowledged_at = @AcknowledgedAt, acknowledged_by = @AcknowledgedBy, holder = @Holder,
                held_by = @HeldBy, held_since = @HeldSince, round = @Round, steps = @Steps, rescues = @Rescues, closed_at = @ClosedAt,
                closed_by = @ClosedBy, outcome = @Outcome
            WHERE escalation_id = @EscalationId
            """;
        return connection.ExecuteAsync(new CommandDefinition(update, Row.Of(record), transaction, cancellationToken: stop));
    }

    private sealed class Row
    {
        public string EscalationId { get; set; } = "";
        public CallId? CallId { get; set; }
        public string Centre { get; set; } = "";
        public string? Skill { get; set; }
        public string? NumberKey { get; set; }
        public string? NumberMask { get; set; }
        public string Causes { get; set; } = "";
        public StaffId? RaisedBy { get; set; }
        public DateTimeOffset RaisedAt { get; set; }
        public DateTimeOffset? AcknowledgedAt { get; set; }
        public string? AcknowledgedBy { get; set; }
        public string? Holder { get; set; }
        public string? HeldBy { get; set; }
        public DateTimeOffset? HeldSince { get; set; }
        public int Round { get; set; }
        public int Steps { get; set; }
        public string Rescues { get; set; } = "[]";
        public DateTimeOffset? ClosedAt { get; set; }
        public StaffId? ClosedBy { get; set; }
        public string? Outcome { get; set; }

        public EscalationRecord ToRecord() => new(
            new EscalationId(EscalationId), CallId, Centre, Skill, NumberKey, NumberMask,
            [.. Causes.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<EscalationCause>)], RaisedBy, RaisedAt, AcknowledgedAt, AcknowledgedBy,
            Holder, HeldBy, HeldSince, Round, Steps, JsonSerializer.Deserialize<RescueRecord[]>(Rescues) ?? [], ClosedAt, ClosedBy,
            Outcome is null ? null : Enum.Parse<CrisisOutcome>(Outcome));

        /// <summary>What comes from outside is cut to its column.</summary>
        public static Row Of(EscalationRecord record) => new()
        {
            EscalationId = record.Id.Value,
            CallId = record.Call,
            Centre = Cut(record.Centre, 64)!,
            Skill = Cut(record.Skill, 24),
            NumberKey = Cut(record.NumberKey, 64),
            NumberMask = Cut(record.NumberMask, 40),
            Causes = string.Join(',', record.Causes),
            RaisedBy = record.RaisedBy,
            RaisedAt = record.RaisedAt,
            AcknowledgedAt = record.AcknowledgedAt,
            AcknowledgedBy = Cut(record.AcknowledgedBy, 64),
            Holder = Cut(record.Holder, 64),
            HeldBy = Cut(record.HeldBy, 16),
            HeldSince = record.HeldSince,
            Round = record.Round,
            Steps = record.Steps,
            Rescues = JsonSerializer.Serialize(record.Rescues),
            ClosedAt = record.ClosedAt,
            ClosedBy = record.ClosedBy,
            Outcome = record.Outcome?.ToString(),
        };

        private static string? Cut(string? text, int length) => text?.Length > length ? text[..length] : text;
    }
}
