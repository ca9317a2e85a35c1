using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Contact;
using Hotline.Core.Directory;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Routing;

/// <summary>The call's side of the routing core: what the voice endpoints ask and tell.</summary>
public sealed class CallFlow
{
    private readonly LiveState _live;
    private readonly CarrierEffects _effects;
    private readonly KeptFacts _kept;
    private readonly NumberSealing _sealing;
    private readonly IRoutes _routes;
    private readonly TimeProvider _clock;
    private readonly ILogger<CallFlow> _log;

    internal CallFlow(
        LiveState live, CarrierEffects effects, KeptFacts kept, NumberSealing sealing, IRoutes routes, TimeProvider clock, ILogger<CallFlow> log) =>
        (_live, _effects, _kept, _sealing, _routes, _clock, _log) = (live, effects, kept, sealing, routes, clock, log);

    /// <summary>
    /// Takes an arriving call. Idempotent by leg: a repeated webhook gets the same ticket. With the live state unreachable it still answers
    /// with a fresh ticket; the first later request that reaches the live state settles which ticket is the call's.
    /// </summary>
    public async Task<CallTicket> ArriveAsync(LegId leg, PhoneNumber? number, string? line, CancellationToken stop)
    {
        var ticket = new CallTicket(CallId.New(_clock), _clock.GetUtcNow(), leg, number, line);
        try
        {
            var (call, arrivedAt) = await _live.ArriveAsync(ticket, Seal(ticket));
            return new CallTicket(call, arrivedAt, leg, number, line);
        }
        catch (Exception e) when (LiveState.Lost(e))
        {
            RoutingLog.Degraded(_log, nameof(ArriveAsync), ticket.Call, e);
            _kept.Keep(ticket, Seal(ticket));
            return ticket;
        }
    }

    /// <summary>Puts the caller in the lane of a skill, at the place of her arrival. Repeating changes nothing; the crisis key moves her from another lane.</summary>
    public Task<Place> EnterAsync(CallTicket ticket, Skill skill, EnteredBy by, CancellationToken stop) =>
        PlaceAsync(ticket, skill, by switch
        {
            EnteredBy.Key => "key",
            EnteredBy.Silence => "silence",
            EnteredBy.CrisisKey => "crisis-key",
            EnteredBy.Stay => "stay",
            EnteredBy.Again => "again",
        });

    /// <summary>The waiting caller's heartbeat. Puts her back at her original place when the live state has lost her.</summary>
    public Task<Place> WaitAsync(CallTicket ticket, Skill skill, CancellationToken stop) => PlaceAsync(ticket, skill, "beat");

    /// <summary>
    /// Books a call-back under the choice the caller just made: her number may be dialled in this window, only she may answer, nothing is left on a voicemail.
    /// Repeating changes nothing.
    /// </summary>
    public async Task<BookOutcome> BookAsync(CallTicket ticket, CallBackWindow window, CancellationToken stop)
    {
        var rules = _routes.Rules.CallBack;
        if (!rules.Enabled || ticket.Number is null) return BookOutcome.NotAllowed;
        try
        {
            return await _live.BookAsync(ticket, window, LengthOf(window, rules), rules);
        }
        catch (Exception e) when (LiveState.Lost(e))
        {
            RoutingLog.Degraded(_log, nameof(BookAsync), ticket.Call, e);
            return BookOutcome.Degraded;
        }
    }

    /// <summary>
    /// A waiting caller says by key that she cannot speak, and answers a question by key. Repeating changes nothing; an answer that means danger raises an
    /// escalation. Gives her place as she is known from now on; unchanged when the live state cannot be reached or her call is over.
    /// </summary>
    public async Task<Place> NoteQuietAsync(CallTicket ticket, Place place, KeyAnswer? answer, CancellationToken stop)
    {
        try
        {
            return await _live.NoteQuietAsync(ticket, answer) is { } answered ? place with { Speech = Speech.Quiet, Answered = answered } : place;
        }
        catch (Exception e) when (LiveState.Lost(e))
        {
            RoutingLog.Degraded(_log, nameof(NoteQuietAsync), ticket.Call, e);
            return place;
        }
    }

    /// <summary>The person at the telephone we dialled for a booked call-back pressed 1. Repeating gives the same answer.</summary>
    public async Task<CallBackAnswer> AnswerCallBackAsync(CallId call, long token, LegId leg, CancellationToken stop)
    {
        try
        {
            return await _live.AnswerCallBackAsync(call, token, leg);
        }
        catch (Exception e) when (LiveState.Lost(e))
        {
            RoutingLog.Degraded(_log, nameof(AnswerCallBackAsync), call, e);
            return CallBackAnswer.Degraded;
        }
    }

    /// <summary>What a booked caller chose by key. Null: no booking is open, or the live state cannot be reached.</summary>
    public async Task<OpenBooking?> BookingAsync(CallId call)
    {
        try
        {
            return await _live.ReadBookingAsync(call);
        }
        catch (Exception e) when (LiveState.Lost(e))
        {
            RoutingLog.Degraded(_log, nameof(BookingAsync), call, e);
            return null;
        }
    }

    /// <summary>
    /// A machine answered the telephone we dialled for a booked call-back: an attempt, and her operator is free. <paramref name="heard"/>: what it is going to
    /// hear. False: nobody waits for that leg any more, or the live state cannot be reached; then it must hear nothing.
    /// </summary>
    public async Task<bool> MachineAnsweredAsync(CallId call, long token, LegId leg, ContactReason reason, ContactHow heard)
    {
        try
        {
            return await _live.MachineAnsweredAsync(call, token, leg, reason, heard);
        }
        catch (Exception e) when (LiveState.Lost(e))
        {
            RoutingLog.Degraded(_log, nameof(MachineAnsweredAsync), call, e);
            return false;
        }
    }

    /// <summary>Asked by the operator's leg when it is answered.</summary>
    public async Task<LegVerdict> MayJoinAsync(CallId call, StaffId staff, long token, LegId leg, CancellationToken stop)
    {
        try
        {
            return await _live.NoteLegAsync(call, token, leg) ? LegVerdict.Join : LegVerdict.TooLate;
        }
        catch (Exception e) when (LiveState.Lost(e))
        {
            RoutingLog.Degraded(_log, nameof(MayJoinAsync), call, e);
            return LegVerdict.Degraded;
        }
    }

    /// <summary>
    /// Takes one carrier fact, once, in whatever order it comes. False: no such call is known; it is recorded as an orphan.
    /// Throws when the live state cannot be reached: the carrier must tell it again. It may give up sooner than that, so this host keeps it too.
    /// </summary>
    public async Task<bool> TellAsync(CarrierFact fact, CancellationToken stop)
    {
        FactReply reply;
        try
        {
            reply = await _live.TakeFactAsync(fact);
        }
        catch (Exception e) when (LiveState.Lost(e))
        {
            _kept.Keep(fact);
            throw;
        }
        if (reply.Effect is { } effect) await _effects.DoAsync(effect, stop);
        return reply.Known;
    }

    private async Task<Place> PlaceAsync(CallTicket ticket, Skill skill, string by)
    {
        try
        {
            var route = _routes.Of(skill, ticket.Line, ticket.Number, _clock.GetUtcNow());
            var reply = await _live.EnterAsync(ticket, Seal(ticket), route, by);
            var (least, most) = ExpectedWait.Range(reply.Ahead, reply.Pace, reply.PaceSamples);
            var rules = _routes.Rules.CallBack;
            return new Place(StateOf(reply.State), reply.Skill, reply.Ahead, least, most, reply.PlaceAt,
                reply.MayBook && rules.Enabled ? rules.Latest : null)
            {
                Speech = reply.Speech,
                Answered = reply.Answered,
                MayLeaveMessage = reply.MayLeaveMessage && route.TakesMessages,
            };
        }
        catch (Exception e) when (LiveState.Lost(e))
        {
            RoutingLog.Degraded(_log, nameof(EnterAsync), ticket.Call, e);
            return new Place(PlaceState.Degraded, skill, 0, null, null, ticket.PlaceAt);
        }
    }

    private static PlaceState StateOf(CallState state) => state switch
    {
        CallState.Greeted or CallState.Waiting or CallState.Offered => PlaceState.Waiting,
        CallState.Ringing or CallState.Connected or CallState.Held => PlaceState.BeingConnected,
        CallState.CallbackBooked => PlaceState.Booked,
        CallState.WrapUp or CallState.Closed or CallState.Abandoned or CallState.Voicemail or CallState.Overflowed or CallState.Failed => PlaceState.Over,
    };

    private static readonly TimeSpan TwoHours = TimeSpan.FromHours(2);

    private static TimeSpan LengthOf(CallBackWindow window, CallBackRules rules) => window switch
    {
        CallBackWindow.Longest => rules.Latest,
        CallBackWindow.TwoHours => rules.Latest < TwoHours ? rules.Latest : TwoHours,
    };

    // What the live state holds of a number is sealed, keyed and masked; a withheld number is three empty texts.
    private SealedNumber Seal(CallTicket ticket) => ticket.Number is { } number
        ? _sealing.Seal(number, NumberSealing.OfCall, ticket.Call.Value)
        : new SealedNumber("", "", "");
}
