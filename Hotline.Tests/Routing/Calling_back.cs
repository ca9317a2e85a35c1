using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Calls.Redis;
using Hotline.Core.Calls.Sql;
using Hotline.Core.Contact;
using Hotline.Core.Routing;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

internal sealed class Calling_back : OnRealRedis
{
    private const string Her = "+8613712345678";
    private static readonly LegId Back = new("back-leg");

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
    public async Task A_machine_is_an_attempt_and_its_leg_ends()
    {
        var (caller, op, token) = await OperatorWaitsForHerAsync();
        await One.TellAsync(Told(caller, token, EventKind.LegRinging), Told(caller, token, EventKind.LegAnswered));
        var booking = (await One.Flow.BookingAsync(caller.Call))!;
        Assert.That(ContactGate.Judge(OutboundAct.Voicemail, booking.Choice, new ContactMoment(booking.Now, TimeZoneInfo.Utc, booking.NumberKey.Length > 0)).Reason,
            Is.EqualTo(ContactReason.VoicemailRefused), "what she chose by key");
        Assert.That(await One.Flow.MachineAnsweredAsync(caller.Call, token, Back, ContactReason.VoicemailRefused, ContactHow.Silence), Is.True);

        var desk = await One.DeskAsync(op);
        Assert.That((desk.State, desk.Notice), Is.EqualTo((DeskState.Ready, (DeskNotice?)DeskNotice.CallBackNotReached)));
        Assert.That((await One.EventsAsync(EventKind.CallBackMachine)).Single(), Does.Contain("VoicemailRefused").And.Contain("Silence"));
        Assert.That((await One.EventsAsync(EventKind.CallBackNotReached)).Single(), Does.Contain("machine"));
        await One.RunTimersAsync();
        await Eventually.True(() => One.Carrier.Acts.Any(a => a.Act == "end" && a.Leg == Back), "its leg, should it not end by itself");
        await PictureHoldsAsync();

        await One.MakeDueAsync($"recall|{caller.Call}");
        await Eventually.True(async () => (await One.DeskAsync(op)).Call is { CallBack.Attempt: 2 }, "she is tried again");
    }

    [Test]
    public async Task A_machine_told_twice_at_once_is_one_attempt()
    {
        for (var round = 0; round < 20; round++)
        {
            var (caller, _, token) = await OperatorWaitsForHerAsync();
            var told = await Task.WhenAll(new[] { One, Two }.Select(node => node.Flow.MachineAnsweredAsync(caller.Call, token, Back, ContactReason.Agreed, ContactHow.AgreedSentence)));
            Assert.That(told.Count(first => first), Is.EqualTo(1), "the sentence is said once");
            Assert.That(await One.EventsAsync(EventKind.CallBackNotReached), Has.Exactly(1).Items);
            await PictureHoldsAsync();
            await One.Redis.FlushAllAsync();
            One.Carrier.Clear();
        }
    }

    [Test]
    public async Task The_agreed_sentence_is_not_cut_by_what_is_told_late()
    {
        One.Carrier.Dial = _ => new RingOutcome.Unknown("a time-out");
        var (caller, op, token) = await OperatorWaitsForHerAsync();
        Assert.That(await One.Flow.MachineAnsweredAsync(caller.Call, token, Back, ContactReason.Agreed, ContactHow.AgreedSentence), Is.True);
        Assert.That((await One.DeskAsync(op)).State, Is.EqualTo(DeskState.Ready));

        // The order's answer and the leg's own facts come after all that.
        Assert.That(await Two.Live.NoteCallBackAsync(caller.Call, token, Back), Is.True);
        await One.TellAsync(Told(caller, token, EventKind.LegRinging), Told(caller, token, EventKind.LegAnswered));
        var due = await One.Database.SortedSetScoreAsync(One.Keys.Timers, $"endleg|{caller.Call}|{Back}");
        Assert.That(due, Is.GreaterThan(TimeProvider.System.GetUtcNow().AddSeconds(30).ToUnixTimeMilliseconds()), "ended by us only if it does not end by itself");
        Assert.That(One.Carrier.Acts, Has.None.Matches<(string Act, CallId? Call, LegId Leg)>(a => a.Act == "end" && a.Leg == Back));
        await PictureHoldsAsync();

        await One.TellAsync(Told(caller, token, EventKind.LegEnded));
        Assert.That(await TimersAsync(), Has.None.StartsWith("endleg|" + caller.Call + "|" + Back));
        Assert.That(await One.EventsAsync(EventKind.CallBackNotReached), Has.Exactly(1).Items, "its end is no second attempt");
    }

    [Test]
    public async Task A_machine_that_answers_an_earlier_dialling_or_after_she_pressed_one_changes_nothing()
    {
        var (caller, op, token) = await OperatorWaitsForHerAsync();
        Assert.That(await One.Flow.MachineAnsweredAsync(caller.Call, token - 1, Back, ContactReason.Agreed, ContactHow.AgreedSentence), Is.False);
        Assert.That(await One.Flow.AnswerCallBackAsync(caller.Call, token, Back, CancellationToken.None), Is.EqualTo(CallBackAnswer.Join));
        Assert.That(await One.Flow.MachineAnsweredAsync(caller.Call, token, Back, ContactReason.Agreed, ContactHow.AgreedSentence), Is.False);
        Assert.That(await One.Flow.BookingAsync(caller.Call), Is.Null);
        Assert.That((await One.DeskAsync(op)).Call?.Call, Is.EqualTo(caller.Call));
        Assert.That(await One.EventsAsync(EventKind.CallBackMachine), Is.Empty);
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

    private async Task<string[]> TimersAsync() => [.. (await One.Database.SortedSetRangeByRankAsync(One.Keys.Timers)).Select(m => (string)m!)];

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

    [Test]
    public async Task A_wiped_Redis_loses_no_booking()
    {
        var first = await BookedAsync();
        var second = await One.CallerWaitsAsync(Skill.Legal);
        var record = await RecordedAsync();
        Assert.That((await record.GetAsync(first.Call))!.State, Is.EqualTo(CallState.CallbackBooked));
        Assert.That((await record.GetAsync(first.Call))!.EndedAt, Is.Null);

        await Redis.FlushAllAsync();
        await Two.Flow.WaitAsync(second, Skill.Legal, CancellationToken.None);
        var restorer = One.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<CallBackRestorer>().Single();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => restorer.RestoreAsync(CancellationToken.None)));

        Assert.That((await One.Flow.WaitAsync(second, Skill.Legal, CancellationToken.None)).Ahead, Is.EqualTo(1), "she is before her again");
        await PictureHoldsAsync();
        var (caller, op, token) = await OperatorWaitsForHerAsync(first);
        Assert.That(One.Carrier.Dialled.Single().Number.Reveal(), Is.EqualTo(Her));
        Assert.That(await One.Flow.AnswerCallBackAsync(caller.Call, token, Back, CancellationToken.None), Is.EqualTo(CallBackAnswer.Join));
        await One.TellAsync(HerJoined(caller), Told(caller, token, EventKind.LegEnded));
        await RecordedAsync();
        var row = (await record.GetAsync(first.Call))!;
        Assert.That((row.State, row.AnsweredBy, row.EndedAt), Is.EqualTo((CallState.Closed, (StaffId?)op, (DateTimeOffset?)At.AddSeconds(9))));

        // What is over is not restored, also by a live state that knows nothing any more.
        await Redis.FlushAllAsync();
        await restorer.RestoreAsync(CancellationToken.None);
        Assert.That(await One.Database.HashLengthAsync(One.Keys.Calls), Is.Zero);
    }

    [Test]
    public async Task Nothing_is_restored_while_the_record_lags()
    {
        var caller = await BookedAsync();
        var record = await RecordedAsync();
        var booking = (await record.OpenCallBacksAsync(caller.ArrivedAt.AddHours(-1))).Single();
        await Redis.FlushAllAsync();
        await One.CallerWaitsAsync(Skill.Legal); // an event that is not copied
        await Eventually.True(() => caller.ArrivedAt.AddSeconds(1) < TimeProvider.System.GetUtcNow(), "a moment passes");
        Assert.That(await One.Live.RestoreCallBackAsync(booking, One.Routes.Of(Skill.Legal, null, null, default), TimeSpan.FromMilliseconds(1)), Is.False);
        Assert.That(await One.Live.RestoreCallBackAsync(booking, One.Routes.Of(Skill.Legal, null, null, default), TimeSpan.FromMinutes(1)), Is.True);
    }

    private static readonly DateTimeOffset At = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);

    /// <summary>She booked and hung up.</summary>
    private async Task<CallTicket> BookedAsync()
    {
        var caller = await One.CallerWaitsAsync(Skill.Legal, Her);
        Assert.That(await One.Flow.BookAsync(caller, CallBackWindow.Longest, CancellationToken.None), Is.EqualTo(BookOutcome.Booked));
        await One.TellAsync(new CarrierStory(caller, default, 1).CallerEnded);
        return caller;
    }

    /// <summary>An operator took her call-back and is alone in the conference; she is being dialled.</summary>
    private async Task<(CallTicket Caller, StaffId Operator, long Token)> OperatorWaitsForHerAsync(CallTicket? booked = null)
    {
        var caller = booked ?? await BookedAsync();
        var op = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        return (caller, op, await AcceptAsync(caller, op));
    }

    private async Task<long> AcceptAsync(CallTicket caller, StaffId op)
    {
        var token = (await One.DeskAsync(op)).Call!.Token;
        Assert.That(await One.Desks.AcceptAsync(op, caller.Call, token, CancellationToken.None), Is.EqualTo(OfferOutcome.Done));
        await One.TellAsync(new CarrierStory(caller, op, token, $"CF-{token}").OperatorJoined);
        return token;
    }

    private static CarrierFact Told(CallTicket caller, long token, string kind, string status = "completed", string? leg = null)
    {
        var of = leg is null ? Back : new LegId(leg);
        return new(caller.Call, of, FactSide.Caller, kind, At.AddSeconds(kind == EventKind.LegEnded ? 9 : 5), $"{of}/{kind}", Reason: status, Token: token);
    }

    private static CarrierFact HerJoined(CallTicket caller) =>
        new(caller.Call, Back, FactSide.Conference, EventKind.Joined, At.AddSeconds(7), $"{caller.Call}/joined");

    /// <summary>Everything that happened, copied.</summary>
    private async Task<CallRecordStore> RecordedAsync()
    {
        var migrator = One.Services.GetRequiredService<Hotline.Core.Storage.Migrator>();
        if (!migrator.Ready.IsCompleted) await migrator.StartAsync(CancellationToken.None);
        await migrator.Ready;
        var record = One.Services.GetRequiredService<CallRecordStore>();
        var stream = new EventStream(One.Services.GetRequiredService<Hotline.Core.Storage.Redis.RedisConnection>(), "12338");
        while (await stream.ReadAsync() is { } batch)
        {
            await record.AppendAsync(batch.Events);
            await stream.TrimAsync(batch);
        }
        return record;
    }

    private async Task PictureHoldsAsync() => Assert.That((await LiveStatePicture.TakeAsync(One)).Violations(), Is.Empty);
}
