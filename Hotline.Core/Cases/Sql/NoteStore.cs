using System.Data.Common;
using System.Globalization;
using Dapper;
using Hotline.Core.Calls;
using Hotline.Core.Staff;
using Hotline.Core.Storage;

namespace Hotline.Core.Cases.Sql;

/// <summary>
/// Drafts and signed versions. A draft is saved only over the revision it began from; signed versions are only ever added. Raced by
/// <c>Saving_a_draft.Two_windows_lose_nothing</c> and <c>Signing_a_note.Many_at_once_leave_one_version_per_revision</c>.
/// </summary>
public sealed class NoteStore(Database database, Sealing sealing, TimeProvider clock)
{
    public async Task<NoteDraft?> DraftAsync(CallId call, StaffId author, CancellationToken stop = default)
    {
        return await database.UseAsync(connection => DraftAsync(connection, null, call, author, stop), stop) is { } row && row.Revision != row.SignedRevision ? ToDraft(row) : null;
    }

    /// <param name="from">The revision the window began from; 0 when it knows of none.</param>
    public Task<SaveOutcome> SaveAsync(CallId call, StaffId author, long from, NoteFields fields, CancellationToken stop = default)
    {
        const string update = """
            UPDATE note_drafts SET revision = revision + 1, saved_at = @now, matter_type = @MatterType, region = @Region,
                marital_status = @MaritalStatus, risk = @risk, text_sealed = @text, outcome = @Outcome
            WHERE call_id = @call AND author_id = @author AND (revision = @from OR (@from = 0 AND revision = signed_revision))
            """;
        const string insert = """
            INSERT INTO note_drafts (call_id, author_id, revision, signed_revision, saved_at, matter_type, region, marital_status, risk, text_sealed, outcome)
            VALUES (@call, @author, @from + 1, 0, @now, @MatterType, @Region, @MaritalStatus, @risk, @text, @Outcome)
            """;
        var now = clock.GetUtcNow();
        var values = new
        {
            call,
            author,
            from,
            now,
            fields.MatterType,
            fields.Region,
            fields.MaritalStatus,
            risk = fields.Risk?.ToString(),
            text = sealing.Seal(fields.Text, DraftPurpose(author), call.Value),
            fields.Outcome,
        };
        return database.TransactAsync<SaveOutcome>(async (connection, transaction) =>
        {
            var saved = await connection.ExecuteAsync(new CommandDefinition(update, values, transaction, cancellationToken: stop)) > 0;
            if (!saved)
            {
                if (await DraftAsync(connection, transaction, call, author, stop) is { } other) return new SaveOutcome.Newer(ToDraft(other));
                // SQL Server: another window's first save may come just here, and this looks again.
                await connection.ExecuteAsync(new CommandDefinition(insert, values, transaction, cancellationToken: stop));
            }
            var row = await DraftAsync(connection, transaction, call, author, stop);
            return new SaveOutcome.Saved(row!.Revision, row.SavedAt);
        }, againOnDuplicate: true, stop);
    }

    /// <summary>Freezes the draft of <paramref name="revision"/> as the next version, if <paramref name="check"/> finds nothing missing.</summary>
    public Task<SignOutcome> SignAsync(
        CallId call, StaffId author, long revision, Func<NoteFields, IReadOnlyDictionary<string, string[]>> check, CancellationToken stop = default) =>
        // Another author's signature may take the version; then this looks again.
        database.TransactAsync((connection, transaction) => SignAsync(connection, transaction, call, author, revision, check, stop), againOnDuplicate: true, stop);

    private async Task<SignOutcome> SignAsync(
        DbConnection connection, DbTransaction transaction, CallId call, StaffId author, long revision,
        Func<NoteFields, IReadOnlyDictionary<string, string[]>> check, CancellationToken stop)
    {
        // Writing first keeps the draft as it is until this is through: what is signed is what was read.
        const string hold = "UPDATE note_drafts SET signed_revision = signed_revision WHERE call_id = @call AND author_id = @author";
        const string signed = """
            SELECT version FROM note_versions WHERE call_id = @call AND author_id = @author AND draft_revision = @revision
            """;
        const string next = "SELECT COALESCE(MAX(version), 0) + 1 FROM note_versions WHERE call_id = @call";
        const string add = """
            INSERT INTO note_versions (call_id, version, author_id, draft_revision, signed_at, matter_type, region, marital_status, risk, text_sealed, outcome)
            VALUES (@call, @version, @author, @revision, @now, @MatterType, @Region, @MaritalStatus, @risk, @text, @Outcome)
            """;
        const string mark = "UPDATE note_drafts SET signed_revision = @revision WHERE call_id = @call AND author_id = @author AND revision = @revision";

        await connection.ExecuteAsync(new CommandDefinition(hold, new { call, author }, transaction, cancellationToken: stop));
        var done = await connection.ExecuteScalarAsync<int?>(new CommandDefinition(signed, new { call, author, revision }, transaction, cancellationToken: stop));
        if (done is null)
        {
            if (await DraftAsync(connection, transaction, call, author, stop) is not { } row) return new SignOutcome.NoDraft();
            var draft = ToDraft(row);
            if (row.Revision != revision) return row.Revision == row.SignedRevision ? new SignOutcome.NoDraft() : new SignOutcome.Newer(draft);
            if (check(draft.Fields) is { Count: > 0 } errors) return new SignOutcome.Incomplete(errors);
            done = await connection.ExecuteScalarAsync<int>(new CommandDefinition(next, new { call }, transaction, cancellationToken: stop));
            await connection.ExecuteAsync(new CommandDefinition(add, new
            {
                call,
                version = done,
                author,
                revision,
                now = clock.GetUtcNow(),
                draft.Fields.MatterType,
                draft.Fields.Region,
                draft.Fields.MaritalStatus,
                risk = draft.Fields.Risk?.ToString(),
                text = sealing.Seal(draft.Fields.Text, VersionPurpose(done.Value), call.Value),
                draft.Fields.Outcome,
            }, transaction, cancellationToken: stop));
            await connection.ExecuteAsync(new CommandDefinition(mark, new { call, author, revision }, transaction, cancellationToken: stop));
        }
        var all = await VersionsAsync(connection, transaction, [call], stop);
        return new SignOutcome.Done(all.Single(v => v.Version == done));
    }

    /// <summary>Every signed version of these calls, oldest first within a call.</summary>
    public async Task<IReadOnlyList<SignedNote>> VersionsAsync(IReadOnlyCollection<CallId> calls, CancellationToken stop = default)
    {
        var notes = new List<SignedNote>();
        foreach (var some in calls.Chunk(IdList.Most)) notes.AddRange(await database.UseAsync(connection => VersionsAsync(connection, null, some, stop), stop));
        return notes;
    }

    private async Task<IReadOnlyList<SignedNote>> VersionsAsync(
        DbConnection connection, DbTransaction? transaction, IReadOnlyCollection<CallId> calls, CancellationToken stop)
    {
        const string sql = """
            SELECT n.call_id, n.version, n.author_id, s.display_name AS author_name, n.signed_at, n.matter_type, n.region, n.marital_status,
                   n.risk, n.text_sealed, n.outcome
            FROM note_versions n LEFT JOIN staff s ON s.staff_id = n.author_id
            WHERE n.call_id IN (@calls) ORDER BY n.call_id, n.version
            """;
        var values = new { calls = new IdList([.. calls.Select(c => c.Value)]) };
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(sql, values, transaction, cancellationToken: stop));
        return [.. rows.Select(r => new SignedNote(
            r.CallId, r.Version, r.AuthorId, r.AuthorName ?? "", r.SignedAt, r.ToFields(Open(r.TextSealed, VersionPurpose(r.Version), r.CallId))))];
    }

    private static Task<Row?> DraftAsync(DbConnection connection, DbTransaction? transaction, CallId call, StaffId author, CancellationToken stop)
    {
        const string sql = """
            SELECT call_id, author_id, revision, signed_revision, saved_at, matter_type, region, marital_status, risk, text_sealed, outcome
            FROM note_drafts WHERE call_id = @call AND author_id = @author
            """;
        return connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(sql, new { call, author }, transaction, cancellationToken: stop));
    }

    private NoteDraft ToDraft(Row row) =>
        new(row.CallId, row.AuthorId, row.Revision, row.SavedAt, row.ToFields(Open(row.TextSealed, DraftPurpose(row.AuthorId), row.CallId)));

    // What cannot be opened is said, never shown as an empty note.
    private string Open(byte[] value, string purpose, CallId call) => sealing.Open(value, purpose, call.Value) switch
    {
        Sealed.Opened opened => opened.Text,
        Sealed.Destroyed => "〔已销毁 erased〕",
        var closed => $"〔无法打开 cannot be opened: {closed.GetType().Name}〕",
    };

    private static string DraftPurpose(StaffId author) => $"note_drafts.text_sealed/{author}";

    private static string VersionPurpose(int version) => string.Create(CultureInfo.InvariantCulture, $"note_versions.text_sealed/{version}");

    private sealed class Row
    {
        public CallId CallId { get; set; }
        public StaffId AuthorId { get; set; }
        public string? AuthorName { get; set; }
        public int Version { get; set; }
        public long Revision { get; set; }
        public long SignedRevision { get; set; }
        public DateTimeOffset SavedAt { get; set; }
        public DateTimeOffset SignedAt { get; set; }
        public string? MatterType { get; set; }
        public string? Region { get; set; }
        public string? MaritalStatus { get; set; }
        public string? Risk { get; set; }
        public byte[] TextSealed { get; set; } = [];
        public string? Outcome { get; set; }

        public NoteFields ToFields(string text) =>
            new(MatterType, Region, MaritalStatus, Risk is null ? null : Enum.Parse<Risk>(Risk), text, Outcome);
    }
}
