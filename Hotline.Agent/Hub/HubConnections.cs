using System.Collections.Concurrent;
using System.Collections.Immutable;
using Hotline.Core.Staff;
using Microsoft.AspNetCore.SignalR;

namespace Hotline.Agent.Hub;

/// <summary>One console's connection to this host.</summary>
internal sealed class ConsoleConnection(HubCallerContext context, StaffMember member)
{
    public string Id => context.ConnectionId;

    public StaffMember Member { get; set; } = member;

    /// <summary>The centre whose board this console watches.</summary>
    public string? Watches { get; set; }

    /// <summary>This console shows the open escalations of its person's centre.</summary>
    public bool WatchesCrisis => WatchesCrisisAs is not null;

    /// <summary>As whom it was last told all of them; null when it was not.</summary>
    public string? WatchesCrisisAs { get; set; }

    public void Abort() => context.Abort();
}

/// <summary>Who is connected to this host. Several consoles of one operator are one operator.</summary>
internal sealed class HubConnections(IHubContext<ConsoleHub, IConsoleClient> hub, TimeProvider clock)
{
    private static readonly TimeSpan LastWord = TimeSpan.FromMilliseconds(200);
    private readonly ConcurrentDictionary<string, ConsoleConnection> _all = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<StaffId, ImmutableList<string>> _consoles = new();

    public int Count => _all.Count;

    public IReadOnlyCollection<ConsoleConnection> All => [.. _all.Values];

    /// <summary>Everybody with a desk once, with her latest particulars.</summary>
    public IReadOnlyCollection<StaffMember> AtDesks =>
        [.. _all.Values.Select(c => c.Member).Where(m => Access.May(m.Who, Act.HandleCall, Whose.Nobodys)).DistinctBy(m => m.Id)];

    /// <summary>Asked for every hint of every host, so it looks at one entry.</summary>
    public bool Has(StaffId staff) => _consoles.ContainsKey(staff);

    /// <summary>Her consoles here. Each is found at once; sending to a user, or to several clients, would look at every connection of the host.</summary>
    public IReadOnlyList<string> Of(StaffId staff) => _consoles.GetValueOrDefault(staff) ?? [];

    public IReadOnlyCollection<string> WatchedCentres => [.. _all.Values.Select(c => c.Watches).OfType<string>().Distinct(StringComparer.Ordinal)];

    public void Add(ConsoleConnection connection)
    {
        _all[connection.Id] = connection;
        _consoles.AddOrUpdate(connection.Member.Id, [connection.Id], (_, some) => some.Add(connection.Id));
    }

    public ConsoleConnection? Find(string connectionId) => _all.GetValueOrDefault(connectionId);

    public void Remove(string connectionId)
    {
        if (!_all.TryRemove(connectionId, out var connection)) return;
        var staff = connection.Member.Id;
        while (_consoles.TryGetValue(staff, out var some))
        {
            var others = some.Remove(connectionId);
            if (others.IsEmpty ? _consoles.TryRemove(KeyValuePair.Create(staff, some)) : _consoles.TryUpdate(staff, others, some)) return;
        }
    }

    /// <summary>Says why, then closes.</summary>
    public async Task EndAsync(ConsoleConnection connection, string reason)
    {
        Remove(connection.Id);
        await hub.Clients.Client(connection.Id).SignedOut(reason);
        await Task.Delay(LastWord, clock);
        connection.Abort();
    }
}
