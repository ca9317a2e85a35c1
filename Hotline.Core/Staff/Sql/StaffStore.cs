using System.Data.Common;
using System.Globalization;
using Dapper;
using Hotline.Core.Directory;
using Hotline.Core.Storage;

namespace Hotline.Core.Staff.Sql;

/// <summary>What came of storing an account.</summary>
public enum StoreStaffOutcome { Stored, UserNameTaken, NotFound, LastAdministrator }

/// <summary>What tells whether somebody signed in is still who she was.</summary>
public sealed record StaffMark(string Stamp, DateTimeOffset UpdatedAt);

/// <summary>The accounts. Password hashes are made and checked by the host that has the hasher; here they are opaque text.</summary>
public sealed class StaffStore(Database database)
{
    /// <summary>How a day is written: text whose order is the days' order, in both databases.</summary>
    private const string Day = "yyyy-MM-dd";

    public Task<StaffMember?> FindAsync(StaffId id, CancellationToken stop = default)
    {
        const string sql = """
            SELECT staff_id, user_name, display_name, roles, centre, endpoint, enabled, security_stamp, created_at, updated_at
            FROM staff WHERE staff_id = @id
            """;
        return database.UseAsync(async connection =>
        {
            var row = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(sql, new { id }, cancellationToken: stop));
            return row?.ToMember(await SkillsAsync(connection, id, stop));
        }, stop);
    }

    /// <summary>The account of a user name with its password hash.</summary>
    public Task<(StaffMember Member, string PasswordHash)?> FindByNameAsync(string userName, CancellationToken stop = default)
    {
        const string sql = """
            SELECT staff_id, user_name, display_name, roles, centre, endpoint, enabled, security_stamp, created_at, updated_at, password_hash
            FROM staff WHERE user_name_key = @key
            """;
        var key = StaffMember.Normalise(userName);
        return database.UseAsync<(StaffMember, string)?>(async connection =>
        {
            var row = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(sql, new { key }, cancellationToken: stop));
            return row is null ? null : (row.ToMember(await SkillsAsync(connection, row.StaffId, stop)), row.PasswordHash);
        }, stop);
    }

    public Task<IReadOnlyList<StaffMember>> ListAsync(CancellationToken stop = default)
    {
        const string sql = """
            SELECT staff_id, user_name, display_name, roles, centre, endpoint, enabled, security_stamp, created_at, updated_at
            FROM staff ORDER BY user_name_key
            """;
        const string skillsSql = "SELECT staff_id, skill, level, valid_until FROM staff_skills ORDER BY skill";
        return database.UseAsync<IReadOnlyList<StaffMember>>(async connection =>
        {
            var rows = await connection.QueryAsync<Row>(new CommandDefinition(sql, cancellationToken: stop));
            var skills = (await connection.QueryAsync<SkillRow>(new CommandDefinition(skillsSql, cancellationToken: stop))).ToLookup(s => s.StaffId);
            return [.. rows.Select(r => r.ToMember([.. skills[r.StaffId].Select(s => s.ToSkill())]))];
        }, stop);
    }

    /// <summary>Stamp and last change of the enabled among <paramref name="ids"/>; who is missing here is disabled or gone.</summary>
    public async Task<IReadOnlyDictionary<StaffId, StaffMark>> MarksAsync(IReadOnlyCollection<StaffId> ids, CancellationToken stop = default)
    {
        Dictionary<StaffId, StaffMark> marks = [];
        if (ids.Count == 0) return marks;
        const string sql = "SELECT staff_id, security_stamp, updated_at FROM staff WHERE enabled = 1 AND staff_id IN (@ids)";
        foreach (var some in ids.Chunk(IdList.Most))
        {
            var values = new { ids = new IdList([.. some.Select(i => i.Value)]) };
            var rows = await database.UseAsync(connection => connection.QueryAsync<Row>(new CommandDefinition(sql, values, cancellationToken: stop)), stop);
            foreach (var row in rows) marks[row.StaffId] = new StaffMark(row.SecurityStamp, row.UpdatedAt);
        }
        return marks;
    }

    /// <summary>Two creating one name at once leave one account: the unique index decides (<c>Staff_accounts.Two_creating_one_name_leave_one</c>).</summary>
    public async Task<StoreStaffOutcome> CreateAsync(StaffMember member, string passwordHash, CancellationToken stop = default)
    {
        const string sql = """
            INSERT INTO staff (staff_id, user_name, user_name_key, display_name, password_hash, roles, centre, endpoint, enabled, security_stamp, created_at, updated_at)
            VALUES (@Id, @UserName, @key, @name, @passwordHash, @roles, @Centre, @Endpoint, @Enabled, @SecurityStamp, @CreatedAt, @UpdatedAt)
            """;
        try
        {
            await database.TransactAsync(async (connection, transaction) =>
            {
                await connection.ExecuteAsync(new CommandDefinition(sql, new
                {
                    member.Id,
                    member.UserName,
                    key = StaffMember.Normalise(member.UserName),
                    name = member.DisplayName.Reveal(),
                    passwordHash,
                    roles = Write(member.Roles),
                    member.Centre,
                    member.Endpoint,
                    member.Enabled,
                    member.SecurityStamp,
                    member.CreatedAt,
                    member.UpdatedAt,
                }, transaction, cancellationToken: stop));
                await WriteSkillsAsync(connection, transaction, member, stop);
            }, stop);
            return StoreStaffOutcome.Stored;
        }
        catch (DbException e) when (Database.IsDuplicate(e))
        {
            return StoreStaffOutcome.UserNameTaken;
        }
    }

    /// <summary>
    /// Replaces the particulars (not user name, password, creation). The stamp becomes that of <paramref name="member"/> only if what the cookie
    /// carries has changed: roles, centre, enabled. The last enabled administrator stays one, also when two are changed at once
    /// (raced by <c>Staff_accounts.Of_two_administrators_disabled_at_once_one_stays</c>).
    /// </summary>
    public Task<StoreStaffOutcome> UpdateAsync(StaffMember member, CancellationToken stop = default)
    {
        // Writing to every administrator's row makes two such changes wait for each other; SQL Server would let both read the other as enabled.
        const string queue = "UPDATE staff SET enabled = enabled WHERE roles LIKE '%Administrator%'";
        const string exists = "SELECT COUNT(*) FROM staff WHERE staff_id = @Id";
        const string sql = """
            UPDATE staff SET
                security_stamp = CASE WHEN roles <> @roles OR centre <> @Centre OR enabled <> @Enabled THEN @SecurityStamp ELSE security_stamp END,
                display_name = @name, roles = @roles, centre = @Centre, endpoint = @Endpoint, enabled = @Enabled, updated_at = @UpdatedAt
            WHERE staff_id = @Id
              AND (@staysAdministrator = 1 OR enabled = 0 OR roles NOT LIKE '%Administrator%'
                   OR EXISTS (SELECT 1 FROM staff other WHERE other.staff_id <> @Id AND other.enabled = 1 AND other.roles LIKE '%Administrator%'))
            """;
        return database.TransactAsync(async (connection, transaction) =>
        {
            await connection.ExecuteAsync(new CommandDefinition(queue, transaction: transaction, cancellationToken: stop));
            var changed = await connection.ExecuteAsync(new CommandDefinition(sql, new
            {
                member.Id,
                name = member.DisplayName.Reveal(),
                roles = Write(member.Roles),
                member.Centre,
                member.Endpoint,
                member.Enabled,
                member.SecurityStamp,
                member.UpdatedAt,
                staysAdministrator = member.Enabled && member.Roles.Contains(Role.Administrator) ? 1 : 0,
            }, transaction, cancellationToken: stop));
            if (changed == 0)
            {
                var known = await connection.ExecuteScalarAsync<int>(new CommandDefinition(exists, new { member.Id }, transaction, cancellationToken: stop));
                return known > 0 ? StoreStaffOutcome.LastAdministrator : StoreStaffOutcome.NotFound;
            }
            await WriteSkillsAsync(connection, transaction, member, stop);
            return StoreStaffOutcome.Stored;
        }, stop);
    }

    public async Task<StoreStaffOutcome> SetPasswordAsync(StaffId id, string passwordHash, string stamp, DateTimeOffset now, CancellationToken stop = default)
    {
        const string sql = "UPDATE staff SET password_hash = @passwordHash, security_stamp = @stamp, updated_at = @now WHERE staff_id = @id";
        var values = new { id, passwordHash, stamp, now };
        var changed = await database.UseAsync(connection => connection.ExecuteAsync(new CommandDefinition(sql, values, cancellationToken: stop)), stop);
        return changed > 0 ? StoreStaffOutcome.Stored : StoreStaffOutcome.NotFound;
    }

    /// <summary>Ends every session of this person: cookies and hub connections carry the old stamp.</summary>
    public Task ChangeStampAsync(StaffId id, string stamp, CancellationToken stop = default)
    {
        const string sql = "UPDATE staff SET security_stamp = @stamp WHERE staff_id = @id";
        return database.UseAsync(connection => connection.ExecuteAsync(new CommandDefinition(sql, new { id, stamp }, cancellationToken: stop)), stop);
    }

    private static async Task<IReadOnlyList<SkillLevel>> SkillsAsync(DbConnection connection, StaffId id, CancellationToken stop)
    {
        const string sql = "SELECT staff_id, skill, level, valid_until FROM staff_skills WHERE staff_id = @id ORDER BY skill";
        var rows = await connection.QueryAsync<SkillRow>(new CommandDefinition(sql, new { id }, cancellationToken: stop));
        return [.. rows.Select(r => r.ToSkill())];
    }

    private static async Task WriteSkillsAsync(DbConnection connection, DbTransaction transaction, StaffMember member, CancellationToken stop)
    {
        const string clear = "DELETE FROM staff_skills WHERE staff_id = @Id";
        const string add = "INSERT INTO staff_skills (staff_id, skill, level, valid_until) VALUES (@Id, @Code, @Level, @until)";
        await connection.ExecuteAsync(new CommandDefinition(clear, new { member.Id }, transaction, cancellationToken: stop));
        foreach (var skill in member.Skills)
        {
            var row = new { member.Id, skill.Skill.Code, skill.Level, until = skill.Until?.ToString(Day, CultureInfo.InvariantCulture) };
            await connection.ExecuteAsync(new CommandDefinition(add, row, transaction, cancellationToken: stop));
        }
    }

    private static string Write(IReadOnlySet<Role> roles) => string.Join(' ', roles.Order());

    private sealed class Row
    {
        public StaffId StaffId { get; set; }
        public string UserName { get; set; } = "";
        public string DisplayName { get; set; } = "";
        public string Roles { get; set; } = "";
        public string Centre { get; set; } = "";
        public string? Endpoint { get; set; }
        public bool Enabled { get; set; }
        public string SecurityStamp { get; set; } = "";
        public DateTimeOffset CreatedAt { get; set; }
        public DateTimeOffset UpdatedAt { get; set; }
        public string PasswordHash { get; set; } = "";

        public StaffMember ToMember(IReadOnlyList<SkillLevel> skills) => new(
            StaffId, UserName, new PersonName(DisplayName),
            Roles.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Role>).ToHashSet(),
            Centre, skills, Endpoint, Enabled, SecurityStamp, CreatedAt, UpdatedAt);
    }

    private sealed class SkillRow
    {
        public StaffId StaffId { get; set; }
        public string Skill { get; set; } = "";
        public int Level { get; set; }
        public string? ValidUntil { get; set; }

        public SkillLevel ToSkill() => new(new Skill(Skill), Level, ValidUntil is null ? null : DateOnly.ParseExact(ValidUntil, Day, CultureInfo.InvariantCulture));
    }
}
