using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Hotline.Tests.Routing;

namespace Hotline.Tests.Model;

/// <summary>What operators do at their desks.</summary>
internal sealed partial class Commands
{
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
}
