using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Hotline.Core.Calls;
using Hotline.Core.Calls.Sql;
using Hotline.Core.Staff;
using Hotline.Core.Storage;

namespace Hotline.Core.Messages.Sql;

/// <summary>A message whose sound is to be fetched, or only to be deleted at the carrier; claimed until <paramref name="Until"/>.</summary>
public sealed record MessageWork(Guid Id, string Recording, DateTimeOffset LeftAt, int Tries, bool Fetched, DateTimeOffset Until);

/// <summary>
/// Messages. A row is made once from the record's events, in the same transaction, so that a message is known exactly when its call's event is
/// (<c>Keeping_messages.Is_made_once_from_its_events_in_any_order</c>); from then on the row itself is the work and its history.
/// </summary>
public sealed class MessageStore(Database database, Sealing sealing, TimeProvider clock) : IEventProjection
{
    private const string KeyBegin = "message/", KeyOfMayCall = "/may-call", SoundPurpose = "messages.sound_sealed";

    private const string Query = """
        SELECT m.message_id, m.call_id, c.centre, c.number_mask, m.left_at, m.seconds, m.may_call_at, m.next_at, m.sound_type, m.heard_at, m.heard_by,
            m.taken_at, m.taken_by, m.closed_at, m.closed_by, m.outcome, c.answered_by
        FROM messages m INNER JOIN calls c ON c.call_id = m.call_id
        """;

    /// <summary>A message's own id, by the carrier's name of its recording: the same however often its event is told.</summary>
    internal static Guid IdOf(string recording) => new(SHA256.HashData(Encoding.UTF8.GetBytes(KeyBegin + recording)).AsSpan(0, 16));

    async Task IEventProjection.WriteAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<CallEvent> events, CancellationToken stop)
    {
        const string find = "SELECT call_id, occurred_at, detail FROM call_events WHERE fact_key = @key AND call_id IS NOT NULL";
        const string make = """
            INSERT INTO messages (message_id, recording, call_id, left_at, seconds, next_at, tries)
            SELECT @id, @recording, @call, @at, @seconds, @at, 0 WHERE NOT EXISTS (SELECT 1 FROM messages WHERE message_id = @id)
            """;
        const string choose = "UPDATE messages SET may_call_at = @at WHERE message_id = @id AND may_call_at IS NULL";
        foreach (var recording in events.Select(RecordingOf).OfType<string>().Distinct().Order(StringComparer.Ordinal))
        {
            // Her choice may be told before the message itself.
            if (await FindAsync(KeyBegin + recording) is not { } left) continue;
            var id = IdOf(recording);
            await connection.ExecuteAsync(new CommandDefinition(make,
                new { id, recording, call = left.CallId, at = left.OccurredAt, seconds = EventDetail.Whole(left.Detail, "seconds") ?? 0 }, transaction, cancellationToken: stop));
            if (await FindAsync(KeyBegin + recording + KeyOfMayCall) is { } chosen)
                await connection.ExecuteAsync(new CommandDefinition(choose, new { id, at = chosen.OccurredAt }, transaction, cancellationToken: stop));
        }

        Task<EventRow?> FindAsync(string key) => connection.QuerySingleOrDefaultAsync<EventRow>(new CommandDefinition(find, new { key }, transaction, cancellationToken: stop));
    }

    private static string? RecordingOf(CallEvent e) =>
        e.Kind is EventKind.MessageLeft or EventKind.MessageMayCall && e.FactKey?.Split('/') is ["message", { Length: > 0 and <= 64 } recording, ..] ? recording : null;

    /// <summary>Takes some of what is due, for this host alone for a while (raced by <c>Keeping_messages.One_host_fetches_a_message</c>).</summary>
    public async Task<IReadOnlyList<MessageWork>> ClaimAsync(TimeSpan length, int most, CancellationToken stop = default)
    {
        const string query = "SELECT message_id, recording, left_at, tries, sound_type, next_at FROM messages WHERE next_at <= @now ORDER BY next_at, message_id";
        const string sqlite = $"{query} LIMIT @most";
        const string sqlServer = $"{query} OFFSET 0 ROWS FETCH NEXT @most ROWS ONLY";
        const string claim = "UPDATE messages SET next_at = @until, tries = tries + 1 WHERE message_id = @id AND next_at = @seen";
        var now = Now;
        var until = now + length;
        List<MessageWork> mine = [];
        var due = await database.UseAsync(connection => connection.QueryAsync<DueRow>(
            new CommandDefinition(database.Pick(sqlite, sqlServer), new { now, most }, cancellationToken: stop)), stop);
        foreach (var row in due)
        {
            if (await ChangedAsync(claim, new { id = row.MessageId, seen = row.NextAt, until }, stop))
                mine.Add(new MessageWork(row.MessageId, row.Recording, row.LeftAt, row.Tries + 1, row.SoundType is not null, until));
        }
        return mine;
    }

    /// <summary>Keeps the sound, sealed. The first one counts. A message that was closed because it did not come is open again: somebody is to hear it.</summary>
    public Task KeepAsync(Guid id, ReadOnlyMemory<byte> sound, string type, CancellationToken stop = default)
    {
        const string sql = """
            UPDATE messages SET sound_sealed = @sound, sound_type = @type, closed_at = NULL, closed_by = NULL, outcome = NULL
            WHERE message_id = @id AND sound_type IS NULL
            """;
        return ChangedAsync(sql, new { id, sound = sealing.Seal(sound.Span, SoundPurpose, id), type }, stop);
    }

    /// <summary>Nothing is left to do, if the claim still holds.</summary>
    public Task EndAsync(MessageWork work, CancellationToken stop = default)
    {
        const string sql = "UPDATE messages SET next_at = NULL WHERE message_id = @Id AND next_at = @Until";
        return ChangedAsync(sql, work, stop);
    }

    /// <summary>Due again after this, if the claim still holds.</summary>
    public Task PutOffAsync(MessageWork work, TimeSpan by, CancellationToken stop = default)
    {
        const string sql = "UPDATE messages SET next_at = @at WHERE message_id = @Id AND next_at = @Until";
        return ChangedAsync(sql, new { work.Id, work.Until, at = Now + by }, stop);
    }

    /// <summary>Those that nobody has closed, the oldest first.</summary>
    public Task<IReadOnlyList<LeftMessage>> OpenAsync(int take, CancellationToken stop = default)
    {
        const string query = $"{Query} WHERE m.closed_at IS NULL ORDER BY m.left_at, m.message_id";
        return ReadAsync($"{query} LIMIT @take", $"{query} OFFSET 0 ROWS FETCH NEXT @take ROWS ONLY", new { take }, stop);
    }

    /// <summary>Those that were closed, the last one first.</summary>
    public Task<IReadOnlyList<LeftMessage>> ClosedAsync(int take, CancellationToken stop = default)
    {
        const string query = $"{Query} WHERE m.closed_at IS NOT NULL ORDER BY m.closed_at DESC, m.message_id";
        return ReadAsync($"{query} LIMIT @take", $"{query} OFFSET 0 ROWS FETCH NEXT @take ROWS ONLY", new { take }, stop);
    }

    public async Task<LeftMessage?> FindAsync(Guid id, CancellationToken stop = default)
    {
        const string sql = $"{Query} WHERE m.message_id = @id";
        return await ReadAsync(sql, sql, new { id }, stop) is [var found] ? found : null;
    }

    /// <summary>Its sound and type; null: it is not here, or its key was destroyed.</summary>
    public async Task<(byte[] Sound, string Type)?> SoundAsync(Guid id, CancellationToken stop = default)
    {
        const string sql = "SELECT sound_sealed, sound_type FROM messages WHERE message_id = @id AND sound_type IS NOT NULL";
        var row = await database.UseAsync(connection => connection.QuerySingleOrDefaultAsync<SoundRow>(new CommandDefinition(sql, new { id }, cancellationToken: stop)), stop);
        return row is not null && sealing.Open(row.SoundSealed, SoundPurpose, id, out var sound) is null ? (sound, row.SoundType) : null;
    }

    /// <summary>The first one who heard it. False: somebody had before.</summary>
    public Task<bool> HearAsync(Guid id, StaffId by, CancellationToken stop = default)
    {
        const string sql = "UPDATE messages SET heard_at = @now, heard_by = @by WHERE message_id = @id AND heard_at IS NULL";
        return ChangedAsync(sql, new { id, by, now = Now }, stop);
    }

    /// <summary>She sees to it from now on, instead of <paramref name="from"/> (null: nobody). False: it is somebody else's meanwhile, or closed.</summary>
    public Task<bool> TakeAsync(Guid id, StaffId? from, StaffId by, CancellationToken stop = default)
    {
        const string free = "UPDATE messages SET taken_at = @now, taken_by = @by WHERE message_id = @id AND closed_at IS NULL AND taken_by IS NULL";
        const string theirs = "UPDATE messages SET taken_at = @now, taken_by = @by WHERE message_id = @id AND closed_at IS NULL AND taken_by = @from";
        return ChangedAsync(from is null ? free : theirs, new { id, from, by, now = Now }, stop);
    }

    /// <summary>By the one who sees to it, once, and not before somebody heard it (one that is lost, or has not come in time, nobody can). False: not so.</summary>
    public Task<bool> CloseAsync(Guid id, MessageOutcome outcome, StaffId by, CancellationToken stop = default)
    {
        const string sql = """
            UPDATE messages SET closed_at = @now, closed_by = @by, outcome = @outcome
            WHERE message_id = @id AND closed_at IS NULL AND taken_by = @by AND (heard_at IS NOT NULL OR (sound_type IS NULL AND (next_at IS NULL OR left_at <= @expected)))
            """;
        return ChangedAsync(sql, new { id, by, outcome = outcome.ToString(), now = Now, expected = Now - LeftMessage.Patience }, stop);
    }

    /// <summary>Removes for good what was heard before then (of a lost one: closed); how many. What nobody has heard, and what the carrier still has, stays.</summary>
    public Task<int> RemoveHeardAsync(DateTimeOffset before, CancellationToken stop = default)
    {
        const string sql = """
            DELETE FROM messages WHERE next_at IS NULL AND (heard_at < @before OR (heard_at IS NULL AND sound_type IS NULL AND closed_at < @before))
            """;
        return database.UseAsync(connection => connection.ExecuteAsync(new CommandDefinition(sql, new { before }, cancellationToken: stop)), stop);
    }

    // As a column holds it: claims are compared with what was written.
    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());

    private Task<bool> ChangedAsync(string sql, object values, CancellationToken stop) => database.UseAsync(async connection =>
        await connection.ExecuteAsync(new CommandDefinition(sql, values, cancellationToken: stop)) > 0, stop);

    private async Task<IReadOnlyList<LeftMessage>> ReadAsync(string sqlite, string sqlServer, object values, CancellationToken stop)
    {
        var rows = await database.UseAsync(connection => connection.QueryAsync<Row>(
            new CommandDefinition(database.Pick(sqlite, sqlServer), values, cancellationToken: stop)), stop);
        return [.. rows.Select(r => r.ToMessage(Now))];
    }

    private sealed class EventRow
    {
        public CallId CallId { get; set; }
        public DateTimeOffset OccurredAt { get; set; }
        public string Detail { get; set; } = "";
    }

    private sealed class DueRow
    {
        public Guid MessageId { get; set; }
        public string Recording { get; set; } = "";
        public DateTimeOffset LeftAt { get; set; }
        public int Tries { get; set; }
        public string? SoundType { get; set; }
        public DateTimeOffset NextAt { get; set; }
    }

    private sealed class SoundRow
    {
        public byte[] SoundSealed { get; set; } = [];
        public string SoundType { get; set; } = "";
    }

    private sealed class Row
    {
        public Guid MessageId { get; set; }
        public CallId CallId { get; set; }
        public string? Centre { get; set; }
        public string? NumberMask { get; set; }
        public DateTimeOffset LeftAt { get; set; }
        public int Seconds { get; set; }
        public DateTimeOffset? MayCallAt { get; set; }
        public DateTimeOffset? NextAt { get; set; }
        public string? SoundType { get; set; }
        public DateTimeOffset? HeardAt { get; set; }
        public StaffId? HeardBy { get; set; }
        public DateTimeOffset? TakenAt { get; set; }
        public StaffId? TakenBy { get; set; }
        public DateTimeOffset? ClosedAt { get; set; }
        public StaffId? ClosedBy { get; set; }
        public string? Outcome { get; set; }
        public StaffId? AnsweredBy { get; set; }

        public LeftMessage ToMessage(DateTimeOffset now) => new(
            MessageId, CallId, Centre ?? "", NumberMask ?? "", LeftAt, Seconds, MayCallAt,
            SoundType is not null ? MessageSound.Here : NextAt is null ? MessageSound.Lost : LeftAt <= now - LeftMessage.Patience ? MessageSound.Overdue : MessageSound.Coming,
            HeardAt, HeardBy, TakenAt, TakenBy, ClosedAt, ClosedBy, Outcome is null ? null : Enum.Parse<MessageOutcome>(Outcome), AnsweredBy);
    }
}
