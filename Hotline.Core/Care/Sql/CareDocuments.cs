using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Dapper;
using Hotline.Core.Calls;
using Hotline.Core.Contact;
using Hotline.Core.Staff;
using Hotline.Core.Storage;

namespace Hotline.Core.Care.Sql;

/// <summary>What is written in versions, and of what type.</summary>
public sealed class CareKind<T>
{
    internal CareKind(string code) => Code = code;

    internal string Code { get; }
}

public static class CareKinds
{
    public static readonly CareKind<SafeContactRules> Rules = new("rules");
    public static readonly CareKind<SafetyPlan> Plan = new("plan");
    public static readonly CareKind<GivenAnswers> Answers = new("answers");

    /// <summary>Its subject is a call.</summary>
    public static readonly CareKind<CrisisCard> Card = new("card");
}

/// <param name="Body">Null when it cannot be opened: its key was destroyed or is missing.</param>
public sealed record CareDocument<T>(int Version, T? Body, CallId Call, DateTimeOffset WrittenAt, StaffId WrittenBy) where T : class;

/// <summary>
/// Sealed documents about a subject, in versions that are only ever added. A version follows the one it was written from, or is refused (raced by
/// <c>Keeping_care_documents.Many_who_write_at_once_leave_one_next_version</c>).
/// </summary>
public sealed class CareDocuments(Database database, Sealing sealing, TimeProvider clock)
{
    /// <summary>The latest version; null: none was written.</summary>
    public async Task<CareDocument<T>?> LatestAsync<T>(string subject, CareKind<T> kind, CancellationToken stop = default) where T : class
    {
        const string sqlite = """
            SELECT version, call_id, body_sealed, written_at, written_by FROM care_documents WHERE subject = @subject AND kind = @kind ORDER BY version DESC LIMIT 1
            """;
        const string sqlServer = """
            SELECT version, call_id, body_sealed, written_at, written_by FROM care_documents WHERE subject = @subject AND kind = @kind
            ORDER BY version DESC OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY
            """;
        var row = await database.UseAsync(connection => connection.QueryFirstOrDefaultAsync<Row>(
            new CommandDefinition(database.Pick(sqlite, sqlServer), new { subject, kind = kind.Code }, cancellationToken: stop)), stop);
        return row is null ? null : ToDocument(row, kind);
    }

    /// <summary>The latest versions of some subjects, by subject.</summary>
    public async Task<IReadOnlyDictionary<string, CareDocument<T>>> LatestAsync<T>(IReadOnlyCollection<string> subjects, CareKind<T> kind, CancellationToken stop = default) where T : class
    {
        const string sql = """
            SELECT d.subject, d.version, d.call_id, d.body_sealed, d.written_at, d.written_by FROM care_documents d
            WHERE d.kind = @kind AND d.subject IN (@some) AND d.version = (SELECT MAX(m.version) FROM care_documents m WHERE m.subject = d.subject AND m.kind = d.kind)
            """;
        Dictionary<string, CareDocument<T>> found = new(StringComparer.Ordinal);
        foreach (var some in subjects.Chunk(IdList.Most))
        {
            var rows = await database.UseAsync(connection => connection.QueryAsync<Row>(new CommandDefinition(sql, new { kind = kind.Code, some = new TextList(some) }, cancellationToken: stop)), stop);
            foreach (var row in rows) found[row.Subject] = ToDocument(row, kind);
        }
        return found;
    }

    /// <param name="from">The version it was written from; 0 when there was none.</param>
    /// <returns>False: another version was written meanwhile; nothing was kept.</returns>
    public async Task<bool> AddAsync<T>(string subject, CareKind<T> kind, T body, int from, CallId call, StaffId by, CancellationToken stop = default) where T : class
    {
        const string sql = """
            INSERT INTO care_documents (subject, kind, version, call_id, body_sealed, written_at, written_by)
            SELECT @subject, @kind, @version, @call, @body, @now, @by
            WHERE (SELECT COALESCE(MAX(version), 0) FROM care_documents WHERE subject = @subject AND kind = @kind) = @from
            """;
        var version = from + 1;
        var sealedBody = sealing.Seal(JsonSerializer.Serialize(body), Purpose(kind.Code, version), call.Value);
        var values = new { subject, kind = kind.Code, version, call, body = sealedBody, now = clock.GetUtcNow(), by, from };
        try
        {
            return await database.UseAsync(connection => connection.ExecuteAsync(new CommandDefinition(sql, values, cancellationToken: stop)), stop) > 0;
        }
        catch (DbException e) when (Database.IsDuplicate(e))
        {
            return false;
        }
    }

    private CareDocument<T> ToDocument<T>(Row row, CareKind<T> kind) where T : class => new(
        row.Version, sealing.Open(row.BodySealed, Purpose(kind.Code, row.Version), row.CallId.Value) is Sealed.Opened opened ? JsonSerializer.Deserialize<T>(opened.Text) : null,
        row.CallId, row.WrittenAt, row.WrittenBy);

    private static string Purpose(string kind, int version) => string.Create(CultureInfo.InvariantCulture, $"care_documents.body_sealed/{kind}/{version}");

    private sealed class Row
    {
        public string Subject { get; set; } = "";
        public int Version { get; set; }
        public CallId CallId { get; set; }
        public byte[] BodySealed { get; set; } = [];
        public DateTimeOffset WrittenAt { get; set; }
        public StaffId WrittenBy { get; set; }
    }
}
