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
    public async Task<SeenDesk> OfAsync(Desk desk, CancellationToken stop)
    {
        StaffId[] people = desk.Call is { Helpers.Count: > 0 } call ? [.. call.Helpers.Select(h => h.Staff).Append(call.Operator ?? desk.Staff)] : [];
        // Whoever was named once needs no reading, and the desk waits for none: the names are read anew every half minute for the open escalations.
        var known = names.Known;
        if (!people.All(known.ContainsKey)) known = await NamesAsync(people, stop);
        return new SeenDesk(DeskView.Of(desk, known, services.Offered), !people.All(known.ContainsKey));
    }

    private async Task<IReadOnlyDictionary<StaffId, string>> NamesAsync(StaffId[] people, CancellationToken stop)
    {
        try
        {
            return await names.NamingAsync(people.Cast<StaffId?>(), stop).WaitAsync(Stamps.Patience, clock, stop);
        }
        catch (TimeoutException)
        {
            return names.Known;
        }
    }
}
