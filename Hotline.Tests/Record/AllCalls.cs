using Dapper;
using Hotline.Core.Calls;
using Hotline.Core.Calls.Sql;
using Hotline.Core.Storage;

namespace Hotline.Tests.Record;

/// <summary>Every call of a record, whosever it is: what no screen asks and tests judge by.</summary>
internal static class AllCalls
{
    /// <summary>Those that arrived since then, newest first; <paramref name="open"/>: only those without an end.</summary>
    public static async Task<IReadOnlyList<CallRecord>> ReadAsync(Database database, DateTimeOffset? since = null, bool open = false)
    {
        const string sql = "SELECT call_id FROM calls WHERE arrived_at >= @since AND (@open = 0 OR ended_at IS NULL) ORDER BY arrived_at DESC, call_id";
        var store = new CallRecordStore(database);
        var ids = await database.UseAsync(connection => connection.QueryAsync<CallId>(sql, new { since = since ?? DateTimeOffset.UnixEpoch, open = open ? 1 : 0 }), CancellationToken.None);
        List<CallRecord> calls = [];
        foreach (var id in ids) if (await store.GetAsync(id) is { } call) calls.Add(call);
        return calls;
    }
}
