using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Staff;
using Hotline.Tests.Routing;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.Voice;

/// <summary>A helper's telephone and a service's, as the carrier asks for them and tells of them.</summary>
internal sealed class The_legs_of_who_joins : OnVoiceHost
{
    [TestCase(JoinMode.Coach, true), TestCase(JoinMode.Party, false), TestCase(JoinMode.TakeOver, false)]
    public async Task A_helper_enters_the_conference_heard_as_she_chose_and_ends_nothing(JoinMode mode, bool coaches)
    {
        var talk = await TalkAsync();
        var (url, leg, _) = await HelperRungAsync(talk.Call, mode);
        var conference = (await AnsweredAsync(url, leg, "sip:desk@pbx.test")).Document.Descendants("Conference").Single();
        Assert.That(conference.Value, Is.EqualTo(talk.Call.ToString()));
        Assert.That(conference.Attribute("coach")?.Value, Is.EqualTo(coaches ? talk.OperatorLeg : null));
        Assert.That(conference.Attribute("endConferenceOnExit")?.Value, Is.EqualTo("false"));
    }

    [Test]
    public async Task A_helper_on_an_ordinary_number_presses_a_key_first()
    {
        var talk = await TalkAsync();
        var (url, leg, _) = await HelperRungAsync(talk.Call, JoinMode.Party);
        var asked = await AnsweredAsync(url, leg, "+8613900001111");
        Assert.That(asked.Verbs, Is.EqualTo(["Gather", "Gather", "Hangup"]));
        Assert.That((await AnsweredAsync(asked.OnKey, leg, "+8613900001111", "1")).Verbs, Is.EqualTo(["Dial"]));
    }

    [Test]
    public async Task A_helper_of_a_call_that_is_over_or_of_no_order_is_hung_up()
    {
        var talk = await TalkAsync();
        var (url, leg, _) = await HelperRungAsync(talk.Call, JoinMode.Party);
        Assert.That((await AnsweredAsync("/twilio/voice/helper", leg, "sip:desk@pbx.test")).Verbs, Is.EqualTo(["Hangup"]));
        Assert.That((await AnsweredAsync(url, VoiceHost.NewLeg(), "sip:desk@pbx.test")).Verbs, Is.EqualTo(["Hangup"]), "a second leg of her order");
        await Host.ConferenceAsync(talk.Call, "participant-leave", talk.Leg, 9);
        Assert.That((await AnsweredAsync(url, leg, "sip:desk@pbx.test")).Verbs, Is.EqualTo(["Hangup"]));
    }

    [Test]
    public async Task Without_a_live_state_nobody_knows_who_is_to_hear_her_so_she_waits_a_moment_at_most()
    {
        var talk = await TalkAsync();
        var (url, leg, _) = await HelperRungAsync(talk.Call, JoinMode.Coach);
        await Redis.KillAsync();
        try
        {
            var answer = await AnsweredAsync(url, leg, "sip:desk@pbx.test");
            for (var asked = 0; asked < 5; asked++)
            {
                Assert.That(answer.Verbs, Is.EqualTo(["Pause", "Redirect"]));
                answer = await AnsweredAsync(answer.Next, leg, "sip:desk@pbx.test");
            }
            Assert.That(answer.Verbs, Is.EqualTo(["Hangup"]));
        }
        finally
        {
            await Redis.RestartAsync();
        }
    }

    [Test]
    public async Task A_service_comes_in_at_once_and_what_is_told_of_both_is_not_the_operators()
    {
        var talk = await TalkAsync();
        var (url, leg, helper) = await HelperRungAsync(talk.Call, JoinMode.Party);
        await AnsweredAsync(url, leg, "sip:desk@pbx.test");
        var joins = Host.Services.GetRequiredService<Joins>();
        Assert.That(await joins.AddServiceAsync(talk.Staff, talk.Call, RescueService.Police, CancellationToken.None), Is.EqualTo(JoinOutcome.Done));
        var token = Host.Carrier.Joined.Last().Token;
        var service = ScriptedTelephony.JoinerLeg(token).Value;
        var answer = await AnsweredAsync($"/twilio/voice/service?call={talk.Call}&token={token}", service, "110");
        Assert.That(answer.Document.Descendants("Conference").Single().Attribute("endConferenceOnExit")?.Value, Is.EqualTo("false"));
        await Host.ConferenceAsync(talk.Call, "participant-join", leg, 3);
        await Host.ConferenceAsync(talk.Call, "participant-join", service, 4);
        var desk = (await Host.Desks.ReadAsync(talk.Staff))!;
        Assert.That((desk.Call!.Helpers.Single().In, desk.Call.Services.Single().In), Is.EqualTo((true, true)));
        await Host.ConferenceAsync(talk.Call, "participant-leave", service, 5);
        await Host.StatusAsync(leg, "completed", $"?call={talk.Call}&operator={helper}&token=1&side=helper");
        desk = (await Host.Desks.ReadAsync(talk.Staff))!;
        Assert.That((desk.State, desk.Call!.Helpers.Count, desk.Call.Services.Count), Is.EqualTo((DeskState.Busy, 0, 0)));
    }

    private async Task<(CallId Call, string Leg, StaffId Staff, string OperatorLeg)> TalkAsync()
    {
        var (leg, _) = await Host.CallerChoosesAsync("3");
        var staff = await Host.OperatorIsReadyAsync(Skill.Crisis);
        var (call, _, operatorLeg) = await Host.AcceptAsync(staff);
        await Host.ConferenceAsync(call, "participant-join", operatorLeg, 1);
        await Host.ConferenceAsync(call, "participant-join", leg, 2);
        return (call, leg, staff, operatorLeg);
    }

    private async Task<(string Url, string Leg, StaffId Helper)> HelperRungAsync(CallId call, JoinMode mode)
    {
        var helper = StaffId.New(TimeProvider.System);
        await Host.Desks.KeepAsync(helper, "main", [], "sip:helper@desk.test");
        Assert.That(await Host.Services.GetRequiredService<Joins>().JoinAsync(helper, call, mode, _ => (true, true), CancellationToken.None), Is.EqualTo(JoinOutcome.Done));
        var token = Host.Carrier.Joined.Last().Token;
        return ($"/twilio/voice/helper?call={call}&operator={helper}&token={token}", ScriptedTelephony.JoinerLeg(token).Value, helper);
    }

    private Task<Answered> AnsweredAsync(string url, string leg, string to, string? digits = null)
    {
        var fields = VoiceHost.Standard(leg).Select(field => field.Item1 == "To" ? ("To", to) : field);
        return Host.PostAsync(url, digits is null ? [.. fields] : [.. fields, ("Digits", digits)]);
    }
}
