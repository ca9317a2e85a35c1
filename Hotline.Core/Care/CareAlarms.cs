using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Staff;

namespace Hotline.Core.Care;

/// <summary>How care calls for people. False: it could not be told just now; whoever asked tells it again.</summary>
public sealed class CareAlarms(Desks desks)
{
    /// <summary>An answer on this call says that danger is at hand.</summary>
    public async Task<bool> ImminentAnswerAsync(StaffId by, CallId call) => await desks.MarkRiskAsync(by, call) != CallOutcome.Degraded;

    public Task<bool> FollowUpMissedAsync(CareSubject subject, string centre) => Task.FromResult(false);

    public Task<bool> OpenRiskAsync(CareSubject subject, bool open) => Task.FromResult(false);
}
