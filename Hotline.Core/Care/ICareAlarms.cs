using Hotline.Core.Calls;
using Hotline.Core.Staff;

namespace Hotline.Core.Care;

/// <summary>How care calls for people. False: it could not be told just now; whoever asked tells it again.</summary>
public interface ICareAlarms
{
    /// <summary>An answer on this call says that danger is at hand.</summary>
    Task<bool> ImminentAnswerAsync(StaffId by, CallId call);

    /// <summary>Nobody made a call that was due.</summary>
    Task<bool> FollowUpMissedAsync(CareSubject subject, string centre);

    /// <summary>Whether a person has an open risk record: her next call is told at its arrival.</summary>
    Task<bool> OpenRiskAsync(CareSubject subject, bool open);
}
