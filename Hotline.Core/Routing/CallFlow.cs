using Hotline.Core.Calls;
using Hotline.Core.Directory;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;

namespace Hotline.Core.Routing;

/// <summary>The call's side of the routing core: what the voice endpoints ask and tell.</summary>
public sealed class CallFlow
{
    /// <summary>
    /// Takes an arriving call. Idempotent by leg: a repeated webhook gets the same ticket. With the live state unreachable it still answers
    /// with a fresh ticket; the first later request that reaches the live state settles which ticket is the call's.
    /// </summary>
    public Task<CallTicket> ArriveAsync(LegId leg, PhoneNumber? number, string? line, CancellationToken stop) => throw new NotSupportedException();

    /// <summary>Puts the caller in the lane of a skill, at the place of her arrival. Repeating changes nothing; the crisis key moves her from another lane.</summary>
    public Task<Place> EnterAsync(CallTicket ticket, Skill skill, EnteredBy by, CancellationToken stop) => throw new NotSupportedException();

    /// <summary>The waiting caller's heartbeat. Puts her back at her original place when the live state has lost her.</summary>
    public Task<Place> WaitAsync(CallTicket ticket, Skill skill, CancellationToken stop) => throw new NotSupportedException();

    /// <summary>Asked by the operator's leg when it is answered.</summary>
    public Task<LegVerdict> MayJoinAsync(CallId call, StaffId staff, long token, LegId leg, CancellationToken stop) => throw new NotSupportedException();

    /// <summary>Takes one carrier fact, once, in whatever order it comes. False: no such call is known; it is recorded as an orphan.</summary>
    public Task<bool> TellAsync(CarrierFact fact, CancellationToken stop) => throw new NotSupportedException();
}
