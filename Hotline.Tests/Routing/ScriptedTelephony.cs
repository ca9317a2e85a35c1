using System.Collections.Concurrent;
using Hotline.Core.Calls;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;

namespace Hotline.Tests.Routing;

/// <summary>A carrier that does what it is told and remembers it.</summary>
internal sealed class ScriptedTelephony : ITelephony
{
    public ConcurrentQueue<RingOperator> Rung { get; } = new();
    public ConcurrentQueue<(string Act, CallId? Call, LegId Leg)> Acts { get; } = new();
    public Func<RingOperator, RingOutcome> Ring { get; set; } = r => new RingOutcome.Ringing(OperatorLeg(r.Call, r.Token));
    public LegStatus Status { get; set; } = LegStatus.Live;

    public static LegId OperatorLeg(CallId call, long token) => new($"op-{call}-{token}");

    public Task<RingOutcome> RingOperatorAsync(RingOperator ring, CancellationToken stop)
    {
        Rung.Enqueue(ring);
        return Task.FromResult(Ring(ring));
    }

    /// <summary>Telephones rung for who joins, and services dialled.</summary>
    public ConcurrentQueue<(CallId Call, long Token, string Endpoint)> Joined { get; } = new();

    public Func<long, RingOutcome> Join { get; set; } = token => new RingOutcome.Ringing(JoinerLeg(token));

    /// <summary>What becomes of changing a leg in its conference.</summary>
    public Func<LegId, LegOutcome> Set { get; set; } = _ => LegOutcome.Done;

    public static LegId JoinerLeg(long token) => new($"join-{token}");

    public Task<RingOutcome> RingHelperAsync(RingOperator ring, CancellationToken stop) => JoinsAsync(ring.Call, ring.Token, ring.Endpoint);

    public Task<RingOutcome> RingServiceAsync(RingService ring, CancellationToken stop) => JoinsAsync(ring.Call, ring.Token, ring.Number.Reveal());

    public Task<LegOutcome> SetJoinAsync(CallId call, LegId leg, LegId? coached, bool endsCall, CancellationToken stop)
    {
        Acts.Enqueue(($"{(coached is null ? "party" : "coach")}{(endsCall ? " ends" : "")}", call, leg));
        return Task.FromResult(Set(leg));
    }

    private Task<RingOutcome> JoinsAsync(CallId call, long token, string endpoint)
    {
        Joined.Enqueue((call, token, endpoint));
        return Task.FromResult(Join(token));
    }

    public ConcurrentQueue<RingCaller> Dialled { get; } = new();

    /// <summary>What becomes of dialling a booked caller.</summary>
    public Func<RingCaller, RingOutcome> Dial { get; set; } = _ => new RingOutcome.Ringing(new LegId("back-leg"));

    public void Clear()
    {
        Rung.Clear();
        Acts.Clear();
        Dialled.Clear();
        Paged.Clear();
        Texted.Clear();
        Joined.Clear();
    }

    public Task<RingOutcome> RingCallerAsync(RingCaller ring, CancellationToken stop)
    {
        Dialled.Enqueue(ring);
        return Task.FromResult(Dial(ring));
    }

    public ConcurrentQueue<RingPage> Paged { get; } = new();

    public ConcurrentQueue<TextMessage> Texted { get; } = new();

    /// <summary>What becomes of ringing somebody on call.</summary>
    public Func<RingPage, CancellationToken, Task<RingOutcome>> Page { get; set; } = (ring, _) => Task.FromResult<RingOutcome>(new RingOutcome.Ringing(PageLeg(ring)));

    public static LegId PageLeg(RingPage ring) => new($"page-{ring.Escalation}-{ring.Token}");

    public Func<TextMessage, TextOutcome> Text { get; set; } = _ => TextOutcome.Sent;

    public Task<RingOutcome> RingForPageAsync(RingPage ring, CancellationToken stop)
    {
        Paged.Enqueue(ring);
        return Page(ring, stop);
    }

    public Task<TextOutcome> TextAsync(TextMessage text, CancellationToken stop)
    {
        Texted.Enqueue(text);
        return Task.FromResult(Text(text));
    }

    public Task<LegOutcome> StopRingingAsync(LegId leg, CancellationToken stop) => Did("stop-ringing", null, leg);

    public Task<LegOutcome> MoveCallerInAsync(CallId call, LegId caller, Skill? skill, bool again, CancellationToken stop) => Did(again ? "move-in-again" : "move-in", call, caller);

    public Task<LegOutcome> TakeCallerOutAsync(CallId call, LegId caller, Skill? skill, CancellationToken stop) => Did("take-out", call, caller);

    /// <summary>What becomes of bringing a lost caller back.</summary>
    public ReturnOutcome Return { get; set; } = ReturnOutcome.Done;

    public Task<ReturnOutcome> ReturnCallerAsync(CallId call, LegId caller, Skill skill, CancellationToken stop)
    {
        Acts.Enqueue(($"return to {skill}", call, caller));
        return Task.FromResult(Return);
    }

    public Task<LegOutcome> SetHoldAsync(CallId call, LegId caller, bool held, CancellationToken stop) => Did(held ? "hold" : "unhold", call, caller);

    public Task<LegOutcome> SetMuteAsync(CallId call, LegId operatorLeg, bool muted, CancellationToken stop) => Did(muted ? "mute" : "unmute", call, operatorLeg);

    public Task<LegOutcome> EndLegAsync(LegId leg, CancellationToken stop) => Did("end", null, leg);

    /// <summary>In place of <see cref="Status"/>, a carrier that takes its time.</summary>
    public Func<LegId, Task<LegStatus>>? LookUp { get; set; }

    public int LookedUp => _lookedUp;

    private int _lookedUp;

    public Task<LegStatus> LookUpAsync(LegId leg, CancellationToken stop)
    {
        Interlocked.Increment(ref _lookedUp);
        return LookUp is { } look ? look(leg) : Task.FromResult(Status);
    }

    /// <summary>What the carrier has alive; null: it cannot tell.</summary>
    public Func<IReadOnlyList<LiveLeg>?> LiveLegs { get; set; } = () => null;

    public Task<IReadOnlyList<LiveLeg>?> ListLiveLegsAsync(CancellationToken stop) => Task.FromResult(LiveLegs());

    private Task<LegOutcome> Did(string act, CallId? call, LegId leg)
    {
        Acts.Enqueue((act, call, leg));
        return Task.FromResult(LegOutcome.Done);
    }
}
