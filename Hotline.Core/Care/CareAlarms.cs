using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Staff;

namespace Hotline.Core.Care;

/// <summary>How care calls for people. False: it could not be told just now; whoever asked tells it again.</summary>
public sealed class CareAlarms(Escalations escalations)
{
    /// <summary>An answer on this call says that danger is at hand: people are paged until one of them has it.</summary>
    public async Task<bool> ImminentAnswerAsync(StaffId by, CallId call, string centre) =>
        await escalations.RaiseAsync(by, call, EscalationCause.Answer, centre) is { Outcome: EscalationOutcome.Done, Id: not null };

    /// <summary>Nobody made a call that was due.</summary>
    public async Task<bool> FollowUpMissedAsync(CareSubject subject, string centre) =>
        await escalations.RaiseForNumberAsync(subject.Key, subject.Mask, centre, EscalationCause.FollowUp) is { Outcome: EscalationOutcome.Done };

    /// <summary>Whether a person has an open risk record: her next call is told at its arrival. Of a withheld number nothing can be.</summary>
    public async Task<bool> OpenRiskAsync(CareSubject subject, bool open) => subject.Withheld || await escalations.SetOpenRiskAsync(subject.Key, open);
}
