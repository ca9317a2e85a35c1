using System.Net.Http.Json;
using System.Text.Json;
using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Messages;
using Hotline.Core.Messages.Sql;
using Hotline.Core.Staff;
using Hotline.Core.Storage;
using Hotline.Tests.Servers;
using Hotline.Tests.Voice;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.WholeSystem;

/// <summary>Over the carrier: a caller of a closed centre leaves a message and keeps her place, and the Api fetches it and deletes it there.</summary>
internal sealed class Messages_after_hours
{
    private string _folder = "";
    private CarriedHotline _hotline = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _folder = System.IO.Directory.CreateTempSubdirectory("hotline-after-hours-").FullName;
        // Ten times as fast, the longest message would be over before anybody can act.
        _hotline = await CarriedHotline.StartAsync(("Routing__PolicyFile", ClosedCentre.WriteTo(_folder, "+8612338")), ("Simulator__Speed", "3"));
    }

    [SetUp]
    public Task ResetAsync() => _hotline.ResetAsync();

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (_hotline is not null) await _hotline.DisposeAsync();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Who_leaves_one_and_hangs_up_is_heard_later()
    {
        var sid = await RecordsAsync();
        await _hotline.PressesAsync(sid, '#');
        await SoonAsync(sid, "heard:九点到十八点");
        await SoonAsync(sid, "gather");
        await _hotline.PressesAsync(sid, '1');
        await SoonAsync(sid, "heard:留言已经收好");
        await SoonAsync(sid, "heard:下一位就是您", await _hotline.LinesAsync(sid));
        await _hotline.HangsUpAsync(sid);

        var left = await KeptAsync(sid);
        Assert.That(left.MayCallAt, Is.Not.Null);
        await Eventually.True(async () => (await _hotline.RecordOfAsync(sid))?.State == CallState.Voicemail, "her call ended in a message");
        var verdict = await _hotline.JudgedWellAsync();
        Assert.That(verdict.GetProperty("abandoned").GetInt32(), Is.EqualTo(1));
    }

    /// <summary>What the storage is asked with our credentials it refuses, as another host's would.</summary>
    [Test]
    public async Task Is_fetched_from_where_the_carrier_keeps_it()
    {
        await _hotline.FaultsAsync(new { rest = new { mediaElsewhere = true } });
        try
        {
            var sid = await RecordsAsync();
            await _hotline.PressesAsync(sid, '#');
            await SoonAsync(sid, "heard:九点到十八点");
            await _hotline.HangsUpAsync(sid);
            await KeptAsync(sid);
        }
        finally
        {
            await _hotline.NoFaultsAsync();
        }
    }

    [Test]
    public async Task An_operator_who_comes_while_she_speaks_has_her()
    {
        var sid = await RecordsAsync();
        var op = await _hotline.SitsDownAsync("sip:desk-1001@sim.local");
        await op.WishesAsync(Presence.Ready);
        var offer = await op.AcceptsAsync();
        await SoonAsync(sid, "bridged");
        Assert.That((await op.SeesAsync(DeskState.Busy)).Call!.Call, Is.EqualTo(offer.Call));
        await _hotline.HangsUpAsync(sid);
        await op.SeesAsync(DeskState.WrapUp);
        await op.FinishesAsync(offer.Call);

        // What she had begun to say is kept too, and the call is one that was answered.
        var left = await KeptAsync(sid);
        await Eventually.True(async () => (await _hotline.RecordOfAsync(sid))?.State == CallState.Closed, "her call was answered");
        Assert.That((await Store.FindAsync(left.Id))!.AnsweredBy, Is.EqualTo(op.Staff));
        await _hotline.JudgedWellAsync();
        await op.WishesAsync(Presence.Off);
    }

    [Test]
    public async Task The_crisis_key_ends_it_and_she_is_in_the_crisis_lane()
    {
        var sid = await RecordsAsync();
        var heard = await _hotline.LinesAsync(sid);
        await _hotline.PressesAsync(sid, '0');
        await SoonAsync(sid, "heard:正在为您转接危机干预", heard);
        Assert.That((await _hotline.LiveCallsAsync()).Single().Skill, Is.EqualTo("crisis"));
        await _hotline.HangsUpAsync(sid);
        await KeptAsync(sid);
        await _hotline.JudgedWellAsync();
    }

    [Test]
    public async Task A_silent_deadline_within_it_loses_nobody()
    {
        var sid = await RecordsAsync();
        // As after the longest silence: whoever is not heard of is asked for at the carrier.
        var call = (await _hotline.LiveCallsAsync()).Single();
        var later = TimeProvider.System.GetUtcNow().AddSeconds(20).ToUnixTimeMilliseconds();
        await _hotline.Database.SortedSetAddAsync(_hotline.Keys.Timers, $"caller|{call.Id}", 1);
        await Eventually.True(async () => await _hotline.Database.SortedSetScoreAsync(_hotline.Keys.Timers, $"caller|{call.Id}") > later, "the carrier was asked, and the next deadline is set",
            TimeSpan.FromSeconds(30));
        Assert.That((await _hotline.LiveCallsAsync()).Single().State, Is.EqualTo(CallState.Waiting));
        await _hotline.PressesAsync(sid, '#');
        await SoonAsync(sid, "heard:九点到十八点");
        await _hotline.HangsUpAsync(sid);
        await KeptAsync(sid);
        await _hotline.JudgedWellAsync();
    }

    private Task SoonAsync(string sid, string condition, int after = 0) => _hotline.SoonAsync(sid, condition, after, 30_000);

    private MessageStore Store => new(_hotline.Services.GetRequiredService<Database>(), _hotline.Services.GetRequiredService<Sealing>(), TimeProvider.System);

    /// <summary>She dials, chooses, presses 8, and speaks.</summary>
    private async Task<string> RecordsAsync()
    {
        var sid = await _hotline.DialsAsync('1');
        await SoonAsync(sid, "heard:想先留言请按8");
        // A key that falls between two documents is heard by nobody.
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await SoonAsync(sid, "gather");
            await _hotline.PressesAsync(sid, '8');
            if (await _hotline.WithinAsync(sid, "heard:record:beep", 0, 8000)) return sid;
        }
        Assert.Fail(await _hotline.StoryAsync(sid));
        return sid;
    }

    /// <summary>Her message, once it is in the record and no more at the carrier.</summary>
    private async Task<LeftMessage> KeptAsync(string sid)
    {
        LeftMessage? left = null;
        await Eventually.True(async () =>
        {
            var call = (await _hotline.RecordOfAsync(sid))?.Call;
            return (left = (await Store.OpenAsync(100)).SingleOrDefault(m => m.Call == call)) is { Sound: MessageSound.Here };
        }, "her message is fetched", TimeSpan.FromSeconds(30));
        var (sound, type) = (await Store.SoundAsync(left!.Id))!.Value;
        Assert.That((type, sound.Length > 100), Is.EqualTo(("audio/mpeg", true)));
        await Eventually.True(async () => (await _hotline.Control.GetFromJsonAsync<JsonElement>("/api/recordings")).GetProperty("recordings").GetArrayLength() == 0, "the carrier has it no more",
            TimeSpan.FromSeconds(30));
        Assert.That(left.Centre, Is.EqualTo("night"));
        return left;
    }
}
