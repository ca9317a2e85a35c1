using FsCheck;
using FsCheck.Fluent;
using Hotline.Core.Calls;
using NUnit.Framework;
using static Hotline.Tests.Record.CallStory;

namespace Hotline.Tests.Record;

[TestFixture]
public sealed class Folding_a_call
{
    [Test]
    public void An_ordinary_conversation_is_told_by_the_carriers_facts()
    {
        var record = Ordinary().Record;
        Assert.That(record, Is.EqualTo(new CallRecord
        {
            Call = Ordinary().Call,
            NumberSealed = "AAAA",
            NumberKey = "key",
            NumberMask = "138····5678",
            Line = "12338",
            Centre = "main",
            Skill = "legal",
            Lane = "main/legal/1",
            ArrivedAt = Ten,
            FirstWaitingAt = At(3.2),
            OfferedCount = 1,
            AnsweredBy = Li,
            AcceptedAt = At(10.5),
            ConnectedAt = At(14),
            EndedAt = At(75),
            WaitMs = 10_800,
            TalkMs = 60_000,
            State = CallState.Closed,
        }));
    }

    [Test]
    public void A_caller_who_leaves_before_anybody_is_with_her_has_abandoned()
    {
        var record = new CallStory().Arrives().Waits(2).IsAccepted(8, Li).Fact(9, EventKind.LegEnded, "Caller", reason: "completed")
            .Own(9.5, EventKind.Ended, null, new { state = "Abandoned", by = "caller" }).Record;
        Assert.That((record.State, record.WaitMs, record.TalkMs, record.AnsweredBy, record.EndedAt), Is.EqualTo((CallState.Abandoned, 7000L, (long?)null, (Core.Staff.StaffId?)null, At(9))));
    }

    [Test]
    public void A_call_the_system_ended_has_failed_unless_she_had_left_before()
    {
        CallStory Told(double left) => new CallStory().Arrives().Waits(2).Own(20.4, EventKind.Ended, null, new { state = "Failed", by = "system" })
            .Fact(left, EventKind.LegEnded, "Caller", reason: "completed");
        Assert.That((Told(20).Record.State, Told(21).Record.State, Told(15).Record.State), Is.EqualTo((CallState.Failed, CallState.Failed, CallState.Abandoned)));
    }

    [Test]
    public void A_leg_the_carrier_calls_failed_is_a_failed_call() =>
        Assert.That(new CallStory().Arrives().Fact(3, EventKind.LegEnded, "Caller", reason: "failed").Record.State, Is.EqualTo(CallState.Failed));

    [Test]
    public void Helpers_and_services_are_neither_operator_nor_caller()
    {
        CallStory Helped(CallStory story) => story
            .Fact(20, EventKind.LegAnswered, "Helper", Bao, "CA-help", token: 5).Fact(20, EventKind.Joined, "Helper", leg: "CA-help").Fact(21, EventKind.Joined, "Service", leg: "CA-110")
            .Fact(80, EventKind.Left, "Service", leg: "CA-110").Fact(90, EventKind.Left, "Helper", leg: "CA-help").Fact(91, EventKind.LegEnded, "Helper", Bao, "CA-help");
        Assert.That(Helped(Ordinary()).Record, Is.EqualTo(Ordinary().Record), "whoever stays longer than the caller talks with nobody");
        var alone = Helped(new CallStory().Arrives().Waits(2)).Record;
        Assert.That((alone.ConnectedAt, alone.TalkMs, alone.AnsweredBy), Is.EqualTo(((DateTimeOffset?)null, (long?)null, (Core.Staff.StaffId?)null)));
    }

    [Test]
    public void A_call_that_was_taken_over_is_talked_on_until_the_second_operator_is_out()
    {
        static CallStory Told(double takenOver) => new CallStory().Arrives().Waits(2).IsAccepted(5, Li)
            .Fact(6, EventKind.Joined, "Operator", Li, token: 1).Fact(8, EventKind.Joined, "Caller")
            .Fact(20, EventKind.LegAnswered, "Helper", Bao, "CA-help", token: 5).Fact(20, EventKind.Joined, "Helper", leg: "CA-help")
            .Own(takenOver, EventKind.TakenOver, Bao, new { token = 5, leg = "CA-help", from = Li.ToString(), fromToken = 1 })
            .Fact(40, EventKind.Left, "Operator", Li).Fact(100, EventKind.Left, "Caller").Fact(100, EventKind.LegEnded, "Caller");
        var record = Told(39.5).Record;
        Assert.That((record.State, record.AnsweredBy, record.ConnectedAt, record.TalkMs), Is.EqualTo((CallState.Closed, (Core.Staff.StaffId?)Li, (DateTimeOffset?)At(8), (long?)92_000)));
        Assert.That(Told(20.1).Record.TalkMs, Is.EqualTo(92_000), "the carrier's second of her coming in may be told as later than the take-over");
    }

    [TestCase("CallbackBooked", CallState.CallbackBooked)]
    [TestCase("Voicemail", CallState.Voicemail)]
    [TestCase("Overflowed", CallState.Overflowed)]
    public void A_special_end_stays_what_it_was(string state, CallState end) =>
        Assert.That(new CallStory().Arrives().Waits(2).Own(30, EventKind.Ended, null, new { state, by = "caller" }).Fact(29, EventKind.LegEnded, "Caller").Record.State, Is.EqualTo(end));

    [Test]
    public void An_operator_whose_handset_died_before_she_came_in_has_not_answered()
    {
        var record = new CallStory().Arrives().Waits(2).IsAccepted(5, Li, 1)
            .Fact(6, EventKind.Joined, "Operator", Li, "CA-1").Fact(8, EventKind.Left, "Operator", Li, "CA-1").Fact(10, EventKind.Joined, "Caller")
            .Own(10.5, EventKind.Returned, Li, new { token = 1, reason = "ring-failed" }).IsAccepted(20, Bao, 2)
            .Fact(22, EventKind.Joined, "Operator", Bao, "CA-2").Fact(50, EventKind.LegEnded, "Caller").Record;
        Assert.That((record.AnsweredBy, record.ConnectedAt, record.AcceptedAt, record.TalkMs, record.OfferedCount), Is.EqualTo(((Core.Staff.StaffId?)Bao, At(22), At(20), 28_000L, 2)));
    }

    [TestCase("CF1", "CF2"), TestCase("CF2", "CF1")]
    public void An_operator_whose_handset_died_while_the_caller_was_being_moved_in_has_not_answered_though_one_second_holds_it_all(string hers, string callers)
    {
        var story = new CallStory().Arrives().Waits(2).IsAccepted(5, Li)
            .Fact(6, EventKind.LegAnswered, "Operator", Li, token: 1, conference: "").Fact(6, EventKind.Joined, "Operator", conference: hers)
            .Fact(6, EventKind.Left, "Operator", conference: hers).Fact(6, EventKind.ConferenceEnded, "Conference", conference: hers)
            .Fact(6, EventKind.LegEnded, "Operator", Li, token: 1, conference: "").Fact(6, EventKind.Joined, "Caller", conference: callers)
            .Own(6.3, EventKind.Returned, Li, new { token = 1, reason = "ring-failed" }).Fact(6, EventKind.Left, "Caller", conference: callers)
            .Fact(6, EventKind.ConferenceEnded, "Conference", conference: callers).Fact(6, EventKind.LegEnded, "Caller", reason: "completed", conference: "");
        Assert.That((story.Record.State, story.Record.ConnectedAt, story.Record.AnsweredBy, story.Record.TalkMs, story.Record.EndedAt),
            Is.EqualTo((CallState.Abandoned, (DateTimeOffset?)null, (Core.Staff.StaffId?)null, (long?)null, At(6))));
        Assert.That(story.Timeline.Select(t => t.Kind), Does.Contain(EventKind.Returned));
        Hold(Gen.Constant(story.Events), 100);
    }

    [TestCase("CF1", "CF2"), TestCase("CF2", "CF1")]
    public void A_caller_who_comes_into_a_second_conference_within_the_second_of_the_first_meets_whoever_comes_there(string first, string second)
    {
        var story = new CallStory().Arrives().Waits(2).IsAccepted(5, Li, 1)
            .Fact(6, EventKind.Joined, "Caller", conference: first).Fact(6, EventKind.Left, "Caller", conference: first)
            .Fact(6, EventKind.ConferenceEnded, "Conference", conference: first).Fact(6, EventKind.Joined, "Caller", conference: second);
        Assert.That((story.Record.ConnectedAt, story.Record.EndedAt), Is.EqualTo(((DateTimeOffset?)null, (DateTimeOffset?)null)), "she is inside, alone");
        story.Fact(8, EventKind.Joined, "Operator", Li, conference: second).Fact(20, EventKind.LegEnded, "Caller", conference: "");
        Assert.That((story.Record.ConnectedAt, story.Record.TalkMs, story.Record.AnsweredBy), Is.EqualTo(((DateTimeOffset?)At(8), (long?)12_000, (Core.Staff.StaffId?)Li)));
        Hold(Gen.Constant(story.Events), 100);
    }

    [Test]
    public void Of_two_operators_who_were_rung_she_was_answered_by_the_one_whose_leg_met_her()
    {
        // What the carrier tells of a conference names legs, not operators.
        var story = new CallStory().Arrives().Waits(2).IsAccepted(5, Li, 1)
            .Fact(6, EventKind.LegRinging, "Operator", Li, "CA-1", token: 1, conference: "").Fact(7, EventKind.LegEnded, "Operator", Li, "CA-1", "busy", 1, "")
            .Own(7.2, EventKind.Returned, Li, new { token = 1, reason = "ring-failed" }).IsAccepted(9, Bao, 2)
            .Fact(9, EventKind.LegAnswered, "Operator", Bao, "CA-2", token: 2, conference: "").Fact(10, EventKind.Joined, "Operator", leg: "CA-2")
            .Fact(10, EventKind.Joined, "Caller").Fact(10, EventKind.Left, "Operator", leg: "CA-2").Own(10.8, EventKind.Offered, Li, new { token = 3 })
            .Own(10.9, EventKind.Accepted, Li, new { token = 3 });
        Assert.That((story.Record.AnsweredBy, story.Record.AcceptedAt), Is.EqualTo(((Core.Staff.StaffId?)Bao, (DateTimeOffset?)At(9))));
        Assert.That(story.Timeline.Select(t => t.Kind), Does.Contain(EventKind.Returned), "the first operator's telephone did fail");
    }

    [Test]
    public void Talk_is_the_time_in_which_both_were_inside()
    {
        var record = new CallStory().Arrives().Waits(1).IsAccepted(2, Li)
            .Fact(3, EventKind.Joined, "Operator", Li, "CA-1").Fact(4, EventKind.Joined, "Caller").Fact(14, EventKind.Left, "Operator", Li, "CA-1")
            .Fact(20, EventKind.Joined, "Operator", Bao, "CA-2").Fact(25, EventKind.LegEnded, "Caller").Record;
        Assert.That((record.TalkMs, record.AnsweredBy), Is.EqualTo((15_000L, (Core.Staff.StaffId?)Li)));
    }

    [Test]
    public void Without_the_carriers_facts_our_own_word_counts()
    {
        var record = new CallStory().Arrives().Waits(1).IsAccepted(5, Li).Own(8.25, EventKind.Connected, Li).Own(18.5, EventKind.Ended, Li, new { state = "WrapUp", by = "operator" }).Record;
        Assert.That((record.ConnectedAt, record.EndedAt, record.TalkMs, record.State, record.AnsweredBy), Is.EqualTo((At(8.25), At(18.5), 10_250L, CallState.Closed, (Core.Staff.StaffId?)Li)));
    }

    [Test]
    public void Every_beginning_of_a_call_has_its_live_state()
    {
        var told = Ordinary().Events;
        string[] states = [.. Enumerable.Range(1, 10).Select(n => CallRecord.Fold(told.Take(n)).State.ToString())];
        Assert.That(states, Is.EqualTo(new[] { "Greeted", "Waiting", "Offered", "Ringing", "Ringing", "Ringing", "Ringing", "Ringing", "Connected", "Connected" }));
        var held = new CallStory().Arrives().Waits(1).IsAccepted(2, Li).Fact(3, EventKind.Joined, "Operator", Li).Fact(4, EventKind.Joined, "Caller").Fact(9, EventKind.Held, "Caller");
        Assert.That(held.Record.State, Is.EqualTo(CallState.Held));
        Assert.That(held.Fact(12, EventKind.Unheld, "Caller").Record.State, Is.EqualTo(CallState.Connected));
    }

    [Test]
    public void Leaving_the_conference_for_the_queue_is_not_an_end()
    {
        var story = new CallStory().Arrives().Waits(1).IsAccepted(2, Li).Fact(3, EventKind.Joined, "Operator", Li).Fact(4, EventKind.Joined, "Caller")
            .Fact(9, EventKind.Left, "Caller").Own(9.7, EventKind.Reentered, null, new { lane = "main/crisis/1", skill = "crisis", centre = "main" });
        Assert.That((story.Record.State, story.Record.EndedAt, story.Record.Skill), Is.EqualTo((CallState.Waiting, (DateTimeOffset?)null, "crisis")));
    }

    [Test]
    public void The_timeline_has_each_fact_once_without_our_echoes_and_without_her_number()
    {
        var story = Ordinary();
        var told = CallTimeline.Of(story.Events.Concat(story.Events.Where(e => e.FactKey is not null).Select((e, i) => e with { Id = $"again:1-{i}" })));
        Assert.That(told.Select(t => t.Kind), Is.EqualTo(new[]
        {
            EventKind.Arrived, EventKind.Waiting, EventKind.Offered, EventKind.Accepted, EventKind.LegRinging, EventKind.LegAnswered, EventKind.ConferenceStarted,
            EventKind.Joined, EventKind.Joined, EventKind.Left, EventKind.Left, EventKind.ConferenceEnded, EventKind.LegEnded, EventKind.LegEnded, EventKind.WrappedUp,
        }));
        Assert.That(told[0].Detail, Does.Not.Contain("AAAA").And.Not.Contain("key"));
    }

    [Test]
    public void A_return_that_only_a_late_callback_caused_is_not_in_the_timeline()
    {
        var story = Ordinary().Own(76.5, EventKind.Returned, Li, new { token = 1, reason = "ring-failed" });
        Assert.That((story.Timeline, story.Record), Is.EqualTo((Ordinary().Timeline, Ordinary().Record)).Using<(IReadOnlyList<TimelineEntry> T, CallRecord R)>((a, b) => a.T.SequenceEqual(b.T) && a.R == b.R));
    }

    [Test]
    public void Every_order_and_repetition_of_an_ordinary_call_gives_one_row_and_one_timeline() =>
        Hold(Gen.Constant(Ordinary().Events), 400);

    [Test]
    public void Every_order_and_repetition_of_any_events_gives_one_row_and_one_timeline() => Hold(Anything, 400);

    [Test]
    public void Our_own_echoes_change_neither_row_nor_timeline_whenever_they_come_when_the_facts_are_there()
    {
        var told = Ordinary().Events.Where(e => e.Kind is not (EventKind.Connected or EventKind.Ended)).ToList();
        var (row, timeline) = (CallRecord.Fold(told), CallTimeline.Of(told));
        var echoes =
            from kinds in Gen.Elements(EventKind.Connected, EventKind.Ended).ListOf()
            from at in Gen.Choose(0, 200_000).ListOf()
            from state in Gen.Elements("WrapUp", "Closed", "Abandoned")
            select Echoes(kinds, at, state);
        Prop.ForAll(echoes.ToArbitrary(), some => CallRecord.Fold(told.Concat(some)) == row && CallTimeline.Of(some.Concat(told)).SequenceEqual(timeline))
            .QuickCheckThrowOnFailure();
    }

    private static List<CallEvent> Echoes(IEnumerable<string> kinds, IEnumerable<int> at, string state)
    {
        var echoes = kinds.Zip(at, (kind, ms) => new CallStory().Own(ms / 1000.0, kind, Bao, new { state, by = "system" }).Events[0]);
        return [.. echoes.Select((e, i) => e with { Id = $"e:{i}-0" })];
    }

    private static Gen<IReadOnlyList<CallEvent>> Anything => Gen.Choose(1, 25).SelectMany(n => OneEvent.ArrayOf(n)).Select(Numbered);

    private static IReadOnlyList<CallEvent> Numbered(CallEvent[] events) =>
        [.. events.Select((e, i) => e with { Id = e.FactKey is null ? $"o:{e.At.ToUnixTimeMilliseconds()}-{i}" : $"o:1-{i}" })];

    private static Gen<CallEvent> OneEvent =>
        from fact in Gen.Elements(true, true, false)
        from kind in fact
            ? Gen.Elements(EventKind.LegRinging, EventKind.LegAnswered, EventKind.LegEnded, EventKind.ConferenceEnded, EventKind.Joined, EventKind.Left, EventKind.Held, EventKind.Unheld)
            : Gen.Elements(EventKind.Arrived, EventKind.Waiting, EventKind.Reentered, EventKind.Offered, EventKind.Accepted, EventKind.Missed, EventKind.Returned, EventKind.Connected, EventKind.Ended, EventKind.WrappedUp,
                EventKind.CallBackBooked, EventKind.CallBackNotReached, EventKind.CallBackEnded, "call.unheard-of")
        from ms in Gen.Choose(0, 8000)
        from side in Gen.Elements("Caller", "Operator")
        from leg in Gen.Elements("1", "2")
        from staff in Gen.Elements(Li, Bao)
        from state in Gen.Elements("Abandoned", "Failed", "WrapUp", "Voicemail", "nonsense")
        from reason in Gen.Elements("reached", "stayed", "expired")
        from token in Gen.Choose(1, 2)
        from conference in Gen.Elements("CF1", "CF2", "")
        select fact
            ? new CallStory().Fact(ms / 1000.0, kind, side, side == "Caller" ? null : staff, side[..2] + leg, "completed", token, conference).Events[0]
            : new CallStory().Own(ms / 1000.0, kind, staff, new { state, @by = "system", reason, token, skill = "legal", lane = "l" + leg, centre = "main" }).Events[0];

    /// <summary>Shuffled and repeated, every fact under the id of its arrival: one row, one timeline.</summary>
    private static void Hold(Gen<IReadOnlyList<CallEvent>> told, int cases)
    {
        var cased = from events in told from seed in Gen.Choose(0, int.MaxValue) select (events, seed);
        Prop.ForAll(cased.ToArbitrary(), c =>
        {
            var random = new Random(c.seed);
            var mixed = c.events.Concat(c.events.Where(_ => random.Next(2) == 0)).ToArray();
            random.Shuffle(mixed);
            // The stream numbers facts as they arrive; our own events happen once and keep their ids.
            for (var i = 0; i < mixed.Length; i++)
                if (mixed[i].FactKey is not null) mixed[i] = mixed[i] with { Id = $"o:{i}-0" };
            return CallRecord.Fold(mixed) == CallRecord.Fold(c.events) && CallTimeline.Of(mixed).SequenceEqual(CallTimeline.Of(c.events));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(cases));
    }

    [Test]
    public void A_talk_with_a_duty_telephone_ends_the_call_when_nothing_else_tells_of_its_end()
    {
        // The live state was wiped while they talked: nobody knows any more whose leg ended.
        var story = new CallStory().Arrives().Waits(3).Fact(10, EventKind.DutyBridged, "Operator", CallStory.Li).Fact(70, EventKind.DutyEnded, "Operator");
        Assert.That((story.Record.State, story.Record.EndedAt, story.Record.AnsweredBy, story.Record.TalkMs),
            Is.EqualTo((CallState.Closed, (DateTimeOffset?)CallStory.At(70), (Core.Staff.StaffId?)CallStory.Li, (long?)60_000)));
        story.Own(75, EventKind.Waiting, null, new { lane = "main/legal/1", skill = "legal", centre = "main", by = "again" });
        Assert.That((story.Record.State, story.Record.EndedAt), Is.EqualTo((CallState.Waiting, (DateTimeOffset?)null)), "she pressed a key and goes on");
    }

    [Test]
    public void A_caller_who_left_a_message_ended_in_it_however_late_it_is_told_unless_somebody_spoke_with_her([Values(8, 30)] double told)
    {
        var waited = new CallStory().Arrives().Waits(2).Own(20, EventKind.Ended, null, new { state = "Abandoned", by = "caller" }).Fact(19, EventKind.LegEnded, "Caller", reason: "completed");
        Assert.That(waited.Fact(told, EventKind.MessageLeft, "Caller").Record.State, Is.EqualTo(CallState.Voicemail));
        Assert.That(CallStory.Ordinary().Fact(told, EventKind.MessageLeft, "Caller").Record.State, Is.EqualTo(CallState.Closed));
        Assert.That(new CallStory().Arrives().Waits(2).Fact(8, EventKind.MessageLeft, "Caller").Record.State, Is.EqualTo(CallState.Waiting), "she waits on");
    }
}
