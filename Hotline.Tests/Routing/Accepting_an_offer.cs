using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Staff;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

internal sealed class Accepting_an_offer : OnRealRedis
{
    [Test]
    public async Task A_thousand_racing_accepts_leave_one_owner_each()
    {
        var operators = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1))));
        var callers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => One.CallerWaitsAsync(Skill.Legal)));
        var offers = new List<(StaffId Operator, CallId Call, long Token)>();
        foreach (var op in operators)
        {
            var desk = await One.DeskAsync(op);
            Assert.That(desk.State, Is.EqualTo(DeskState.Offered));
            offers.Add((op, desk.Call!.Call, desk.Call.Token));
        }
        Assert.That(offers.Select(o => o.Call).Distinct().Count(), Is.EqualTo(100), "each call is in one offer");

        // Each offer: the right operator from three tabs on two hosts, and seven others with her token.
        var accepts = offers.SelectMany((offer, i) => Enumerable.Range(0, 10).Select(async n =>
        {
            var who = n < 3 ? offer.Operator : operators[(i + n * 13) % 100];
            var host = n % 2 == 0 ? One : Two;
            var outcome = await host.Desks.AcceptAsync(who, offer.Call, offer.Token, CancellationToken.None);
            return (offer.Call, Who: who, Outcome: outcome);
        })).ToArray();
        Assert.That(accepts, Has.Length.EqualTo(1000));
        var results = await Task.WhenAll(accepts);

        var winners = results.Where(r => r.Outcome == OfferOutcome.Done).ToArray();
        Assert.That(winners.Select(w => w.Call).Distinct().Count(), Is.EqualTo(100), "every offer found its owner");
        Assert.That(winners, Has.Length.EqualTo(100), "no offer found two");
        Assert.That(winners.Select(w => w.Who), Is.EquivalentTo(operators));
        Assert.That(One.Carrier.Rung.Concat(Two.Carrier.Rung).Select(r => r.Call).Order(Comparer<CallId>.Create((a, b) => a.Value.CompareTo(b.Value))),
            Is.EqualTo(callers.Select(c => c.Call).Order(Comparer<CallId>.Create((a, b) => a.Value.CompareTo(b.Value)))), "each telephone rang once");
        Assert.That(results.Where(r => r.Outcome != OfferOutcome.Done).Select(r => r.Outcome).Distinct(),
            Is.SubsetOf(new[] { OfferOutcome.AlreadyTaken, OfferOutcome.NotYours }));
    }

    [Test]
    public async Task An_old_token_is_expired()
    {
        var op = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        var first = (await One.DeskAsync(op)).Call!.Token;
        await One.Desks.DeclineAsync(op, caller.Call, first, "test");
        await One.Desks.SetPresenceAsync(op, Presence.Ready, null);
        var second = (await One.DeskAsync(op)).Call!.Token;

        Assert.That(second, Is.GreaterThan(first));
        Assert.That(await Two.Desks.AcceptAsync(op, caller.Call, first, CancellationToken.None), Is.EqualTo(OfferOutcome.Expired));
        Assert.That(await Two.Desks.AcceptAsync(op, caller.Call, second, CancellationToken.None), Is.EqualTo(OfferOutcome.Done));
    }

    [Test]
    public async Task A_caller_who_hung_up_is_gone()
    {
        var op = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        var token = (await One.DeskAsync(op)).Call!.Token;
        await One.Flow.TellAsync(new CarrierStory(caller, op, token).CallerEnded, CancellationToken.None);

        Assert.That(await One.Desks.AcceptAsync(op, caller.Call, token, CancellationToken.None), Is.EqualTo(OfferOutcome.CallerGone));
        var desk = await One.DeskAsync(op);
        Assert.That((desk.State, desk.Notice), Is.EqualTo((DeskState.Ready, (DeskNotice?)DeskNotice.CallerHungUp)), "she is free again, and told why");
    }
}
