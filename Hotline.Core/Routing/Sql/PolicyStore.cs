using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Dapper;
using Hotline.Core.Routing.Policy;
using Hotline.Core.Staff;
using Hotline.Core.Storage;

namespace Hotline.Core.Routing.Sql;

/// <summary>
/// The versions of the routing policy, only ever added. A version is saved only upon the newest: of those who save upon the same one, one wins (raced by
/// <c>Saving_a_policy.Many_at_once_leave_one_version</c>). Each save is audited: who, from which version to which.
/// </summary>
public sealed class PolicyStore(Database database, Sealing sealing, AuditLog audit, TimeProvider clock)
{
    /// <summary>The number of the newest version; 0 when there is none.</summary>
    public Task<int> NewestVersionAsync(CancellationToken stop = default)
    {
        const string sql = "SELECT COALESCE(MAX(version), 0) FROM routing_policies";
        return database.UseAsync(connection => connection.ExecuteScalarAsync<int>(new CommandDefinition(sql, cancellationToken: stop)), stop);
    }

    public async Task<StoredPolicy?> NewestAsync(CancellationToken stop = default) =>
        await NewestVersionAsync(stop) is > 0 and var version ? await FindAsync(version, stop) : null;

    public async Task<StoredPolicy?> FindAsync(int version, CancellationToken stop = default)
    {
        const string sql = """
            SELECT p.version, p.document_sealed, p.comment_sealed, p.saved_at, p.saved_by, s.display_name AS saved_by_name
            FROM routing_policies p LEFT JOIN staff s ON s.staff_id = p.saved_by WHERE p.version = @version
            """;
        var row = await database.UseAsync(connection => connection.QuerySingleOrDefaultAsync<Row>(
            new CommandDefinition(sql, new { version }, cancellationToken: stop)), stop);
        return row is null ? null : Open(row);
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<PolicyVersion>> ListAsync(int take, CancellationToken stop = default)
    {
        const string sqlite = """
            SELECT p.version, p.comment_sealed, p.saved_at, p.saved_by, s.display_name AS saved_by_name
            FROM routing_policies p LEFT JOIN staff s ON s.staff_id = p.saved_by ORDER BY p.version DESC LIMIT @take
            """;
        const string sqlServer = """
            SELECT p.version, p.comment_sealed, p.saved_at, p.saved_by, s.display_name AS saved_by_name
            FROM routing_policies p LEFT JOIN staff s ON s.staff_id = p.saved_by ORDER BY p.version DESC OFFSET 0 ROWS FETCH NEXT @take ROWS ONLY
            """;
        var rows = await database.UseAsync(connection => connection.QueryAsync<Row>(
            new CommandDefinition(database.Pick(sqlite, sqlServer), new { take }, cancellationToken: stop)), stop);
        return [.. rows.Select(VersionOf)];
    }

    /// <param name="basedOn">The version this was made from; 0 for the first.</param>
    /// <param name="by">Null: the program itself.</param>
    public async Task<SavePolicyOutcome> SaveAsync(int basedOn, RoutingPolicy policy, string comment, StaffId? by, CancellationToken stop = default)
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
        if (await InsertAsync() == 0) return new SavePolicyOutcome.Conflict(await NewestAsync(stop));
        await audit.AppendAsync(new AuditEntry(by, "routing.policy.save",
            string.Create(CultureInfo.InvariantCulture, $"routing/policy/{version}"), string.Create(CultureInfo.InvariantCulture, $"from version {basedOn}")), stop);
        return new SavePolicyOutcome.Saved(version);

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

    private StoredPolicy Open(Row row)
    {
        switch (sealing.Open(row.DocumentSealed, Purpose("document", row.Version), Guid.Empty))
        {
            case Sealed.Opened opened:
                try
                {
                    return new StoredPolicy(VersionOf(row), PolicyJson.Read<RoutingPolicy>(opened.Text), null);
                }
                catch (JsonException e)
                {
                    return new StoredPolicy(VersionOf(row), null, $"{PolicyJson.PathOf(e)} is not a field of a policy, or not of its type");
                }
            case Sealed.KeyMissing missing:
                return new StoredPolicy(VersionOf(row), null, $"the key file lacks the key {missing.KeyId} it is sealed with");
            case Sealed.Destroyed:
                return new StoredPolicy(VersionOf(row), null, "the key it is sealed with was destroyed");
            default:
                return new StoredPolicy(VersionOf(row), null, "it is not as it was sealed");
        }
    }

    private PolicyVersion VersionOf(Row row) => new(row.Version, row.SavedAt, row.SavedBy, row.SavedByName,
        sealing.Open(row.CommentSealed, Purpose("comment", row.Version), Guid.Empty) is Sealed.Opened opened ? opened.Text : "");

    private static string Purpose(string column, int version) => string.Create(CultureInfo.InvariantCulture, $"routing_policies.{column}_sealed/{version}");

    private sealed class Row
    {
        public int Version { get; set; }
        public byte[] DocumentSealed { get; set; } = [];
        public byte[] CommentSealed { get; set; } = [];
        public DateTimeOffset SavedAt { get; set; }
        public StaffId? SavedBy { get; set; }
        public string? SavedByName { get; set; }
    }
}
