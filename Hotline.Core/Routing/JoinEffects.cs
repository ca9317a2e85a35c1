using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Routing;

/// <summary>
/// Does at the carrier what joining a call asks for. A node that dies in the middle is made good by the order's deadline and by the take-over's timer,
/// which any node fires; every step may be done twice.
/// </summary>
internal sealed class JoinEffects(ITelephony telephony, LiveJoins live, RoutingOptions options, ILogger<JoinEffects> log)
{
    private static readonly TimeSpan RingMargin = TimeSpan.FromSeconds(8);

    /// <summary>Rings somebody who joins. An unknown outcome is left to the leg's own requests and to the order's deadline.</summary>
    public Task<JoinOutcome> RingHelperAsync(StaffId staff, CallId call, long token, string endpoint, OnTheLine before, CancellationToken stop)
    {
        var timeout = TimeSpan.FromSeconds(Math.Max(5, options.RingSeconds - RingMargin.TotalSeconds));
        return RungAsync(call, token, telephony.RingHelperAsync(new RingOperator(call, staff, token, endpoint, timeout, before), stop), stop);
    }

    public Task<JoinOutcome> RingServiceAsync(RingService ring, CancellationToken stop) =>
        RungAsync(ring.Call, ring.Token, telephony.RingServiceAsync(ring, stop), stop);

    private async Task<JoinOutcome> RungAsync(CallId call, long token, Task<RingOutcome> ring, CancellationToken stop)
    {
        switch (await ring)
        {
            case RingOutcome.Ringing ringing:
                // Too late: the call ended, or she left it, while the carrier took the order.
                if (!await NotedAsync(call, token, ringing.Leg)) await telephony.EndLegAsync(ringing.Leg, stop);
                return JoinOutcome.Done;
            case RingOutcome.Refused refused:
                RoutingLog.JoinRefused(log, call, refused.Reason);
                await live.DropAsync(call, token, "refused", by: null);
                return JoinOutcome.CarrierFailed;
            case RingOutcome.Unknown unknown:
                RoutingLog.JoinUnknown(log, call, unknown.Reason);
                return JoinOutcome.Done;
            case var other:
                throw new InvalidOperationException($"No such outcome: {other}.");
        }
    }

    private async Task<bool> NotedAsync(CallId call, long token, LegId leg)
    {
        try
        {
            return await live.NoteAsync(call, token, leg, comesIn: false) is not null;
        }
        catch (Exception e) when (LiveState.Lost(e))
        {
            RoutingLog.Degraded(log, nameof(RungAsync), call, e);
            return true;
        }
    }

    /// <summary>
    /// The helper is with the caller. First everybody hears her, and the operator's leaving is made to end nothing; then the call becomes hers in one
    /// step; then her leaving ends it, and the operator's leg is let go. Whoever hangs up in between leaves the caller with the other of the two, and a
    /// caller left alone in spite of all is taken out by the call's own timer. A step that fails is tried again by the take-over's.
    /// </summary>
    public async Task<JoinOutcome> TakeOverAsync(CallId call, LegId helper, CancellationToken stop)
    {
        var reply = await live.TakeOverAsync(call, helper, done: false);
        if (reply.Code == "Ask")
        {
            if (!await SetAsync(call, helper, endsCall: false, stop) || !await SetAsync(call, new LegId(reply.First), endsCall: false, stop))
                return JoinOutcome.CarrierFailed;
            reply = await live.TakeOverAsync(call, helper, done: true);
        }
        switch (reply.Code)
        {
            case "Done":
                await EndsCallAsync(call, helper, stop);
                if (reply.First.Length > 0) await telephony.EndLegAsync(new LegId(reply.First), stop);
                return JoinOutcome.Done;
            case "Stale":
                // She left or changed her mind, or another node was quicker: whoever has the call now ends it by leaving.
                if (reply.First.Length > 0) await EndsCallAsync(call, new LegId(reply.First), stop);
                return JoinOutcome.NotNow;
            default:
                return JoinOutcome.CallOver;
        }
    }

    /// <summary>This leg is the operator's: heard by everybody, and the conference ends when it leaves.</summary>
    public Task EndsCallAsync(CallId call, LegId leg, CancellationToken stop) => SetAsync(call, leg, endsCall: true, stop);

    /// <summary>A leg that is gone is as good as done: what follows from its leaving is told.</summary>
    private async Task<bool> SetAsync(CallId call, LegId leg, bool endsCall, CancellationToken stop)
    {
        var outcome = await telephony.SetJoinAsync(call, leg, coached: null, endsCall, stop);
        if (outcome == LegOutcome.Failed) RoutingLog.EffectNotDone(log, endsCall ? "ends-call" : "take-over", call, outcome);
        return outcome != LegOutcome.Failed;
    }
}
