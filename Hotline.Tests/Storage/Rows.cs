using Dapper;
using Hotline.Core.Calls;
using Hotline.Core.Staff;
using Hotline.Core.Storage;
using NUnit.Framework;

namespace Hotline.Tests.Storage;

public sealed class Rows(StorageProvider provider) : DatabaseSpec(provider)
{
    private sealed class Row
    {
        public CallId CallId { get; set; }
        public StaffId? AnsweredBy { get; set; }
        public DateTimeOffset ArrivedAt { get; set; }
        public DateTimeOffset? EndedAt { get; set; }
        public byte[]? NumberSealed { get; set; }
    }

    [Test]
    public async Task Ids_times_and_bytes_come_back_as_they_went()
    {
        var row = new Row { CallId = CallId.New(TimeProvider.System), AnsweredBy = StaffId.New(TimeProvider.System), ArrivedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(8)), NumberSealed = [1, 2] };
        await using var connection = await Database.OpenAsync();
        await connection.ExecuteAsync(
            "INSERT INTO calls (call_id, answered_by, arrived_at, ended_at, number_sealed, offered_count, state, revision) VALUES (@CallId, @AnsweredBy, @ArrivedAt, @EndedAt, @NumberSealed, 0, 'Greeted', 1)", row);

        var back = await connection.QuerySingleAsync<Row>("SELECT call_id, answered_by, arrived_at, ended_at, number_sealed FROM calls WHERE call_id = @CallId", new { row.CallId });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(back.CallId, Is.EqualTo(row.CallId));
            Assert.That(back.AnsweredBy, Is.EqualTo(row.AnsweredBy));
            Assert.That(back.ArrivedAt, Is.EqualTo(row.ArrivedAt));
            Assert.That(back.ArrivedAt.Offset, Is.EqualTo(TimeSpan.Zero));
            Assert.That(back.EndedAt, Is.Null);
            Assert.That(back.NumberSealed, Is.EqualTo(row.NumberSealed));
            Assert.That(await connection.QuerySingleAsync<Guid>("SELECT call_id FROM calls"), Is.EqualTo(row.CallId.Value));
            Assert.That(await connection.QuerySingleAsync<CallId>("SELECT call_id FROM calls"), Is.EqualTo(row.CallId));
            Assert.That(await connection.QuerySingleAsync<DateTimeOffset>("SELECT arrived_at FROM calls"), Is.EqualTo(row.ArrivedAt));
        }
    }

    [Test]
    public async Task What_is_absent_and_what_is_large_come_back_as_they_went()
    {
        var absent = new Row { CallId = CallId.New(TimeProvider.System), ArrivedAt = DateTimeOffset.UnixEpoch };
        var large = new Row { CallId = CallId.New(TimeProvider.System), ArrivedAt = DateTimeOffset.UnixEpoch, NumberSealed = [.. Enumerable.Range(0, 100_000).Select(i => (byte)i)] };
        await using var connection = await Database.OpenAsync();
        foreach (var row in new[] { absent, large })
            await connection.ExecuteAsync(
                "INSERT INTO calls (call_id, answered_by, arrived_at, ended_at, number_sealed, offered_count, state, revision) VALUES (@CallId, @AnsweredBy, @ArrivedAt, @EndedAt, @NumberSealed, 0, 'Greeted', 1)", row);
        Assert.That((await ReadAsync(absent)).NumberSealed, Is.Null);
        Assert.That((await ReadAsync(absent)).AnsweredBy, Is.Null);
        Assert.That((await ReadAsync(large)).NumberSealed, Is.EqualTo(large.NumberSealed));

        Task<Row> ReadAsync(Row row) => connection.QuerySingleAsync<Row>("SELECT call_id, answered_by, arrived_at, ended_at, number_sealed FROM calls WHERE call_id = @CallId", new { row.CallId });
    }

    [Test]
    public async Task A_time_compares_equal_to_what_was_written_of_it_however_fine_it_was()
    {
        var fine = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero).AddTicks(9999);
        await using var connection = await Database.OpenAsync();
        await connection.ExecuteAsync("INSERT INTO schema_versions (number, name, applied_at) VALUES (999, 'x', @fine)", new { fine });
        Assert.That(await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM schema_versions WHERE applied_at = @fine AND applied_at <= @fine", new { fine }), Is.EqualTo(1));
    }

    [Test]
    public async Task A_second_row_of_one_key_is_a_duplicate_and_nothing_else_is()
    {
        await using var connection = await Database.OpenAsync();
        const string insert = "INSERT INTO schema_versions (number, name, applied_at) VALUES (999, 'x', @At)";
        await connection.ExecuteAsync(insert, new { At = DateTimeOffset.UnixEpoch });

        var twice = await Assert.CatchAsync<System.Data.Common.DbException>(async () => await connection.ExecuteAsync(insert, new { At = DateTimeOffset.UnixEpoch }));
        var without = await Assert.CatchAsync<System.Data.Common.DbException>(async () => await connection.ExecuteAsync("INSERT INTO schema_versions (number) VALUES (1000)"));

        Assert.That((Database.IsDuplicate(twice!), Database.IsDuplicate(without!)), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task Racing_transactions_that_read_before_they_write_lose_no_update()
    {
        await using (var connection = await Database.OpenAsync())
            await connection.ExecuteAsync("INSERT INTO calls (call_id, arrived_at, offered_count, state, revision) VALUES (@Id, @At, 0, 'Greeted', 0)", new { Id = CallId.New(TimeProvider.System), At = DateTimeOffset.UnixEpoch });

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++)
                await Database.TransactAsync(async (connection, transaction) =>
                {
                    await connection.ExecuteAsync("UPDATE calls SET state = state", transaction: transaction);
                    var n = await connection.ExecuteScalarAsync<int>("SELECT offered_count FROM calls", transaction: transaction);
                    await connection.ExecuteAsync("UPDATE calls SET offered_count = @N", new { N = n + 1 }, transaction);
                });
        })));

        await using var after = await Database.OpenAsync();
        Assert.That(await after.ExecuteScalarAsync<int>("SELECT offered_count FROM calls"), Is.EqualTo(60));
    }
}
