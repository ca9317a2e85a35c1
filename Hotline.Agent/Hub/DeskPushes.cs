using System.Collections.Concurrent;
using Hotline.Core.Agents;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Microsoft.AspNetCore.SignalR;

namespace Hotline.Agent.Hub;

/// <summary>
/// Sends an operator's desk to her consoles on this host: as a hint tells it, or as it is read when all that is known is that it changed. Desks that are
/// found changed within one round trip to the live state are read together with the next one. Of one desk one reading or sending is under way at a time;
/// what comes meanwhile is the next.
/// </summary>
internal sealed class DeskPushes(
    Desks desks, DeskViews views, HubConnections connections, IHubContext<ConsoleHub, IConsoleClient> hub, TimeProvider clock, ILogger<DeskPushes> log)
{
    /// <summary>Until somebody who could not be named is looked for again.</summary>
    private static readonly TimeSpan NameAgain = TimeSpan.FromSeconds(2);

    /// <summary>Desks read in one step, and readings at a time: whoever's desk changes during one need not wait for its end.</summary>
    private const int AtOnce = 50, Readers = 2;

    private readonly Lock _lock = new();
    private readonly HashSet<StaffId> _changed = [], _underWay = [];

    // Told and not sent yet: the latest of each.
    private readonly Dictionary<StaffId, Desk> _told = [];
    private int _readers;

    // The newest version her consoles here were sent. A console that connects later is sent its own first reading.
    private readonly ConcurrentDictionary<StaffId, long> _sent = new();

    // Whose consoles show somebody without a name (false: no longer). While she is in here she is looked after by one NameAsync.
    private readonly Dictionary<StaffId, bool> _unnamed = [];

    public void Changed(DeskHint hint)
    {
        if (!connections.Has(hint.Staff)) return;
        try
        {
            if (desks.Told(hint) is { } desk) Send(desk);
            else Changed(hint.Staff);
        }
        catch (Exception e)
        {
            AgentLog.WorkFailed(log, "A desk that was told", e.GetType().Name);
        }
    }

    public void Changed(StaffId staff)
    {
        if (!connections.Has(staff)) return;
        lock (_lock) _changed.Add(staff);
        ReadMore();
    }

    /// <summary>A console of hers was shown somebody without a name: her desk, changed or not, is read and sent again every two seconds until all have one.</summary>
    public void NameLater(StaffId staff)
    {
        lock (_lock)
        {
            if (!_unnamed.TryAdd(staff, true))
            {
                _unnamed[staff] = true;
                return;
            }
        }
        _ = NameAsync(staff);
    }

    private async Task NameAsync(StaffId staff)
    {
        while (true)
        {
            await Task.Delay(NameAgain, clock);
            lock (_lock)
            {
                if (!_unnamed[staff] || !connections.Has(staff))
                {
                    _unnamed.Remove(staff);
                    return;
                }
            }
            Changed(staff);
        }
    }

    private void Named(StaffId staff)
    {
        lock (_lock)
        {
            if (_unnamed.ContainsKey(staff)) _unnamed[staff] = false;
        }
    }

    private bool IsUnnamed(StaffId staff)
    {
        lock (_lock) return _unnamed.GetValueOrDefault(staff);
    }

    private void Send(Desk desk)
    {
        lock (_lock)
        {
            if (!_told.TryGetValue(desk.Staff, out var other) || other.Version < desk.Version) _told[desk.Staff] = desk;
            if (!_underWay.Add(desk.Staff)) return;
        }
        _ = SendAsync(desk.Staff, null);
    }

    private void ReadMore()
    {
        lock (_lock)
        {
            if (_readers == Readers || !_changed.Any(staff => !_underWay.Contains(staff))) return;
            _readers++;
        }
        _ = Task.Run(ReadAsync);
    }

    private async Task ReadAsync()
    {
        while (Take() is { Count: > 0 } some)
        {
            var read = await ReadAsync(some);
            // Not waited for: a console that takes its messages slowly holds up nobody else's.
            for (var i = 0; i < some.Count; i++) _ = SendAsync(some[i], read[i]);
        }
    }

    private async Task<IReadOnlyList<Desk?>> ReadAsync(List<StaffId> some)
    {
        try
        {
            return await desks.ReadAsync(some);
        }
        catch (Exception e)
        {
            AgentLog.WorkFailed(log, "Reading desks", e.GetType().Name);
            if (some.Count == 1) return [null];
            // One of them cannot be read; the others can.
            List<Desk?> each = [];
            foreach (var staff in some) each.AddRange(await ReadAsync([staff]));
            return each;
        }
    }

    /// <summary>The next to be read; with none the reader is done.</summary>
    private List<StaffId> Take()
    {
        lock (_lock)
        {
            var some = _changed.Where(staff => !_underWay.Contains(staff)).Take(AtOnce).ToList();
            _changed.ExceptWith(some);
            _underWay.UnionWith(some);
            if (some.Count == 0) _readers--;
            return some;
        }
    }

    /// <summary>What was read of her desk, if anything was, and what was told of it meanwhile.</summary>
    private async Task SendAsync(StaffId staff, Desk? desk)
    {
        do
        {
            try
            {
                if (desk is not null && (desk.Version != _sent.GetValueOrDefault(staff) || IsUnnamed(staff)))
                {
                    var seen = await views.OfAsync(desk, CancellationToken.None);
                    await Task.WhenAll(connections.Of(staff).Select(console => hub.Clients.Client(console).DeskChanged(seen.Snapshot)));
                    _sent[staff] = desk.Version;
                    if (seen.Unnamed) NameLater(staff);
                    else Named(staff);
                }
            }
            catch (Exception e)
            {
                AgentLog.WorkFailed(log, "Pushing a desk", e.GetType().Name);
            }
        }
        while (Next(staff, out desk));
        ReadMore();
    }

    /// <summary>With nothing newer told she is no longer under way.</summary>
    private bool Next(StaffId staff, out Desk? told)
    {
        lock (_lock)
        {
            // Of two hints the earlier may come later.
            if (_told.Remove(staff, out told) && told.Version > _sent.GetValueOrDefault(staff)) return true;
            _underWay.Remove(staff);
            return false;
        }
    }
}
