using System.Text.Json;
using Dapper;
using Hotline.Core.Routing.Policy;
using Hotline.Core.Staff;
using Hotline.Core.Storage;

namespace Hotline.Core.Care.Sql;

/// <summary>The versions of the questions of risk: answers given long ago are read in their words. They are not sealed: they say nothing of anybody.</summary>
public sealed class RiskQuestionStore(Database database, AuditLog audit, TimeProvider clock)
    : VersionedDocument<RiskQuestions>(database, audit, "care/questions", "care.questions.save")
{
    public override Task<int> NewestVersionAsync(CancellationToken stop = default)
    {
        const string sql = "SELECT COALESCE(MAX(version), 0) FROM risk_questions";
        return Database.UseAsync(connection => connection.ExecuteScalarAsync<int>(new CommandDefinition(sql, cancellationToken: stop)), stop);
    }

    public override async Task<StoredDocument<RiskQuestions>?> FindAsync(int version, CancellationToken stop = default)
    {
        const string sql = """
            SELECT q.version, q.document, q.saved_at, q.saved_by, s.display_name AS saved_by_name
            FROM risk_questions q LEFT JOIN staff s ON s.staff_id = q.saved_by WHERE q.version = @version
            """;
        var row = await Database.UseAsync(connection => connection.QuerySingleOrDefaultAsync<Row>(
            new CommandDefinition(sql, new { version }, cancellationToken: stop)), stop);
        return row is null ? null : Open(row);
    }

    public override async Task<IReadOnlyList<DocumentVersion>> ListAsync(int take, CancellationToken stop = default)
    {
        const string sqlite = """
            SELECT q.version, q.saved_at, q.saved_by, s.display_name AS saved_by_name
            FROM risk_questions q LEFT JOIN staff s ON s.staff_id = q.saved_by ORDER BY q.version DESC LIMIT @take
            """;
        const string sqlServer = """
            SELECT q.version, q.saved_at, q.saved_by, s.display_name AS saved_by_name
            FROM risk_questions q LEFT JOIN staff s ON s.staff_id = q.saved_by ORDER BY q.version DESC OFFSET 0 ROWS FETCH NEXT @take ROWS ONLY
            """;
        var rows = await Database.UseAsync(connection => connection.QueryAsync<Row>(
            new CommandDefinition(Database.Pick(sqlite, sqlServer), new { take }, cancellationToken: stop)), stop);
        return [.. rows.Select(r => r.With(comment: ""))];
    }

    /// <param name="basedOn">The version this was made from; 0 for the first.</param>
    /// <param name="by">Null: the program itself.</param>
    public Task<SaveOutcome<RiskQuestions>> SaveAsync(int basedOn, RiskQuestions questions, StaffId? by, CancellationToken stop = default)
    {
        const string insert = """
            INSERT INTO risk_questions (version, document, saved_at, saved_by)
            SELECT @version, @document, @now, @by WHERE (SELECT COALESCE(MAX(version), 0) FROM risk_questions) = @basedOn
            """;
        var values = new { version = basedOn + 1, document = PolicyJson.Write(questions), now = clock.GetUtcNow(), by, basedOn };
        return InsertAsync(basedOn, insert, values, by, stop);
    }

    private static StoredDocument<RiskQuestions> Open(Row row)
    {
        try
        {
            return new(row.With(comment: ""), PolicyJson.Read<RiskQuestions>(row.Document), null);
        }
        catch (JsonException)
        {
            return new(row.With(comment: ""), null, "it was written by a later program");
        }
    }

    private sealed class Row : VersionRow
    {
        public string Document { get; set; } = "";
    }
}
