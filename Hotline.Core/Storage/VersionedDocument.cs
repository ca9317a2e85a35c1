using System.Data.Common;
using System.Globalization;
using Dapper;
using Hotline.Core.Staff;

namespace Hotline.Core.Storage;

/// <summary>
/// A document that is edited as a whole and of which versions are only ever added. A version is saved only upon the newest: of those who save upon the
/// same one, one wins (raced by <c>Saving_a_policy.Many_at_once_leave_one_version</c> and <c>Saving_risk_questions.Many_at_once_leave_one_version</c>).
/// Each save is audited: who, from which version to which.
/// </summary>
public abstract class VersionedDocument<T> where T : class
{
    private readonly AuditLog _audit;
    private readonly string _subject, _act;

    /// <param name="subject">In the audit, followed by the version: <c>routing/policy</c>.</param>
    /// <param name="act">Its code in the audit.</param>
    private protected VersionedDocument(Database database, AuditLog audit, string subject, string act) =>
        (Database, _audit, _subject, _act) = (database, audit, subject, act);

    private protected Database Database { get; }

    /// <summary>The number of the newest version; 0 when there is none.</summary>
    public abstract Task<int> NewestVersionAsync(CancellationToken stop = default);

    public abstract Task<StoredDocument<T>?> FindAsync(int version, CancellationToken stop = default);

    /// <summary>Newest first.</summary>
    public abstract Task<IReadOnlyList<DocumentVersion>> ListAsync(int take, CancellationToken stop = default);

    public async Task<StoredDocument<T>?> NewestAsync(CancellationToken stop = default) =>
        await NewestVersionAsync(stop) is > 0 and var version ? await FindAsync(version, stop) : null;

    /// <param name="insert">Inserts the version after <paramref name="basedOn"/> where that is the newest, else nothing.</param>
    private protected async Task<SaveOutcome<T>> InsertAsync(int basedOn, string insert, object values, StaffId? by, CancellationToken stop)
    {
        if (await InsertedAsync() == 0) return new SaveOutcome<T>.Conflict(await NewestAsync(stop));
        var version = basedOn + 1;
        await _audit.AppendAsync(new AuditEntry(by, _act,
            string.Create(CultureInfo.InvariantCulture, $"{_subject}/{version}"), string.Create(CultureInfo.InvariantCulture, $"from version {basedOn}")), stop);
        return new SaveOutcome<T>.Saved(version);

        async Task<int> InsertedAsync()
        {
            try
            {
                return await Database.UseAsync(connection => connection.ExecuteAsync(new CommandDefinition(insert, values, cancellationToken: stop)), stop);
            }
            catch (DbException e) when (Database.IsDuplicate(e))
            {
                // Another one came between the look and the insert.
                return 0;
            }
        }
    }

    /// <summary>What a row of every such document has.</summary>
    private protected abstract class VersionRow
    {
        public int Version { get; set; }
        public DateTimeOffset SavedAt { get; set; }
        public StaffId? SavedBy { get; set; }
        public string? SavedByName { get; set; }

        public DocumentVersion With(string comment) => new(Version, SavedAt, SavedBy, SavedByName, comment);
    }
}
