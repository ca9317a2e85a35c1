using System.Data.Common;
using Hotline.Core.Staff;
using Hotline.Core.Staff.Sql;

namespace Hotline.Agent.Staff;

/// <summary>Colleagues' names for boards and timelines. Kept for a while, and longer when the record cannot be reached.</summary>
internal sealed class StaffNames(StaffStore staff, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);
    private volatile Reading _last = new(new Dictionary<StaffId, string>(), DateTimeOffset.MinValue, new HashSet<StaffId>());

    /// <summary>As last read, for the open escalations every half minute at the latest while the record answers; empty before the first reading.</summary>
    public IReadOnlyDictionary<StaffId, string> Known => _last.Names;

    /// <summary>Of everybody. Whoever is needed and not known yet, because another host has just made her account, is looked for once.</summary>
    public async Task<IReadOnlyDictionary<StaffId, string>> NamingAsync(IEnumerable<StaffId?> needed, CancellationToken stop)
    {
        var last = _last;
        var unknown = needed.OfType<StaffId>().Where(id => !last.Names.ContainsKey(id)).ToHashSet();
        if (clock.GetUtcNow() - last.At < Fresh && unknown.IsSubsetOf(last.LookedFor)) return last.Names;
        try
        {
            var names = (await staff.ListAsync(stop)).ToDictionary(m => m.Id, m => m.DisplayName.Reveal());
            // With those another reader looked for: two who each miss somebody else do not make each other read again.
            unknown.UnionWith(_last.LookedFor);
            unknown.ExceptWith(names.Keys);
            _last = new Reading(names, clock.GetUtcNow(), unknown);
            return names;
        }
        catch (Exception e) when (e is DbException or TimeoutException)
        {
            return last.Names;
        }
    }

    /// <summary>An account was made or renamed on this host.</summary>
    public void Forget() => _last = _last with { At = DateTimeOffset.MinValue };

    private sealed record Reading(IReadOnlyDictionary<StaffId, string> Names, DateTimeOffset At, IReadOnlySet<StaffId> LookedFor);
}
