using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Calls.Sql;
using Hotline.Core.Care.Sql;
using Hotline.Core.Contact;
using Hotline.Core.Directory;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Storage;
using Hotline.Core.Storage.Redis;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.Voice;

internal sealed class Called_back_through_the_carrier : OnSimulatedCarrier
{
    private const string Her = "+8613800005678", Desk1 = "sip:desk-1001@sim.local";

    [Test]
    public async Task She_presses_one_and_talks()
    {
        await PhoneAsync(Her, new { mode = "auto", answerAfterMs = 300, press = "1" });
        await BookAsync();
        var (staff, call) = await AcceptAsync(Desk1);
        await DeskIsAsync(staff, DeskState.Busy);
        var back = await LastLegToHerAsync();
        await WaitAsync(back.GetProperty("sid").GetString()!, "bridged");
        Assert.That(back.GetProperty("from").GetString(), Is.EqualTo("+8610000000"), "a number that is not the hotline's");

        // Her line is cut: an end, and nobody dials her again.
        await Control.PostAsync($"/api/calls/{back.GetProperty("sid").GetString()}/hangup", null);
        await DeskIsAsync(staff, DeskState.WrapUp);
        await Eventually.True(async () => (await RecordAsync(call))?.State == CallState.Closed, "the record has the conversation");
        await DoublesAsync();
        Assert.That(await LegsToHerAsync(), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Not_answered_it_is_tried_again_and_then_given_up()
    {
        await PhoneAsync(Her, new { mode = "noAnswer" });
        await BookAsync();
        var (staff, call) = await AcceptAsync(Desk1);
        await NotReachedAsync(staff);
        Assert.That((await RecordedAsync(call, attempts: 1)).Outcome, Is.Null, "she still waits");

        await MakeDueAsync($"recall|{call}");
        await DeskIsAsync(staff, DeskState.Offered);
        var offer = (await Desks.ReadAsync(staff))!.Call!;
        Assert.That((offer.Call, offer.CallBack!.Attempt), Is.EqualTo((call, 2)));
        await Desks.AcceptAsync(staff, call, offer.Token, CancellationToken.None);
        await Eventually.True(async () => (await RecordedAsync(call, attempts: 2)).Outcome == "not-reached", "as often as was agreed");
        Assert.That((await RecordAsync(call))!.State, Is.EqualTo(CallState.CallbackBooked));
        await DeskIsAsync(staff, DeskState.Ready);
        Assert.That(await LegsToHerAsync(), Has.Length.EqualTo(2));
        await DoublesAsync();
    }

    [Test]
    public async Task Expires_after_a_wipe_in_between()
    {
        await BookAsync();
        var call = (await Eventually.Value(async () => await OpenAsync() is [var booking, ..] ? booking : null, "the record has the booking")).Call;
        await Redis.FlushAllAsync();
        await Eventually.True(async () => (await Desks.ReadBoardAsync("main"))!.Lanes.Sum(l => l.CallBacks) == 1, "the record puts her back", TimeSpan.FromSeconds(40));
        await MakeDueAsync($"expire|{call}");
        await Eventually.True(async () => (await OpenAsync()).Count == 0 && (await RecordAsync(call))!.EndedAt is not null, "her time is over");
        Assert.That((await Desks.ReadBoardAsync("main"))!.Lanes.Sum(l => l.CallBacks), Is.Zero);
        Assert.That(await LegsToHerAsync(), Is.Empty);
    }

    [Test]
    public async Task A_machine_hears_nothing_where_nothing_was_agreed_and_she_is_tried_again()
    {
        await PhoneAsync(Her, new { mode = "voicemail", answerAfterMs = 300, greetingMs = 3000 });
        await BookAsync();
        var (staff, call) = await AcceptAsync(Desk1);
        await NotReachedAsync(staff);
        var heard = await MachineAsync();
        Assert.That((heard.By, heard.Recorded, heard.Into), Is.EqualTo(("machine_end_beep", "", "")));
        Assert.That(await VerdictAsync(call), Is.EqualTo("VoicemailRefused/Silence"));
        Assert.That((await RecordedAsync(call, attempts: 1)).Outcome, Is.Null, "she still waits");

        await PhoneAsync(Her, new { mode = "auto", answerAfterMs = 300, press = "1" });
        await MakeDueAsync($"recall|{call}");
        await DeskIsAsync(staff, DeskState.Offered);
        var offer = (await Desks.ReadAsync(staff))!.Call!;
        Assert.That(await Desks.AcceptAsync(staff, call, offer.Token, CancellationToken.None), Is.EqualTo(OfferOutcome.Done));
        await DeskIsAsync(staff, DeskState.Busy);
        await WaitAsync((await LastLegToHerAsync()).GetProperty("sid").GetString()!, "bridged");
        await DoublesAsync();
    }

    [Test]
    public async Task A_machine_hears_the_agreed_sentence_and_nothing_else()
    {
        await AgreeAsync(VoicemailRule.AgreedSentence);
        await PhoneAsync(Her, new { mode = "voicemail", answerAfterMs = 300, greetingMs = 6000 });
        await BookAsync();
        var (staff, call) = await AcceptAsync(Desk1);
        await NotReachedAsync(staff);
        var heard = await MachineAsync();
        Assert.That((heard.By, heard.Recorded, heard.Into), Is.EqualTo(("machine_end_beep", Agreed, "")));
        Assert.That(await VerdictAsync(call), Is.EqualTo("Agreed/AgreedSentence"));
        Assert.That((await LastLegToHerAsync()).GetProperty("endReason").GetString(), Is.EqualTo("hangupVerb"), "nobody cut it");
        await RecordedAsync(call, attempts: 1);
        await DoublesAsync();
    }

    [Test]
    public async Task A_person_taken_for_a_machine_hears_nothing_and_is_tried_again()
    {
        await AgreeAsync(VoicemailRule.Silence);
        await PhoneAsync(Her, new { mode = "auto", answerAfterMs = 300, press = "1", detectedAs = "machine" });
        await BookAsync();
        var (staff, call) = await AcceptAsync(Desk1);
        await NotReachedAsync(staff);
        Assert.That((await LastLegToHerAsync()).GetProperty("heard").ToString(), Does.Not.Contain("say").And.Not.Contain("gather"));
        Assert.That(await VerdictAsync(call), Is.EqualTo("Agreed/Silence"));
        await RecordedAsync(call, attempts: 1);
        await DoublesAsync();
    }

    [Test]
    public async Task She_of_whom_nobody_knows_what_she_is_is_asked_and_talks()
    {
        await AgreeAsync(VoicemailRule.AgreedSentence);
        await PhoneAsync(Her, new { mode = "auto", answerAfterMs = 300, press = "1", detectedAs = "unknown" });
        await BookAsync();
        var (staff, _) = await AcceptAsync(Desk1);
        await DeskIsAsync(staff, DeskState.Busy);
        var leg = await LastLegToHerAsync();
        Assert.That(leg.GetProperty("answeredBy").GetString(), Is.EqualTo("unknown"));
        await WaitAsync(leg.GetProperty("sid").GetString()!, "bridged");
        Assert.That(leg.GetProperty("heard").ToString(), Does.Contain("这里是您预约的回电").And.Not.Contain(Agreed));
        await DoublesAsync();
    }

    [TestCase("auto", "5", null)]
    [TestCase("auto", null, null)]
    [TestCase("voicemail", null, "unknown")]
    [TestCase("voicemail", null, "human")]
    public async Task Somebody_else_or_a_machine_nobody_recognised_hears_nothing_that_names_us(string mode, string? press, string? detectedAs)
    {
        await PhoneAsync(Her, new { mode, answerAfterMs = 300, press, detectedAs });
        await BookAsync();
        var (staff, call) = await AcceptAsync(Desk1);
        await Eventually.True(async () => (await Desks.ReadAsync(staff))!.Notice == DeskNotice.CallBackNotReached, "nobody was put through");
        await DeskIsAsync(staff, DeskState.Ready);
        var heard = (await LastLegToHerAsync()).GetProperty("heard").ToString();
        Assert.That(heard, Does.Contain("这里是您预约的回电"));
        foreach (var word in new[] { "12338", "妇", "热线", "危机", "法律", "心理", "维权" }) Assert.That(heard, Does.Not.Contain(word));
        Assert.That((await RecordedAsync(call, attempts: 1)).Outcome, Is.Null, "an attempt, and her place is kept");
        await DoublesAsync();
    }

    protected override IEnumerable<(string, string)> More => [("Twilio__CallBackFrom", "+8610000000")];

    private CallRecordStore Record => Desk.GetRequiredService<CallRecordStore>();

    private Task<CallRecord?> RecordAsync(CallId call) => Record.GetAsync(call);

    private Task<IReadOnlyList<CallBackRecord>> OpenAsync() => Record.OpenCallBacksAsync(TimeProvider.System.GetUtcNow().AddMinutes(-1));

    private Task<CallBackRecord> RecordedAsync(CallId call, int attempts) => Eventually.Value(
        async () => (await Record.CallBacksOfCentreAsync("main", TimeProvider.System.GetUtcNow().AddHours(-1))).SingleOrDefault(b => b.Call == call && b.Attempts == attempts),
        $"the record has {attempts} attempts");

    private const string Agreed = "我是小王,您要的书到了";

    /// <summary>A rule in the record.</summary>
    private async Task AgreeAsync(VoicemailRule voicemail)
    {
        Assert.That(PhoneNumber.TryParse(Her, out var number));
        var now = TimeProvider.System.GetUtcNow();
        var rule = new SafeContactRules(
            true, false, false, voicemail, [ContactWindow.Always], ContactAnswerer.Herself, null, null, null, Agreed, now.AddDays(-1), now.AddDays(1));
        var care = new CareDocuments(Desk.GetRequiredService<Database>(), Desk.GetRequiredService<Sealing>(), TimeProvider.System);
        Assert.That(await care.AddAsync(Desk.GetRequiredService<NumberIndex>().KeyOf(number!), CareKinds.Rules, rule, 0, CallId.New(TimeProvider.System), StaffId.New(TimeProvider.System)));
    }

    private async Task NotReachedAsync(StaffId staff)
    {
        await Eventually.True(async () => (await Desks.ReadAsync(staff))!.Notice == DeskNotice.CallBackNotReached, "the operator is told");
        await DeskIsAsync(staff, DeskState.Ready);
        // Her telephone is let go a moment after her desk; nobody takes the next call that soon.
        using var idle = await Control.GetAsync($"/api/phones/{Uri.EscapeDataString(Desk1)}/wait?for=idle&timeoutMs=30000");
        Assert.That(idle.IsSuccessStatusCode, "the operator's telephone is free");
    }

    /// <summary>What the carrier says that her voicemail recorded, and what was said into its greeting.</summary>
    private async Task<(string? By, string Recorded, string Into)> MachineAsync()
    {
        JsonElement[] machines = [];
        await Eventually.True(async () =>
        {
            machines = [.. (await Control.GetFromJsonAsync<JsonElement>("/api/judge")).GetProperty("machines").EnumerateArray()];
            return machines.Length > 0;
        }, "her voicemail has hung up");
        var machine = machines.Single();
        return (machine.GetProperty("answeredBy").GetString(), Joined("recorded"), Joined("saidIntoGreeting"));

        string Joined(string field) => string.Join('|', machine.GetProperty(field).EnumerateArray().Select(text => text.GetString()));
    }

    /// <summary>What the record tells of the machine.</summary>
    private async Task<string> VerdictAsync(CallId call)
    {
        var told = await Eventually.Value(
            async () => (await Record.TimelineAsync(call)).SingleOrDefault(e => e.Kind == EventKind.CallBackMachine), "the record tells of the machine");
        var detail = JsonDocument.Parse(told.Detail).RootElement;
        return $"{detail.GetProperty("reason").GetString()}/{detail.GetProperty("how").GetString()}";
    }

    /// <summary>The record outlives a reset: an open booking would be restored into the next test, and a rule would hold there.</summary>
    [TearDown]
    public async Task EndBookingsAsync()
    {
        await Desk.GetRequiredService<Database>().UseAsync(connection => connection.ExecuteAsync("DELETE FROM care_documents"));
        foreach (var open in await OpenAsync())
            await Record.AppendAsync([new CallEvent($"end:{open.Call}", EventKind.CallBackEnded, TimeProvider.System.GetUtcNow(), open.Call, null, null, """{"reason":"expired"}""")]);
    }

    /// <summary>She waits, presses 9 and 1, and hangs up.</summary>
    private async Task BookAsync()
    {
        var sid = await DialAsync("1");
        await WaitAsync(sid, "heard:say:按9可以挂断");
        await PressUntilAsync(sid, "9", "只在接下来两小时内方便");
        await PressUntilAsync(sid, "1", "轮到您时打给您。想继续");
        await Control.PostAsync($"/api/calls/{sid}/hangup", null);
    }

    // A carrier hears no key in the moment between two documents; a caller presses again.
    private Task PressUntilAsync(string sid, string key, string text) => Eventually.True(async () =>
    {
        await WaitAsync(sid, "gather");
        if ((await HeardAsync(sid)).Any(line => line.Contains(text, StringComparison.Ordinal))) return true;
        await PressAsync(sid, key);
        using var heard = await Control.GetAsync($"/api/calls/{sid}/wait?for={Uri.EscapeDataString("heard:" + text)}&timeoutMs=2000");
        return heard.IsSuccessStatusCode;
    }, text);

    private async Task<JsonElement[]> LegsToHerAsync() =>
        [.. (await Control.GetFromJsonAsync<JsonElement>("/api/calls?direction=outbound-api")).GetProperty("calls").EnumerateArray()
            .Where(call => call.GetProperty("to").GetString() == Her)];

    private async Task<JsonElement> LastLegToHerAsync() => (await LegsToHerAsync())[0];

    private async Task MakeDueAsync(string entry)
    {
        var redis = Desk.GetRequiredService<RedisConnection>().Database;
        await Eventually.True(async () => await redis.SortedSetScoreAsync("{12338}:timers", entry) is not null, $"{entry} is set");
        await redis.SortedSetAddAsync("{12338}:timers", entry, 1);
    }

    private async Task DoublesAsync()
    {
        var verdict = await Control.GetFromJsonAsync<JsonElement>("/api/judge");
        Assert.That(verdict.GetProperty("doubleBridges").GetArrayLength() + verdict.GetProperty("phoneCollisions").GetArrayLength(), Is.Zero, verdict.ToString());
        Assert.That(verdict.GetProperty("applicationErrorCount").GetInt32(), Is.Zero, verdict.ToString());
        Assert.That(verdict.GetProperty("deadAir").GetArrayLength(), Is.Zero, verdict.ToString());
    }
}
