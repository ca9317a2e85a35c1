using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

/// <summary>Her operator first, then her; and what counts as an attempt.</summary>
internal sealed class Calling_back : CallBackSpec
{
    [Test]
    public async Task Rings_the_operator_first_then_her_and_connects_when_she_presses_one()
    {
        var (caller, op, token) = await OperatorWaitsForHerAsync();
        var dialled = One.Carrier.Dialled.Single();
        Assert.That((dialled.Call, dialled.Token, dialled.Number.Reveal(), dialled.Again), Is.EqualTo((caller.Call, token, Her, false)));
        Assert.That((await One.DeskAsync(op)).Call!.CallBack!.Dialling, Is.True);
        Assert.That(One.Carrier.Acts.Select(a => a.Act), Has.None.EqualTo("move-in"), "there is nobody to move in");
        await PictureHoldsAsync();

        await One.TellAsync(Told(caller, token, EventKind.LegRinging), Told(caller, token, EventKind.LegAnswered));
        for (var repeat = 0; repeat < 2; repeat++)
            Assert.That(await Two.Flow.AnswerCallBackAsync(caller.Call, token, Back, CancellationToken.None), Is.EqualTo(CallBackAnswer.Join));
        await One.TellAsync(HerJoined(caller));
        Assert.That(await One.StateAsync(caller.Call), Is.EqualTo(CallState.Connected));
        Assert.That((await One.DeskAsync(op)).State, Is.EqualTo(DeskState.Busy));
        await PictureHoldsAsync();

        // Her line is cut: nobody dials her again.
        await One.TellAsync(Told(caller, token, EventKind.LegEnded));
        Assert.That(await One.StateAsync(caller.Call), Is.EqualTo(CallState.WrapUp));
        await One.Desks.FinishWrapUpAsync(op, caller.Call);
        Assert.That((await One.DeskAsync(op)).State, Is.EqualTo(DeskState.Ready));
        Assert.That(One.Carrier.Dialled, Has.Count.EqualTo(1));
        Assert.That((await One.EventsAsync(EventKind.CallBackEnded)).Single(), Does.Contain("reached"));
    }

    [Test]
    public async Task Not_reached_frees_the_operator_keeps_the_place_and_rests()
    {
        One.Routes.Rules = Two.Routes.Rules = new RouteRules { CallBack = new CallBackRules { Retry = TimeSpan.FromMinutes(5) } };
        var (caller, op, token) = await OperatorWaitsForHerAsync();
        await One.TellAsync(Told(caller, token, EventKind.LegRinging), Told(caller, token, EventKind.LegEnded, "no-answer"), Told(caller, token, EventKind.LegEnded, "no-answer"));

        var desk = await One.DeskAsync(op);
        Assert.That((desk.State, desk.Notice, desk.Call), Is.EqualTo((DeskState.Ready, (DeskNotice?)DeskNotice.CallBackNotReached, (DeskCall?)null)));
        Assert.That(One.Carrier.Acts, Has.Some.Matches<(string Act, CallId? Call, LegId Leg)>(a => a == ("end", null, ScriptedTelephony.OperatorLeg(caller.Call, token))));
        await PictureHoldsAsync();

        // The next caller is behind her, and yet is not kept waiting by her rest.
        var next = await One.CallerWaitsAsync(Skill.Legal);
        Assert.That((await One.DeskAsync(op)).Call?.Call, Is.EqualTo(next.Call));
        await One.TellAsync(new CarrierStory(next, default, 1).CallerEnded);
        Assert.That((await One.DeskAsync(op)).State, Is.EqualTo(DeskState.Ready));

        await One.MakeDueAsync($"recall|{caller.Call}");
        await One.RunTimersAsync();
        await Eventually.True(async () => (await One.DeskAsync(op)).Call?.Call == caller.Call, "she is due again");
        Assert.That((await One.DeskAsync(op)).Call!.CallBack!.Attempt, Is.EqualTo(2));
        token = await AcceptAsync(caller, op);
        await One.TellAsync(Told(caller, token, EventKind.LegEnded, "busy", "back-2"));

        Assert.That(await One.StateAsync(caller.Call), Is.EqualTo(CallState.CallbackBooked), "as often as was agreed, no more");
        Assert.That((await One.DeskAsync(op)).State, Is.EqualTo(DeskState.Ready));
        Assert.That((await One.EventsAsync(EventKind.CallBackEnded)).Single(), Does.Contain("not-reached"));
        await PictureHoldsAsync();
    }

    [Test]
    public async Task A_ring_without_any_news_ends_at_its_deadline()
    {
        var (caller, op, token) = await OperatorWaitsForHerAsync();
        await One.RunTimersAsync();
        await One.MakeDueAsync($"ring|{caller.Call}|{token}");
        await Eventually.True(async () => (await One.DeskAsync(op)).Notice == DeskNotice.CallBackNotReached, "the operator is free");
        await Eventually.True(() => One.Carrier.Acts.Any(a => a.Act == "end" && a.Leg == Back), "her telephone stops ringing");
        Assert.That(await One.Flow.AnswerCallBackAsync(caller.Call, token, new LegId("later"), CancellationToken.None), Is.EqualTo(CallBackAnswer.Wait),
            "she who answers after all is not sent away");
        await PictureHoldsAsync();
    }

    [Test]
    public async Task Expires_when_her_time_is_over()
    {
        var caller = await BookedAsync();
        await One.RunTimersAsync();
        await One.MakeDueAsync($"expire|{caller.Call}");
        await Eventually.True(async () => await One.StateAsync(caller.Call) == CallState.CallbackBooked, "it ends");
        Assert.That((await One.EventsAsync(EventKind.CallBackEnded)).Single(), Does.Contain("expired"));
        Assert.That((await One.Desks.ReadBoardAsync("main"))!.Lanes.Sum(l => l.CallBacks), Is.Zero);
        await PictureHoldsAsync();
    }

    [Test]
    public async Task Is_refused_by_the_gate_when_her_time_ran_out_while_the_operator_was_rung()
    {
        One.Routes.Rules = Two.Routes.Rules = new RouteRules { CallBack = new CallBackRules { Latest = TimeSpan.FromSeconds(4) } };
        var caller = await BookedAsync();
        var over = TimeProvider.System.GetUtcNow().AddSeconds(4.5);
        var op = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        var token = (await One.DeskAsync(op)).Call!.Token;
        await One.Desks.AcceptAsync(op, caller.Call, token, CancellationToken.None);
        await Eventually.True(() => over < TimeProvider.System.GetUtcNow(), "her time is over");
        await One.TellAsync(new CarrierStory(caller, op, token).OperatorJoined);

        Assert.That(One.Carrier.Dialled, Is.Empty);
        Assert.That(await One.StateAsync(caller.Call), Is.EqualTo(CallState.CallbackBooked));
        Assert.That((await One.EventsAsync(EventKind.CallBackNotReached)).Single(), Does.Contain("TooLate"));
        Assert.That((await One.DeskAsync(op)).State, Is.EqualTo(DeskState.Ready));
    }

    [Test]
    public async Task A_refusing_carrier_counts_as_an_attempt()
    {
        One.Carrier.Dial = _ => new RingOutcome.Refused("carrier code 21211");
        var (caller, op, _) = await OperatorWaitsForHerAsync();
        Assert.That((await One.DeskAsync(op)).State, Is.EqualTo(DeskState.Ready));
        Assert.That((await One.EventsAsync(EventKind.CallBackNotReached)).Single(), Does.Contain("refused"));
        await PictureHoldsAsync();
        Assert.That(await One.StateAsync(caller.Call), Is.EqualTo(CallState.Waiting));
    }

    [Test]
    public async Task A_leg_nobody_waits_for_stops_ringing()
    {
        var (caller, op, token) = await OperatorWaitsForHerAsync();
        await One.TellAsync(new CarrierStory(caller, op, token).OperatorEnded);
        Assert.That((await One.DeskAsync(op)).Notice, Is.EqualTo(DeskNotice.CallBackNotReached));
        await One.TellAsync(Told(caller, token, EventKind.LegRinging, leg: "late-leg"));
        Assert.That(One.Carrier.Acts, Has.Some.Matches<(string Act, CallId? Call, LegId Leg)>(a => a is { Act: "end", Leg.Value: "late-leg" }));
        await PictureHoldsAsync();
    }

    [Test]
    public async Task A_dialling_nobody_told_of_is_looked_for_before_it_is_repeated()
    {
        One.Carrier.Dial = _ => new RingOutcome.Unknown("a time-out");
        var (caller, _, token) = await OperatorWaitsForHerAsync();
        One.Carrier.Dial = _ => new RingOutcome.Ringing(Back);
        await One.RunTimersAsync();
        await One.MakeDueAsync($"dial|{caller.Call}|{token}");
        await Eventually.True(() => One.Carrier.Dialled.Count == 2, "it is looked for");
        Assert.That(One.Carrier.Dialled.Last().Again, Is.True);
    }
}
