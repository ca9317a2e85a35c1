using System.Net;
using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Staff;
using NUnit.Framework;

namespace Hotline.Tests.Voice;

internal sealed class A_whole_conversation : OnVoiceHost
{
    [Test]
    public async Task Brings_the_caller_in_only_when_the_operator_is_there_and_ends_for_both()
    {
        var talk = await TalkAsync();

        Assert.That(Host.Carrier.Acts.Count(act => act.Act == "move-in" && act.Leg.Value == talk.Leg), Is.EqualTo(1));
        Assert.That((await Host.Desks.ReadAsync(talk.Staff))!.State, Is.EqualTo(DeskState.Busy));

        await Host.ConferenceAsync(talk.Call, "participant-leave", talk.Leg, 4, "CF1", ("ReasonParticipantLeft", "participant_hung_up"));
        await Host.ConferenceAsync(talk.Call, "conference-end", "", 5);
        await Host.StatusAsync(talk.Leg, "completed", "", ("CallDuration", "61"));
        Assert.That((await Host.Desks.ReadAsync(talk.Staff))!.State, Is.EqualTo(DeskState.WrapUp));
    }

    [Test]
    public async Task Told_twice_and_late_changes_nothing()
    {
        var talk = await TalkAsync();
        for (var i = 0; i < 3; i++)
        {
            await Host.ConferenceAsync(talk.Call, "participant-join", talk.OperatorLeg, 1);
            await Host.ConferenceAsync(talk.Call, "participant-join", talk.Leg, 3);
        }
        Assert.That(Host.Carrier.Acts.Count(act => act.Act == "move-in" && act.Leg.Value == talk.Leg), Is.EqualTo(1));
        Assert.That((await Host.Desks.ReadAsync(talk.Staff))!.State, Is.EqualTo(DeskState.Busy));
    }

    [Test]
    public async Task That_her_operator_leaves_ends_with_kind_words_and_a_way_on()
    {
        var talk = await TalkAsync();
        var done = $"/twilio/voice/done?call={talk.Call}";

        var early = await Host.AskAsync(done, talk.Leg, null, ("DialCallStatus", "answered"));
        Assert.That(early.Verbs, Is.EqualTo(["Gather", "Redirect"]), "the carrier asks before it has told us of the end");
        Assert.That((await Host.Desks.ReadAsync(talk.Staff))!.State, Is.EqualTo(DeskState.Busy), "asking changed nothing");

        await Host.ConferenceAsync(talk.Call, "participant-leave", talk.OperatorLeg, 4);
        var ended = await Host.AskAsync(early.Next, talk.Leg);
        Assert.That(ended.Verbs, Is.EqualTo(["Gather", "Say", "Hangup"]));
        Assert.That(ended.Spoken, Does.Contain("按任意键").And.Contain("再见"));

        var again = await Host.AskAsync(ended.OnKey, talk.Leg, "5");
        Assert.That(again.Next, Does.Contain("/twilio/voice/wait"));
        Assert.That(await Host.WaitingAsync(), Is.EqualTo(new Dictionary<string, int> { ["legal"] = 1 }));
    }

    [Test]
    public async Task That_failed_before_it_began_leads_back_to_her_place()
    {
        var (leg, _) = await Host.CallerChoosesAsync("1");
        var staff = await Host.OperatorIsReadyAsync(Skill.Legal);
        var (call, token, operatorLeg) = await Host.AcceptAsync(staff);
        await Host.StatusAsync(operatorLeg, "no-answer", $"?call={call}&operator={staff}&token={token}&side=operator", ("SequenceNumber", "2"));

        var answer = await Host.AskAsync($"/twilio/voice/done?call={call}", leg);
        Assert.That(answer.Next, Does.Contain("/twilio/voice/wait").And.Contain("skill=legal"));
        Assert.That(await Host.WaitingAsync(), Is.EqualTo(new Dictionary<string, int> { ["legal"] = 1 }));
    }

    [Test]
    public async Task That_the_caller_gives_up_leaves_the_line()
    {
        var (leg, _) = await Host.CallerChoosesAsync("1");
        for (var i = 0; i < 2; i++) Assert.That((await Host.StatusAsync(leg, "completed")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await Host.WaitingAsync(), Is.Empty);
    }

    [Test]
    public async Task Nobody_here_knows_is_taken_as_an_orphan()
    {
        Assert.That((await Host.StatusAsync(VoiceHost.NewLeg(), "completed")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await Host.StatusAsync(VoiceHost.NewLeg(), "completed", "?call=garbage&token=x&side=operator")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await Host.PostAsync("/twilio/conference?call=garbage",
            [("AccountSid", VoiceHost.Account), ("ConferenceSid", "CFx"), ("StatusCallbackEvent", "participant-join"), ("CallSid", "CAx")])).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await Host.PostAsync("/twilio/conference", [("AccountSid", VoiceHost.Account)])).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Is_logged_without_anybodys_number_or_our_key()
    {
        var talk = await TalkAsync();
        await Host.StatusAsync(talk.Leg, "completed");
        await Host.PostAsync("/twilio/voice/wait?From=%2B" + VoiceHost.NumberOf(talk.Leg)[1..], VoiceHost.Standard(talk.Leg), signature: null);
        await Host.AskAsync("/twilio/voice/wait?call=" + VoiceHost.NumberOf(talk.Leg)[3..], talk.Leg);
        Assert.That(Host.Logged, Has.Some.Contains(talk.Call.ToString()));
        Assert.That(Host.Logged, Has.None.Contains(VoiceHost.NumberOf(talk.Leg)[3..]));
        Assert.That(Host.Logged, Has.None.Contains("864718812338"));
        Assert.That(Host.Logged, Has.None.Contains(VoiceHost.Key));
    }

    private async Task<(string Leg, StaffId Staff, CallId Call, string OperatorLeg)> TalkAsync()
    {
        var (leg, _) = await Host.CallerChoosesAsync("1");
        var staff = await Host.OperatorIsReadyAsync(Skill.Legal);
        var (call, token, operatorLeg) = await Host.AcceptAsync(staff);
        await Host.AskAsync($"/twilio/voice/leg?call={call}&operator={staff}&token={token}", operatorLeg);
        Assert.That(Host.Carrier.Acts.Any(act => act.Act == "move-in" && act.Leg.Value == leg), Is.False);
        await Host.ConferenceAsync(call, "participant-join", operatorLeg, 1);
        await Host.ConferenceAsync(call, "conference-start", "", 2);
        await Host.ConferenceAsync(call, "participant-join", leg, 3);
        return (leg, staff, call, operatorLeg);
    }
}
