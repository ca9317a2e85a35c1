using System.Collections.Concurrent;
using Hotline.Core.Agents;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Microsoft.AspNetCore.SignalR;

namespace Hotline.Agent.Hub;

/// <summary>
/// Sends an operator's desk to her consoles on this host when a hint says that it changed. Desks that change within one round trip to the live state are
/// read together with the next one; of one desk one reading or sending is under way at a time, and a hint that comes meanwhile asks for one more.
/// </summary>
internal sealed class DeskPushes(Desks desks, DeskViews views, HubConnections connections, IHubContext<ConsoleHub, IConsoleClient> hub, ILogger<DeskPushes> log)
{
    /// <summary>Desks read in one step, and readings at a time: whoever's desk changes during one need not wait for its end.</summary>
    private const int AtOnce = 50, Readers = 2;

    private readonly Lock _lock = new();
    private readonly HashSet<StaffId> _changed = [], _underWay = [];
    private int _readers;

    // The newest version her consoles here were sent. A console that connects later is sent its own first reading.
    private readonly ConcurrentDictionary<StaffId, long> _sent = new();

    public void Changed(StaffId staff)
    {
        if (!connections.Has(staff)) return;
        lock (_lock) _changed.Add(staff);
        ReadMore();
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

    private async Task SendAsync(StaffId staff, Desk? desk)
    {
        try
        {
            if (desk is not null && desk.Version != _sent.GetValueOrDefault(staff))
            {
                var seen = await views.OfAsync(desk, CancellationToken.None);
                await Task.WhenAll(connections.Of(staff).Select(console => hub.Clients.Client(console).DeskChanged(seen)));
                _sent[staff] = desk.Version;
            }
        }
        catch (Exception e)
        {
            AgentLog.WorkFailed(log, "Pushing a desk", e.GetType().Name);
        }
        lock (_lock) _underWay.Remove(staff);
        ReadMore();
    }
}
