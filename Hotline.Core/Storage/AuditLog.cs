using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Hotline.Core.Staff;

namespace Hotline.Core.Storage;

/// <summary>One act that is answered for: who did what to which subject, and why.</summary>
/// <param name="Who">The member of staff; null for the system itself.</param>
/// <param name="What">A code, at most 64 characters, such as <c>number.revealed</c>.</param>
/// <param name="Subject">The id of what was acted on, at most 100 characters; never personal data.</param>
/// <param name="Reason">What the person gave as reason, at most 1,000 characters.</param>
public sealed record AuditEntry(StaffId? Who, string What, string? Subject = null, string? Reason = null);

/// <summary>An entry as it stands in the log.</summary>
public sealed record AuditLine(long Seq, DateTimeOffset At, StaffId? Who, string What, string? Subject, string? Reason);

/// <summary>What verifying the chain found.</summary>
public abstract record AuditVerdict
{
    private AuditVerdict() { }

    public sealed record Whole(long Entries) : AuditVerdict;

    /// <summary>The first entry that does not follow from the one before it: altered, removed before, inserted or moved.</summary>
    public sealed record BrokenAt(long Seq) : AuditVerdict;
}

/// <summary>
/// The append-only log of acts that are answered for. Each entry carries an HMAC, under a key that is in no database, of itself and of the entry before
/// it: whoever can write the database but has not the key cannot alter, remove or insert an entry unseen. (Cutting off the newest entries is seen only
/// by comparing the last number with one noted elsewhere.) Racing appends form one chain, decided by the primary key and the unique predecessor
/// (raced by <c>Auditing.Racing_appends_form_one_chain</c>).
/// </summary>
public sealed class AuditLog(Database database, SealingKeys keys, TimeProvider clock)
{
    private const int WhatLength = 64, SubjectLength = 100, ReasonLength = 1000, Page = 1000;
    private const string Beginning = "0000000000000000000000000000000000000000000000000000000000000000";

    private readonly byte[] _key = keys.Lasting("audit-chain");

    /// <summary>Appends one entry and returns its number. It is written when this returns; act only then.</summary>
    /// <exception cref="ArgumentException">A field is over its length.</exception>
    /// <exception cref="DbException">The database cannot be reached; nothing was written.</exception>
    public async Task<long> AppendAsync(AuditEntry entry, CancellationToken stop = default)
    {
        const string sqlite = "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1";
        const string sqlServer = "SELECT seq, hash FROM audit ORDER BY seq DESC OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY";
        const string insert = """
            INSERT INTO audit (seq, at, who, what, subject, reason, prev_hash, hash)
            VALUES (@Seq, @At, @Who, @What, @Subject, @Reason, @PrevHash, @Hash)
            """;
        Check(entry);
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                return await database.TransactAsync(async (connection, transaction) =>
                {
                    var last = await connection.QuerySingleOrDefaultAsync<Row>(
                        new CommandDefinition(database.Pick(sqlite, sqlServer), transaction: transaction, cancellationToken: stop));
                    var row = new Row
                    {
                        Seq = (last?.Seq ?? 0) + 1,
                        At = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds()),
                        Who = entry.Who,
                        What = entry.What,
                        Subject = entry.Subject,
                        Reason = entry.Reason,
                        PrevHash = last?.Hash ?? Beginning,
                    };
                    row.Hash = HashOf(row);
                    await connection.ExecuteAsync(new CommandDefinition(insert, row, transaction, cancellationToken: stop));
                    return row.Seq;
                }, stop);
            }
            catch (DbException e) when (Database.IsDuplicate(e))
            {
                // Another append came first and is this one's predecessor now. Somebody always wins, so this ends.
            }
        }
    }

    /// <summary>Walks the whole chain.</summary>
    public async Task<AuditVerdict> VerifyAsync(CancellationToken stop = default)
    {
        const string sqlite = "SELECT seq, at, who, what, subject, reason, prev_hash, hash FROM audit WHERE seq > @after ORDER BY seq LIMIT @Page";
        const string sqlServer = "SELECT seq, at, who, what, subject, reason, prev_hash, hash FROM audit WHERE seq > @after ORDER BY seq OFFSET 0 ROWS FETCH NEXT @Page ROWS ONLY";
        var (seq, hash) = (0L, Beginning);
        while (true)
        {
            var after = seq;
            var rows = (await database.UseAsync(connection => connection.QueryAsync<Row>(new CommandDefinition(
                database.Pick(sqlite, sqlServer), new { after, Page }, cancellationToken: stop)), stop)).AsList();
            foreach (var row in rows)
            {
                if (row.Seq != seq + 1 || row.PrevHash != hash || row.Hash != HashOf(row)) return new AuditVerdict.BrokenAt(row.Seq);
                (seq, hash) = (row.Seq, row.Hash);
            }
            if (rows.Count < Page) return new AuditVerdict.Whole(seq);
        }
    }

    /// <summary>What was done to one subject, newest first.</summary>
    public async Task<IReadOnlyList<AuditLine>> OfSubjectAsync(string subject, int take, CancellationToken stop = default)
    {
        const string sqlite = "SELECT seq, at, who, what, subject, reason FROM audit WHERE subject = @subject ORDER BY seq DESC LIMIT @take";
        const string sqlServer = "SELECT seq, at, who, what, subject, reason FROM audit WHERE subject = @subject ORDER BY seq DESC OFFSET 0 ROWS FETCH NEXT @take ROWS ONLY";
        var rows = await database.UseAsync(connection => connection.QueryAsync<Row>(
            new CommandDefinition(database.Pick(sqlite, sqlServer), new { subject, take }, cancellationToken: stop)), stop);
        return [.. rows.Select(r => new AuditLine(r.Seq, r.At, r.Who, r.What, r.Subject, r.Reason))];
    }

    private string HashOf(Row row) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, JsonSerializer.SerializeToUtf8Bytes(new[]
    {
        row.Seq.ToString(CultureInfo.InvariantCulture), row.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        row.Who?.ToString(), row.What, row.Subject, row.Reason, row.PrevHash,
    })));

    private static void Check(AuditEntry entry)
    {
        if (entry.What.Length is 0 or > WhatLength) throw new ArgumentException($"What is 1 to {WhatLength} characters.", nameof(entry));
        if (entry.Subject?.Length > SubjectLength) throw new ArgumentException($"Subject is at most {SubjectLength} characters.", nameof(entry));
        if (entry.Reason?.Length > ReasonLength) throw new ArgumentException($"Reason is at most {ReasonLength} characters.", nameof(entry));
    }

    private sealed class Row
    {
        public long Seq { get; set; }
        public DateTimeOffset At { get; set; }
        public StaffId? Who { get; set; }
        public string What { get; set; } = "";
        public string? Subject { get; set; }
        public string? Reason { get; set; }
        public string PrevHash { get; set; } = "";
        public string Hash { get; set; } = "";
    }
}
