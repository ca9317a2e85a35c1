using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Cases;
using Hotline.Core.Cases.Sql;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Storage;

namespace Hotline.Agent.Calls;

/// <summary>
/// A call as somebody may see it. <paramref name="Entry"/> is null while the recorder has not copied it yet; <paramref name="Live"/> is set while it
/// is on her own desk.
/// </summary>
internal sealed record SeenCall(CallId Call, CallEntry? Entry, DeskCall? Live, Whose Whose, bool ShownToHer)
{
    /// <summary>Finds the number's other calls; null when it is withheld or nobody knows it yet.</summary>
    public string? NumberKey => Entry?.NumberKey ?? (Live?.NumberKey is { Length: > 0 } key ? key : null);

    public DateTimeOffset? ArrivedAt => Entry?.ArrivedAt ?? Live?.ArrivedAt;

    /// <summary>The sealed number; null when withheld.</summary>
    public ReadOnlyMemory<byte>? NumberSealed =>
        Entry?.NumberSealed ?? (Sealing.TryDecode(Live?.NumberSealed, out var bytes) ? bytes : null);

    public bool Known => Entry is not null || Whose.Operator is not null || ShownToHer;

    /// <summary>
    /// While a call is offered its operator sees what the offer shows, and the earlier contacts; the rest is hers when she accepts. So does one who helps in it,
    /// until she takes it over.
    /// </summary>
    public bool May(Who who, Act act) => Access.May(who, act, Whose) || (act == Act.ReadCall && ShownToHer);
}

/// <summary>
/// Finds out whose a call is: from her desk while the call is live, from the record, and again from the live state for a call that is off her desk before the
/// record, which follows a moment later and after a database's absence much later, knows that she took it. The live state is asked first so that a slow
/// database does not keep an operator from her own call.
/// </summary>
internal sealed class WhoseCall(CallBook book, Desks desks)
{
    /// <summary>Hers, while it is on her desk and accepted; null otherwise. Asks the live state alone: the record may be away.</summary>
    public async Task<Whose?> OnHerDeskAsync(CallId call, Who who) =>
        Access.May(who, Act.HandleCall, Whose.Nobodys) && await desks.ReadAsync(who.Id) is { State: not (DeskState.Offered or DeskState.Assisting), Call: { } on } && on.Call == call
            ? new Whose(who.Id, on.Centre) : null;

    public async Task<SeenCall> FindAsync(CallId call, Who who, CancellationToken stop)
    {
        var desk = Access.May(who, Act.HandleCall, Whose.Nobodys) ? await desks.ReadAsync(who.Id) : null;
        var live = desk?.Call is { } on && on.Call == call ? on : null;
        var shown = live is not null && desk!.State is DeskState.Offered or DeskState.Assisting;
        var hersLive = live is not null && !shown;
        var entry = await book.FindAsync(call, stop);
        var hers = hersLive || entry?.Operator == who.Id || (entry is not null && await book.AcceptedByAsync(call, who.Id, stop));
        var took = hers || shown || !Access.May(who, Act.HandleCall, Whose.Nobodys) ? null : await desks.TookAsync(who.Id, call);
        return new SeenCall(call, entry, live, new Whose(hers || took is not null ? who.Id : entry?.Operator, entry?.Centre ?? live?.Centre ?? took),
            ShownToHer: shown);
    }
}
