using Hotline.Agent.Session;
using Hotline.Agent.Staff;
using Hotline.Core.Agents;
using Hotline.Core.Crisis;
using Hotline.Core.Staff;

namespace Hotline.Agent.Hub;

/// <summary>A desk as its consoles see it. <see cref="Unnamed"/>: the record was slow or away, so that somebody in the call has no name here yet.</summary>
internal sealed record SeenDesk(DeskSnapshot Snapshot, bool Unnamed);

/// <summary>Desks as their consoles see them, with the names of who is in the call. A record that is slow or away costs the names, never the desk.</summary>
internal sealed class DeskViews(StaffNames names, ServiceNumbers services, TimeProvider clock)
{
    private static readonly IReadOnlyDictionary<StaffId, string> Nobody = new Dictionary<StaffId, string>();

    public async Task<SeenDesk> OfAsync(Desk desk, CancellationToken stop)
    {
        StaffId[] people = desk.Call is { Helpers.Count: > 0 } call
            ? [.. call.Helpers.Select(h => h.Staff), .. call.Operator is { } op ? [op] : Array.Empty<StaffId>()]
            : [];
        var known = people.Length > 0 ? await NamesAsync(people, stop) : Nobody;
        return new SeenDesk(DeskView.Of(desk, known, services.Offered), !people.All(known.ContainsKey));
    }

    private async Task<IReadOnlyDictionary<StaffId, string>> NamesAsync(StaffId[] people, CancellationToken stop)
    {
        try
        {
            return await names.NamingAsync(people, stop).WaitAsync(Stamps.Patience, clock, stop);
        }
        catch (TimeoutException)
        {
            return names.Known;
        }
    }
}
