using Hotline.Agent.Calls;
using Hotline.Agent.Crisis;
using Hotline.Core.Calls;
using Hotline.Core.Staff;

namespace Hotline.Agent.Care;

/// <summary>
/// Whose the care of a call is: hers who took it, of the counsellors and supervisors of its centre, and, while she holds its escalation, of her whom a
/// centre below called for help.
/// </summary>
internal sealed class CareAccess(CrisisBoard board)
{
    public async Task<bool> MayAsync(SeenCall call, Who who, Act act, CancellationToken stop) => call.May(who, act) || await HoldsAsync(call.Call, who, act, stop);

    // The live state is asked only of those whom their own centre does not let in.
    private async Task<bool> HoldsAsync(CallId call, Who who, Act act, CancellationToken stop) =>
        Access.May(who, act, new Whose(null, who.Centre))
        && (await board.ReadAsync(stop)).Open.Values.Select(s => s.Escalation).Any(e => e.Call == call && e.AckBy == who.Id.ToString() && board.Concerns(e.Centre, who));
}
