using Hotline.Core.Contact;
using Hotline.Core.Telephony;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Crisis;

/// <summary>
/// Pages by text and by a call that asks for 1, both when both are wanted. A person who is rung has acknowledged nothing, and neither has her voicemail:
/// only her key does. An order whose outcome is not known is not noted, and comes again by its timer; whoever does it then looks first.
/// </summary>
internal sealed class Pager(ITelephony telephony, Escalations escalations, TimeProvider clock, ILogger<Pager> log) : IPager
{
    /// <summary>Most voicemails answer later.</summary>
    private static readonly TimeSpan Rings = TimeSpan.FromSeconds(25);

    /// <summary>
    /// Shorter than what an order's timer waits before it orders again (<c>DIAL_LOOK_MS</c> in live.lua): no request of the first one is under way when the
    /// second one looks, so that one page is never two calls (shown by <c>Paging_at_the_carrier.An_order_that_hangs_is_given_up_before_it_comes_again</c>).
    /// </summary>
    internal static readonly TimeSpan LongestOrder = TimeSpan.FromSeconds(15);

    /// <summary>To our own people by any number and at any hour; what is said is <see cref="PageWording"/> alone.</summary>
    private ContactMoment Now => new(clock.GetUtcNow(), TimeZoneInfo.Utc, NumberKnown: true);

    public async Task PageAsync(PageOrder order, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(LongestOrder, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        var text = TextAsync(order, either.Token, stop);
        var ring = RingAsync(order, either.Token, stop);
        await Task.WhenAll(text, ring);
        switch (await ring)
        {
            case RingOutcome.Ringing ringing:
                // Void: somebody acknowledged while the carrier took the order.
                if (!await escalations.NotePageAsync(order.Escalation, order.Token, "telephone", ringing.Leg)) await WithdrawAsync([ringing.Leg], stop);
                break;
            case RingOutcome.Unknown or RingOutcome.Refused { ForNow: true }:
                PagerLog.ComesAgain(log, order.Escalation, order.Person.Id);
                break;
            case null or RingOutcome.Refused:
                await NoteTextAsync(order, await text);
                break;
        }
    }

    public async Task WithdrawAsync(IReadOnlyList<LegId> legs, CancellationToken stop)
    {
        foreach (var leg in legs)
            if (await telephony.StopRingingAsync(leg, stop) == LegOutcome.Failed) PagerLog.RingsOn(log, leg);
    }

    private async Task NoteTextAsync(PageOrder order, TextOutcome? text)
    {
        switch (text)
        {
            case TextOutcome.Sent:
                await escalations.NotePageAsync(order.Escalation, order.Token, "text");
                break;
            case null or TextOutcome.Refused:
                PagerLog.Unreachable(log, order.Escalation, order.Person.Id);
                await escalations.NotePageAsync(order.Escalation, order.Token, "failed");
                break;
            case TextOutcome.NotNow or TextOutcome.Unknown:
                PagerLog.ComesAgain(log, order.Escalation, order.Person.Id);
                break;
        }
    }

    /// <summary>Null: she is not to be rung.</summary>
    private async Task<RingOutcome?> RingAsync(PageOrder order, CancellationToken either, CancellationToken stop)
    {
        if (!order.Person.Call || !ContactGate.Judge(OutboundAct.PageAboutPerson, rules: null, Now).May) return null;
        try
        {
            return await telephony.RingForPageAsync(new RingPage(order.Escalation, order.Token, order.Person.Phone, Rings, order.Again), either);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new RingOutcome.Unknown("given up");
        }
    }

    /// <summary>Null: she is not to be texted.</summary>
    private async Task<TextOutcome?> TextAsync(PageOrder order, CancellationToken either, CancellationToken stop)
    {
        if (!order.Person.Text || !ContactGate.Judge(OutboundAct.PageAboutPerson, rules: null, Now).May) return null;
        try
        {
            return await telephony.TextAsync(new TextMessage(order.Person.Phone, PageWording.Text, order.Again), either);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return TextOutcome.Unknown;
        }
    }
}
