using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Directory;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Hotline.Tests.Crisis;
using Hotline.Tests.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Tests.Model;

/// <summary>A step made ready: what it does; what it must be answered; and, when it is stale or refused, that it must change nothing.</summary>
/// <param name="Act">Gives the answer as text.</param>
/// <param name="Own">False: the log may tell of it, but nothing of ours may follow.</param>
/// <param name="Judge">Looks at the live state before and after; what is wrong, as a sentence.</param>
internal sealed record Play(Func<Task<string>> Act, string? Answer = null, bool Changes = true, bool Own = true, Func<LiveReading, LiveReading, string?>? Judge = null);

/// <summary>The steps as calls on a host. What a step is about is settled before its volley, as by consoles that have seen the same moment.</summary>
internal sealed class Commands(Cast cast, LogModel model, Exchange exchange)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly CallBackCommands _callBacks = new(cast, model, exchange);
    private readonly EscalationCommands _escalations = new(cast, model);

    private static long _stamps;

    /// <summary>Calls whose operator ended them, and requests of callers since they are connected: the reasons for which a conversation may end while both are there.</summary>
    public HashSet<string> Ending { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, int> Requests { get; } = new(StringComparer.Ordinal);
    public HashSet<string> Purging { get; } = new(StringComparer.Ordinal);

    // What a paused host holds claims on.
    private readonly Dictionary<char, List<(string Entry, long Stamp)>> _claims = new() { ['A'] = [], ['B'] = [] };

    /// <summary>Null: the step has nothing to be about.</summary>
    public Play? Prepare(Step step, Switchboard host, LiveReading live) => step.Who switch
    {
        _ when step.Verb == "claim" => Claim(step, host, live),
        _ when step.Verb == "policy" => new(() => Did(() => host.Routes.Way = Policies.Of(step.How)), Changes: false),
        _ when step.Verb == "reconcile" => new(() => ReconcileAsync(host), "", Changes: false),
        _ when step.Verb == "restore" => _escalations.Restore(host),
        "" => Wake(step, host, live),
        ['c', ..] when step.Verb != "fire" => OfCaller(step, host, live),
        ['o', ..] when step.Verb != "fire" => OfOperator(step, host, live),
        _ => Fire(step, host, live),
    };

    private Play? OfCaller(Step step, Switchboard host, LiveReading live)
    {
        if (step.Verb == "arrive") return Arrive(step, host);
        if (step.Verb is "pick" or "miss" or "dial" or "order") return _callBacks.OfHerTelephone(step, host, live);
        if (cast.Calling(step.Who) is not { } caller) return null;
        var line = caller.Line;
        switch (step.Verb)
        {
            case "enter":
                // Chosen once, at the menu.
                if (caller.Entered && model.Call(line.Call.ToString()) is null) return null;
                return Request(caller, () => host.Flow.EnterAsync(caller.Ticket!, caller.Skill = new Skill(step.How), EnteredBy.Key, None), live) is { } enters
                    ? enters with { Judge = Shares.Judge(model, caller.Ticket!.Call.ToString()) } : null;
            case "beat":
                return Request(caller, () => host.Flow.WaitAsync(caller.Ticket!, caller.Skill, None), live) is { } beats
                    ? beats with { Judge = Policies.Judge(caller.Ticket!.Call.ToString(), host, () => caller.Skill) } : null;
            case "stay": return Request(caller, () => host.Flow.EnterAsync(caller.Ticket!, caller.Skill, EnteredBy.Stay, None));
            case "book": return _callBacks.Book(caller, host, live);
            case "block" or "unblock":
                if (Key(caller, live) is not { Length: > 0 } blocked) return null;
                return Shares.Block(host, blocked, step.Verb == "unblock" ? null : step.How == "past" ? Shares.Past : Shares.Future, live);
            case "crisis":
                var inLoop = caller.Entered;
                return Request(caller, async () =>
                {
                    if (inLoop) await host.Flow.WaitAsync(caller.Ticket!, caller.Skill, None);
                    return await host.Flow.EnterAsync(caller.Ticket!, caller.Skill = Skill.Crisis, EnteredBy.CrisisKey, None);
                });
            case "again": return Request(caller, () => host.Flow.EnterAsync(caller.Ticket!, caller.Skill, EnteredBy.Again, None), live);
            case "avoid" or "unavoid":
                if (Key(caller, live) is not { Length: > 0 } key || !cast.Operators.TryGetValue(step.How, out var avoided)) return null;
                return new(async () => { await host.Live.AvoidAsync(key, avoided.Staff, step.Verb == "avoid"); return ""; });
            case "hangup": return new(() => Did(() => exchange.HangUp(line)));
            case "carry": return line.Orders.Count == 0 ? null : new(() => Did(() => exchange.Carry(line, lost: false)));
            case "lose": return line.Orders.Count == 0 ? null : new(() => Did(() => exchange.Carry(line, lost: true)));
            case "tell" when exchange.Next(line, step.How) is { } fact:
                var token = line.Operators.Find(o => o.Leg == fact.Leg)?.Token ?? line.Backs.Find(b => b.Leg == fact.Leg && b.Leg != line.Caller)?.Token;
                var stale = token is not null && (model.Call(line.Call.ToString()) is not { Over: false } c || c.Token != token);
                return new(async () => (await host.Flow.TellAsync(fact, None)).ToString(), Changes: step.How != "twice", Own: !stale);
            default: return null;
        }
    }

    private Play? Arrive(Step step, Switchboard host)
    {
        var (name, hungUp) = (step.Who, step.How == "late");
        if (hungUp && cast.Calling(name)?.Line.Alive == true) return null;
        // Mostly she waits for being called back.
        if (step.How.Length == 0 && cast.Calling(name) is { Line.Alive: false } away && model.Call(away.Ticket!.Call.ToString()) is { Booked: true, Over: false }) return null;
        var caller = cast.Dials(name, exchange);
        if (hungUp)
        {
            exchange.HangUp(caller.Line);
            return new(async () =>
            {
                await host.Flow.TellAsync(exchange.Next(caller.Line, "")!, None);
                return await ArriveAsync(caller, name, host);
            }, "");
        }
        // The carrier asks again within seconds, not after a wipe.
        return caller.Ticket is { } known && model.Call(known.Call.ToString()) is null ? null : new(() => ArriveAsync(caller, name, host), "");
    }

    private async Task<string> ArriveAsync(Cast.Caller caller, string name, Switchboard host)
    {
        PhoneNumber? number = PhoneNumber.TryParse("+861380000567" + NumberOf(name), out var parsed) ? parsed : null;
        var ticket = await host.Flow.ArriveAsync(caller.Line.Caller, number, "+8612338", None);
        caller.Ticket ??= ticket;
        exchange.Name(caller.Line, ticket.Call);
        return ticket.Call == caller.Ticket.Call ? "" : "another call for the same leg";
    }

    // c4 dials from the telephone of c1, and so on.
    private static int NumberOf(string name) => (name[1] - '1') % 3;

    /// <param name="booked">Given for what changes nothing while she is booked.</param>
    private Play? Request(Cast.Caller caller, Func<Task<Place>> ask, LiveReading? booked = null)
    {
        var id = caller.Ticket!.Call.ToString();
        // Her requests are signed and live six hours; so long does the live state know her call.
        if (model.Calls.TryGetValue(id, out var call) && call.Purged) return null;
        if (caller.Line.Inside.Contains(caller.Line.Caller) && ++caller.Line.Late > 1) return null;
        Requests[id] = Requests.GetValueOrDefault(id) + 1;
        var nothing = booked is not null && booked.Calls.TryGetValue(id, out var known) && known.TryGetProperty("booked", out _);
        return new(async () =>
        {
            var place = await ask();
            // Her next request's address carries her place.
            if (place.State != PlaceState.Degraded) (caller.Ticket, caller.Entered) = (caller.Ticket with { PlaceAt = place.At }, true);
            return place.State.ToString();
        }, nothing ? nameof(PlaceState.Booked) : null, Changes: !nothing);
    }

    private static string? Key(Cast.Caller caller, LiveReading live) =>
        live.Calls.TryGetValue(caller.Ticket!.Call.ToString(), out var record) ? LiveReading.Text(record, "key") : null;

    private Play? OfOperator(Step step, Switchboard host, LiveReading live)
    {
        var op = cast.Sits(step.Who);
        var staff = op.Staff;
        if (op.Phone && step.Verb is not ("answer" or "reject" or "join" or "failring")) return null;
        switch (step.Verb)
        {
            case "keep":
                if (step.How.Length > 0) Cast.Learn(op, step.How);
                return new(async () => (await host.Desks.KeepAsync(staff, "main", op.Skills, op.Endpoint)).ToString(), "True");
            case "raise" or "acknowledge" or "handback" or "close":
                return _escalations.Of(step, staff, host, live);
            case "ready" or "break" or "off":
                return live.Desks.ContainsKey(staff.ToString()) ? Wish(host, staff, Enum.Parse<Presence>(step.Verb, ignoreCase: true), live) : null;
        }
        if (cast.Offer(step.Who, step.How is "refused" or "unknown" or "second" ? "" : step.How, live) is not { } offer) return null;
        var (call, token, me) = (offer.Call, offer.Token, staff.ToString());
        var line = exchange.Of(call);
        var leg = line?.Operators.Find(o => o.Token == token);
        switch (step.Verb)
        {
            case "accept":
                ((ExchangeLine)host.Telephony).Rings[staff] = step.How;
                return Answered(Expected.Accept(model, me, call.ToString(), token), async () => (await host.Desks.AcceptAsync(staff, call, token, None)).ToString());
            case "decline":
                return Answered(Expected.Decline(model, me, call.ToString(), token), async () => (await host.Desks.DeclineAsync(staff, call, token, "test")).ToString());
            case "finish":
                return Answered(Expected.Finish(model, me, call.ToString()), async () => (await host.Desks.FinishWrapUpAsync(staff, call)).ToString());
            case "extend":
                return Answered(Expected.Extend(model, live, me, call.ToString()), async () => (await host.Desks.ExtendWrapUpAsync(staff, call)).ToString());
            case "risk":
                var marked = live.Calls.TryGetValue(call.ToString(), out var marking) && LiveReading.Text(marking, "risk").Length > 0;
                var own = Expected.Own(model, me, call.ToString());
                return new(async () => (await host.Desks.MarkRiskAsync(staff, call)).ToString(), own, Changes: own == "Done" && !marked);
            case "hold" or "unhold":
                var inside = line?.Inside.Contains(line.Caller) == true;
                var may = Expected.Act(model, me, call.ToString());
                return new(async () => (await host.Desks.HoldAsync(staff, call, step.Verb == "hold", None)).ToString(), may == "Done" && !inside ? "CallerGone" : may, Changes: may == "Done");
            case "end":
                var ends = Expected.Act(model, me, call.ToString());
                if (ends == "Done" || step.How.Length == 0) Ending.Add(call.ToString());
                return Answered(ends, async () => (await host.Desks.EndAsync(staff, call, None)).ToString());
            case "failring":
                return new(async () => { await host.Live.FailRingAsync(call, token); return ""; }, Changes: model.Call(call.ToString()) is { State: "Ringing" } c && c.Token == token);
            // A second leg under the live token, while the first talks: a telephone rung twice.
            case "join" when step.How == "second":
                return model.Call(call.ToString()) is { State: "Connected" } talking && talking.Token == token
                    ? new(async () => (await host.Flow.MayJoinAsync(call, staff, token, new LegId("second"), None)).ToString(), "TooLate", Changes: false) : null;
            case "join":
                return Joins(host, staff, call, token, leg?.Leg ?? new LegId("nobody"));
            case "answer" when leg is not null && exchange.Answer(line!, leg):
                var joins = Joins(host, staff, call, token, leg.Leg);
                return joins with
                {
                    Act = async () =>
                    {
                        var verdict = await joins.Act();
                        if (verdict == nameof(LegVerdict.Join)) exchange.Enter(line!, leg);
                        else exchange.End(line!, leg, "completed");
                        return verdict;
                    },
                };
            case "reject" when leg is { Answered: false }:
                return new(() => Did(() => exchange.End(line!, leg, "busy")));
            default: return null;
        }
    }

    private Play Joins(Switchboard host, StaffId staff, CallId call, long token, LegId leg)
    {
        var may = Expected.MayJoin(model, call.ToString(), token);
        return new(async () => (await host.Flow.MayJoinAsync(call, staff, token, leg, None)).ToString(), may ? "Join" : "TooLate", Changes: may);
    }

    private Play Wish(Switchboard host, StaffId staff, Presence wish, LiveReading live)
    {
        var outcome = wish == Presence.Ready ? Expected.Ready(live, staff.ToString()) : null;
        if (outcome is "NoSkills" or "NoTelephone") return new(async () => (await host.Desks.SetPresenceAsync(staff, wish, null)).ToString(), outcome, Changes: false);
        var was = live.Desks[staff.ToString()];
        var same = wish == Presence.Ready && LiveReading.Text(was, "state") == "Ready" && LiveReading.Text(was, "wish") == "Ready";
        var desk = model.Desk(staff.ToString());
        desk.WishedNow.Add(wish.ToString());
        desk.Wishes.Add(wish.ToString());
        return new(async () => (await host.Desks.SetPresenceAsync(staff, wish, null)).ToString(), outcome, Changes: !same);
    }

    private Play? Claim(Step step, Switchboard host, LiveReading live)
    {
        if (cast.Timer(step.How, step.Who, old: false, live) is not { } entry) return null;
        return new(async () =>
        {
            // Only one that is still set: another host may have fired it. Not a lease's length: a renewal in the same millisecond would have the same score.
            await host.Database.SortedSetAddAsync(host.Keys.Timers, entry, 1, StackExchange.Redis.When.Exists);
            var (_, stamp, due) = await host.Live.ClaimTimersAsync(50, TimeSpan.FromSeconds(4), TimeSpan.FromHours(1));
            lock (_claims) _claims[step.Host].AddRange(due.Where(d => d != Reconciler.Beat).Select(d => (d, stamp)));
            return "";
        });
    }

    private Play? Wake(Step step, Switchboard host, LiveReading live)
    {
        var claims = _claims[step.Host].ToArray();
        _claims[step.Host].Clear();
        if (claims.Length == 0) return null;
        var any = claims.Any(c => live.Scores.TryGetValue(c.Entry, out var score) && score == c.Stamp);
        return new(async () =>
        {
            foreach (var (entry, stamp) in claims) await FireAsync(host, entry, stamp);
            return "";
        }, Changes: any);
    }

    private Play? Fire(Step step, Switchboard host, LiveReading live)
    {
        var kind = step.How.Split(' ')[0];
        if (cast.Timer(kind, step.Who, step.Old, live) is not { } entry) return null;
        // Six hours after the call; wrap-up lasts four at the longest (PolicyCheck), so nobody writes then.
        if (kind == "purge" && model.Desks.Values.Any(d => d.State == "WrapUp" && d.Call == entry.Split('|')[1])) return null;
        var fires = Expected.Fires(model, live, entry);
        if (kind == "purge" && fires) Purging.Add(entry.Split('|')[1]);
        // To dial again is told by nothing but the order.
        return kind == "dial" ? new(() => FireAsync(host, entry), fires ? "call-back-again" : "") : new(() => FireAsync(host, entry), Changes: fires);
    }

    /// <summary>A live state that only the scripts have made needs no repair, whatever happened.</summary>
    private static async Task<string> ReconcileAsync(Switchboard host)
    {
        List<string> repaired = [];
        foreach (var slice in Reconciler.Slices)
        {
            for (var cursor = "0"; ;)
            {
                (cursor, var some) = await host.Live.RepairAsync(slice, cursor, 50, TimeSpan.FromSeconds(5));
                repaired.AddRange(some);
                if (cursor == "0") break;
            }
        }
        return string.Join(' ', repaired);
    }

    /// <summary>As the pump does it; what was ordered at the carrier.</summary>
    public static async Task<string> FireAsync(Switchboard host, string entry, long? stamp = null)
    {
        if (entry.StartsWith("page|", StringComparison.Ordinal))
        {
            await (stamp is { } claimed ? host.FireClaimedAsync(entry, claimed) : host.FireAsync(entry, Interlocked.Increment(ref _stamps)));
            return "";
        }
        var effect = await host.Live.FireTimerAsync(entry, null, stamp);
        if (effect is { Verb: "ask-carrier" })
            effect = await host.Live.FireTimerAsync(entry, await host.Telephony.LookUpAsync(effect.Leg, None));
        if (effect is not null) await host.Services.GetRequiredService<CarrierEffects>().DoAsync(effect, None);
        return effect?.Verb ?? "";
    }

    private static Play Answered(string answer, Func<Task<string>> act) => new(act, answer, Changes: answer == "Done");

    private static Task<string> Did(Action act)
    {
        act();
        return Task.FromResult("");
    }
}
