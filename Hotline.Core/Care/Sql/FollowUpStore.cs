using Dapper;
using Hotline.Core.Calls;
using Hotline.Core.Staff;
using Hotline.Core.Storage;

namespace Hotline.Core.Care.Sql;

/// <summary>Follow-ups as due work. One is done once (raced by <c>Following_up.Of_many_who_do_one_at_once_one_has_done_it</c>).</summary>
public sealed class FollowUpStore(Database database, Sealing sealing, TimeProvider clock)
{
    private const string NotePurpose = "follow_ups.note_sealed";
    private const int Most = 200, MostClaimed = 20;

    /// <summary>A host that died between claiming and telling is made good after this: told twice is better than never.</summary>
    private static readonly TimeSpan ClaimLasts = TimeSpan.FromMinutes(5);

    private const string Columns = """
        f.follow_up_id, f.subject, f.number_mask, f.centre, f.call_id, f.step, f.due_at, f.owner_id, s.display_name AS owner_name,
        f.done_at, f.done_by, f.result, f.note_sealed, f.told_at
        """;

    /// <summary>What is open, by when it is due: one person's work, or a centre's. At most 200.</summary>
    public Task<IReadOnlyList<FollowUp>> OpenAsync(StaffId? owner, string? centre, DateTimeOffset before, CancellationToken stop = default)
    {
        const string sqlite = $"""
            SELECT {Columns} FROM follow_ups f LEFT JOIN staff s ON s.staff_id = f.owner_id
            WHERE f.done_at IS NULL AND f.due_at < @before AND (f.owner_id = @owner OR f.centre = @centre) ORDER BY f.due_at, f.follow_up_id LIMIT @Most
            """;
        const string sqlServer = $"""
            SELECT {Columns} FROM follow_ups f LEFT JOIN staff s ON s.staff_id = f.owner_id
            WHERE f.done_at IS NULL AND f.due_at < @before AND (f.owner_id = @owner OR f.centre = @centre) ORDER BY f.due_at, f.follow_up_id
            OFFSET 0 ROWS FETCH NEXT @Most ROWS ONLY
            """;
        return ReadAsync(database.Pick(sqlite, sqlServer), new { owner, centre, before, Most }, stop);
    }

    /// <summary>All of a subject, by when they are or were due.</summary>
    public Task<IReadOnlyList<FollowUp>> OfSubjectAsync(string subject, CancellationToken stop = default)
    {
        const string sql = $"""
            SELECT {Columns} FROM follow_ups f LEFT JOIN staff s ON s.staff_id = f.owner_id WHERE f.subject = @subject ORDER BY f.due_at, f.follow_up_id
            """;
        return ReadAsync(sql, new { subject }, stop);
    }

    public async Task<FollowUp?> FindAsync(Guid id, CancellationToken stop = default)
    {
        const string sql = $"SELECT {Columns} FROM follow_ups f LEFT JOIN staff s ON s.staff_id = f.owner_id WHERE f.follow_up_id = @id";
        return await ReadAsync(sql, new { id }, stop) is [var found] ? found : null;
    }

    /// <summary>False: it was done already.</summary>
    public Task<bool> DoneAsync(Guid id, FollowUpResult result, string note, StaffId by, CancellationToken stop = default)
    {
        const string sql = "UPDATE follow_ups SET done_at = @now, done_by = @by, result = @result, note_sealed = @note WHERE follow_up_id = @id AND done_at IS NULL";
        return ChangedAsync(sql, new { id, by, result = result.ToString(), note = sealing.Seal(note, NotePurpose, id), now = clock.GetUtcNow() }, stop);
    }

    /// <summary>Due at another time: missed then, it is told again. False: it was done already.</summary>
    public Task<bool> MoveAsync(Guid id, DateTimeOffset to, CancellationToken stop = default)
    {
        const string sql = "UPDATE follow_ups SET due_at = @to, claimed_at = NULL, told_at = NULL WHERE follow_up_id = @id AND done_at IS NULL";
        return ChangedAsync(sql, new { id, to }, stop);
    }

    /// <summary>False: it was done already.</summary>
    public Task<bool> GiveAsync(Guid id, StaffId owner, CancellationToken stop = default)
    {
        const string sql = "UPDATE follow_ups SET owner_id = @owner WHERE follow_up_id = @id AND done_at IS NULL";
        return ChangedAsync(sql, new { id, owner }, stop);
    }

    /// <summary>
    /// Takes some of what is missed and not told yet, to be told by this host alone for a while (raced by
    /// <c>Following_up.A_missed_one_is_claimed_by_one_host</c>).
    /// </summary>
    public async Task<IReadOnlyList<FollowUp>> ClaimMissedAsync(CancellationToken stop = default)
    {
        const string sqlite = $"""
            SELECT {Columns} FROM follow_ups f LEFT JOIN staff s ON s.staff_id = f.owner_id
            WHERE f.done_at IS NULL AND f.told_at IS NULL AND f.due_at < @missed AND (f.claimed_at IS NULL OR f.claimed_at < @old) ORDER BY f.due_at LIMIT @MostClaimed
            """;
        const string sqlServer = $"""
            SELECT {Columns} FROM follow_ups f LEFT JOIN staff s ON s.staff_id = f.owner_id
            WHERE f.done_at IS NULL AND f.told_at IS NULL AND f.due_at < @missed AND (f.claimed_at IS NULL OR f.claimed_at < @old) ORDER BY f.due_at
            OFFSET 0 ROWS FETCH NEXT @MostClaimed ROWS ONLY
            """;
        const string claim = """
            UPDATE follow_ups SET claimed_at = @now
            WHERE follow_up_id = @id AND done_at IS NULL AND told_at IS NULL AND due_at < @missed AND (claimed_at IS NULL OR claimed_at < @old)
            """;
        var now = clock.GetUtcNow();
        var (missed, old) = (now - FollowUpRules.Grace, now - ClaimLasts);
        List<FollowUp> mine = [];
        foreach (var found in await ReadAsync(database.Pick(sqlite, sqlServer), new { missed, old, MostClaimed }, stop))
        {
            if (await ChangedAsync(claim, new { id = found.Id, now, missed, old }, stop)) mine.Add(found);
        }
        return mine;
    }

    public Task ToldAsync(Guid id, CancellationToken stop = default)
    {
        const string sql = "UPDATE follow_ups SET told_at = @now WHERE follow_up_id = @id AND claimed_at IS NOT NULL";
        return ChangedAsync(sql, new { id, now = clock.GetUtcNow() }, stop);
    }

    private Task<bool> ChangedAsync(string sql, object values, CancellationToken stop) => database.UseAsync(async connection =>
        await connection.ExecuteAsync(new CommandDefinition(sql, values, cancellationToken: stop)) > 0, stop);

    private async Task<IReadOnlyList<FollowUp>> ReadAsync(string sql, object values, CancellationToken stop)
    {
        var rows = await database.UseAsync(connection => connection.QueryAsync<Row>(new CommandDefinition(sql, values, cancellationToken: stop)), stop);
        return [.. rows.Select(r => new FollowUp(
            r.FollowUpId, new CareSubject(r.Subject, r.NumberMask, r.NumberMask.Length == 0), r.Centre, r.CallId, Enum.Parse<FollowUpStep>(r.Step), r.DueAt,
            r.OwnerId, r.OwnerName, r.DoneAt, r.DoneBy, r.Result is null ? null : Enum.Parse<FollowUpResult>(r.Result),
            r.NoteSealed is not null && sealing.Open(r.NoteSealed, NotePurpose, r.FollowUpId) is Sealed.Opened opened ? opened.Text : null, r.ToldAt))];
    }

    private sealed class Row
    {
        public Guid FollowUpId { get; set; }
        public string Subject { get; set; } = "";
        public string NumberMask { get; set; } = "";
        public string Centre { get; set; } = "";
        public CallId CallId { get; set; }
        public string Step { get; set; } = "";
        public DateTimeOffset DueAt { get; set; }
        public StaffId? OwnerId { get; set; }
        public string? OwnerName { get; set; }
        public DateTimeOffset? DoneAt { get; set; }
        public StaffId? DoneBy { get; set; }
        public string? Result { get; set; }
        public byte[]? NoteSealed { get; set; }
        public DateTimeOffset? ToldAt { get; set; }
    }
}
