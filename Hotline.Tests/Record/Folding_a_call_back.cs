using FsCheck;
using FsCheck.Fluent;
using Hotline.Core.Calls;
using NUnit.Framework;
using static Hotline.Tests.Record.CallStory;

namespace Hotline.Tests.Record;

public sealed class Folding_a_call_back
{
    /// <summary>She waits from 2, books at 30 and hangs up at 40.</summary>
    private static CallStory Booked() => new CallStory().Arrives().Waits(2)
        .Own(30, EventKind.CallBackBooked, null, new { window = "Longest", untilMs = At(43_200).ToUnixTimeMilliseconds(), mostAttempts = 2, retryMs = 600_000, fromMs = Ten.ToUnixTimeMilliseconds(), leg = "CA-caller" })
        .Fact(40, EventKind.LegEnded, "Caller", reason: "completed");

    /// <summary>Dialled at 100, rung out at 130.</summary>
    private static CallStory NotReached() => Booked().IsAccepted(95, Li).Own(100, EventKind.CallBackDialled, Li, new { token = 1, attempt = 1 })
        .Fact(130, EventKind.LegEnded, "Caller", leg: "CA-back-1", reason: "no-answer", token: 1)
        .Own(130.5, EventKind.CallBackNotReached, Li, new { token = 1, attempt = 1, reason = "no-answer" }).Own(130.5, EventKind.Returned, Li, new { token = 1, reason = "not-reached" });

    private static CallStory Reached() => NotReached().IsAccepted(800, Bao, 2)
        .Fact(803, EventKind.Joined, "Operator", Bao, token: 2).Own(803.5, EventKind.CallBackDialled, Bao, new { token = 2, attempt = 2 })
        .Own(815.2, EventKind.CallBackEnded, Bao, new { reason = "reached", attempts = 1, leg = "CA-back-2" })
        .Fact(817, EventKind.Joined, "Caller", leg: "CA-back-2").Own(817.5, EventKind.Connected, Bao, new { token = 2 })
        .Fact(900, EventKind.Left, "Caller", leg: "CA-back-2", reason: "participant_hung_up").Own(900.5, EventKind.Ended, Bao, new { state = "WrapUp", by = "caller" })
        .Fact(901, EventKind.LegEnded, "Caller", leg: "CA-back-2", reason: "completed", token: 2);

    [Test]
    public void Hanging_up_after_booking_is_no_end()
    {
        foreach (var story in new[] { Booked(), NotReached() })
            Assert.That((story.Record.State, story.Record.EndedAt, story.Record.WaitMs), Is.EqualTo((CallState.CallbackBooked, (DateTimeOffset?)null, (long?)null)));
    }

    [Test]
    public void Reached_it_is_a_conversation_that_ends_with_the_leg_she_answered_on()
    {
        var record = Reached().Record;
        Assert.That((record.State, record.AnsweredBy, record.ConnectedAt, record.EndedAt, record.TalkMs),
            Is.EqualTo((CallState.Closed, (Core.Staff.StaffId?)Bao, (DateTimeOffset?)At(817), (DateTimeOffset?)At(901), (long?)83_000)));
    }

    [Test]
    public void Not_reached_it_ends_as_booked_when_the_booking_did()
    {
        foreach (var reason in new[] { "not-reached", "expired", "called-again" })
        {
            var record = NotReached().Own(1500, EventKind.CallBackEnded, null, new { reason, attempts = 1 }).Own(1500, EventKind.Ended, null, new { state = "CallbackBooked", by = "system" }).Record;
            Assert.That((record.State, record.EndedAt, record.ConnectedAt), Is.EqualTo((CallState.CallbackBooked, (DateTimeOffset?)At(1500), (DateTimeOffset?)null)));
        }
    }

    [Test]
    public void Staying_on_the_line_it_is_as_if_never_booked()
    {
        var record = new CallStory().Arrives().Waits(2).Own(30, EventKind.CallBackBooked, null, new { leg = "CA-caller" })
            .Own(35, EventKind.CallBackEnded, null, new { reason = "stayed" }).Fact(60, EventKind.LegEnded, "Caller", reason: "completed")
            .Own(60.4, EventKind.Ended, null, new { state = "Abandoned", by = "caller" }).Record;
        Assert.That((record.State, record.EndedAt), Is.EqualTo((CallState.Abandoned, (DateTimeOffset?)At(60))));
    }

    [Test]
    public void Asking_for_her_place_herself_after_a_wipe_ends_it_and_being_put_back_from_the_record_does_not()
    {
        CallStory Again(string by) => new CallStory().Arrives().Waits(2).Own(30, EventKind.CallBackBooked, null, new { leg = "CA-caller" })
            .Own(50, EventKind.Reentered, null, new { lane = "main/legal/1", skill = "legal", centre = "main", by });
        Assert.That((Again("beat").Record.State, Again("callback").Record.State), Is.EqualTo((CallState.Waiting, CallState.CallbackBooked)));
    }

    [Test]
    public void Is_the_same_for_every_order_and_repetition()
    {
        var story = Reached();
        Prop.ForAll(Gen.Shuffle(story.Events.Concat(story.Events).ToArray()).ToArbitrary(), told => CallRecord.Fold(told) == story.Record).QuickCheckThrowOnFailure();
    }
}
