using System.Collections.Concurrent;
using System.Data.Common;
using Hotline.Core.Staff;
using Hotline.Core.Staff.Sql;

namespace Hotline.Agent.Session;

internal enum StampState
{
    Current,

    /// <summary>Signed out, disabled, or changed since this cookie was made.</summary>
    Old,

    /// <summary>The record cannot be reached. The cookie holds: calls are answered while the database is down, and it ends by itself.</summary>
    Unknown,
}

/// <summary>
/// Compares a cookie's stamp with the account's. Read at most every <see cref="Fresh"/> per person and host; a mismatch is always read again before
/// it counts, so that a new sign-in is never refused over an old reading.
/// </summary>
internal sealed class Stamps(StaffStore staff, TimeProvider clock, ILogger<Stamps> log)
{
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(3);

    /// <summary>A slow database must not keep an operator from her console.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<StaffId, (string? Stamp, DateTimeOffset At)> _read = new();

    public async Task<StampState> CheckAsync(StaffId id, string stamp, CancellationToken stop)
    {
        if (_read.TryGetValue(id, out var read) && clock.GetUtcNow() - read.At < Fresh && read.Stamp == stamp) return StampState.Current;
        try
        {
            var current = (await staff.MarksAsync([id], stop).WaitAsync(Patience, clock, stop)).GetValueOrDefault(id)?.Stamp;
            _read[id] = (current, clock.GetUtcNow());
            return current == stamp ? StampState.Current : StampState.Old;
        }
        catch (Exception e) when (e is DbException or TimeoutException)
        {
            AgentLog.StampUnchecked(log, id, e.GetType().Name);
            return StampState.Unknown;
        }
    }

    /// <summary>Makes this host look again at once; other hosts do within <see cref="Fresh"/>.</summary>
    public void Forget(StaffId id) => _read.TryRemove(id, out _);

    /// <summary>128 random bits.</summary>
    public static string New() => Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
}
