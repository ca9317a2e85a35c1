using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

/// <summary>Whoever answers is never sent away.</summary>
internal sealed class Answering_a_call_back : CallBackSpec
{
    [Test]
    public async Task She_answers_while_her_operator_is_lost()
    {
        for (var round = 0; round < 20; round++)
        {
            var (caller, op, token) = await OperatorWaitsForHerAsync();
            var answering = One.Flow.AnswerCallBackAsync(caller.Call, token, Back, CancellationToken.None);
            await Task.WhenAll(answering, Two.TellAsync(new CarrierStory(caller, op, token).OperatorEnded));
            Assert.That(await answering, Is.EqualTo(CallBackAnswer.Join).Or.EqualTo(CallBackAnswer.Wait));
            await PictureHoldsAsync();

            // On her new leg she waits at her old place, and is connected like anybody on the line.
            var onLine = caller with { Leg = Back };
            var place = await Two.Flow.WaitAsync(onLine, Skill.Legal, CancellationToken.None);
            Assert.That(place.State, Is.EqualTo(PlaceState.Waiting).Or.EqualTo(PlaceState.BeingConnected));
            Assert.That(place.CallBack, Is.Null, "one booking is enough");
            Assert.That((await One.EventsAsync(EventKind.CallBackEnded)).Single(), Does.Contain("reached"));
            await One.Redis.FlushAllAsync();
            One.Carrier.Clear();
        }
    }

    [Test]
    public async Task She_answers_a_moment_too_late_and_keeps_her_leg()
    {
        var (caller, op, token) = await OperatorWaitsForHerAsync();
        await One.TellAsync(Told(caller, token, EventKind.LegRinging), Told(caller, token, EventKind.LegAnswered), new CarrierStory(caller, op, token).OperatorEnded);
        Assert.That(await TimersAsync(), Does.Contain($"endleg|{caller.Call}|{Back}"), "nobody waits for her leg any more");
        One.Carrier.Clear();
        Assert.That(await Two.Flow.AnswerCallBackAsync(caller.Call, token, Back, CancellationToken.None), Is.EqualTo(CallBackAnswer.Wait));
        Assert.That(await TimersAsync(), Does.Not.Contain($"endleg|{caller.Call}|{Back}"), "it is hers");
        Assert.That((await Two.Flow.WaitAsync(caller with { Leg = Back }, Skill.Legal, CancellationToken.None)).State, Is.EqualTo(PlaceState.Waiting));
    }

    [Test]
    public async Task She_dials_while_she_is_being_dialled()
    {
        var (caller, op, token) = await OperatorWaitsForHerAsync();
        var again = await Two.CallerWaitsAsync(Skill.Legal, Her);
        Assert.That((await One.DeskAsync(op)).Call?.Call, Is.EqualTo(again.Call), "the same operator has her");
        await One.RunTimersAsync();
        await Eventually.True(() => One.Carrier.Acts.Any(a => a.Act == "end" && a.Leg == Back), "her telephone stops ringing");
        Assert.That(await One.Flow.AnswerCallBackAsync(caller.Call, token, Back, CancellationToken.None), Is.EqualTo(CallBackAnswer.Over));
        await PictureHoldsAsync();
    }
}
