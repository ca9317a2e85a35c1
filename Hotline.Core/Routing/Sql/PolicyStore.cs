using System.Globalization;
using System.Text.Json;
using Dapper;
using Hotline.Core.Routing.Policy;
using Hotline.Core.Staff;
using Hotline.Core.Storage;

namespace Hotline.Core.Routing.Sql;

/// <summary>The versions of the routing policy. They are sealed: telephone numbers of people stand in them.</summary>
public sealed class PolicyStore(Database database, Sealing sealing, AuditLog audit, TimeProvider clock)
    : VersionedDocument<RoutingPolicy>(database, audit, "routing/policy", "routing.policy.save")
{
    public override Task<int> NewestVersionAsync(CancellationToken stop = default)
    {
        const string sql = "SELECT COALESCE(MAX(version), 0) FROM routing_policies";
        return Database.UseAsync(connection => connection.ExecuteScalarAsync<int>(new CommandDefinition(sql, cancellationToken: stop)), stop);
    }

    public override async Task<StoredDocument<RoutingPolicy>?> FindAsync(int version, CancellationToken stop = default)
    {
        const string sql = """
            SELECT p.version, p.document_sealed, p.comment_sealed, p.saved_at, p.saved_by, s.display_name AS saved_by_name
            FROM routing_policies p LEFT JOIN staff s ON s.staff_id = p.saved_by WHERE p.version = @version
            """;
        var row = await Database.UseAsync(connection => connection.QuerySingleOrDefaultAsync<Row>(
            new CommandDefinition(sql, new { version }, cancellationToken: stop)), stop);
        return row is null ? null : Open(row);
    }

    public override async Task<IReadOnlyList<DocumentVersion>> ListAsync(int take, CancellationToken stop = default)
    {
        const string sqlite = """
            SELECT p.version, p.comment_sealed, p.saved_at, p.saved_by, s.display_name AS saved_by_name
            FROM routing_policies p LEFT JOIN staff s ON s.staff_id = p.saved_by ORDER BY p.version DESC LIMIT @take
            """;
        const string sqlServer = """
            SELECT p.version, p.comment_sealed, p.saved_at, p.saved_by, s.display_name AS saved_by_name
            FROM routing_policies p LEFT JOIN staff s ON s.staff_id = p.saved_by ORDER BY p.version DESC OFFSET 0 ROWS FETCH NEXT @take ROWS ONLY
            """;
        var rows = await Database.UseAsync(connection => connection.QueryAsync<Row>(
            new CommandDefinition(Database.Pick(sqlite, sqlServer), new { take }, cancellationToken: stop)), stop);
        return [.. rows.Select(VersionOf)];
    }

    /// <param name="basedOn">The version this was made from; 0 for the first.</param>
    /// <param name="by">Null: the program itself.</param>
    public Task<SaveOutcome<RoutingPolicy>> SaveAsync(int basedOn, RoutingPolicy policy, string comment, StaffId? by, CancellationToken stop = default)
    {
        const string insert = """
            INSERT INTO routing_policies (version, document_sealed, comment_sealed, saved_at, saved_by)
            SELECT @version, @document, @comment, @now, @by WHERE (SELECT COALESCE(MAX(version), 0) FROM routing_policies) = @basedOn
            """;
        var version = basedOn + 1;
        var values = new
        {
            version,
            document = sealing.Seal(PolicyJson.Write(policy), Purpose("document", version), Guid.Empty),
            comment = sealing.Seal(comment, Purpose("comment", version), Guid.Empty),
            now = clock.GetUtcNow(),
            by,
            basedOn,
        };
        return InsertAsync(basedOn, insert, values, by, stop);
    }

    private StoredDocument<RoutingPolicy> Open(Row row)
    {
        switch (sealing.Open(row.DocumentSealed, Purpose("document", row.Version), Guid.Empty))
        {
            case Sealed.Opened opened:
                try
                {
                    return new(VersionOf(row), PolicyJson.Read<RoutingPolicy>(opened.Text), null);
                }
                catch (JsonException e)
                {
                    return new(VersionOf(row), null, $"{PolicyJson.PathOf(e)} is not a field of a policy, or not of its type");
                }
            case Sealed.KeyMissing missing:
                return new(VersionOf(row), null, $"the key file lacks the key {missing.KeyId} it is sealed with");
            case Sealed.Destroyed:
                return new(VersionOf(row), null, "the key it is sealed with was destroyed");
            default:
                return new(VersionOf(row), null, "it is not as it was sealed");
        }
    }

    private DocumentVersion VersionOf(Row row) => row.With(
        sealing.Open(row.CommentSealed, Purpose("comment", row.Version), Guid.Empty) is Sealed.Opened opened ? opened.Text : "");

    private static string Purpose(string column, int version) => string.Create(CultureInfo.InvariantCulture, $"routing_policies.{column}_sealed/{version}");

    private sealed class Row : VersionRow
    {
        public byte[] DocumentSealed { get; set; } = [];
        public byte[] CommentSealed { get; set; } = [];
    }
}
