using Hotline.Core.Directory;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Tests.Routing;

namespace Hotline.Tests.Model;

/// <summary>What callers do.</summary>
internal sealed partial class Commands
{
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
}
