using System.Runtime.CompilerServices;
using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Crisis;

/// <summary>
/// Joining a colleague's live call: heard by her alone, by everybody, or to take it over; and calling 110 or 120 into it. The operator is never left
/// alone unless she chooses to: nothing that happens to a helper or a service ends the call.
/// </summary>
public sealed class Joins
{
    /// <summary>Somebody there must have answered by then. Emergency numbers answer within seconds.</summary>
    private static readonly TimeSpan ServiceRings = TimeSpan.FromSeconds(60);

    private readonly LiveJoins _live;
    private readonly JoinEffects _effects;
    private readonly ITelephony _telephony;
    private readonly ServiceNumbers _numbers;
    private readonly ILogger<Joins> _log;

    internal Joins(LiveJoins live, JoinEffects effects, ITelephony telephony, ServiceNumbers numbers, ILogger<Joins> log) =>
        (_live, _effects, _telephony, _numbers, _log) = (live, effects, telephony, numbers, log);

    /// <summary>
    /// Has her telephone rung into the call. <paramref name="mayAt"/>: whether she answers for the call's centre, and whether she oversees it; the second
    /// lets her join any call there, the first only one with risk. Pressing twice rings once.
    /// </summary>
    public Task<JoinOutcome> JoinAsync(StaffId staff, CallId call, JoinMode mode, Func<string, (bool Answers, bool Oversees)> mayAt, CancellationToken stop) =>
        OrDegraded(async () =>
        {
            var asked = await _live.JoinAsync(staff, call, mode, "", oversees: false);
            if (asked.Code != "Ask") return OutcomeOf(asked);
            var (answers, oversees) = mayAt(asked.First);
            if (!answers) return JoinOutcome.NotYourEscalation;
            var reply = await _live.JoinAsync(staff, call, mode, asked.First, oversees);
            if (reply is { Code: "Done", First.Length: > 0 }) return await _effects.RingHelperAsync(staff, call, reply.Token, reply.Second, reply.Before, stop);
            return OutcomeOf(reply);
        });

    /// <summary>The call goes on without her.</summary>
    public Task<JoinOutcome> LeaveAsync(StaffId staff, CallId call, CancellationToken stop) =>
        OrDegraded(async () =>
        {
            var reply = await _live.LeaveAsync(staff, call);
            // Its own timer ends the leg too, should this host die now.
            if (reply.First.Length > 0) await _telephony.EndLegAsync(new LegId(reply.First), stop);
            if (reply.Second.Length > 0) await _effects.EndsCallAsync(call, new LegId(reply.Second), stop);
            return OutcomeOf(reply);
        });

    /// <summary>She is heard by others than before, or takes the call over.</summary>
    public Task<JoinOutcome> ChangeAsync(StaffId staff, CallId call, JoinMode mode, CancellationToken stop) =>
        OrDegraded(async () =>
        {
            var reply = await _live.ChangeAsync(staff, call, mode, done: false);
            if (reply.Code == "TakeOver") return await _effects.TakeOverAsync(call, new LegId(reply.First), stop);
            if (reply.Code == "Carrier")
            {
                LegId? coached = mode == JoinMode.Coach ? new LegId(reply.Second) : null;
                switch (await _telephony.SetJoinAsync(call, new LegId(reply.First), coached, endsCall: false, stop))
                {
                    case LegOutcome.Failed: return JoinOutcome.CarrierFailed;
                    case LegOutcome.Gone: return JoinOutcome.NotNow;
                }
                reply = await _live.ChangeAsync(staff, call, mode, done: true);
            }
            if (reply.Second.Length > 0) await _effects.EndsCallAsync(call, new LegId(reply.Second), stop);
            return OutcomeOf(reply);
        });

    /// <summary>Dials a service into the call, once however often it is pressed. Its leaving ends nothing.</summary>
    public Task<JoinOutcome> AddServiceAsync(StaffId staff, CallId call, RescueService service, CancellationToken stop) =>
        OrDegraded(async () =>
        {
            if (_numbers.Of(service) is not { } number) return JoinOutcome.NotNow;
            var reply = await _live.AddServiceAsync(staff, call, service.ToString());
            return reply.Code == "Done"
                ? await _effects.RingServiceAsync(new RingService(call, reply.Token, number, ServiceRings), stop)
                : OutcomeOf(reply);
        });

    /// <param name="token">The order's, as the call shows it.</param>
    public Task<JoinOutcome> EndServiceAsync(StaffId staff, CallId call, long token, CancellationToken stop) =>
        OrDegraded(async () =>
        {
            var reply = await _live.DropAsync(call, token, "ended", staff);
            if (reply.First.Length > 0) await _telephony.EndLegAsync(new LegId(reply.First), stop);
            return OutcomeOf(reply);
        });

    /// <summary>Asked by the leg when it is answered: what it comes in as. <paramref name="comesIn"/>: with the next document.</summary>
    public async Task<JoinVerdict> MayComeInAsync(CallId call, long token, LegId leg, bool comesIn)
    {
        try
        {
            return await _live.NoteAsync(call, token, leg, comesIn) is { } noted
                ? new JoinVerdict.Join(noted.As == nameof(JoinMode.Coach) ? noted.Operator : null)
                : new JoinVerdict.TooLate();
        }
        catch (Exception e) when (LiveState.Lost(e))
        {
            RoutingLog.Degraded(_log, nameof(MayComeInAsync), call, e);
            return new JoinVerdict.Degraded();
        }
    }

    private static JoinOutcome OutcomeOf(JoinReply reply) => Enum.Parse<JoinOutcome>(reply.Code);

    private async Task<JoinOutcome> OrDegraded(Func<Task<JoinOutcome>> act, [CallerMemberName] string name = "")
    {
        try
        {
            var outcome = await act();
            RoutingMeter.Outcomes.Add(1, new("act", name), new("outcome", outcome.ToString()));
            return outcome;
        }
        catch (Exception e) when (LiveState.Lost(e))
        {
            RoutingLog.DeskDegraded(_log, name, e);
            return JoinOutcome.Degraded;
        }
    }
}
