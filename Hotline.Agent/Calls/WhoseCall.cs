using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Cases;
using Hotline.Core.Cases.Sql;
using Hotline.Core.Routing;
using Hotline.Core.Staff;

namespace Hotline.Agent.Calls;

/// <summary>A call as somebody may see it. <paramref name="Entry"/> is null while the recorder has not copied it yet.</summary>
internal sealed record SeenCall(CallId Call, CallEntry? Entry, Whose Whose, bool OfferedToHer)
{
    public bool Known => Entry is not null || Whose.Operator is not null || OfferedToHer;

    /// <summary>While a call is offered its operator sees what the offer shows, and the earlier contacts; the rest is hers when she accepts.</summary>
    public bool May(Who who, Act act) => Access.May(who, act, Whose) || (act == Act.ReadCall && OfferedToHer);
}

/// <summary>
/// Finds out whose a call is: from her desk while the call is live (the record follows a moment later), and from the record. The live state is
/// asked first so that a slow database does not keep an operator from her own call.
/// </summary>
internal sealed class WhoseCall(CallBook book, Desks desks)
{
    public async Task<SeenCall> FindAsync(CallId call, Who who, CancellationToken stop)
    {
        var desk = Access.May(who, Act.TakeCalls, Whose.Nobodys) ? await desks.ReadAsync(who.Id) : null;
        var live = desk?.Call is { } on && on.Call == call ? on : null;
        var hersLive = live is not null && desk!.State != DeskState.Offered;
        var entry = await book.FindAsync(call, stop);
        var hers = hersLive || entry?.Operator == who.Id || (entry is not null && await book.AcceptedByAsync(call, who.Id, stop));
        return new SeenCall(call, entry, new Whose(hers ? who.Id : entry?.Operator, entry?.Centre ?? live?.Centre),
            OfferedToHer: live is not null && desk!.State == DeskState.Offered);
    }
}
