using Hotline.Core.Calls;
using Hotline.Core.Contact;
using Hotline.Core.Directory;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Staff;
using Hotline.Core.Storage;
using Hotline.Core.Telephony;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Routing;

/// <summary>
/// Does at the carrier what a change of the live state asks for. A node that dies between the two is made good by the call's ring and
/// move-in timers, which any node fires.
/// </summary>
internal sealed class CarrierEffects(ITelephony telephony, LiveState live, JoinEffects joins, NumberSealing sealing, RoutingOptions options, ILogger<CarrierEffects> log)
{
    /// <summary>How long a booked caller's telephone rings. Most voicemails answer later.</summary>
    private static readonly TimeSpan CallerRings = TimeSpan.FromSeconds(25);

    /// <summary>The carrier gives up ringing this long before the ring's deadline, so that its own "no answer" normally comes first.</summary>
    private static readonly TimeSpan RingMargin = TimeSpan.FromSeconds(8);

    public async Task DoAsync(LiveEffect effect, CancellationToken stop)
    {
        switch (effect.Verb)
        {
            case "move-in" or "move-in-again":
                var moved = await telephony.MoveCallerInAsync(effect.Call, effect.Leg, effect.Skill, again: effect.Verb == "move-in-again", stop);
                if (moved != LegOutcome.Done) RoutingLog.EffectNotDone(log, effect.Verb, effect.Call, moved);
                break;
            case "take-out":
                var taken = await telephony.TakeCallerOutAsync(effect.Call, effect.Leg, effect.Skill, stop);
                if (taken != LegOutcome.Done) RoutingLog.EffectNotDone(log, effect.Verb, effect.Call, taken);
                break;
            case "end-leg":
                var ended = await telephony.EndLegAsync(effect.Leg, stop);
                if (ended == LegOutcome.Failed) RoutingLog.EffectNotDone(log, effect.Verb, effect.Call, ended);
                break;
            case "ring-phone":
                await RingAsync(effect.Phone!.Phone, effect.Call, effect.Phone.Token, effect.Phone.Number, effect.Phone.Before, stop);
                break;
            case "call-back" or "call-back-again":
                await CallBackAsync(effect.Call, effect.CallBack!, again: effect.Verb == "call-back-again", stop);
                break;
            case "take-over":
                await joins.TakeOverAsync(effect.Call, effect.Leg, stop);
                break;
            case "ends-call":
                await joins.EndsCallAsync(effect.Call, effect.Leg, stop);
                break;
            default:
                throw new InvalidOperationException($"No such effect: {effect.Verb}.");
        }
    }

    /// <summary>Dials a booked caller, if her safe-contact choice allows it at this moment. What becomes of it her leg tells, or the deadline.</summary>
    private async Task CallBackAsync(CallId call, CallBackOrder order, bool again, CancellationToken stop)
    {
        PhoneNumber? number = null;
        if (Sealing.TryDecode(order.NumberSealed, out var value)) sealing.Open(value, NumberSealing.OfCall, call.Value, out number);
        // What she chose by key a moment ago is her newest word; a rule in the record would put the database on the answering path.
        var verdict = ContactGate.Judge(OutboundAct.CallBack, order.Choice, new ContactMoment(order.At, TimeZoneInfo.Utc, number is not null, order.Made, order.Most));
        if (!verdict.May)
        {
            RoutingLog.ContactRefused(log, call, verdict.Reason);
            await live.FailCallBackAsync(call, order.Token, verdict.Reason.ToString());
            return;
        }
        switch (await telephony.RingCallerAsync(new RingCaller(call, order.Token, number!, CallerRings, again, order.Skill), stop))
        {
            case RingOutcome.Ringing ringing:
                if (!await NotedAsync(call, order.Token, ringing.Leg)) await telephony.EndLegAsync(ringing.Leg, stop);
                break;
            case RingOutcome.Refused refused:
                RoutingLog.CallBackRefused(log, call, refused.Reason);
                await live.FailCallBackAsync(call, order.Token, "refused");
                break;
            case RingOutcome.Unknown unknown:
                RoutingLog.CallBackUnknown(log, call, unknown.Reason);
                break;
        }
    }

    private async Task<bool> NotedAsync(CallId call, long token, LegId leg)
    {
        try
        {
            return await live.NoteCallBackAsync(call, token, leg);
        }
        catch (Exception e) when (LiveState.Lost(e))
        {
            RoutingLog.Degraded(log, nameof(CallBackAsync), call, e);
            return true;
        }
    }

    /// <summary>False: too late. With the live state unreachable the leg tells of itself.</summary>
    private async Task<bool> NoteAsync(CallId call, long token, LegId leg)
    {
        try
        {
            return await live.NoteLegAsync(call, token, leg);
        }
        catch (Exception e) when (LiveState.Lost(e))
        {
            RoutingLog.Degraded(log, nameof(RingAsync), call, e);
            return true;
        }
    }

    /// <summary>Rings an operator for an accepted offer. An unknown outcome is left to the leg's own requests and the ring's deadline.</summary>
    public async Task RingAsync(StaffId staff, CallId call, long token, string endpoint, OnTheLine before, CancellationToken stop)
    {
        var timeout = TimeSpan.FromSeconds(Math.Max(5, options.RingSeconds - RingMargin.TotalSeconds));
        switch (await telephony.RingOperatorAsync(new RingOperator(call, staff, token, endpoint, timeout, before), stop))
        {
            case RingOutcome.Ringing ringing:
                // Too late: the caller hung up, or the ring's time was over, while the carrier took the order.
                if (!await NoteAsync(call, token, ringing.Leg)) await telephony.EndLegAsync(ringing.Leg, stop);
                break;
            case RingOutcome.Refused refused:
                RoutingLog.RingRefused(log, call, refused.Reason);
                await live.FailRingAsync(call, token);
                break;
            case RingOutcome.Unknown unknown:
                RoutingLog.RingUnknown(log, call, unknown.Reason);
                break;
        }
    }
}
