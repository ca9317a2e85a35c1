using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Contact;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

/// <summary>An attempt, told once.</summary>
internal sealed class A_machine_at_a_call_back : CallBackSpec
{
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
}
