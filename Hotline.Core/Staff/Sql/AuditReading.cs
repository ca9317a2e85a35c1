using Dapper;
using Hotline.Core.Storage;

namespace Hotline.Core.Staff.Sql;

/// <summary>An entry of the audit log with its actor's name.</summary>
public sealed record NamedAuditLine(long Seq, DateTimeOffset At, StaffId? Who, string? WhoName, string What, string? Subject, string? Reason);

/// <summary>Pages the audit log for auditors.</summary>
public sealed class AuditReading(Database database)
{
    /// <summary>Newest first, of the entries before <paramref name="before"/>.</summary>
    public async Task<IReadOnlyList<NamedAuditLine>> PageAsync(long before, int take, CancellationToken stop = default)
    {
        const string sqlite = """
            SELECT a.seq, a.at, a.who, s.display_name AS who_name, a.what, a.subject, a.reason
            FROM audit a LEFT JOIN staff s ON s.staff_id = a.who WHERE a.seq < @before ORDER BY a.seq DESC LIMIT @take
            """;
        const string sqlServer = """
            SELECT a.seq, a.at, a.who, s.display_name AS who_name, a.what, a.subject, a.reason
            FROM audit a LEFT JOIN staff s ON s.staff_id = a.who WHERE a.seq < @before ORDER BY a.seq DESC OFFSET 0 ROWS FETCH NEXT @take ROWS ONLY
            """;
        var rows = await database.UseAsync(connection => connection.QueryAsync<Row>(
            new CommandDefinition(database.Pick(sqlite, sqlServer), new { before, take }, cancellationToken: stop)), stop);
        return [.. rows.Select(r => new NamedAuditLine(r.Seq, r.At, r.Who, r.WhoName, r.What, r.Subject, r.Reason))];
    }

    private sealed class Row
    {
        public long Seq { get; set; }
        public DateTimeOffset At { get; set; }
        public StaffId? Who { get; set; }
        public string? WhoName { get; set; }
        public string What { get; set; } = "";
        public string? Subject { get; set; }
        public string? Reason { get; set; }
    }
}
