using System.Collections.Concurrent;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Microsoft.AspNetCore.SignalR;

namespace Hotline.Agent.Hub;

/// <summary>
/// Sends an operator's desk to her consoles on this host when a hint says that it changed. Desks are read side by side; of one desk one reading is
/// under way at a time, and a hint that comes meanwhile asks for one more.
/// </summary>
internal sealed class DeskPushes(Desks desks, DeskViews views, HubConnections connections, IHubContext<ConsoleHub, IConsoleClient> hub, ILogger<DeskPushes> log)
{
    private readonly ConcurrentDictionary<StaffId, bool> _again = new();

    // The newest version her consoles here were sent. A console that connects later is sent its own first reading.
    private readonly ConcurrentDictionary<StaffId, long> _sent = new();

    public void Changed(StaffId staff)
    {
        if (!connections.Has(staff)) return;
        while (!_again.TryAdd(staff, false))
        {
            if (_again.TryUpdate(staff, true, false) || _again.TryGetValue(staff, out var again) && again) return;
        }
        _ = Task.Run(() => PushAsync(staff));
    }

    private async Task PushAsync(StaffId staff)
    {
        while (true)
        {
            try
            {
                if (await desks.ReadAsync(staff) is { } desk && desk.Version != _sent.GetValueOrDefault(staff))
                {
                    await hub.Clients.User(staff.ToString()).DeskChanged(await views.OfAsync(desk, CancellationToken.None));
                    _sent[staff] = desk.Version;
                }
            }
            catch (Exception e)
            {
                AgentLog.WorkFailed(log, "Pushing a desk", e.GetType().Name);
            }
            if (_again.TryRemove(KeyValuePair.Create(staff, false))) return;
            _again.TryUpdate(staff, false, true);
        }
    }
}
