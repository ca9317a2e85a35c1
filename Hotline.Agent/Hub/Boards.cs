using System.Collections.Concurrent;
using Hotline.Agent.Staff;
using Hotline.Agent.Staffing;
using Hotline.Core.Routing;
using Hotline.Core.Staff;

namespace Hotline.Agent.Hub;

/// <summary>Reads a centre's board, and what the staffing watch last found of it. While the live state cannot be reached: the last one read, marked degraded.</summary>
internal sealed class Boards(Desks desks, StaffNames names, StaffingAlarms alarms, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, BoardSnapshot> _last = new(StringComparer.Ordinal);

    /// <summary>False: <see cref="DeskView.WithoutLoad"/> first.</summary>
    public static bool SeesLoad(Who who) => Access.May(who, Act.SeeLoad, Whose.Nobodys);

    /// <summary>With what everybody carries; see <see cref="SeesLoad"/>.</summary>
    public async Task<BoardSnapshot> ReadAsync(string centre, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        AlarmView[] found = [.. alarms.Of(centre).Select(a => DeskView.Of(a, now))];
        if (await desks.ReadBoardAsync(centre) is { } board)
            return _last[centre] = DeskView.Of(board, await names.NamingAsync(board.Desks.Select(d => (StaffId?)d.Staff), stop), found);
        return _last.TryGetValue(centre, out var last)
            ? last with { Alarms = found, Degraded = true }
            : new BoardSnapshot(centre, now, [], [], found, Degraded: true);
    }
}
