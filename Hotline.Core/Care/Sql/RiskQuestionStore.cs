using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Dapper;
using Hotline.Core.Routing.Policy;
using Hotline.Core.Staff;
using Hotline.Core.Storage;

namespace Hotline.Core.Care.Sql;

/// <summary>A version of the questions, without what it says.</summary>
/// <param name="SavedBy">Null: the program itself, with what it ships.</param>
/// <param name="SavedByName">Her display name; null with <paramref name="SavedBy"/>.</param>
public sealed record RiskQuestionVersion(int Version, DateTimeOffset SavedAt, StaffId? SavedBy, string? SavedByName);

/// <summary>A version as it was read.</summary>
/// <param name="Questions">Null: written by a later program, this one cannot read it.</param>
public sealed record StoredQuestions(RiskQuestionVersion Version, RiskQuestions? Questions);

/// <summary>What came of saving.</summary>
public abstract record SaveQuestionsOutcome
{
    private SaveQuestionsOutcome() { }

    public sealed record Saved(int Version) : SaveQuestionsOutcome;

    /// <summary>The newest version (null: there is none) is not the one this was based on; nothing was saved.</summary>
    public sealed record Conflict(StoredQuestions? Newest) : SaveQuestionsOutcome;
}

/// <summary>
/// The versions of the questions of risk, only ever added: answers given long ago are read in their words. A version is saved only upon the newest: of
/// those who save upon the same one, one wins (raced by <c>Saving_risk_questions.Many_at_once_leave_one_version</c>). Each save is audited: who, from
/// which version to which. They are not sealed: they say nothing of anybody.
/// </summary>
public sealed class RiskQuestionStore(Database database, AuditLog audit, TimeProvider clock)
{
    /// <summary>The number of the newest version; 0 when there is none.</summary>
    public Task<int> NewestVersionAsync(CancellationToken stop = default)
    {
        const string sql = "SELECT COALESCE(MAX(version), 0) FROM risk_questions";
        return database.UseAsync(connection => connection.ExecuteScalarAsync<int>(new CommandDefinition(sql, cancellationToken: stop)), stop);
    }

    public async Task<StoredQuestions?> NewestAsync(CancellationToken stop = default) =>
        await NewestVersionAsync(stop) is > 0 and var version ? await FindAsync(version, stop) : null;

    public async Task<StoredQuestions?> FindAsync(int version, CancellationToken stop = default)
    {
        const string sql = """
            SELECT q.version, q.document, q.saved_at, q.saved_by, s.display_name AS saved_by_name
            FROM risk_questions q LEFT JOIN staff s ON s.staff_id = q.saved_by WHERE q.version = @version
            """;
        var row = await database.UseAsync(connection => connection.QuerySingleOrDefaultAsync<Row>(
            new CommandDefinition(sql, new { version }, cancellationToken: stop)), stop);
        return row is null ? null : new StoredQuestions(VersionOf(row), Read(row.Document));
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<RiskQuestionVersion>> ListAsync(int take, CancellationToken stop = default)
    {
        const string sqlite = """
            SELECT q.version, q.saved_at, q.saved_by, s.display_name AS saved_by_name
            FROM risk_questions q LEFT JOIN staff s ON s.staff_id = q.saved_by ORDER BY q.version DESC LIMIT @take
            """;
        const string sqlServer = """
            SELECT q.version, q.saved_at, q.saved_by, s.display_name AS saved_by_name
            FROM risk_questions q LEFT JOIN staff s ON s.staff_id = q.saved_by ORDER BY q.version DESC OFFSET 0 ROWS FETCH NEXT @take ROWS ONLY
            """;
        var rows = await database.UseAsync(connection => connection.QueryAsync<Row>(
            new CommandDefinition(database.Pick(sqlite, sqlServer), new { take }, cancellationToken: stop)), stop);
        return [.. rows.Select(VersionOf)];
    }

    /// <param name="basedOn">The version this was made from; 0 for the first.</param>
    /// <param name="by">Null: the program itself.</param>
    public async Task<SaveQuestionsOutcome> SaveAsync(int basedOn, RiskQuestions questions, StaffId? by, CancellationToken stop = default)
    {
        const string insert = """
            INSERT INTO risk_questions (version, document, saved_at, saved_by)
            SELECT @version, @document, @now, @by WHERE (SELECT COALESCE(MAX(version), 0) FROM risk_questions) = @basedOn
            """;
        var values = new { version = basedOn + 1, document = PolicyJson.Write(questions), now = clock.GetUtcNow(), by, basedOn };
        if (await InsertAsync() == 0) return new SaveQuestionsOutcome.Conflict(await NewestAsync(stop));
        await audit.AppendAsync(new AuditEntry(by, "care.questions.save",
            string.Create(CultureInfo.InvariantCulture, $"care/questions/{values.version}"), string.Create(CultureInfo.InvariantCulture, $"from version {basedOn}")), stop);
        return new SaveQuestionsOutcome.Saved(values.version);

        async Task<int> InsertAsync()
        {
            try
            {
                return await database.UseAsync(connection => connection.ExecuteAsync(new CommandDefinition(insert, values, cancellationToken: stop)), stop);
            }
            catch (DbException e) when (Database.IsDuplicate(e))
            {
                // Another one came between the look and the insert.
                return 0;
            }
        }
    }

    private static RiskQuestions? Read(string document)
    {
        try
        {
            return PolicyJson.Read<RiskQuestions>(document);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static RiskQuestionVersion VersionOf(Row row) => new(row.Version, row.SavedAt, row.SavedBy, row.SavedByName);

    private sealed class Row
    {
        public int Version { get; set; }
        public string Document { get; set; } = "";
        public DateTimeOffset SavedAt { get; set; }
        public StaffId? SavedBy { get; set; }
        public string? SavedByName { get; set; }
    }
}
