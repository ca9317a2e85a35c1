using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Storage;
using Hotline.Core.Storage.Redis;
using Hotline.Core.Telephony.Twilio;
using Hotline.Tests.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.Voice;

/// <summary>The real host and the real adapter against the carrier's other end, which shares no code with them.</summary>
internal sealed class Through_the_simulated_carrier : OnSimulatedCarrier
{
    [Test]
    public async Task A_caller_talks_with_the_operator_and_either_may_hang_up()
    {
        var (call, staff, _) = await TalkAsync("sip:desk-1001@sim.local");
        Assert.That(await HeardAsync(call), Has.Some.Contains("您好").And.Some.Contains("下一位就是您"));
        await Control.PostAsync($"/api/calls/{call}/hangup", null);
        await DeskIsAsync(staff, DeskState.WrapUp);
        await JudgeAsync(answered: 1);
    }

    [Test]
    public async Task Both_legs_of_a_conversation_are_listed_while_they_live_and_ours_is_known()
    {
        var (call, staff, _) = await TalkAsync("sip:desk-1001@sim.local");
        var telephony = Desk.GetRequiredService<Core.Telephony.ITelephony>();
        var legs = (await telephony.ListLiveLegsAsync(CancellationToken.None))!;
        Assert.That(legs, Has.Count.EqualTo(2));
        Assert.That(legs.Single(l => !l.RungByUs).Leg.Value, Is.EqualTo(call));
        Assert.That(legs.Select(l => l.Age), Is.All.InRange(TimeSpan.FromSeconds(-2), TimeSpan.FromMinutes(10)));
        await Control.PostAsync($"/api/calls/{call}/hangup", null);
        await DeskIsAsync(staff, DeskState.WrapUp);
        await Eventually.True(async () => (await telephony.ListLiveLegsAsync(CancellationToken.None)) is { Count: 0 }, "neither lives");
    }

    [Test]
    public async Task An_operator_who_ends_leaves_the_caller_with_kind_words()
    {
        var (call, staff, ours) = await TalkAsync("sip:desk-1001@sim.local");
        Assert.That(await Desks.EndAsync(staff, ours, CancellationToken.None), Is.EqualTo(CallOutcome.Done));
        await WaitAsync(call, "heard:say:请多保重");
        await WaitAsync(call, "ended");
        await DeskIsAsync(staff, DeskState.WrapUp);
        await JudgeAsync(answered: 1);
    }

    [Test]
    public async Task A_caller_left_by_a_dead_telephone_goes_on_with_a_key()
    {
        var (call, _, _) = await TalkAsync("sip:desk-1001@sim.local");
        await Control.PostAsync($"/api/phones/{Uri.EscapeDataString("sip:desk-1001@sim.local")}/hangup", null);
        await WaitAsync(call, "heard:say:这次通话结束了");
        await WaitAsync(call, "gather");
        var heard = await LinesAsync(call);
        await PressAsync(call, "5");
        await WaitAsync(call, "heard:say:下一位就是您", after: heard);
        await JudgeAsync(answered: 1, ended: false);
    }

    /// <summary>Nothing but the address in the carrier's hands remembers her lane then.</summary>
    [Test]
    public async Task A_crisis_caller_whose_conference_ends_after_a_wipe_is_back_in_the_crisis_lane()
    {
        var sid = await DialAsync("3");
        var (staff, _) = await AcceptAsync("sip:desk-1001@sim.local", Skill.Crisis);
        await WaitAsync(sid, "bridged");
        await DeskIsAsync(staff, DeskState.Busy);
        await Redis.FlushAllAsync();
        await Control.PostAsync($"/api/phones/{Uri.EscapeDataString("sip:desk-1001@sim.local")}/hangup", null);
        await Eventually.True(async () => (await LanesAsync()).GetValueOrDefault("crisis") == 1, "she waits in the crisis lane");
        Assert.That((await LanesAsync()).GetValueOrDefault("psychological"), Is.Zero);
        await Control.PostAsync($"/api/calls/{sid}/hangup", null);
        await Eventually.True(async () => (await LanesAsync()).Values.Sum() == 0, "she has left");
    }

    [Test]
    public async Task Hold_and_mute_reach_the_conference()
    {
        var (call, staff, ours) = await TalkAsync("sip:desk-1001@sim.local");
        Assert.That(await Desks.HoldAsync(staff, ours, true, CancellationToken.None), Is.EqualTo(CallOutcome.Done));
        await WaitAsync(call, "heard:say:请稍等片刻");
        await Eventually.True(async () => (await Desks.ReadAsync(staff))!.Call!.State == CallState.Held, "the desk shows the hold");
        Assert.That(await Desks.HoldAsync(staff, ours, false, CancellationToken.None), Is.EqualTo(CallOutcome.Done));
        Assert.That(await Desks.MuteAsync(staff, ours, true, CancellationToken.None), Is.EqualTo(CallOutcome.Done));
        await Eventually.True(async () => (await Desks.ReadAsync(staff))!.Call is { State: CallState.Connected, Muted: true }, "the desk shows it back, and muted");
        await JudgeAsync(answered: 1, ended: false);
    }

    [TestCase("""{"rest":{"next500AfterCommit":1}}""")]
    [TestCase("""{"rest":{"next500AfterCommit":2}}""")]
    [TestCase("""{"rest":{"next429":2}}""")]
    [TestCase("""{"rest":{"next500BeforeCommit":0,"delayMs":400}}""")]
    [TestCase("""{"callbacks":{"duplicate":1,"reorder":true,"delayMs":[0,200],"seed":7}}""")]
    public async Task A_troubled_carrier_delays_and_never_dials_or_moves_twice(string faults)
    {
        using var set = await Control.PutAsync("/api/faults", new StringContent(faults, System.Text.Encoding.UTF8, "application/json"));
        Assert.That(set.IsSuccessStatusCode, await set.Content.ReadAsStringAsync());
        await TalkAsync("sip:desk-1001@sim.local");
        await JudgeAsync(answered: 1, ended: false);
        Assert.That((await Control.GetFromJsonAsync<JsonElement>("/api/calls?direction=outbound-api")).GetProperty("calls").GetArrayLength(), Is.EqualTo(1));
    }

    [Test]
    public async Task On_an_ordinary_number_a_person_presses_one()
    {
        await PhoneAsync("+8613900001111", new { mode = "auto", answerAfterMs = 100, press = "1" });
        await TalkAsync("+8613900001111");
        await JudgeAsync(answered: 1, ended: false);
    }

    [Test]
    public async Task A_voicemail_never_gets_the_caller()
    {
        await PhoneAsync("+8613900001111", new { mode = "voicemail", answerAfterMs = 100 });
        var call = await DialAsync("1");
        var (staff, _) = await AcceptAsync("+8613900001111");
        var heard = await LinesAsync(call);
        await DeskIsAsync(staff, DeskState.Break);
        await WaitAsync(call, "heard:say:下一位就是您", after: heard);
        await JudgeAsync(answered: 0, ended: false);
    }

    [Test]
    public async Task Silence_and_zero_lead_where_they_should()
    {
        var silent = await DialAsync(null);
        await Eventually.True(async () => (await LanesAsync()).GetValueOrDefault("psychological") == 1, "silence waits in the psychological lane");
        // A carrier hears no key in the moment between two documents; a caller presses again.
        await Eventually.True(async () =>
        {
            await WaitAsync(silent, "gather");
            await PressAsync(silent, "0");
            await Task.Delay(100);
            return (await LanesAsync()).GetValueOrDefault("crisis") == 1;
        }, "zero is the crisis lane");
        await WaitAsync(silent, "heard:say:正在为您转接危机干预");
        await JudgeAsync(answered: 0, ended: false);
    }

    [Test]
    public async Task A_stranger_cannot_make_the_host_read_much()
    {
        using var client = new HttpClient();
        using var body = new FormUrlEncodedContent([new("CallSid", new string('x', 200_000))]);
        using var answer = await client.PostAsync(new Uri(Address, "/twilio/voice/incoming"), body);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }
}
