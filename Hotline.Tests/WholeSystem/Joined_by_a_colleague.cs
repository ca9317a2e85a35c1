using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Staff;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.WholeSystem;

/// <summary>A colleague, or 110, in a live call on the simulated carrier, which hears who hears whom and judges.</summary>
internal sealed class Joined_by_a_colleague
{
    private const string Phone = "sip:desk-9001@sim.local", OtherPhone = "sip:desk-9002@sim.local", Police = "110";
    private static readonly CancellationToken None = CancellationToken.None;
    private CarriedHotline _hotline = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _hotline = await CarriedHotline.StartAsync();

    [SetUp]
    public async Task ResetAsync()
    {
        await _hotline.ResetAsync();
        foreach (var phone in new[] { Phone, OtherPhone, Police }) await _hotline.PhoneAsync(phone, new { mode = "auto", answerAfterMs = 50 });
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (_hotline is not null) await _hotline.DisposeAsync();
    }

    [Test]
    public async Task A_coach_is_heard_by_the_operator_only_then_by_both_and_her_leaving_ends_nothing()
    {
        var talk = await TalkAsync();
        await JoinsAsync(talk, JoinMode.Coach);
        var coach = (await LegToAsync(OtherPhone))!;
        Assert.That(await HeardByAsync(talk.OperatorLeg), Does.Contain(OtherPhone));
        Assert.That(await HeardByAsync(talk.Sid), Does.Not.Contain(OtherPhone), "the caller hears no coach");
        await _hotline.JudgedWellAsync();

        await _hotline.ExpectsAsync(talk.Sid, 2);
        Assert.That(await _hotline.Joins.ChangeAsync(talk.Helper.Staff, talk.Call, JoinMode.Party, None), Is.EqualTo(JoinOutcome.Done));
        await Eventually.True(async () => (await HeardByAsync(talk.Sid)).Contains(OtherPhone, StringComparison.Ordinal), "now the caller hears her");

        await _hotline.PhoneDoesAsync(OtherPhone, "hangup");
        await _hotline.SoonAsync(coach, "ended");
        await talk.Helper.SeesAsync(DeskState.Off);
        Assert.That((await talk.Operator.DeskAsync()).State, Is.EqualTo(DeskState.Busy));
        await TalksWithAsync(talk.Sid, 1);
        await EndsAsync(talk, talk.Operator);
    }

    [TestCase(JoinMode.TakeOver), TestCase(JoinMode.Coach)]
    public async Task Taking_over_keeps_the_caller_in_her_conference_without_a_moment_alone(JoinMode first)
    {
        var talk = await TalkAsync();
        await _hotline.ExpectsAsync(talk.Sid, 2);
        var conference = (await _hotline.CallAsync(talk.Sid)).GetProperty("conference").GetString();
        await JoinsAsync(talk, first);
        if (first != JoinMode.TakeOver) Assert.That(await _hotline.Joins.ChangeAsync(talk.Helper.Staff, talk.Call, JoinMode.TakeOver, None), Is.EqualTo(JoinOutcome.Done));
        await talk.Helper.SeesAsync(DeskState.Busy);
        await talk.Operator.SeesAsync(DeskState.WrapUp);
        await _hotline.SoonAsync(talk.OperatorLeg, "ended");
        await TalksWithAsync(talk.Sid, 1);
        Assert.That((await _hotline.CallAsync(talk.Sid)).GetProperty("conference").GetString(), Is.EqualTo(conference));
        await _hotline.JudgedWellAsync();
        Assert.That(await talk.Operator.FinishesAsync(talk.Call), Is.EqualTo(CallOutcome.Done));
        // Now the helper's leaving ends it, as an operator's does.
        await EndsAsync(talk, talk.Helper);
        await _hotline.RecordsWhoWasAnsweredAsync();
    }

    [Test]
    public async Task An_operator_who_hangs_up_ends_the_call_though_somebody_helps_her()
    {
        var talk = await TalkAsync();
        await JoinsAsync(talk, JoinMode.Coach);
        await _hotline.PhoneDoesAsync(Phone, "hangup");
        await talk.Operator.SeesAsync(DeskState.WrapUp);
        await talk.Helper.SeesAsync(DeskState.Off);
        await _hotline.SoonAsync(talk.Sid, "heard:say:这次通话结束了");
        await Eventually.True(async () => (await _hotline.LiveLegsAsync()).Length == 1, "only the caller is left");
        await _hotline.JudgedWellAsync();
    }

    [Test]
    public async Task The_police_are_called_in_and_leave_again()
    {
        var talk = await TalkAsync();
        await _hotline.ExpectsAsync(talk.Sid, 2);
        Assert.That(await _hotline.Joins.AddServiceAsync(talk.Operator.Staff, talk.Call, RescueService.Police, None), Is.EqualTo(JoinOutcome.Done));
        await Eventually.True(async () => (await talk.Operator.DeskAsync()).Call?.Services is [{ In: true }], "somebody there has answered");
        await TalksWithAsync(talk.Sid, 2);
        await _hotline.PhoneDoesAsync(Police, "hangup");
        await Eventually.True(async () => (await talk.Operator.DeskAsync()).Call?.Services is [], "they have left");
        await TalksWithAsync(talk.Sid, 1);
        await EndsAsync(talk, talk.Operator);
    }

    [Test]
    public async Task A_caller_who_hangs_up_lets_everybody_go()
    {
        var talk = await TalkAsync();
        await _hotline.ExpectsAsync(talk.Sid, 2);
        await JoinsAsync(talk, JoinMode.Coach);
        await _hotline.Joins.AddServiceAsync(talk.Operator.Staff, talk.Call, RescueService.Police, None);
        await Eventually.True(async () => (await talk.Operator.DeskAsync()).Call?.Services is [{ In: true }], "the police are in");
        await _hotline.HangsUpAsync(talk.Sid);
        await talk.Operator.SeesAsync(DeskState.WrapUp);
        await talk.Helper.SeesAsync(DeskState.Off);
        await Eventually.True(async () => (await _hotline.LiveLegsAsync()).Length == 0, "no leg is left");
        await _hotline.JudgedWellAsync();
    }

    private sealed record Talk(string Sid, CallId Call, Operator Operator, Operator Helper, string OperatorLeg);

    private async Task<Talk> TalkAsync()
    {
        var op = await _hotline.SitsDownAsync(Phone, new SkillLevel(Skill.Crisis, 1));
        var helper = await _hotline.SitsDownAsync(OtherPhone, new SkillLevel(Skill.Crisis, 1));
        await op.WishesAsync(Presence.Ready);
        var sid = await _hotline.DialsAsync('3');
        var offer = await op.AcceptsAsync();
        await _hotline.SoonAsync(sid, "bridged");
        await op.SeesAsync(DeskState.Busy);
        return new Talk(sid, offer.Call, op, helper, (await LegToAsync(Phone))!);
    }

    private async Task JoinsAsync(Talk talk, JoinMode mode)
    {
        Assert.That(await _hotline.Joins.JoinAsync(talk.Helper.Staff, talk.Call, mode, _ => (true, false), None), Is.EqualTo(JoinOutcome.Done));
        await Eventually.True(async () => (await talk.Helper.DeskAsync()) is { State: DeskState.Busy } or { Call.Helpers: [{ In: true }] }, "she is in");
    }

    private async Task EndsAsync(Talk talk, Operator by)
    {
        Assert.That(await by.EndsAsync(talk.Call), Is.EqualTo(CallOutcome.Done));
        await by.SeesAsync(DeskState.WrapUp);
        await _hotline.SoonAsync(talk.Sid, "heard:say:这次通话结束了");
        await _hotline.HangsUpAsync(talk.Sid);
        await Eventually.True(async () => (await _hotline.LiveLegsAsync()).Length == 0, "no leg is left");
        await _hotline.JudgedWellAsync();
    }

    private Task TalksWithAsync(string sid, int many) => Eventually.True(
        async () => (await _hotline.CallAsync(sid)).GetProperty("inConferenceWith").GetArrayLength() == many, $"the caller is in a conference with {many}");

    private async Task<string?> LegToAsync(string phone) => (await _hotline.OperatorLegsAsync())
        .Where(leg => leg.GetProperty("to").GetString() == phone).Select(leg => leg.GetProperty("sid").GetString()).FirstOrDefault();

    /// <summary>Whom this leg met, as the carrier noted it: a voice it can hear.</summary>
    private async Task<string> HeardByAsync(string sid) => string.Join('\n', (await _hotline.CallAsync(sid)).GetProperty("heard").EnumerateArray()
        .Where(line => line.GetProperty("kind").GetString() == "bridge").Select(line => line.GetProperty("text").GetString()));
}
