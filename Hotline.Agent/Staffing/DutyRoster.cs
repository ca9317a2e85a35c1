using System.Data.Common;
using Hotline.Core.Directory;
using Hotline.Core.Staff.Sql;
using Hotline.Core.Staffing;
using Hotline.Core.Staffing.Sql;

namespace Hotline.Agent.Staffing;

/// <summary>Who is on duty about now, as last read; kept for a while, and for as long as the record cannot be reached.</summary>
internal sealed class DutyRoster(ShiftStore shifts, StaffStore staff, NetworkOptions network, TimeProvider clock, ILogger<DutyRoster> log)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30), Ahead = TimeSpan.FromHours(24);

    /// <summary>A centre without a shift this long before or after now keeps no roster.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private volatile Reading _last = new([], new HashSet<string>(), DateTimeOffset.MinValue);

    /// <summary>The roster was changed on this host; other hosts see it within <see cref="Fresh"/>.</summary>
    public void Forget() => _last = _last with { At = DateTimeOffset.MinValue };

    public async Task<(IReadOnlyCollection<Duty> Duties, IReadOnlySet<string> Rostered)> ReadAsync(CancellationToken stop)
    {
        var (last, now) = (_last, clock.GetUtcNow());
        if (now - last.At < Fresh) return (last.Duties, last.Rostered);
        try
        {
            var near = await shifts.ListAsync(centre: null, now.AddHours(-1), now + Ahead, stop);
            var members = (await staff.ListAsync(stop)).ToDictionary(m => m.Id);
            var rostered = await shifts.RosteredCentresAsync(now - Kept, now + Kept, stop);
            Duty[] duties = [.. near.Select(s => ShiftRules.DutyOf(s, members[s.Staff], network.Zone)).OfType<Duty>()];
            _last = new Reading(duties, rostered, now);
            return (duties, rostered);
        }
        catch (Exception e) when (e is DbException or TimeoutException)
        {
            StaffingLog.Unread(log, e.GetType().Name);
            return (last.Duties, last.Rostered);
        }
    }

    private sealed record Reading(IReadOnlyCollection<Duty> Duties, IReadOnlySet<string> Rostered, DateTimeOffset At);
}
