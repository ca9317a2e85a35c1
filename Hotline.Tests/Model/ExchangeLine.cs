using System.Collections.Concurrent;
using Hotline.Core.Calls;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;

namespace Hotline.Tests.Model;

/// <summary>A host's line to the carrier: what it is told is kept by the <see cref="Exchange"/> and done when the script says so.</summary>
internal sealed class ExchangeLine : ITelephony
{
    /// <summary>The carrier of the present play.</summary>
    public Exchange Exchange { get; set; } = new();

    /// <summary>How the next order to ring this operator goes: refused, or unknown (it rings and the answer is lost).</summary>
    public ConcurrentDictionary<StaffId, string> Rings { get; } = new();

    public Task<RingOutcome> RingOperatorAsync(RingOperator ring, CancellationToken stop) => Task.FromResult<RingOutcome>(Rings.GetValueOrDefault(ring.Operator) switch
    {
        "refused" => new RingOutcome.Refused("busy"),
        "unknown" when Exchange.Ring(ring) is { Value: not null } => new RingOutcome.Unknown("no answer"),
        _ => new RingOutcome.Ringing(Exchange.Ring(ring)),
    });

    public Task<LegOutcome> MoveCallerInAsync(CallId call, LegId caller, Skill? skill, bool again, CancellationToken stop) => Order(again ? "move-in-again" : "move-in", caller);

    public Task<LegOutcome> TakeCallerOutAsync(CallId call, LegId caller, Skill? skill, CancellationToken stop) => Order("take-out", caller);

    /// <summary>The record of a play has no calls that the live state does not know.</summary>
    public Task<ReturnOutcome> ReturnCallerAsync(CallId call, LegId caller, Skill skill, CancellationToken stop) => Task.FromResult(ReturnOutcome.Failed);

    public Task<LegOutcome> SetHoldAsync(CallId call, LegId caller, bool held, CancellationToken stop) => Task.FromResult(Exchange.Hold(call, held));

    public Task<LegOutcome> SetMuteAsync(CallId call, LegId operatorLeg, bool muted, CancellationToken stop) => Task.FromResult(LegOutcome.Done);

    public Task<LegOutcome> EndLegAsync(LegId leg, CancellationToken stop) => Order("end", leg);

    public Task<LegStatus> LookUpAsync(LegId leg, CancellationToken stop) => Task.FromResult(Exchange.Status(leg));

    public Task<RingOutcome> RingCallerAsync(RingCaller ring, CancellationToken stop) => Task.FromResult(Exchange.Dial(ring));

    /// <summary>Nobody is on call: the built-in ladder pages consoles.</summary>
    public Task<RingOutcome> RingForPageAsync(RingPage ring, CancellationToken stop) => Task.FromResult<RingOutcome>(new RingOutcome.Refused("not in the model"));

    public Task<TextOutcome> TextAsync(TextMessage text, CancellationToken stop) => Task.FromResult(TextOutcome.Refused);

    public Task<LegOutcome> StopRingingAsync(LegId leg, CancellationToken stop) => Task.FromResult(LegOutcome.Gone);

    /// <summary>No script joins a call.</summary>
    public Task<RingOutcome> RingHelperAsync(RingOperator ring, CancellationToken stop) => Task.FromResult<RingOutcome>(new RingOutcome.Refused("not in the model"));

    public Task<RingOutcome> RingServiceAsync(RingService ring, CancellationToken stop) => Task.FromResult<RingOutcome>(new RingOutcome.Refused("not in the model"));

    public Task<LegOutcome> SetJoinAsync(CallId call, LegId leg, LegId? coached, bool endsCall, CancellationToken stop) => Task.FromResult(LegOutcome.Done);

    /// <summary>The carrier cannot tell: the reconciler leaves legs alone.</summary>
    public Task<IReadOnlyList<LiveLeg>?> ListLiveLegsAsync(CancellationToken stop) => Task.FromResult<IReadOnlyList<LiveLeg>?>(null);

    private Task<LegOutcome> Order(string order, LegId leg) => Task.FromResult(Exchange.Order(order, leg));
}
