using System.Runtime.CompilerServices;
using Hotline.Core.Calls;
using Hotline.Core.Crisis.Redis;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Crisis;

/// <summary>
/// Escalations: raised, paged for until a named human acknowledges, followed to an outcome. The one way to them; who may is the caller's to ask.
/// Nothing throws because the live state is away: that is <see cref="EscalationOutcome.Degraded"/>.
/// </summary>
public sealed class Escalations
{
    private const int LongestWord = 32, LongestContact = 20;

    private readonly CrisisState _live;
    private readonly LiveState _marks;
    private readonly Func<IPager?> _pager;
    private readonly CrisisMeter _meter;
    private readonly TimeProvider _clock;
    private readonly ILogger<Escalations> _log;
    private volatile CrisisReading? _last;

    internal Escalations(CrisisState live, LiveState marks, Func<IPager?> pager, CrisisMeter meter, TimeProvider clock, ILogger<Escalations> log) =>
        (_live, _marks, _pager, _meter, _clock, _log) = (live, marks, pager, meter, clock, log);

    /// <summary>
    /// Raises one for a call; for none: the present call of <paramref name="by"/>, else an alarm about none. <see cref="EscalationCause.Operator"/> and
    /// <see cref="EscalationCause.Answer"/> mark the call as one with risk. The first page is due at once.
    /// </summary>
    /// <param name="centre">Of whoever is at no desk.</param>
    public Task<RaiseReply> RaiseAsync(StaffId by, CallId? call, EscalationCause cause, string? centre = null) => RaisedAsync(by, call, cause, centre, null, null);

    /// <summary>Raises one about a number without a call.</summary>
    public Task<RaiseReply> RaiseForNumberAsync(string numberKey, string mask, string centre, EscalationCause cause) =>
        RaisedAsync(null, null, cause, centre, numberKey, mask);

    /// <summary>A member of staff takes it. Asked again by its holder it is done.</summary>
    public Task<AcknowledgeReply> AcknowledgeAsync(EscalationId id, StaffId by) => AcknowledgedAsync(id, "console", by.ToString());

    /// <summary>Whoever was paged under the token pressed 1.</summary>
    public async Task<EscalationOutcome> AcknowledgeByPhoneAsync(EscalationId id, long token) =>
        (await AcknowledgedAsync(id, "telephone", token.ToString(System.Globalization.CultureInfo.InvariantCulture))).Outcome;

    /// <summary>
    /// Somebody, or a machine, answered the telephone of a page. <see cref="EscalationOutcome.Done"/>: it is wanted. <see cref="EscalationOutcome.Unknown"/>: nobody was paged under
    /// this token, or that page is no more while nobody has the matter yet.
    /// </summary>
    /// <param name="machine">As far as the carrier can tell. When only machines have answered, a step of people on call is over in ten seconds.</param>
    public Task<EscalationOutcome> PageAnsweredAsync(EscalationId id, long token, bool machine) => OrDegraded(() => _live.AnswerPageAsync(id, token, machine));

    /// <summary>Its holder cannot go on with it: the ladder begins anew at once.</summary>
    public Task<EscalationOutcome> HandBackAsync(EscalationId id, StaffId by) => OrDegraded(() => _live.HoldAsync(id, by, "hand-back", ""));

    /// <summary>Something was done about it, which puts its holder's reminder off.</summary>
    /// <param name="what">A code of at most 32 characters; no words about a person.</param>
    public Task<EscalationOutcome> ProgressAsync(EscalationId id, StaffId by, string what) =>
        OrDegraded(() => _live.HoldAsync(id, by, "progress", what.Length > LongestWord ? what[..LongestWord] : what));

    /// <summary>Only by its holder, and with no rescue open.</summary>
    public Task<EscalationOutcome> CloseAsync(EscalationId id, StaffId by, CrisisOutcome outcome) => OrDegraded(() => _live.HoldAsync(id, by, "close", outcome.ToString()));

    /// <summary>Only by its holder, or, while nobody has it, by anyone.</summary>
    public Task<EscalationOutcome> RescueAsync(EscalationId id, StaffId by, RescueAct act) => act switch
    {
        RescueAct.Ask { Contact: { } contact } when contact.Length > LongestContact || !contact.All(char.IsAsciiDigit) => Task.FromResult(EscalationOutcome.Unknown),
        RescueAct.Note { Step: RescueStep.Asked } => Task.FromResult(EscalationOutcome.Unknown),
        _ => OrDegraded(() => _live.RescueAsync(id, by, act)),
    };

    /// <summary>What became of a page, so that it is not ordered again. False: it is void by now.</summary>
    /// <param name="how"><c>text</c>, <c>telephone</c> or <c>failed</c>.</param>
    /// <param name="leg">The one that rings: ended as soon as somebody acknowledges.</param>
    /// <exception cref="TimeoutException">Or the live state's own: it cannot be reached, and the page will be ordered again.</exception>
    public Task<bool> NotePageAsync(EscalationId id, long token, string how, LegId? leg = null) => _live.NotePageAsync(id, token, how, leg);

    /// <summary>Says of a number that its risk record is open, or no more: from its next call on. The live state may be wiped: hold it to the record.</summary>
    /// <returns>False: the live state cannot be reached.</returns>
    public async Task<bool> SetOpenRiskAsync(string numberKey, bool open)
    {
        try
        {
            await _marks.MarkAsync([new Routing.LiveMark.OpenRisk(numberKey, open)]);
            return true;
        }
        catch (Exception e) when (CrisisState.Lost(e))
        {
            CrisisLog.Degraded(_log, nameof(SetOpenRiskAsync), e);
            return false;
        }
    }

    /// <summary>
    /// All that are open in the network; one that has not changed since this host's last reading is the same object (shown by
    /// <c>Reading_open_escalations</c>). Null: the live state cannot be reached.
    /// </summary>
    public async Task<CrisisReading?> ReadAsync()
    {
        try
        {
            var reading = _last = await _live.ReadAsync(_last);
            _meter.Read(reading);
            return reading;
        }
        catch (Exception e) when (CrisisState.Lost(e))
        {
            CrisisLog.Degraded(_log, nameof(ReadAsync), e);
            return null;
        }
    }

    private async Task<RaiseReply> RaisedAsync(StaffId? by, CallId? call, EscalationCause cause, string? centre, string? numberKey, string? mask)
    {
        try
        {
            return new RaiseReply(await _live.RaiseAsync(by, call, cause, EscalationId.WithoutCall(_clock), centre, numberKey, mask), EscalationOutcome.Done);
        }
        catch (Exception e) when (CrisisState.Lost(e))
        {
            CrisisLog.Degraded(_log, nameof(RaiseAsync), e);
            return new RaiseReply(null, EscalationOutcome.Degraded);
        }
    }

    private async Task<AcknowledgeReply> AcknowledgedAsync(EscalationId id, string how, string who)
    {
        try
        {
            var (outcome, holder, after, legs) = await _live.AcknowledgeAsync(id, how, who);
            if (after is { } time) _meter.Acknowledged(time, how);
            Withdraw(legs);
            return new AcknowledgeReply(outcome, StaffId.TryParse(holder, out var staff) ? staff : null);
        }
        catch (Exception e) when (CrisisState.Lost(e))
        {
            CrisisLog.Degraded(_log, nameof(AcknowledgeAsync), e);
            return new AcknowledgeReply(EscalationOutcome.Degraded, null);
        }
    }

    /// <summary>Not waited for: whoever acknowledged goes on. Who answers a telephone that rings on for a moment is told how it stands.</summary>
    internal void Withdraw(IReadOnlyList<LegId> legs)
    {
        if (legs.Count > 0 && _pager() is { } pager) _ = WithdrawAsync(pager, legs);
    }

    private async Task WithdrawAsync(IPager pager, IReadOnlyList<LegId> legs)
    {
        try
        {
            await pager.WithdrawAsync(legs, CancellationToken.None);
        }
        catch (Exception e)
        {
            CrisisLog.NotWithdrawn(_log, e);
        }
    }

    private async Task<EscalationOutcome> OrDegraded(Func<Task<EscalationOutcome>> act, [CallerMemberName] string name = "")
    {
        try
        {
            return await act();
        }
        catch (Exception e) when (CrisisState.Lost(e))
        {
            CrisisLog.Degraded(_log, name, e);
            return EscalationOutcome.Degraded;
        }
    }
}
