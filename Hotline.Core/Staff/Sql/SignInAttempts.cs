using System.Buffers.Text;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Hotline.Core.Storage;

namespace Hotline.Core.Staff.Sql;

/// <summary>
/// Counts sign-in attempts by name. An attempt is claimed *before* the password is looked at, so that however many guesses arrive at once, no
/// more than <see cref="SignInRules.Failures"/> are looked at per lock: raced by <c>Signing_in.Parallel_wrong_passwords_never_get_more_than_five_looks</c>.
/// Success forgives.
/// </summary>
public sealed class SignInAttempts(Database database, SealingKeys keys)
{
    private readonly byte[] _key = keys.Lasting("sign-in-name");

    /// <summary>Null: the password may be looked at. Otherwise the name is locked until then.</summary>
    public Task<DateTimeOffset?> ClaimAsync(string userName, DateTimeOffset now, CancellationToken stop = default)
    {
        var name = KeyOf(userName);
        const string update = """
            UPDATE sign_in_attempts SET
                locked_until = CASE WHEN failures + 1 >= @most AND updated_at > @forgotten THEN @until ELSE NULL END,
                failures = CASE WHEN updated_at <= @forgotten THEN 1 WHEN failures + 1 >= @most THEN 0 ELSE failures + 1 END,
                updated_at = @now
            WHERE name_key = @name AND (locked_until IS NULL OR locked_until <= @now)
            """;
        const string insert = "INSERT INTO sign_in_attempts (name_key, failures, locked_until, updated_at) VALUES (@name, 1, NULL, @now)";
        const string locked = "SELECT locked_until FROM sign_in_attempts WHERE name_key = @name";
        var values = new { name, now, until = now + SignInRules.Lock, forgotten = now - SignInRules.Memory, most = SignInRules.Failures };

        return database.UseAsync<DateTimeOffset?>(async connection =>
        {
            for (var attempt = 0; attempt < 3; attempt++)
            {
                if (await connection.ExecuteAsync(new CommandDefinition(update, values, cancellationToken: stop)) > 0) return null;
                var until = await connection.ExecuteScalarAsync<DateTimeOffset?>(new CommandDefinition(locked, values, cancellationToken: stop));
                if (until > now) return until;
                try
                {
                    await connection.ExecuteAsync(new CommandDefinition(insert, values, cancellationToken: stop));
                    return null;
                }
                catch (DbException e) when (Database.IsDuplicate(e))
                {
                    // Another attempt made the row first; count with it.
                }
            }
            return now + SignInRules.Lock;
        }, stop);
    }

    public Task ForgiveAsync(string userName, CancellationToken stop = default)
    {
        const string sql = "DELETE FROM sign_in_attempts WHERE name_key = @name";
        return database.UseAsync(connection => connection.ExecuteAsync(new CommandDefinition(sql, new { name = KeyOf(userName) }, cancellationToken: stop)), stop);
    }

    /// <summary>Whether the name is locked, for administrators' lists.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> LocksAsync(IReadOnlyCollection<string> userNames, DateTimeOffset now, CancellationToken stop = default)
    {
        const string sql = "SELECT name_key, locked_until FROM sign_in_attempts WHERE locked_until > @now";
        var rows = await database.UseAsync(connection => connection.QueryAsync<Row>(new CommandDefinition(sql, new { now }, cancellationToken: stop)), stop);
        var locks = rows.ToDictionary(r => r.NameKey, r => r.LockedUntil, StringComparer.Ordinal);
        Dictionary<string, DateTimeOffset> byName = new(StringComparer.Ordinal);
        foreach (var name in userNames)
            if (locks.TryGetValue(KeyOf(name), out var until)) byName[name] = until;
        return byName;
    }

    /// <summary>Drops what is older than <see cref="SignInRules.Memory"/>.</summary>
    public Task ForgetOldAsync(DateTimeOffset now, CancellationToken stop = default)
    {
        const string sql = "DELETE FROM sign_in_attempts WHERE updated_at <= @forgotten";
        var forgotten = now - SignInRules.Memory;
        return database.UseAsync(connection => connection.ExecuteAsync(new CommandDefinition(sql, new { forgotten }, cancellationToken: stop)), stop);
    }

    private string KeyOf(string userName) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(StaffMember.Normalise(userName))));

    private sealed class Row
    {
        public string NameKey { get; set; } = "";
        public DateTimeOffset LockedUntil { get; set; }
    }
}
