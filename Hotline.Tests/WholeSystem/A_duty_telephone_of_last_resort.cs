using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.WholeSystem;

internal sealed class A_duty_telephone_of_last_resort
{
    private const string Silent = "+8613900000001", Awake = "+8613900000002";

    [Test]
    public async Task Answers_while_there_is_no_live_state_and_is_recorded_afterwards()
    {
        await using var hotline = await CarriedHotline.StartAsync(
            ("Fallback__DutyPhones__0", Silent), ("Fallback__DutyPhones__1", Awake), ("Fallback__AfterSeconds", "0"));
        await hotline.PhoneAsync(Silent, new { mode = "voicemail" });
        await hotline.PhoneAsync(Awake, new { mode = "auto", answerAfterMs = 200, press = "1" });
        await hotline.Redis.KillAsync();

        var sid = await hotline.DialsAsync('1');
        await hotline.SoonAsync(sid, "bridged", withinMs: 60_000);
        Assert.That(await hotline.PhoneDoesAsync(Awake, "hangup"));
        await hotline.SoonAsync(sid, "heard:say:这次通话结束了");
        await hotline.HangsUpAsync(sid);
        await hotline.SoonAsync(sid, "ended");
        await hotline.Redis.RestartAsync();
        await Eventually.True(async () => await hotline.Desks.ReadBoardAsync("main") is not null, "Redis is back");

        CallRecord? row = null;
        await Eventually.True(async () => (row = (await hotline.RecordAsync()).SingleOrDefault()) is { EndedAt: not null }, "the call is in the record", TimeSpan.FromSeconds(60));
        Assert.That((row!.State, row.AnsweredBy), Is.EqualTo((CallState.Closed, (Core.Staff.StaffId?)DutyPhone.Of(Awake).AsStaff())));
        Assert.That(row.NumberMask, Is.Not.Null.And.Not.Empty, "who called is known, though nobody could be asked at the time");
        var verdict = await hotline.JudgedWellAsync(errors: false);
        Assert.That(verdict.GetProperty("answered").GetInt32(), Is.EqualTo(1));
    }
}
