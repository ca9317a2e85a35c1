using System.Net;
using Hotline.Core.Crisis;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Hotline.Tests.Crisis;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.Voice;

/// <summary>Somebody on call was rung about an escalation. Whoever or whatever answers hears neutral words; only a pressed 1 acknowledges.</summary>
internal sealed class A_paged_telephone
{
    private RedisServer _redis = null!;
    private VoiceHost _host = null!;

    private Escalations Escalations => _host.Services.GetRequiredService<Escalations>();

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _redis = await RedisServer.StartAsync();
        _host = await VoiceHost.OpenAsync(_redis, null, ("Routing:PolicyFile", Paging_at_the_carrier.PolicyFile(_redis.Folder)));
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        if (_redis is not null) await _redis.DisposeAsync();
    }

    [Test]
    public async Task Hears_neutral_words_twice_and_good_bye_and_a_machine_acknowledges_nothing()
    {
        var ring = await RungAsync();
        var heard = await AnsweredAsync(UrlOf(ring));
        Assert.That(heard.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(heard.Verbs, Is.EqualTo(["Pause", "Gather", "Gather", "Say", "Hangup"]));
        Assert.That(PageWording.FaultOf(heard.Spoken), Is.Null);
        Assert.That(heard.Spoken, Does.Contain("请按1"));
        Assert.That(await StateAsync(ring), Is.EqualTo((EscalationState.Paging, (string?)null)));
    }

    [Test]
    public async Task Whose_holder_presses_one_is_thanked_however_often_the_carrier_asks()
    {
        var ring = await RungAsync();
        var asked = await AnsweredAsync(UrlOf(ring));
        foreach (var heard in new[] { await AnsweredAsync(asked.OnKey, "1"), await AnsweredAsync(asked.OnKey, "1") })
        {
            Assert.That(heard.Verbs, Is.EqualTo(["Say", "Hangup"]));
            Assert.That(heard.Spoken, Does.Contain("已经记在您名下"));
            Assert.That(PageWording.FaultOf(heard.Spoken), Is.Null);
        }
        Assert.That(await StateAsync(ring), Is.EqualTo((EscalationState.Acknowledged, "wang")));
    }

    [Test]
    public async Task On_which_another_key_is_pressed_is_asked_anew_and_then_let_go()
    {
        var ring = await RungAsync();
        var heard = await AnsweredAsync(UrlOf(ring));
        for (var wrong = 0; wrong < 2; wrong++)
        {
            heard = await AnsweredAsync(heard.OnKey, "7");
            Assert.That(heard.Verbs, Is.EqualTo(["Pause", "Gather", "Gather", "Say", "Hangup"]));
        }
        Assert.That((await AnsweredAsync(heard.OnKey, "7")).Verbs, Is.EqualTo(["Say", "Hangup"]));
        Assert.That((await StateAsync(ring)).State, Is.EqualTo(EscalationState.Paging));
    }

    [Test]
    public async Task Whose_holder_comes_too_late_hears_that_somebody_has_it()
    {
        var ring = await RungAsync();
        var colleague = StaffId.New(TimeProvider.System);
        var asked = await AnsweredAsync(UrlOf(ring));
        Assert.That((await Escalations.AcknowledgeAsync(ring.Escalation, colleague)).Outcome, Is.EqualTo(EscalationOutcome.Done));
        await HearsThatItIsTakenAsync(ring, asked.OnKey);
        Assert.That((await StateAsync(ring)).By, Is.EqualTo(colleague.ToString()));

        Assert.That(await Escalations.CloseAsync(ring.Escalation, colleague, CrisisOutcome.Safe), Is.EqualTo(EscalationOutcome.Done));
        await HearsThatItIsTakenAsync(ring, asked.OnKey);
    }

    [Test]
    public async Task That_rings_on_while_the_matter_is_paged_for_anew_asks_her_to_look()
    {
        var ring = await RungAsync();
        var colleague = StaffId.New(TimeProvider.System);
        await Escalations.AcknowledgeAsync(ring.Escalation, colleague);
        Assert.That(await Escalations.HandBackAsync(ring.Escalation, colleague), Is.EqualTo(EscalationOutcome.Done));
        foreach (var key in new[] { null, "1" })
            Assert.That((await AnsweredAsync(UrlOf(ring), key)).Spoken, Does.Contain("请登录工作台查看").And.Not.Contain("同事"));
        Assert.That((await StateAsync(ring)).State, Is.EqualTo(EscalationState.Paging));
    }

    [Test]
    public async Task Of_a_page_nobody_knows_is_never_told_that_somebody_has_it()
    {
        var ring = await RungAsync();
        var unknown = await AnsweredAsync(UrlOf(ring with { Token = 999_999_999 }), "1");
        Assert.That(unknown.Spoken, Does.Contain("请登录工作台查看").And.Not.Contain("同事"));
        Assert.That((await StateAsync(ring)).State, Is.EqualTo(EscalationState.Paging));
    }

    [TestCase("human")]
    [TestCase("unknown")]
    [TestCase("somebody-new")]
    public async Task In_doubt_is_a_persons(string told) =>
        Assert.That((await AnsweredAsync(UrlOf(await RungAsync()), by: told)).Spoken, Does.Contain("由您处理请按1"));

    [TestCase("machine_start")]
    [TestCase("machine_end_beep")]
    [TestCase("machine_end_other")]
    [TestCase("fax")]
    public async Task A_machine_hears_nothing_of_it_and_whoever_was_taken_for_one_is_asked_at_any_key(string told)
    {
        var ring = await RungAsync();
        var heard = await AnsweredAsync(UrlOf(ring), by: told);
        Assert.That(heard.Verbs, Is.EqualTo(["Gather", "Hangup"]));
        Assert.That(heard.Spoken, Is.EqualTo("您好,请按任意键。"));
        Assert.That(PageWording.FaultOf(heard.Spoken), Is.Null);
        Assert.That((await AnsweredAsync(UrlOf(ring), by: told)).Spoken, Is.EqualTo(heard.Spoken), "asked again");
        Assert.That((await StateAsync(ring)).State, Is.EqualTo(EscalationState.Paging));

        // The carrier says the same of every later request of the leg.
        var asked = await AnsweredAsync(heard.OnKey, "1", told);
        Assert.That(asked.Spoken, Does.Contain("由您处理请按1"), "she does not know yet what she presses for");
        Assert.That((await StateAsync(ring)).State, Is.EqualTo(EscalationState.Paging));
        Assert.That((await AnsweredAsync(asked.OnKey, "1", told)).Spoken, Does.Contain("已经记在您名下"));
        Assert.That(await StateAsync(ring), Is.EqualTo((EscalationState.Acknowledged, "wang")));

        Assert.That((await AnsweredAsync(UrlOf(ring), by: told)).Verbs, Is.EqualTo(["Hangup"]), "and of what somebody has it hears nothing at all");
        Assert.That(_host.Logged, Has.Some.Contains("3114"));
    }

    [TestCase("")]
    [TestCase("?escalation=garbage&token=1")]
    [TestCase("?escalation=0197f7d7000070008000000000000000.1")]
    [TestCase("?escalation=0197f7d7000070008000000000000000.1&token=-1")]
    public async Task Of_nothing_we_ordered_is_hung_up(string query) =>
        Assert.That((await AnsweredAsync("/twilio/voice/page" + query, "1")).Verbs, Is.EqualTo(["Hangup"]));

    [Test]
    public async Task While_the_live_state_is_away_is_asked_to_hold_and_then_needs_no_other_key()
    {
        var ring = await RungAsync();
        Answered held;
        _redis.Stop();
        try
        {
            held = await AnsweredAsync(UrlOf(ring), "1");
            Assert.That(held.Verbs, Is.EqualTo(["Gather", "Redirect"]));
            Assert.That(PageWording.FaultOf(held.Spoken), Is.Null);
        }
        finally
        {
            _redis.Continue();
        }
        await Eventually.True(async () => (await AnsweredAsync(held.Next)).Spoken.Contains("已经记在您名下", StringComparison.Ordinal), "it is noted");
        Assert.That((await StateAsync(ring)).By, Is.EqualTo("wang"));
    }

    /// <summary>When she picks up, when she was asked already and presses any key, and with the key that would have acknowledged.</summary>
    private async Task HearsThatItIsTakenAsync(RingPage ring, string onKey)
    {
        foreach (var heard in new[] { await AnsweredAsync(UrlOf(ring)), await AnsweredAsync(onKey, "7"), await AnsweredAsync(onKey, "1"), await AnsweredAsync(UrlOf(ring), "1") })
        {
            Assert.That(heard.Verbs, Is.EqualTo(["Say", "Hangup"]));
            Assert.That(heard.Spoken, Does.Contain("已经有同事在处理"));
        }
    }

    private async Task<RingPage> RungAsync()
    {
        var raised = await Escalations.RaiseAsync(StaffId.New(TimeProvider.System), null, EscalationCause.Operator, "region");
        return await Eventually.Value(() => Task.FromResult(_host.Carrier.Paged.FirstOrDefault(ring => ring.Escalation == raised.Id)), "she is rung");
    }

    private async Task<(EscalationState State, string? By)> StateAsync(RingPage ring)
    {
        var one = (await Escalations.ReadAsync())!.Escalations.Single(e => e.Id == ring.Escalation);
        return (one.State, one.AckBy);
    }

    private static string UrlOf(RingPage ring) => $"/twilio/voice/page?escalation={ring.Escalation}&token={ring.Token}";

    private Task<Answered> AnsweredAsync(string url, string? digits = null, string? by = null)
    {
        (string, string)[] fields = [.. VoiceHost.Standard("CA0000face").Select(f => f.Item1 switch
        {
            "From" => ("From", "+864718812338"),
            "To" => ("To", "+8613800003333"),
            "Direction" => ("Direction", "outbound-api"),
            _ => f,
        })];
        return _host.PostAsync(url,
            [.. fields, .. digits is null ? [] : new[] { ("Digits", digits) }, .. by is null ? [] : new[] { ("AnsweredBy", by) }]);
    }
}
