using System.Text.Json;
using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.WholeSystem;

/// <summary>
/// What no heartbeat puts back: a caller whose next request never comes, and conversations with duty telephones, which have no console. Nobody is moved
/// who is with somebody, and the record gets the end by what the carrier tells.
/// </summary>
internal sealed class A_wiped_live_state
{
    private const string Desk = "sip:desk-9001@sim.local", OnDuty = "+8613900000003", LastResort = "+8613900000002";

    private const string Policy = $$"""
        {
          "centres": [{ "code": "main", "name": "main", "hours": "always" }],
          "skills": [
            { "code": "legal", "name": "法律", "nameEnglish": "Legal" }, { "code": "psychological", "name": "心理", "nameEnglish": "Psychological" },
            { "code": "crisis", "name": "危机", "nameEnglish": "Crisis" }
          ],
          "lanes": [
            { "centre": "*", "skill": "legal" }, { "centre": "*", "skill": "psychological" },
            { "centre": "*", "skill": "crisis", "steps": [{ "afterSeconds": 0, "to": "phones", "phones": "duty" }] }
          ],
          "phones": [{ "name": "duty", "numbers": ["{{OnDuty}}"] }]
        }
        """;

    private readonly string _policy = Path.GetTempFileName();
    private CarriedHotline _hotline = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        await File.WriteAllTextAsync(_policy, Policy);
        _hotline = await CarriedHotline.StartAsync(("Routing__PolicyFile", _policy), ("Fallback__DutyPhones__0", LastResort), ("Fallback__AfterSeconds", "0"));
    }

    [SetUp]
    public async Task ResetAsync()
    {
        await _hotline.ResetAsync();
        // The record outlives a reset: what the last test left open ends now.
        await Comparison().FindLostAsync(CancellationToken.None);
        await _hotline.RecordAsync();
        foreach (var phone in new[] { OnDuty, LastResort }) await _hotline.PhoneAsync(phone, new { mode = "auto", answerAfterMs = 200, press = "1" });
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (_hotline is not null) await _hotline.DisposeAsync();
        File.Delete(_policy);
    }

    [Test]
    public async Task A_caller_whose_request_was_lost_is_brought_back_to_her_place()
    {
        var sid = await _hotline.DialsAsync('1');
        var call = await RecordedAsync(sid, r => r.Skill == "legal");
        await _hotline.RedirectsAsync(sid, "<Response><Pause length=\"900\"/></Response>");
        await _hotline.Redis.FlushAllAsync();
        Assert.That(await LookTwiceAsync(call.Call), Is.EqualTo([RepairKind.CallerLost]));

        await _hotline.SoonAsync(sid, "heard:say:下一位就是您", after: await _hotline.LinesAsync(sid) - 1);
        Assert.That((await _hotline.LiveCallsAsync()).Select(c => (c.Id, c.State)), Is.EqualTo([(call.Call.ToString(), CallState.Waiting)]), "the same call");
        var board = (await _hotline.Desks.ReadBoardAsync("main"))!;
        Assert.That(board.Lanes.Where(l => l.Waiting > 0).Select(l => l.Skill), Is.EqualTo(["legal"]), "in the lane she had chosen");
        await _hotline.JudgedWellAsync(silence: false);
    }

    [Test]
    public async Task A_conversation_at_a_desk_that_is_lost_too_is_left_alone()
    {
        await _hotline.PhoneAsync(Desk, new { mode = "auto", answerAfterMs = 200 });
        var op = await _hotline.SitsDownAsync(Desk);
        await op.WishesAsync(Presence.Ready);
        var sid = await _hotline.DialsAsync('1');
        await op.AcceptsAsync();
        await _hotline.SoonAsync(sid, "bridged");
        await op.SeesAsync(DeskState.Busy);
        var call = await RecordedAsync(sid, r => r.State == CallState.Connected);
        await _hotline.Redis.FlushAllAsync();
        Assert.That(await LookTwiceAsync(call.Call), Is.Empty);
        Assert.That((await _hotline.CallAsync(sid)).GetProperty("inConferenceWith").GetArrayLength(), Is.EqualTo(1), "they still talk");
        await _hotline.JudgedWellAsync();
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_conversation_with_a_duty_telephone_goes_on_and_its_end_is_recorded(bool sheHangsUp)
    {
        var sid = await _hotline.DialsAsync('3');
        await _hotline.SoonAsync(sid, "bridged");
        var call = await RecordedAsync(sid, r => r.State == CallState.Connected);
        Assert.That(call.AnsweredBy, Is.EqualTo((StaffId?)DutyPhone.Of(OnDuty).AsStaff()));
        await _hotline.Redis.FlushAllAsync();
        Assert.That(await LookTwiceAsync(call.Call), Is.Empty);
        Assert.That((await _hotline.CallAsync(sid)).GetProperty("inConferenceWith").GetArrayLength(), Is.EqualTo(1), "they still talk");

        // The carrier's times are whole seconds: of a leaving within the second of the ringing nobody could say which of the two came first.
        await Eventually.True(() => Task.FromResult(TimeProvider.System.GetUtcNow() > call.ConnectedAt + TimeSpan.FromSeconds(1.1)), "it is a later second");
        if (sheHangsUp)
        {
            await _hotline.HangsUpAsync(sid);
        }
        else
        {
            // Nobody can say any more that they spoke: she waits again.
            var heard = await _hotline.LinesAsync(sid);
            Assert.That(await _hotline.PhoneDoesAsync(OnDuty, "hangup"));
            await _hotline.SoonAsync(sid, "heard:say:下一位就是您", after: heard);
            await _hotline.HangsUpAsync(sid);
        }
        var ended = await RecordedAsync(sid, r => r.EndedAt is not null);
        Assert.That((ended.Call, ended.State, ended.AnsweredBy), Is.EqualTo((call.Call, CallState.Closed, call.AnsweredBy)));
        Assert.That(ended.EndedAt, Is.EqualTo(TimeProvider.System.GetUtcNow()).Within(TimeSpan.FromSeconds(30)), "by what the carrier told, not by the reconciler's beat");
        await _hotline.JudgedWellAsync();
    }

    [Test]
    public async Task A_conversation_with_a_telephone_of_last_resort_goes_on_and_its_end_is_recorded()
    {
        await _hotline.Redis.KillAsync();
        var sid = await _hotline.DialsAsync('1');
        await _hotline.SoonAsync(sid, "bridged", withinMs: 60_000);
        await _hotline.Redis.RestartAsync();
        await Eventually.True(async () => await _hotline.Desks.ReadBoardAsync("main") is not null, "Redis is back");
        var call = await RecordedAsync(sid, r => r.State == CallState.Connected);
        await _hotline.Redis.FlushAllAsync();
        Assert.That(await LookTwiceAsync(call.Call), Is.Empty, "a telephone that her own document rang is in no conference");
        Assert.That(await _hotline.PhoneDoesAsync(LastResort, "hangup"));
        await _hotline.SoonAsync(sid, "heard:say:这次通话结束了");
        await _hotline.HangsUpAsync(sid);
        var ended = await RecordedAsync(sid, r => r.EndedAt is not null);
        Assert.That((ended.State, ended.AnsweredBy), Is.EqualTo((CallState.Closed, (StaffId?)DutyPhone.Of(LastResort).AsStaff())));
        await _hotline.JudgedWellAsync(errors: false);
    }

    private Task<CallRecord> RecordedAsync(string sid, Func<CallRecord, bool> so) =>
        Eventually.Value(async () => await _hotline.RecordOfAsync(sid) is { } row && so(row) ? row : null, "the record says so", TimeSpan.FromSeconds(30));

    /// <summary>Ten minutes later by the comparing host's clock, so that the call is old enough; the second look a while after the first.</summary>
    private async Task<IReadOnlyList<string>> LookTwiceAsync(CallId call)
    {
        Assert.That(await Comparison().FindLostAsync(CancellationToken.None), Is.Empty, "not at the first look");
        Assert.That(await _hotline.Database.SortedSetIncrementAsync(_hotline.Keys.Facts, $"call/{call}/lost", -120_000), Is.Positive, "it was looked at");
        return await Comparison().FindLostAsync(CancellationToken.None);
    }

    private RecordComparison Comparison() => ActivatorUtilities.CreateInstance<RecordComparison>(_hotline.Services, (TimeProvider)new Later());

    private sealed class Later : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddMinutes(10);
    }
}
