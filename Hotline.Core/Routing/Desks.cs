using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Routing;

/// <summary>The operator's side of the routing core: presence, offers, her call, wrap-up. Several consoles of one operator are one desk.</summary>
public sealed class Desks
{
    private static readonly LegOutcome[] Reached = [LegOutcome.Done, LegOutcome.Gone];

    /// <summary>The break of an operator who is asked, after a risk call, whether she wants a rest or a talk, or who has asked for one.</summary>
    public const string DebriefReason = "debrief";

    private const int KeepAtOnce = 50;
    private const int AcceptRepeats = 5;
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(500);

    private readonly LiveState _live;
    private readonly CarrierEffects _effects;
    private readonly ITelephony _telephony;
    private readonly RoutingOptions _options;
    private readonly ILogger<Desks> _log;

    // What this host last read of the desks it serves: after a wiped Redis the desk (and the call she is in) is made again from it.
    private readonly ConcurrentDictionary<StaffId, DeskReading> _lastRead = new();

    // The particulars each of them was last kept with: while they stay, many leases are renewed at once.
    private readonly ConcurrentDictionary<StaffId, string> _kept = new();

    internal Desks(LiveState live, CarrierEffects effects, ITelephony telephony, RoutingOptions options, ILogger<Desks> log) =>
        (_live, _effects, _telephony, _options, _log) = (live, effects, telephony, options, log);

    /// <summary>
    /// The heartbeat of an operator's console: opens her desk or renews its lease. Call every third of <see cref="Lease"/> or sooner.
    /// False: the live state cannot be reached.
    /// </summary>
    public async Task<bool> KeepAsync(StaffId staff, string centre, IEnumerable<SkillLevel> skills, string? endpoint)
    {
        try
        {
            var last = _lastRead.GetValueOrDefault(staff);
            await _live.KeepDeskAsync(staff, centre, string.Join(',', skills), endpoint ?? "",
                Lease, TimeSpan.FromSeconds(_options.ReturnSeconds), last?.RawDesk ?? "", last?.RawCall ?? "");
            _kept[staff] = Particulars(centre, skills, endpoint);
            return true;
        }
        catch (Exception e) when (LiveState.Lost(e))
        {
            RoutingLog.DeskDegraded(_log, nameof(KeepAsync), e);
            return false;
        }
    }

    /// <summary>
    /// <see cref="KeepAsync"/> for all the desks of this host: one round trip per <see cref="KeepAtOnce"/>, and its own for each that is new, changed or lost.
    /// Gives those whose desk is not what this host last read. Null: the live state cannot be reached.
    /// </summary>
    public async Task<IReadOnlyList<StaffId>?> KeepAllAsync(IEnumerable<(StaffId Staff, string Centre, IReadOnlyList<SkillLevel> Skills, string? Endpoint)> desks)
    {
        List<StaffId> changed = [];
        foreach (var some in desks.Chunk(KeepAtOnce))
        {
            try
            {
                var same = some.Where(d => _kept.GetValueOrDefault(d.Staff) == Particulars(d.Centre, d.Skills, d.Endpoint)).Select(d => d.Staff).ToList();
                var versions = same.Zip(await _live.KeepDesksAsync(same, Lease)).ToDictionary(d => d.First, d => d.Second);
                foreach (var desk in some)
                {
                    var version = versions.GetValueOrDefault(desk.Staff);
                    if (version is null && !await KeepAsync(desk.Staff, desk.Centre, desk.Skills, desk.Endpoint)) return null;
                    if (version is null || _lastRead.GetValueOrDefault(desk.Staff)?.Desk.Version != version) changed.Add(desk.Staff);
                }
            }
            catch (Exception e) when (LiveState.Lost(e))
            {
                RoutingLog.DeskDegraded(_log, nameof(KeepAllAsync), e);
                return null;
            }
        }
        return changed;
    }

    /// <summary>How long a desk lives without <see cref="KeepAsync"/>.</summary>
    public TimeSpan Lease => TimeSpan.FromSeconds(_options.LeaseSeconds);

    /// <summary>This host no longer serves the operator.</summary>
    public void Forget(StaffId staff)
    {
        _lastRead.TryRemove(staff, out _);
        _kept.TryRemove(staff, out _);
    }

    private static string Particulars(string centre, IEnumerable<SkillLevel> skills, string? endpoint) => $"{centre} {string.Join(',', skills)} {endpoint}";

    /// <summary>Null when her desk was never opened or the live state cannot be reached.</summary>
    public async Task<Desk?> ReadAsync(StaffId staff) => (await ReadAsync([staff]))[0];

    /// <summary>The same of several, in their order, in one round trip.</summary>
    public async Task<IReadOnlyList<Desk?>> ReadAsync(IReadOnlyList<StaffId> staff)
    {
        try
        {
            return [.. staff.Zip(await _live.ReadDesksAsync(staff), Noted)];
        }
        catch (Exception e) when (LiveState.Lost(e))
        {
            RoutingLog.DeskDegraded(_log, nameof(ReadAsync), e);
            return new Desk?[staff.Count];
        }
    }

    /// <summary>
    /// The desk as the hint told it; hints may overtake each other, which its version tells. Null: the hint told only that it changed, and it must be read.
    /// </summary>
    /// <exception cref="System.Text.Json.JsonException">A desk or a call that this build does not know.</exception>
    public Desk? Told(DeskHint hint) => hint.Read() is { } told ? Noted(hint.Staff, told) : null;

    private Desk? Noted(StaffId staff, DeskReading? reading)
    {
        if (reading is null) return _lastRead.GetValueOrDefault(staff)?.Desk;
        // Readings race: an older one must not replace a newer one, or a wiped Redis would be given an old desk.
        _lastRead.AddOrUpdate(staff, reading, (_, old) => old.Desk.Version > reading.Desk.Version ? old : reading);
        return reading.Desk;
    }

    /// <summary>The centre of a call that she has taken, now or before, while the live state still knows it. Null otherwise, and when that cannot be reached.</summary>
    public async Task<string?> TookAsync(StaffId staff, CallId call)
    {
        try
        {
            return await _live.TookAsync(staff, call);
        }
        catch (Exception e) when (LiveState.Lost(e))
        {
            RoutingLog.DeskDegraded(_log, nameof(TookAsync), e);
            return null;
        }
    }

    /// <summary>Null when the live state cannot be reached.</summary>
    public async Task<Board?> ReadBoardAsync(string centre)
    {
        try
        {
            return await _live.ReadBoardAsync(centre);
        }
        catch (Exception e) when (LiveState.Lost(e))
        {
            RoutingLog.DeskDegraded(_log, nameof(ReadBoardAsync), e);
            return null;
        }
    }

    /// <summary>Every desk of the network that is not off. Null when the live state cannot be reached.</summary>
    public async Task<IReadOnlyList<Desk>?> ReadPresentAsync()
    {
        try
        {
            return await _live.ReadPresentAsync();
        }
        catch (Exception e) when (LiveState.Lost(e))
        {
            RoutingLog.DeskDegraded(_log, nameof(ReadPresentAsync), e);
            return null;
        }
    }

    /// <summary>States her wish. During a call it takes effect after wrap-up.</summary>
    public Task<DeskOutcome> SetPresenceAsync(StaffId staff, Presence wish, string? breakReason) =>
        OrDegraded(DeskOutcome.Degraded, async () => Enum.TryParse<DeskOutcome>(await _live.SetPresenceAsync(staff, wish, breakReason), out var outcome)
            ? outcome
            : DeskOutcome.Degraded);

    /// <summary>She would like to talk with somebody: she is on a break until she says otherwise. During a call it takes effect after wrap-up.</summary>
    public Task<DeskOutcome> AskDebriefAsync(StaffId staff) => SetPresenceAsync(staff, Presence.Break, DebriefReason);

    /// <summary>Accepts an offer under its token and has her telephone rung.</summary>
    public Task<OfferOutcome> AcceptAsync(StaffId staff, CallId call, long token, CancellationToken stop) =>
        OrDegraded(OfferOutcome.Degraded, async () =>
        {
            var (outcome, endpoint, before) = await AcceptForCertainAsync(staff, call, token, stop);
            if (outcome == OfferOutcome.Done) await _effects.RingAsync(staff, call, token, endpoint, before, stop);
            return outcome;
        });

    /// <summary>
    /// A reply lost on its way (a hung or restarting live state) leaves an accepted offer whose telephone nobody rings: the same attempt asks again.
    /// </summary>
    private async Task<(OfferOutcome, string, OnTheLine)> AcceptForCertainAsync(StaffId staff, CallId call, long token, CancellationToken stop)
    {
        var attempt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        for (var again = AcceptRepeats; ; again--)
        {
            try
            {
                return await _live.AcceptAsync(staff, call, token, attempt);
            }
            catch (Exception e) when (again > 0 && LiveState.Lost(e))
            {
                await Task.Delay(AcceptPause, stop);
            }
        }
    }

    /// <summary>Declines an offer; she is on a break until she says otherwise.</summary>
    public Task<OfferOutcome> DeclineAsync(StaffId staff, CallId call, long token, string? reason) =>
        OrDegraded(OfferOutcome.Degraded, () => _live.DeclineAsync(staff, call, token, reason ?? ""));

    /// <summary>Ends her wrap-up.</summary>
    public Task<CallOutcome> FinishWrapUpAsync(StaffId staff, CallId call) =>
        OrDegraded(CallOutcome.Degraded, () => _live.FinishWrapUpAsync(staff, call));

    /// <summary>More time to write, by the policy's step.</summary>
    public Task<CallOutcome> ExtendWrapUpAsync(StaffId staff, CallId call) =>
        OrDegraded(CallOutcome.Degraded, () => _live.ExtendWrapUpAsync(staff, call));

    /// <summary>She says that this caller is in danger.</summary>
    public Task<CallOutcome> MarkRiskAsync(StaffId staff, CallId call) =>
        OrDegraded(CallOutcome.Degraded, () => _live.MarkRiskAsync(staff, call));

    /// <summary>Holds the caller or takes her back.</summary>
    public Task<CallOutcome> HoldAsync(StaffId staff, CallId call, bool held, CancellationToken stop) =>
        ActAsync(staff, call, held ? "held" : "unheld", (caller, _, _) => _telephony.SetHoldAsync(call, caller, held, stop));

    /// <summary>Mutes or unmutes her own leg.</summary>
    public Task<CallOutcome> MuteAsync(StaffId staff, CallId call, bool muted, CancellationToken stop) =>
        ActAsync(staff, call, muted ? "muted" : "unmuted", (_, own, _) => _telephony.SetMuteAsync(call, own, muted, stop));

    /// <summary>
    /// Ends her part of the call: her leg leaves, the conference ends with it, and the caller hears good-bye and may still ask to go on.
    /// A leg that had already gone leaves the caller alone in the conference: she is taken out.
    /// </summary>
    public Task<CallOutcome> EndAsync(StaffId staff, CallId call, CancellationToken stop) =>
        ActAsync(staff, call, "ended", async (caller, own, skill) =>
        {
            var outcome = own.Value.Length == 0 ? LegOutcome.Gone : await _telephony.EndLegAsync(own, stop);
            // Gone: she hung up herself. Had a helper been about to take the call over, it is hers by now, and the caller stays with her.
            return outcome == LegOutcome.Gone && (await _live.CheckCallAsync(staff, call, "")).Outcome == CallOutcome.Done
                ? await _telephony.TakeCallerOutAsync(call, caller, skill, stop)
                : outcome;
        });

    private Task<CallOutcome> ActAsync(StaffId staff, CallId call, string flag, Func<LegId, LegId, Skill?, Task<LegOutcome>> act) =>
        OrDegraded(CallOutcome.Degraded, async () =>
        {
            var (may, caller, own, skill) = await _live.CheckCallAsync(staff, call, flag == "ended" ? "ending" : "");
            if (may != CallOutcome.Done) return may;
            var done = await act(caller, own, skill);
            if (!Reached.Contains(done)) return CallOutcome.CarrierFailed;
            if (done == LegOutcome.Gone && flag != "ended") return CallOutcome.CallerGone;
            // The carrier's own callback may have told it first; then the call is over already, which is what was asked.
            await _live.CheckCallAsync(staff, call, flag);
            return CallOutcome.Done;
        }, flag);

    private async Task<T> OrDegraded<T>(T degraded, Func<Task<T>> act, [CallerMemberName] string name = "")
    {
        try
        {
            var outcome = await act();
            RoutingMeter.Outcomes.Add(1, new("act", name), new("outcome", outcome?.ToString()));
            return outcome;
        }
        catch (Exception e) when (LiveState.Lost(e))
        {
            RoutingLog.DeskDegraded(_log, name, e);
            return degraded;
        }
    }
}
