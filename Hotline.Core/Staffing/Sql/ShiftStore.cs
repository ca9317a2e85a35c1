using Dapper;
using Hotline.Core.Staff;
using Hotline.Core.Storage;

namespace Hotline.Core.Staffing.Sql;

/// <summary>What came of adding shifts; all are added or none.</summary>
public abstract record AddShiftsOutcome
{
    private AddShiftsOutcome() { }

    public sealed record Added : AddShiftsOutcome;

    /// <summary>The <paramref name="Index"/>-th given shift meets another of the same person and skill.</summary>
    public sealed record Overlaps(int Index, Shift Other) : AddShiftsOutcome;

    public sealed record UnknownStaff(StaffId Staff) : AddShiftsOutcome;
}

/// <summary>The roster.</summary>
public sealed class ShiftStore(Database database)
{
    /// <summary>
    /// Adds shifts, unless one would overlap another shift of the same person and skill. Writing to her account's row first makes two who add to one
    /// person's roster wait for each other (raced by <c>Keeping_a_roster.Of_two_overlapping_shifts_added_at_once_one_stays</c>).
    /// </summary>
    public Task<AddShiftsOutcome> AddAsync(IReadOnlyList<Shift> shifts, CancellationToken stop = default)
    {
        const string queue = "UPDATE staff SET enabled = enabled WHERE staff_id = @id";
        const string overlapping = """
            SELECT shift_id, staff_id, centre, skill, starts_at, ends_at, created_at, created_by
            FROM shifts WHERE staff_id = @Staff AND skill = @skill AND starts_at < @EndsAt AND ends_at > @StartsAt ORDER BY starts_at
            """;
        const string insert = """
            INSERT INTO shifts (shift_id, staff_id, centre, skill, starts_at, ends_at, created_at, created_by)
            VALUES (@Id, @Staff, @Centre, @skill, @StartsAt, @EndsAt, @CreatedAt, @CreatedBy)
            """;
        if (ShiftRules.OwnOverlap(shifts) is var (index, other)) return Task.FromResult<AddShiftsOutcome>(new AddShiftsOutcome.Overlaps(index, other));
        return database.TransactAsync<AddShiftsOutcome>(async (connection, transaction) =>
        {
            // In one order everywhere, or two lists could wait for each other.
            foreach (var id in shifts.Select(s => s.Staff).Distinct().OrderBy(s => s.Value))
            {
                if (await connection.ExecuteAsync(new CommandDefinition(queue, new { id }, transaction, cancellationToken: stop)) == 0)
                    return new AddShiftsOutcome.UnknownStaff(id);
            }
            for (var i = 0; i < shifts.Count; i++)
            {
                var met = await connection.QueryFirstOrDefaultAsync<Row>(new CommandDefinition(overlapping, Values(shifts[i]), transaction, cancellationToken: stop));
                if (met is not null) return new AddShiftsOutcome.Overlaps(i, met.ToShift());
            }
            foreach (var shift in shifts) await connection.ExecuteAsync(new CommandDefinition(insert, Values(shift), transaction, cancellationToken: stop));
            return new AddShiftsOutcome.Added();
        }, stop);
    }

    /// <summary>The shifts of a centre (of all when null) that touch a time, by their beginning.</summary>
    public async Task<IReadOnlyList<Shift>> ListAsync(string? centre, DateTimeOffset from, DateTimeOffset to, CancellationToken stop = default)
    {
        const string ofCentre = """
            SELECT shift_id, staff_id, centre, skill, starts_at, ends_at, created_at, created_by
            FROM shifts WHERE centre = @centre AND starts_at > @earliest AND starts_at < @to AND ends_at > @from ORDER BY starts_at, shift_id
            """;
        const string ofAll = """
            SELECT shift_id, staff_id, centre, skill, starts_at, ends_at, created_at, created_by
            FROM shifts WHERE starts_at > @earliest AND starts_at < @to AND ends_at > @from ORDER BY starts_at, shift_id
            """;
        return await ReadAsync(centre is null ? ofAll : ofCentre, new { centre, earliest = Earliest(from), from, to }, stop);
    }

    /// <summary>One person's shifts that touch a time, by their beginning.</summary>
    public Task<IReadOnlyList<Shift>> OfAsync(StaffId staff, DateTimeOffset from, DateTimeOffset to, CancellationToken stop = default)
    {
        const string sql = """
            SELECT shift_id, staff_id, centre, skill, starts_at, ends_at, created_at, created_by
            FROM shifts WHERE staff_id = @staff AND starts_at > @earliest AND starts_at < @to AND ends_at > @from ORDER BY starts_at, shift_id
            """;
        return ReadAsync(sql, new { staff, earliest = Earliest(from), from, to }, stop);
    }

    /// <summary>The centres with at least one shift between two instants.</summary>
    public async Task<IReadOnlySet<string>> RosteredCentresAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken stop = default)
    {
        const string sql = "SELECT DISTINCT centre FROM shifts WHERE starts_at > @from AND starts_at < @to";
        var centres = await database.UseAsync(connection => connection.QueryAsync<string>(new CommandDefinition(sql, new { from, to }, cancellationToken: stop)), stop);
        return centres.ToHashSet(StringComparer.Ordinal);
    }

    public async Task<Shift?> FindAsync(Guid id, CancellationToken stop = default)
    {
        const string sql = "SELECT shift_id, staff_id, centre, skill, starts_at, ends_at, created_at, created_by FROM shifts WHERE shift_id = @id";
        var found = await ReadAsync(sql, new { id }, stop);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>False: it was gone already.</summary>
    public Task<bool> RemoveAsync(Guid id, CancellationToken stop = default)
    {
        const string sql = "DELETE FROM shifts WHERE shift_id = @id";
        return database.UseAsync(async connection => await connection.ExecuteAsync(new CommandDefinition(sql, new { id }, cancellationToken: stop)) > 0, stop);
    }

    private async Task<IReadOnlyList<Shift>> ReadAsync(string sql, object values, CancellationToken stop)
    {
        var rows = await database.UseAsync(connection => connection.QueryAsync<Row>(new CommandDefinition(sql, values, cancellationToken: stop)), stop);
        return [.. rows.Select(r => r.ToShift())];
    }

    // No shift is longer, so none that began before this reaches the time: the indexes are by the beginning.
    private static DateTimeOffset Earliest(DateTimeOffset from) => from - ShiftRules.Longest - TimeSpan.FromMinutes(1);

    private static object Values(Shift shift) =>
        new { shift.Id, shift.Staff, shift.Centre, skill = shift.Skill.Code, shift.StartsAt, shift.EndsAt, shift.CreatedAt, shift.CreatedBy };

    private sealed class Row
    {
        public Guid ShiftId { get; set; }
        public StaffId StaffId { get; set; }
        public string Centre { get; set; } = "";
        public string Skill { get; set; } = "";
        public DateTimeOffset StartsAt { get; set; }
        public DateTimeOffset EndsAt { get; set; }
        public DateTimeOffset CreatedAt { get; set; }
        public StaffId CreatedBy { get; set; }

        public Shift ToShift() => new(ShiftId, StaffId, Centre, new Skill(Skill), StartsAt, EndsAt, CreatedAt, CreatedBy);
    }
}
