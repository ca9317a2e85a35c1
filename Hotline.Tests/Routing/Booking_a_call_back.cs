using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

internal sealed class Booking_a_call_back : OnRealRedis
{
    private const string Her = "+8613712345678";

    [Test]
    public async Task Keeps_her_place_after_she_hangs_up()
    {
        var first = await One.CallerWaitsAsync(Skill.Legal, Her);
        Assert.That((await One.Flow.WaitAsync(first, Skill.Legal, CancellationToken.None)).CallBack, Is.EqualTo(TimeSpan.FromHours(12)));
        var second = await One.CallerWaitsAsync(Skill.Legal);
        Assert.That(await Two.Flow.BookAsync(first, CallBackWindow.Longest, CancellationToken.None), Is.EqualTo(BookOutcome.Booked));
        Assert.That((await One.Flow.WaitAsync(first, Skill.Legal, CancellationToken.None)).State, Is.EqualTo(PlaceState.Booked), "a late request changes nothing");
        await PictureHoldsAsync();
        await One.TellAsync(new CarrierStory(first, default, 1).CallerEnded);

        Assert.That((await One.Flow.WaitAsync(second, Skill.Legal, CancellationToken.None)).Ahead, Is.EqualTo(1));
        var lane = (await One.Desks.ReadBoardAsync("main"))!.Lanes.Single(l => l.Lane == "main/legal/1");
        Assert.That((lane.Waiting, lane.CallBacks, lane.OldestArrival?.ToUnixTimeMilliseconds()), Is.EqualTo((1, 1, (long?)second.ArrivedAt.ToUnixTimeMilliseconds())));
        await PictureHoldsAsync();

        var op = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        var offer = (await One.DeskAsync(op)).Call!;
        Assert.That(offer.Call, Is.EqualTo(first.Call));
        Assert.That((offer.CallBack?.Attempt, offer.CallBack?.Attempts, offer.CallBack?.Window, offer.CallBack?.Dialling), Is.EqualTo(((int?)1, (int?)2, "Longest", (bool?)false)));
        await PictureHoldsAsync();
    }

    [Test]
    public async Task Offers_her_to_nobody_while_she_still_hears_good_bye()
    {
        var first = await One.CallerWaitsAsync(Skill.Legal, Her);
        await One.Flow.BookAsync(first, CallBackWindow.TwoHours, CancellationToken.None);
        var op = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        Assert.That((await One.DeskAsync(op)).State, Is.EqualTo(DeskState.Ready), "her line is still in use");
        await PictureHoldsAsync();

        await One.TellAsync(new CarrierStory(first, default, 1).CallerEnded);
        Assert.That((await One.DeskAsync(op)).Call?.Call, Is.EqualTo(first.Call));
    }

    [Test]
    public async Task Finds_out_by_itself_that_she_hung_up()
    {
        var first = await One.CallerWaitsAsync(Skill.Legal, Her);
        await One.Flow.BookAsync(first, CallBackWindow.Longest, CancellationToken.None);
        var op = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        One.Carrier.Status = LegStatus.Ended;
        await One.MakeDueAsync($"caller|{first.Call}");
        await One.RunTimersAsync();
        await Eventually.True(async () => (await One.DeskAsync(op)).Call?.Call == first.Call, "the end nobody told is asked for");
    }

    [Test]
    public async Task Twice_at_once_is_one_booking()
    {
        var first = await One.CallerWaitsAsync(Skill.Legal, Her);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? One : Two).Flow.BookAsync(first, CallBackWindow.Longest, CancellationToken.None)));
        Assert.That(outcomes, Is.All.EqualTo(BookOutcome.Booked));
        Assert.That(await One.EventsAsync(EventKind.CallBackBooked), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task While_she_is_being_offered_is_one_or_the_other()
    {
        for (var round = 0; round < 30; round++)
        {
            var caller = await One.CallerWaitsAsync(Skill.Legal);
            var op = await One.OperatorSitsDownAsync(new SkillLevel(Skill.Legal, 1));
            var booking = One.Flow.BookAsync(caller, CallBackWindow.Longest, CancellationToken.None);
            var ready = Two.Desks.SetPresenceAsync(op, Presence.Ready, null);
            await Task.WhenAll(booking, ready);
            var desk = await One.DeskAsync(op);
            if (await booking == BookOutcome.Booked) Assert.That(desk.State, Is.EqualTo(DeskState.Ready));
            else Assert.That((await booking, desk.Call?.Call), Is.EqualTo((BookOutcome.NotNow, (CallId?)caller.Call)));
            await PictureHoldsAsync();
            await One.TellAsync(new CarrierStory(caller, default, 1).CallerEnded);
            await One.Desks.SetPresenceAsync(op, Presence.Off, null);
        }
    }

    [Test]
    public async Task Hanging_up_and_being_offered_at_once_leave_a_whole_picture()
    {
        for (var round = 0; round < 30; round++)
        {
            var caller = await One.CallerWaitsAsync(Skill.Legal);
            await One.Flow.BookAsync(caller, CallBackWindow.Longest, CancellationToken.None);
            var op = await One.OperatorSitsDownAsync(new SkillLevel(Skill.Legal, 1));
            await Task.WhenAll(
                One.TellAsync(new CarrierStory(caller, default, 1).CallerEnded),
                Two.Desks.SetPresenceAsync(op, Presence.Ready, null),
                Two.Flow.WaitAsync(caller, Skill.Legal, CancellationToken.None));
            Assert.That((await One.DeskAsync(op)).Call?.Call, Is.EqualTo(caller.Call));
            await PictureHoldsAsync();
            await One.Redis.FlushAllAsync();
        }
    }

    [Test]
    public async Task Is_undone_by_a_key_before_she_hangs_up()
    {
        var first = await One.CallerWaitsAsync(Skill.Legal, Her);
        await One.CallerWaitsAsync(Skill.Legal);
        await One.Flow.BookAsync(first, CallBackWindow.Longest, CancellationToken.None);
        var place = await Two.Flow.EnterAsync(first, Skill.Legal, EnteredBy.Stay, CancellationToken.None);
        Assert.That((place.State, place.Ahead), Is.EqualTo((PlaceState.Waiting, 0)));
        await PictureHoldsAsync();
        await One.TellAsync(new CarrierStory(first, default, 1).CallerEnded);
        Assert.That(await One.StateAsync(first.Call), Is.EqualTo(CallState.Abandoned), "she waited on the line and hung up");
    }

    [Test]
    public async Task Is_undone_by_the_crisis_key()
    {
        var first = await One.CallerWaitsAsync(Skill.Legal, Her);
        await One.Flow.BookAsync(first, CallBackWindow.Longest, CancellationToken.None);
        var place = await One.Flow.EnterAsync(first, Skill.Crisis, EnteredBy.CrisisKey, CancellationToken.None);
        Assert.That((place.State, place.Skill, place.CallBack), Is.EqualTo((PlaceState.Waiting, Skill.Crisis, (TimeSpan?)null)));
        await PictureHoldsAsync();
    }

    [Test]
    public async Task Is_not_for_the_crisis_lane_nor_for_withheld_numbers()
    {
        var crisis = await One.CallerWaitsAsync(Skill.Crisis, Her);
        Assert.That(await One.Flow.BookAsync(crisis, CallBackWindow.Longest, CancellationToken.None), Is.EqualTo(BookOutcome.NotAllowed));
        var withheld = await One.CallerWaitsAsync(Skill.Legal, "anonymous");
        Assert.That((await One.Flow.WaitAsync(withheld, Skill.Legal, CancellationToken.None)).CallBack, Is.Null);
        Assert.That(await One.Flow.BookAsync(withheld, CallBackWindow.Longest, CancellationToken.None), Is.EqualTo(BookOutcome.NotAllowed));
        One.Routes.Rules = new RouteRules { CallBack = new CallBackRules { Enabled = false } };
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        Assert.That((await One.Flow.WaitAsync(caller, Skill.Legal, CancellationToken.None)).CallBack, Is.Null);
        Assert.That(await One.Flow.BookAsync(caller, CallBackWindow.Longest, CancellationToken.None), Is.EqualTo(BookOutcome.NotAllowed));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Ends_when_she_dials_again_herself_and_the_place_goes_with_her(bool offered)
    {
        var first = await One.CallerWaitsAsync(Skill.Legal, Her);
        await One.Flow.BookAsync(first, CallBackWindow.Longest, CancellationToken.None);
        await One.TellAsync(new CarrierStory(first, default, 1).CallerEnded);
        var op = offered ? await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1)) : default;
        if (!offered) await One.CallerWaitsAsync(Skill.Legal);

        var again = await Two.CallerDialsAsync(Her);
        var place = await Two.Flow.EnterAsync(again, Skill.Legal, EnteredBy.Key, CancellationToken.None);
        Assert.That((place.Ahead, place.At.ToUnixTimeMilliseconds()), Is.EqualTo((0, first.ArrivedAt.ToUnixTimeMilliseconds())));
        Assert.That(await One.StateAsync(first.Call), Is.EqualTo(CallState.CallbackBooked), "over: nobody dials her for it");
        if (offered) Assert.That((await One.DeskAsync(op)).Call?.Call, Is.EqualTo(again.Call), "the one who had her call-back has her");
        await PictureHoldsAsync();
        Assert.That((await One.EventsAsync(EventKind.CallBackEnded)).Single(), Does.Contain("called-again"));
    }

    private async Task PictureHoldsAsync() => Assert.That((await LiveStatePicture.TakeAsync(One)).Violations(), Is.Empty);
}
