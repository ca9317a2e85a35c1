using System.Net;
using Hotline.Core.Calls;
using Hotline.Core.Messages;
using Hotline.Core.Messages.Sql;
using Hotline.Core.Staff;
using Hotline.Tests.Record;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.Voice;

/// <summary>By key, while her centre is closed by its hours; the host's own policy, recorder and keeper, and a scripted carrier.</summary>
internal sealed class Leaving_a_message
{
    private RedisServer _redis = null!;
    private VoiceHost _host = null!;
    private string _folder = "";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _redis = await RedisServer.StartAsync();
        _folder = System.IO.Directory.CreateTempSubdirectory("hotline-messages-").FullName;
        _host = await VoiceHost.OpenAsync(_redis, null, ("Routing:PolicyFile", ClosedCentre.WriteTo(_folder, "+864718812338")));
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        if (_redis is not null) await _redis.DisposeAsync();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task She_is_told_that_she_may_and_that_she_waits_on_all_the_same()
    {
        var (leg, waiting) = await _host.CallerChoosesAsync("1");
        Assert.That(waiting.Spoken, Does.Contain("按8").And.Contain("位置照样保留").And.Contain("有危险请按0"));
        var record = await _host.AskAsync(waiting.OnKey, leg, "8");
        Assert.That(record.Verbs, Is.EqualTo(["Gather", "Record", "Redirect"]));
        var verb = record.Document.Element("Record")!;
        Assert.That(new[] { "maxLength", "finishOnKey", "playBeep", "trim", "method", "recordingStatusCallbackMethod", "recordingStatusCallbackEvent", "transcribe" }.Select(n => (string?)verb.Attribute(n)),
            Is.EqualTo(new[] { "120", "#0", "true", "trim-silence", "POST", "POST", "completed", null }));
        Assert.That((string)verb.Attribute("recordingStatusCallback")!, Does.StartWith($"{VoiceHost.Base}/twilio/voice/recording?call="));
        Assert.That((await _host.AskAsync(record.Next, leg)).Spoken, Does.StartWith("下一位就是您"), "nothing was said: she goes on waiting");
        Assert.That((await _host.AskAsync(record.OnKey, leg, "0")).Spoken, Does.StartWith("正在为您转接危机干预"), "before the tone");
    }

    [Test]
    public async Task In_the_crisis_lane_eight_means_nothing()
    {
        var (leg, crisis) = await _host.CallerChoosesAsync("3");
        Assert.That(crisis.Spoken, Does.Not.Contain("按8"));
        Assert.That((await _host.AskAsync(crisis.OnKey, leg, "8")).Verbs, Is.EqualTo(["Gather", "Redirect"]));
    }

    [TestCase("1", true)]
    [TestCase("2", false)]
    [TestCase(null, false)]
    public async Task One_key_lets_her_be_called_and_nothing_else_does(string? key, bool mayCall)
    {
        var (leg, asked, recording) = await RecordsAsync("#");
        Assert.That(asked.Spoken, Does.Contain("九点到十八点").And.Contain("不按键,我们就不打给您"));
        var told = await _host.AskAsync(key is null ? asked.Next : asked.OnKey, leg, key);
        Assert.That(told.Spoken, Does.StartWith("留言已经收好"));
        var waiting = await _host.AskAsync(told.Next, leg);
        Assert.That(waiting.Spoken, Does.Contain("下一位就是您").And.Not.Contain("按8"), "her place, and one message");

        var left = await KeptAsync(leg, recording);
        Assert.That((left.MayCallAt is not null, left.Seconds, left.Centre), Is.EqualTo((mayCall, 12, "night")));
    }

    [Test]
    public async Task The_crisis_key_ends_the_recording_and_goes_to_crisis_at_once()
    {
        var (leg, crisis, recording) = await RecordsAsync("0");
        Assert.That(crisis.Spoken, Does.StartWith("正在为您转接危机干预"));
        await KeptAsync(leg, recording);
    }

    [Test]
    public async Task A_withheld_number_is_asked_nothing()
    {
        (string, string)[] withheld = [.. VoiceHost.Standard(VoiceHost.NewLeg()).Select(f => f.Item1 == "From" ? ("From", "anonymous") : f)];
        var greeting = await _host.PostAsync("/twilio/voice/incoming", withheld);
        var waiting = await _host.PostAsync(greeting.OnKey, [.. withheld, ("Digits", "1")]);
        var record = await _host.PostAsync(waiting.OnKey, [.. withheld, ("Digits", "8")]);
        var kept = await _host.PostAsync(ActionOf(record), [.. withheld, .. Recorded("REwithheld", "#")]);
        Assert.That(kept.Spoken, Does.StartWith("留言已经收好"));
    }

    [Test]
    public async Task Her_own_request_and_the_carriers_callback_leave_one_message_and_either_is_enough()
    {
        var (leg, _, recording) = await RecordsAsync("#");
        var callback = $"/twilio/voice/recording?call={CallOf(await _host.AskAsync("/twilio/voice/incoming", leg))}";
        for (var i = 0; i < 2; i++)
            Assert.That((await _host.PostAsync(callback, [.. VoiceHost.Standard(leg), .. Recorded(recording, null), ("RecordingStatus", "completed")])).Status, Is.EqualTo(HttpStatusCode.OK));
        await KeptAsync(leg, recording);

        // She hung up while she spoke: the carrier alone tells.
        var (other, waiting) = await _host.CallerChoosesAsync("1");
        await _host.AskAsync(waiting.OnKey, other, "8");
        await _host.StatusAsync(other, "completed");
        callback = $"/twilio/voice/recording?call={CallOf(waiting)}";
        await _host.PostAsync(callback, [.. VoiceHost.Standard(other), .. Recorded("REhungup", null), ("RecordingStatus", "completed")]);
        var left = await KeptAsync(other, "REhungup");
        await Eventually.True(async () => (await _host.Services.GetRequiredService<Core.Calls.Sql.CallRecordStore>().GetAsync(left.Call))?.State == CallState.Voicemail, "her call ended in a message");
    }

    [Test]
    public async Task Nothing_recorded_is_no_message()
    {
        var (leg, waiting) = await _host.CallerChoosesAsync("1");
        var record = await _host.AskAsync(waiting.OnKey, leg, "8");
        var next = await _host.AskAsync(ActionOf(record), leg, "#", ("RecordingSid", "RE0"), ("RecordingDuration", "0"));
        Assert.That(next.Spoken, Does.Contain("下一位就是您").And.Contain("按8"), "she may still");
    }

    [Test]
    public async Task While_the_live_state_is_away_she_hears_comfort_and_her_message_is_kept()
    {
        var (leg, waiting) = await _host.CallerChoosesAsync("1");
        var record = await _host.AskAsync(waiting.OnKey, leg, "8");
        _redis.Stop();
        try
        {
            var comfort = await _host.AskAsync(ActionOf(record), leg, "#", Recorded("REaway", null));
            Assert.That(comfort.Status, Is.EqualTo(HttpStatusCode.OK));
        }
        finally
        {
            _redis.Continue();
        }
        await KeptAsync(leg, "REaway");
    }

    private async Task<(string Leg, Answered Answer, string Recording)> RecordsAsync(string endedBy)
    {
        var (leg, waiting) = await _host.CallerChoosesAsync("1");
        var record = await _host.AskAsync(waiting.OnKey, leg, "8");
        var recording = $"RE{leg}";
        _host.Recordings.Has(recording, 1, 2, 3);
        return (leg, await _host.AskAsync(ActionOf(record), leg, endedBy, Recorded(recording, null)), recording);
    }

    /// <summary>The one message of this recording, in the record with everything else that was told.</summary>
    private async Task<LeftMessage> KeptAsync(string leg, string recording)
    {
        var store = _host.Services.GetRequiredService<MessageStore>();
        await Eventually.True(async () => await store.FindAsync(MessageStore.IdOf(recording)) is not null, $"the message of {leg} is in the record", TimeSpan.FromSeconds(20));
        // Her key is told after the message, and may be copied after it.
        await TheRecord.HasEverythingAsync(_host.Services);
        return (await store.FindAsync(MessageStore.IdOf(recording)))!;
    }

    private static string ActionOf(Answered record) => record.Document.Element("Record")!.Attribute("action")!.Value.Split('#')[0];

    private static string CallOf(Answered document) => System.Web.HttpUtility.ParseQueryString(document.OnKey.Split('?')[1])["call"]!;

    private static (string, string)[] Recorded(string recording, string? digits) =>
    [
        ("RecordingSid", recording), ("RecordingUrl", $"https://api.carrier.test/2010-04-01/Accounts/{VoiceHost.Account}/Recordings/{recording}"), ("RecordingDuration", "12"),
        .. digits is null ? Array.Empty<(string, string)>() : [("Digits", digits)],
    ];
}
