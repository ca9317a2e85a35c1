using Hotline.Agent.Care;
using Hotline.Agent.Staff;
using Hotline.Core.Contact;
using Hotline.Core.Directory;
using Hotline.Core.Messages;
using Hotline.Core.Messages.Sql;
using Hotline.Core.Routing;
using Hotline.Core.Staff;

namespace Hotline.Agent.Messages;

/// <summary>Messages as one person may see them: of her centre and of those under it.</summary>
internal sealed class MessageReading(MessageStore store, RoutingPolicies policies, StaffNames names, NetworkOptions network, TimeProvider clock)
{
    /// <summary>Of the whole network; more open ones than this are looked at when some are closed.</summary>
    private const int MostOpen = 1000, MostClosed = 200;

    public async Task<IReadOnlyList<LeftMessage>> SeenAsync(Who who, bool closed, CancellationToken stop) =>
        [.. (closed ? await store.ClosedAsync(MostClosed, stop) : await store.OpenAsync(MostOpen, stop)).Where(m => Concerns(m, who))];

    /// <summary>Also one of a centre that the policy has no more: then it is the region's.</summary>
    public bool Concerns(LeftMessage message, Who who) => policies.Current.Map.ChainOf(message.Centre).Contains(who.Centre);

    public ContactVerdict Verdict(LeftMessage message) => message.MayCall(clock.GetUtcNow(), network.Zone);

    public async Task<IReadOnlyList<MessageView>> ViewsAsync(IReadOnlyList<LeftMessage> messages, Who who, CancellationToken stop)
    {
        var known = await names.NamingAsync(messages.SelectMany(m => new[] { m.HeardBy, m.TakenBy, m.ClosedBy, m.AnsweredBy }), stop);
        return [.. messages.Select(m => new MessageView(
            m.Id.ToString("N"), m.Call, m.Centre, m.NumberMask, m.LeftAt, m.Seconds, m.Sound, ViewOf(Verdict(m)), m.HeardAt, Name(m.HeardBy), m.TakenBy, Name(m.TakenBy),
            m.TakenBy == who.Id, m.ClosedAt, Name(m.ClosedBy), m.Outcome, Name(m.AnsweredBy)))];

        string? Name(StaffId? staff) => staff is { } id ? known.GetValueOrDefault(id) ?? id.ToString()[..8] : null;
    }

    public static ContactView ViewOf(ContactVerdict verdict) => new(OutboundAct.CallBack, verdict.May, verdict.Reason, verdict.How);
}
