using System.Data.Common;
using System.Text.Json;
using Dapper;
using Hotline.Core.Calls;
using Hotline.Core.Directory;
using Hotline.Core.Staff;
using Hotline.Core.Storage;

namespace Hotline.Core.Care.Sql;

/// <summary>What came of changing a risk record.</summary>
public enum RiskSaved
{
    Done,

    /// <summary>Somebody changed it meanwhile; nothing was kept.</summary>
    Newer,
}

/// <summary>
/// Risk records, with the follow-ups that open and close with them: a record and its due work are written in one transaction (raced by
/// <c>Keeping_a_risk_record.Many_who_open_at_once_leave_one_record_with_five_follow_ups</c>).
/// </summary>
public sealed class RiskRecordStore(Database database, Sealing sealing, NetworkOptions network, TimeProvider clock)
{
    private const string WordsPurpose = "risk_records.words_sealed", ReasonPurpose = "risk_records.reason_sealed";

    private const string OpenOf = """
        SELECT record_id, subject, number_mask, centre, call_id, level, words_sealed, revision, opened_at, opened_by, changed_at, changed_by
        FROM risk_records WHERE open_key = @subject
        """;

    /// <summary>The open record; null: none is.</summary>
    public async Task<RiskRecord?> OpenOfAsync(string subject, CancellationToken stop = default)
    {
        var row = await database.UseAsync(connection => connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(OpenOf, new { subject }, cancellationToken: stop)), stop);
        return row is null ? null : ToRecord(row);
    }

    /// <summary>Everyone of whom a record is open and whose number is known: what the live state is held to.</summary>
    public async Task<IReadOnlyList<CareSubject>> OpenSubjectsAsync(CancellationToken stop = default)
    {
        const string sql = "SELECT subject, number_mask FROM risk_records WHERE closed_at IS NULL AND number_mask <> ''";
        var rows = await database.UseAsync(connection => connection.QueryAsync<Row>(new CommandDefinition(sql, cancellationToken: stop)), stop);
        return [.. rows.Select(r => new CareSubject(r.Subject, r.NumberMask, false))];
    }

    /// <summary>Opens a record with its follow-ups, or changes the open one. A person's word: the level becomes what she said.</summary>
    /// <param name="from">The revision it was changed from; 0 when there was none.</param>
    public Task<RiskSaved> SaveAsync(
        CareSubject subject, string centre, CallId call, CareLevel level, RiskWords words, int from, StaffId by, CancellationToken stop = default) =>
        database.TransactAsync(async (connection, transaction) =>
        {
            if (from > 0) return await ChangeAsync(connection, transaction, subject, level, words, from, by, stop) ? RiskSaved.Done : RiskSaved.Newer;
            if (await OpenAsync(connection, transaction, subject, stop) is not null) return RiskSaved.Newer;
            await InsertAsync(connection, transaction, subject, centre, call, level, words, by, stop);
            return RiskSaved.Done;
        }, againOnDuplicate: true, stop);

    /// <summary>A machine's word: opens a record at this level, or raises the open one to it. It never lowers one, nor touches what people wrote.</summary>
    public Task<bool> RaiseAsync(CareSubject subject, string centre, CallId call, CareLevel level, StaffId by, CancellationToken stop = default)
    {
        const string raise = """
            UPDATE risk_records SET level = @level, revision = revision + 1, changed_at = @now, changed_by = @by
            WHERE open_key = @subject AND level < @level
            """;
        var values = new { subject = subject.Key, level = (int)level, by, now = clock.GetUtcNow() };
        return database.TransactAsync(async (connection, transaction) =>
        {
            if (await connection.ExecuteAsync(new CommandDefinition(raise, values, transaction, cancellationToken: stop)) > 0) return true;
            if (await OpenAsync(connection, transaction, subject, stop) is not null) return false;
            await InsertAsync(connection, transaction, subject, centre, call, level, new RiskWords("", ""), by, stop);
            return true;
        }, againOnDuplicate: true, stop);
    }

    /// <summary>Closes the record and what is still due under it.</summary>
    public Task<RiskSaved> CloseAsync(CareSubject subject, int from, string reason, StaffId by, CancellationToken stop = default)
    {
        const string close = """
            UPDATE risk_records SET closed_at = @now, closed_by = @by, reason_sealed = @reason, revision = revision + 1, open_key = @closedKey
            WHERE record_id = @id AND closed_at IS NULL AND revision = @from
            """;
        const string end = "UPDATE follow_ups SET done_at = @now, done_by = @by, result = @result WHERE record_id = @id AND done_at IS NULL";
        return database.TransactAsync(async (connection, transaction) =>
        {
            if (await OpenAsync(connection, transaction, subject, stop) is not { } row) return RiskSaved.Newer;
            var values = new
            {
                id = row.RecordId,
                closedKey = row.RecordId.ToString("N"),
                from,
                by,
                now = clock.GetUtcNow(),
                reason = sealing.Seal(reason, ReasonPurpose, row.RecordId),
                result = nameof(FollowUpResult.RecordClosed),
            };
            if (await connection.ExecuteAsync(new CommandDefinition(close, values, transaction, cancellationToken: stop)) == 0) return RiskSaved.Newer;
            await connection.ExecuteAsync(new CommandDefinition(end, values, transaction, cancellationToken: stop));
            return RiskSaved.Done;
        }, stop);
    }

    private async Task<bool> ChangeAsync(
        DbConnection connection, DbTransaction transaction, CareSubject subject, CareLevel level, RiskWords words, int from, StaffId by, CancellationToken stop)
    {
        const string change = """
            UPDATE risk_records SET level = @level, words_sealed = @words, revision = revision + 1, changed_at = @now, changed_by = @by
            WHERE record_id = @id AND closed_at IS NULL AND revision = @from
            """;
        if (await OpenAsync(connection, transaction, subject, stop) is not { } row) return false;
        var values = new { id = row.RecordId, level = (int)level, words = SealWords(words, row.RecordId), now = clock.GetUtcNow(), by, from };
        return await connection.ExecuteAsync(new CommandDefinition(change, values, transaction, cancellationToken: stop)) > 0;
    }

    private async Task InsertAsync(
        DbConnection connection, DbTransaction transaction, CareSubject subject, string centre, CallId call, CareLevel level, RiskWords words, StaffId by, CancellationToken stop)
    {
        const string record = """
            INSERT INTO risk_records (record_id, subject, open_key, number_mask, centre, call_id, level, words_sealed, revision, opened_at, opened_by, changed_at, changed_by)
            VALUES (@id, @subject, @subject, @mask, @centre, @call, @level, @words, 1, @now, @by, @now, @by)
            """;
        const string followUp = """
            INSERT INTO follow_ups (follow_up_id, record_id, subject, number_mask, centre, call_id, step, due_at, owner_id)
            VALUES (@id, @record, @subject, @mask, @centre, @call, @step, @due, @by)
            """;
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await connection.ExecuteAsync(new CommandDefinition(record, new
        {
            id,
            subject = subject.Key,
            mask = subject.Mask,
            centre,
            call,
            level = (int)level,
            words = SealWords(words, id),
            now,
            by,
        }, transaction, cancellationToken: stop));
        // Nobody can be called whose number is withheld.
        if (subject.Withheld) return;
        foreach (var (step, due) in FollowUpRules.Schedule(now, network.Zone))
        {
            var values = new { id = Guid.CreateVersion7(now), record = id, subject = subject.Key, mask = subject.Mask, centre, call, step = step.ToString(), due, by };
            await connection.ExecuteAsync(new CommandDefinition(followUp, values, transaction, cancellationToken: stop));
        }
    }

    private static Task<Row?> OpenAsync(DbConnection connection, DbTransaction transaction, CareSubject subject, CancellationToken stop) =>
        connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(OpenOf, new { subject = subject.Key }, transaction, cancellationToken: stop));

    private byte[] SealWords(RiskWords words, Guid record) => sealing.Seal(JsonSerializer.Serialize(words), WordsPurpose, record);

    private RiskRecord ToRecord(Row row) => new(
        row.RecordId, new CareSubject(row.Subject, row.NumberMask, row.NumberMask.Length == 0), row.Centre, row.CallId, (CareLevel)row.Level,
        sealing.Open(row.WordsSealed, WordsPurpose, row.RecordId) is Sealed.Opened opened ? JsonSerializer.Deserialize<RiskWords>(opened.Text) : null,
        row.Revision, row.OpenedAt, row.OpenedBy, row.ChangedAt, row.ChangedBy);

    private sealed class Row
    {
        public Guid RecordId { get; set; }
        public string Subject { get; set; } = "";
        public string NumberMask { get; set; } = "";
        public string Centre { get; set; } = "";
        public CallId CallId { get; set; }
        public int Level { get; set; }
        public byte[] WordsSealed { get; set; } = [];
        public int Revision { get; set; }
        public DateTimeOffset OpenedAt { get; set; }
        public StaffId OpenedBy { get; set; }
        public DateTimeOffset ChangedAt { get; set; }
        public StaffId ChangedBy { get; set; }
    }
}
