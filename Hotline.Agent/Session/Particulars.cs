using System.Data.Common;
using System.Security.Claims;
using Hotline.Core.Staff;
using Hotline.Core.Staff.Sql;

namespace Hotline.Agent.Session;

/// <summary>The particulars of whoever is signed in: from the record, or as they were at sign-in while the record is slow or away.</summary>
internal sealed class Particulars(StaffStore staff, TimeProvider clock, ILogger<Particulars> log)
{
    public async Task<StaffMember> OfAsync(ClaimsPrincipal user, CancellationToken stop)
    {
        var atSignIn = SessionCookie.AsAtSignIn(user);
        try
        {
            // The cookie's stamp, not the account's: a cookie that has become old since is what the watch must see.
            return await staff.FindAsync(atSignIn.Id, stop).WaitAsync(Stamps.Patience, clock, stop) is { } member
                ? member with { SecurityStamp = atSignIn.SecurityStamp }
                : atSignIn;
        }
        catch (Exception e) when (e is DbException or TimeoutException)
        {
            AgentLog.StampUnchecked(log, atSignIn.Id, e.GetType().Name);
            return atSignIn;
        }
    }
}
