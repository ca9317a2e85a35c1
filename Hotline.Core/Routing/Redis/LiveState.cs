using System.Globalization;
using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Calls.Sql;
using Hotline.Core.Directory;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using StackExchange.Redis;

namespace Hotline.Core.Routing.Redis;

/// <summary>The live state's verbs, one script each, typed. Throws <see cref="RedisException"/> or <see cref="TimeoutException"/> when it cannot be reached.</summary>
internal sealed partial class LiveState(LiveScripts scripts, IRoutes routes)
{
    /// <summary>True for what a dead or hung live state throws.</summary>
    public static bool Lost(Exception e) => e is RedisException or TimeoutException;

    /// <param name="at">When she arrived, if that was not now.</param>
    public async Task<(CallId Call, DateTimeOffset ArrivedAt)> ArriveAsync(CallTicket ticket, SealedNumber caller, DateTimeOffset? at = null)
    {
        var reply = await scripts.RunAsync("arrive_call", ticket.Call.ToString(), ticket.Leg.Value,
            caller.Sealed, caller.Key, caller.Mask, ticket.Line ?? "", at is { } then ? then.ToUnixTimeMilliseconds() : "");
        return (Call(reply[0]), Time(reply[1]));
    }

    public async Task<EnterReply> EnterAsync(CallTicket ticket, SealedNumber caller, Route route, string by)
    {
        var reply = await scripts.RunAsync("enter_lane", ticket.Call.ToString(), ticket.Leg.Value,
            caller.Sealed, caller.Key, caller.Mask, ticket.Line ?? "", ticket.ArrivedAt.ToUnixTimeMilliseconds(), ticket.PlaceAt.ToUnixTimeMilliseconds(),
            by, LiveRoute.Write(route, routes.Rules));
        return new EnterReply(
            Enum.Parse<CallState>((string)reply[0]!), new Skill((string)reply[1]!), (int)reply[2],
            TimeSpan.FromMilliseconds(Number(reply[3])), (int)reply[4], Time(reply[5]), (string)reply[6]! == "1",
            (string)reply[7]! switch { "quiet" => Speech.Quiet, "silent" => Speech.Silent, _ => Speech.Unknown },
            ((string)reply[8]!).Split(',', StringSplitOptions.RemoveEmptyEntries), (string)reply[9]! == "1");
    }

    /// <summary>She cannot speak, and what she answered by key. Null: her call is over. Gives the questions that are answered.</summary>
    public async Task<IReadOnlyList<string>?> NoteQuietAsync(CallTicket ticket, KeyAnswer? answer)
    {
        var reply = await scripts.RunAsync("note_quiet", ticket.Call.ToString(), ticket.Leg.Value,
            answer?.Question ?? "", answer is null ? "" : answer.Yes ? "yes" : "no", answer?.Label ?? "", answer?.LabelEnglish ?? "", answer is { Danger: true } ? "1" : "");
        return (string)reply[0]! == "1" ? [.. reply.Skip(1).Select(question => (string)question!)] : null;
    }

    /// <summary>Opens or renews a desk. <paramref name="lastDesk"/> and <paramref name="lastCall"/> are the raw records last read, for a wiped Redis.</summary>
    public Task KeepDeskAsync(StaffId staff, string centre, string skills, string endpoint, TimeSpan lease, TimeSpan back, string lastDesk, string lastCall) =>
        scripts.RunAsync("keep_desk", staff.ToString(), centre, skills, endpoint,
            (long)lease.TotalMilliseconds, lastDesk, lastCall, (long)back.TotalMilliseconds);

    /// <summary>Renews many desks at once: for each its version, or null when <see cref="KeepDeskAsync"/> must look at it.</summary>
    public async Task<IReadOnlyList<long?>> KeepDesksAsync(IReadOnlyList<StaffId> desks, TimeSpan lease)
    {
        if (desks.Count == 0) return [];
        var reply = await scripts.RunAsync("keep_desks", [(long)lease.TotalMilliseconds, .. desks.Select(d => (RedisValue)d.ToString())]);
        return [.. reply.Select(v => (string)v! is { Length: > 0 } version ? long.Parse(version, CultureInfo.InvariantCulture) : (long?)null)];
    }

    public Task<string> SetPresenceAsync(StaffId staff, Presence wish, string? reason) =>
        FirstAsync("set_presence", staff.ToString(), wish.ToString(), reason ?? "");

    public async Task<(OfferOutcome Outcome, string Endpoint, OnTheLine Before)> AcceptAsync(StaffId staff, CallId call, long token, string attempt)
    {
        var reply = await scripts.RunAsync("accept_offer", staff.ToString(), call.ToString(), token, attempt);
        return (Enum.Parse<OfferOutcome>((string)reply[0]!), reply.Length > 1 ? (string)reply[1]! : "", Before(reply.Length > 2 ? (string)reply[2]! : ""));
    }

    public async Task<OfferOutcome> DeclineAsync(StaffId staff, CallId call, long token, string reason) =>
        Enum.Parse<OfferOutcome>(await FirstAsync("decline_offer", staff.ToString(), call.ToString(), token, reason));

    public async Task<bool> NoteLegAsync(CallId call, long token, LegId leg) =>
        await FirstAsync("note_leg", call.ToString(), token, leg.Value) == "Join";

    public Task FailRingAsync(CallId call, long token) => scripts.RunAsync("fail_ring", call.ToString(), token);

    public async Task<FactReply> TakeFactAsync(CarrierFact fact)
    {
        var reply = await scripts.RunAsync("take_fact",
            fact.Call?.ToString() ?? "", fact.Leg.Value, fact.Side.ToString(), fact.Kind, fact.At.ToUnixTimeMilliseconds(), fact.FactKey,
            fact.Token is { } token ? token : "", fact.Operator?.ToString() ?? "", fact.Reason ?? "", fact.Conference ?? "",
            fact.Seconds is { } seconds ? seconds : "");
        if (reply.Length > 5) return new FactReply(true, Dialling(reply.AsSpan(1)));
        return new FactReply((string)reply[0]! != "Orphan", reply.Length > 2 ? new LiveEffect((string)reply[1]!, Call(reply[3]), new LegId((string)reply[2]!), Skill: SkillAt(reply, 4)) : null);
    }

    public async Task<CallOutcome> FinishWrapUpAsync(StaffId staff, CallId call) =>
        Enum.Parse<CallOutcome>(await FirstAsync("finish_wrapup", staff.ToString(), call.ToString()));

    public async Task<CallOutcome> ExtendWrapUpAsync(StaffId staff, CallId call) =>
        Enum.Parse<CallOutcome>(await FirstAsync("extend_wrapup", staff.ToString(), call.ToString()));

    public async Task<CallOutcome> MarkRiskAsync(StaffId staff, CallId call) =>
        Enum.Parse<CallOutcome>(await FirstAsync("mark_risk", staff.ToString(), call.ToString()));

    /// <summary>Never (or again) offers this number's calls to an operator.</summary>
    public Task AvoidAsync(string numberKey, StaffId staff, bool avoid) => MarkAsync([new LiveMark.Avoid(numberKey, staff, avoid)]);

    /// <summary>Lets this number's calls stand further back until then; null lifts it.</summary>
    public Task BlockAsync(string numberKey, DateTimeOffset? until) => MarkAsync([new LiveMark.Block(numberKey, until)]);

    /// <summary>Holds the live state to these marks; how many it had to change.</summary>
    public async Task<int> MarkAsync(IEnumerable<LiveMark> marks)
    {
        var reply = await scripts.RunAsync("mark_number", [.. marks.SelectMany(mark => mark switch
        {
            LiveMark.Avoid avoid => new RedisValue[] { avoid.NumberKey, "avoid", avoid.Operator.ToString(), avoid.Set ? "1" : "" },
            LiveMark.Block block => [block.NumberKey, "block", block.Until?.ToUnixTimeMilliseconds() ?? 0, block.Until is null ? "" : "1"],
            LiveMark.OpenRisk risk => [risk.NumberKey, "risk", "", risk.Open ? "1" : ""],
            _ => throw new InvalidOperationException($"No such mark: {mark}."),
        })]);
        return (int)reply[0];
    }

    public async Task<(CallOutcome Outcome, LegId Caller, LegId Operator, Skill? Skill)> CheckCallAsync(StaffId staff, CallId call, string flag)
    {
        var reply = await scripts.RunAsync("check_call", staff.ToString(), call.ToString(), flag);
        return (Enum.Parse<CallOutcome>((string)reply[0]!),
            new LegId(reply.Length > 1 ? (string)reply[1]! : ""), new LegId(reply.Length > 2 ? (string)reply[2]! : ""), SkillAt(reply, 3));
    }

    /// <summary>Due entries, claimed under a stamp.</summary>
    public async Task<(TimeSpan? Next, long Stamp, IReadOnlyList<string> Due)> ClaimTimersAsync(int most, TimeSpan claim, TimeSpan reconcile)
    {
        var reply = await scripts.RunAsync("claim_timers", most, (long)claim.TotalMilliseconds, (long)reconcile.TotalMilliseconds);
        var next = Number(reply[0]);
        return (next < 0 ? null : TimeSpan.FromMilliseconds(next), (long)Number(reply[1]), [.. reply.Skip(2).Select(r => (string)r!)]);
    }

    /// <summary>Fires an entry under the stamp of its claim; without one when this claim has been judged before (the carrier was asked in between).</summary>
    public async Task<LiveEffect?> FireTimerAsync(string entry, LegStatus? leg, long? stamp = null)
    {
        var reply = await scripts.RunAsync("fire_timer", entry, leg?.ToString() ?? "", stamp is { } s ? s : "");
        if (reply.Length < 3) return null;
        if ((string)reply[0]! == "call-back-again") return Dialling(reply);
        return new LiveEffect((string)reply[0]!, Call(reply[1]), new LegId((string)reply[2]!),
            reply.Length < 7 ? null : new PhoneRing(StaffId.TryParse((string)reply[3]!, out var id) ? id : throw new FormatException("A duty telephone's id is not 32 hex digits."),
                (long)Number(reply[4]), (string)reply[5]!, Before((string)reply[6]!)), Skill: reply.Length == 4 ? SkillAt(reply, 3) : null);
    }

    /// <summary>True when nothing was given since the live state was begun or wiped.</summary>
    public async Task<bool> WantsNumbersAsync() => await FirstAsync("seed_numbers", "") == "Wanted";

    /// <summary>Who spoke with which number last; <paramref name="done"/>: these are the last of them.</summary>
    public Task SeedNumbersAsync(IEnumerable<LastCounsellor> numbers, bool done) => scripts.RunAsync("seed_numbers",
        [done ? "done" : "some", .. numbers.SelectMany(n => new RedisValue[] { n.NumberKey, n.Operator.ToString(), n.At.ToUnixTimeMilliseconds(), n.Skill })]);

    /// <summary>The desk and, for a later restore, the raw records. Null when the live state knows no such desk.</summary>
    public async Task<DeskReading?> ReadDeskAsync(StaffId staff) => (await ReadDesksAsync([staff]))[0];

    /// <summary>The same of several, in their order.</summary>
    public async Task<IReadOnlyList<DeskReading?>> ReadDesksAsync(IEnumerable<StaffId> staff)
    {
        var reply = await scripts.RunAsync("read_desks", [.. staff.Select(one => (RedisValue)one.ToString())]);
        var now = Number(reply[0]);
        return [.. reply.Skip(1).Chunk(2).Select(pair => (string)pair[0]! is { Length: > 0 } desk ? DeskReading.Of(now, desk, (string)pair[1]!) : null)];
    }

    /// <summary>The centre of a call that she has taken, now or before; null when she has not, as far as the live state still knows.</summary>
    public async Task<string?> TookAsync(StaffId staff, CallId call)
    {
        var reply = await scripts.RunAsync("took_call", staff.ToString(), call.ToString());
        return (string)reply[0]! == "Taken" ? (string)reply[1]! : null;
    }

    public async Task<Board> ReadBoardAsync(string centre)
    {
        var reply = await scripts.RunAsync("read_board", [centre, .. routes.Skills.Select(skill => (RedisValue)skill.Code)]);
        var now = Number(reply[0]);
        var lanes = ((RedisResult[])reply[1]!).Chunk(4).Select(lane =>
        {
            var name = (string)lane[0]!;
            return new BoardLane(name, name.Split('/')[1], (int)lane[1], (string)lane[2]! is { Length: > 0 } ? Time(lane[2]) : null, (int)lane[3]);
        });
        var desks = ((RedisResult[])reply[2]!).Select(text => LiveDesk.Parse((string)text!).ToDesk(now, null));
        return new Board(centre, LiveCall.Time(now), [.. lanes.OrderBy(l => l.Lane, StringComparer.Ordinal)], [.. desks]);
    }

    /// <summary>The desks of the whole network that are not off.</summary>
    public async Task<IReadOnlyList<Desk>> ReadPresentAsync()
    {
        var reply = await scripts.RunAsync("read_present");
        var now = Number(reply[0]);
        return [.. ((RedisResult[])reply[1]!).Select(text => LiveDesk.Parse((string)text!).ToDesk(now, null))];
    }

    private async Task<string> FirstAsync(string script, params RedisValue[] arguments) => (string)(await scripts.RunAsync(script, arguments))[0]!;

    private static CallId Call(RedisResult value) =>
        CallId.TryParse((string)value!, out var id) ? id : throw new FormatException("The live state gave a call id that is not 32 hex digits.");

    private static Skill? SkillAt(ReadOnlySpan<RedisResult> reply, int at) => reply.Length > at && Skill.TryParse((string?)reply[at], out var skill) ? skill : null;

    internal static OnTheLine Before(string line) => line switch
    {
        "" => new OnTheLine.Nothing(),
        "?" => new OnTheLine.Unclear(),
        _ => new OnTheLine.Earlier(new LegId(line)),
    };

    private static long Ms(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private static double Number(RedisResult value) => double.Parse((string)value!, CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(RedisResult value) => LiveCall.Time(Number(value));
}
