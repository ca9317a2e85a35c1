using Hotline.Agent.Session;
using Hotline.Agent.Staff;
using Hotline.Core.Agents;
using Hotline.Core.Crisis;
using Hotline.Core.Staff;

namespace Hotline.Agent.Hub;

/// <summary>Desks as their consoles see them, with the names of who is in the call. A record that is slow or away costs the names, never the desk.</summary>
internal sealed class DeskViews(StaffNames names, ServiceNumbers services, TimeProvider clock)
{
    private static readonly IReadOnlyDictionary<StaffId, string> Nobody = new Dictionary<StaffId, string>();

    public async Task<DeskSnapshot> OfAsync(Desk desk, CancellationToken stop) =>
        DeskView.Of(desk, desk.Call is { Helpers.Count: > 0 } ? await NamesAsync(stop) : Nobody, services.Offered);

    private async Task<IReadOnlyDictionary<StaffId, string>> NamesAsync(CancellationToken stop)
    {
        try
        {
            return await names.AllAsync(stop).WaitAsync(Stamps.Patience, clock, stop);
        }
        catch (TimeoutException)
        {
            return Nobody;
        }
    }
}
