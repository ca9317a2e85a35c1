using Dapper;
using Hotline.Core.Calls;
using Hotline.Core.Staff;
using Hotline.Core.Storage;

namespace Hotline.Core.Routing.Sql;

/// <summary>
/// What is remembered of numbers: one row for a number and an operator, one for a blocked number. Who sets or lifts one at the same time as somebody else
/// leaves one row (raced by <c>Keeping_marks_of_numbers.Many_who_set_at_once_leave_one</c>).
/// </summary>
public sealed class NumberMarkStore(Database database, Sealing sealing, TimeProvider clock)
{
    private const string AvoidReason = "avoidances.reason", BlockReason = "blocks.reason";

    /// <summary>False: it stood already, and stays as it was.</summary>
    public Task<bool> AvoidAsync(string numberKey, StaffId op, CallId call, string reason, StaffId by, CancellationToken stop = default)
    {
        const string stands = "SELECT COUNT(*) FROM avoidances WHERE number_key = @numberKey AND staff_id = @op AND lifted_at IS NULL";
        const string update = """
            UPDATE avoidances SET call_id = @call, reason_sealed = @reason, set_at = @now, set_by = @by, lifted_at = NULL, lifted_by = NULL
            WHERE number_key = @numberKey AND staff_id = @op AND lifted_at IS NOT NULL
            """;
        const string insert = """
            INSERT INTO avoidances (number_key, staff_id, call_id, reason_sealed, set_at, set_by) VALUES (@numberKey, @op, @call, @reason, @now, @by)
            """;
        var values = new { numberKey, op, call, reason = sealing.Seal(reason, AvoidReason, call.Value), now = clock.GetUtcNow(), by };
        return database.TransactAsync(async (connection, transaction) =>
        {
            if (await connection.ExecuteAsync(new CommandDefinition(update, values, transaction, cancellationToken: stop)) > 0) return true;
            if (await connection.ExecuteScalarAsync<int>(new CommandDefinition(stands, values, transaction, cancellationToken: stop)) > 0) return false;
            await connection.ExecuteAsync(new CommandDefinition(insert, values, transaction, cancellationToken: stop));
            return true;
        }, againOnDuplicate: true, stop);
    }

    /// <summary>False: none stood.</summary>
    public Task<bool> LiftAvoidanceAsync(string numberKey, StaffId op, StaffId by, CancellationToken stop = default)
    {
        const string sql = "UPDATE avoidances SET lifted_at = @now, lifted_by = @by WHERE number_key = @numberKey AND staff_id = @op AND lifted_at IS NULL";
        return DoneAsync(sql, new { numberKey, op, by, now = clock.GetUtcNow() }, stop);
    }

    /// <summary>Blocks the number until then, or until then instead.</summary>
    public Task BlockAsync(string numberKey, string mask, CallId call, string centre, string reason, DateTimeOffset until, StaffId by, CancellationToken stop = default)
    {
        const string update = """
            UPDATE blocks SET number_mask = @mask, call_id = @call, centre = @centre, reason_sealed = @reason, set_at = @now, set_by = @by, until_at = @until,
                lifted_at = NULL, lifted_by = NULL
            WHERE number_key = @numberKey
            """;
        const string insert = """
            INSERT INTO blocks (number_key, number_mask, call_id, centre, reason_sealed, set_at, set_by, until_at)
            VALUES (@numberKey, @mask, @call, @centre, @reason, @now, @by, @until)
            """;
        var values = new { numberKey, mask, call, centre, reason = sealing.Seal(reason, BlockReason, call.Value), now = clock.GetUtcNow(), by, until };
        return database.TransactAsync(async (connection, transaction) =>
        {
            if (await connection.ExecuteAsync(new CommandDefinition(update, values, transaction, cancellationToken: stop)) > 0) return true;
            await connection.ExecuteAsync(new CommandDefinition(insert, values, transaction, cancellationToken: stop));
            return true;
        }, againOnDuplicate: true, stop);
    }

    /// <summary>False: none stood.</summary>
    public Task<bool> LiftBlockAsync(string numberKey, StaffId by, CancellationToken stop = default)
    {
        const string sql = "UPDATE blocks SET lifted_at = @now, lifted_by = @by WHERE number_key = @numberKey AND lifted_at IS NULL AND until_at > @now";
        return DoneAsync(sql, new { numberKey, by, now = clock.GetUtcNow() }, stop);
    }

    /// <summary>Who is avoided by a number, oldest first.</summary>
    public async Task<IReadOnlyList<Avoidance>> AvoidancesAsync(string numberKey, CancellationToken stop = default)
    {
        const string sql = """
            SELECT staff_id, call_id, reason_sealed, set_at, set_by FROM avoidances WHERE number_key = @numberKey AND lifted_at IS NULL ORDER BY set_at, staff_id
            """;
        var rows = await ReadAsync(sql, new { numberKey }, stop);
        return [.. rows.Select(r => new Avoidance(r.StaffId, r.CallId, Open(r, AvoidReason), r.SetAt, r.SetBy))];
    }

    /// <summary>The block of a number that stands; null: none does.</summary>
    public async Task<NumberBlock?> BlockOfAsync(string numberKey, CancellationToken stop = default)
    {
        const string sql = """
            SELECT call_id, number_mask, centre, reason_sealed, set_at, set_by, until_at FROM blocks WHERE number_key = @numberKey AND lifted_at IS NULL AND until_at > @now
            """;
        return (await ReadAsync(sql, new { numberKey, now = clock.GetUtcNow() }, stop)).Select(ToBlock).FirstOrDefault();
    }

    /// <summary>The blocks that stand and were set in a centre, those that end last first.</summary>
    public async Task<IReadOnlyList<NumberBlock>> BlocksAsync(string centre, CancellationToken stop = default)
    {
        const string sql = """
            SELECT call_id, number_mask, centre, reason_sealed, set_at, set_by, until_at FROM blocks
            WHERE centre = @centre AND lifted_at IS NULL AND until_at > @now ORDER BY until_at DESC, call_id
            """;
        return [.. (await ReadAsync(sql, new { centre, now = clock.GetUtcNow() }, stop)).Select(ToBlock)];
    }

    /// <summary>What stands, and what was lifted after <paramref name="liftedSince"/>: what the live state should say.</summary>
    internal async Task<IReadOnlyList<LiveMark>> LiveAsync(DateTimeOffset liftedSince, CancellationToken stop = default)
    {
        const string avoidances = "SELECT number_key, staff_id, lifted_at FROM avoidances WHERE lifted_at IS NULL OR lifted_at > @liftedSince";
        const string blocks = "SELECT number_key, until_at, lifted_at FROM blocks WHERE until_at > @now AND (lifted_at IS NULL OR lifted_at > @liftedSince)";
        var values = new { liftedSince, now = clock.GetUtcNow() };
        return
        [
            .. (await ReadAsync(avoidances, values, stop)).Select(r => new LiveMark.Avoid(r.NumberKey, r.StaffId, r.LiftedAt is null)),
            .. (await ReadAsync(blocks, values, stop)).Select(r => new LiveMark.Block(r.NumberKey, r.LiftedAt is null ? r.UntilAt : null)),
        ];
    }

    private Task<bool> DoneAsync(string sql, object values, CancellationToken stop) => database.UseAsync(async connection =>
        await connection.ExecuteAsync(new CommandDefinition(sql, values, cancellationToken: stop)) > 0, stop);

    private async Task<IReadOnlyList<Row>> ReadAsync(string sql, object values, CancellationToken stop) =>
        [.. await database.UseAsync(connection => connection.QueryAsync<Row>(new CommandDefinition(sql, values, cancellationToken: stop)), stop)];

    private NumberBlock ToBlock(Row row) => new(row.CallId, row.NumberMask, row.Centre, Open(row, BlockReason), row.SetAt, row.SetBy, row.UntilAt);

    private string? Open(Row row, string purpose) => sealing.Open(row.ReasonSealed, purpose, row.CallId.Value) is Sealed.Opened opened ? opened.Text : null;

    private sealed class Row
    {
        public string NumberKey { get; set; } = "";
        public StaffId StaffId { get; set; }
        public CallId CallId { get; set; }
        public string NumberMask { get; set; } = "";
        public string Centre { get; set; } = "";
        public byte[] ReasonSealed { get; set; } = [];
        public DateTimeOffset SetAt { get; set; }
        public StaffId SetBy { get; set; }
        public DateTimeOffset UntilAt { get; set; }
        public DateTimeOffset? LiftedAt { get; set; }
    }
}
