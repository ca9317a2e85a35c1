using System.Collections.Concurrent;
using Hotline.Agent.Staff;
using Hotline.Core.Routing;

namespace Hotline.Agent.Hub;

/// <summary>Reads a centre's board. While the live state cannot be reached: the last one read, marked degraded.</summary>
internal sealed class Boards(Desks desks, StaffNames names, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, BoardSnapshot> _last = new(StringComparer.Ordinal);

    public async Task<BoardSnapshot> ReadAsync(string centre, CancellationToken stop)
    {
        if (await desks.ReadBoardAsync(centre) is { } board)
            return _last[centre] = DeskView.Of(board, await names.AllAsync(stop));
        return _last.TryGetValue(centre, out var last)
            ? last with { Degraded = true }
            : new BoardSnapshot(centre, clock.GetUtcNow(), [], [], Degraded: true);
    }
}
