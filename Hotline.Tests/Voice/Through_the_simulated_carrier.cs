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
internal sealed class Through_the_simulated_carrier
{
    private const string Account = "AC00000000000000000000000000012338";
    private const string Key = "12338123381233812338123381233812";

    private RedisServer _redis = null!;
    private HostProcess _carrier = null!;
    private HostProcess _api = null!;
    private ServiceProvider _desk = null!;
    private HttpClient _control = null!;
    private string _folder = "";

    private Desks Desks => _desk.GetRequiredService<Desks>();

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _folder = System.IO.Directory.CreateTempSubdirectory("hotline-carrier-").FullName;
        _redis = await RedisServer.StartAsync();
        var (api, carrier) = (HostProcess.FreePort(), HostProcess.FreePort());
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings__Redis"] = _redis.ConnectionString,
            ["ConnectionStrings__Sql"] = $"Data Source={Path.Combine(_folder, "record.db")}",
            ["Storage__Provider"] = "Sqlite",
            ["Sealing__KeyFile"] = Path.Combine(_folder, "keys.json"),
            ["Sealing__CreateKeyFile"] = "true",
            ["Twilio__AccountSid"] = Account,
            ["Twilio__AuthToken"] = Key,
            ["Twilio__ApiBaseUrl"] = $"http://127.0.0.1:{carrier}",
            ["Twilio__PublicBaseUrl"] = $"http://127.0.0.1:{api}",
            ["Twilio__From"] = "+8612338",
        };
        _carrier = await HostProcess.StartAsync("infra/Hotline.Simulator", carrier, new Dictionary<string, string>
        {
            ["Twilio__AccountSid"] = Account,
            ["Twilio__AuthToken"] = Key,
            ["Simulator__VoiceUrl"] = $"http://127.0.0.1:{api}/twilio/voice/incoming",
            ["Simulator__FallbackUrl"] = $"http://127.0.0.1:{api}/twilio/voice/fallback",
            ["Simulator__StatusUrl"] = $"http://127.0.0.1:{api}/twilio/voice/status",
            ["Simulator__Speed"] = "10",
        });
        _api = await HostProcess.StartAsync("Hotline.Api", api, settings);
        _control = new HttpClient { BaseAddress = _carrier.Address };

        // The operator's side, as its own host would have it.
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value))).Build();
        _desk = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration)
            .AddStorage(configuration).AddTwilioTelephony(configuration).AddRouting(configuration).BuildServiceProvider();
        await _desk.GetRequiredService<RedisConnection>().StartingAsync(CancellationToken.None);
    }

    [SetUp]
    public async Task ResetAsync()
    {
        using var _ = await _control.PostAsync("/api/reset", null);
        await _redis.FlushAllAsync();
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        _control?.Dispose();
        if (_desk is not null) await _desk.DisposeAsync();
        if (_api is not null) await _api.DisposeAsync();
        if (_carrier is not null) await _carrier.DisposeAsync();
        if (_redis is not null) await _redis.DisposeAsync();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task A_caller_talks_with_the_operator_and_either_may_hang_up()
    {
        var (call, staff, _) = await TalkAsync("sip:desk-1001@sim.local");
        Assert.That(await HeardAsync(call), Has.Some.Contains("您好").And.Some.Contains("下一位就是您"));
        await _control.PostAsync($"/api/calls/{call}/hangup", null);
        await DeskIsAsync(staff, DeskState.WrapUp);
        await JudgeAsync(answered: 1);
    }

    [Test]
    public async Task Both_legs_of_a_conversation_are_listed_while_they_live_and_ours_is_known()
    {
        var (call, staff, _) = await TalkAsync("sip:desk-1001@sim.local");
        var telephony = _desk.GetRequiredService<Core.Telephony.ITelephony>();
        var legs = (await telephony.ListLiveLegsAsync(CancellationToken.None))!;
        Assert.That(legs, Has.Count.EqualTo(2));
        Assert.That(legs.Single(l => !l.RungByUs).Leg.Value, Is.EqualTo(call));
        Assert.That(legs.Select(l => l.Age), Is.All.InRange(TimeSpan.FromSeconds(-2), TimeSpan.FromMinutes(10)));
        await _control.PostAsync($"/api/calls/{call}/hangup", null);
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
        await _control.PostAsync($"/api/phones/{Uri.EscapeDataString("sip:desk-1001@sim.local")}/hangup", null);
        await WaitAsync(call, "heard:say:这次通话结束了");
        await WaitAsync(call, "gather");
        var heard = await LinesAsync(call);
        await PressAsync(call, "5");
        await WaitAsync(call, "heard:say:下一位就是您", after: heard);
        await JudgeAsync(answered: 1, ended: false);
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
        using var set = await _control.PutAsync("/api/faults", new StringContent(faults, System.Text.Encoding.UTF8, "application/json"));
        Assert.That(set.IsSuccessStatusCode, await set.Content.ReadAsStringAsync());
        await TalkAsync("sip:desk-1001@sim.local");
        await JudgeAsync(answered: 1, ended: false);
        Assert.That((await _control.GetFromJsonAsync<JsonElement>("/api/calls?direction=outbound-api")).GetProperty("calls").GetArrayLength(), Is.EqualTo(1));
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
        using var answer = await client.PostAsync(new Uri(_api.Address, "/twilio/voice/incoming"), body);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    private async Task<(string Sid, StaffId Staff, CallId Call)> TalkAsync(string endpoint)
    {
        var sid = await DialAsync("1");
        var (staff, call) = await AcceptAsync(endpoint);
        await WaitAsync(sid, "bridged");
        await DeskIsAsync(staff, DeskState.Busy);
        return (sid, staff, call);
    }

    private async Task<string> DialAsync(string? digit)
    {
        using var dialled = await _control.PostAsJsonAsync("/api/calls", new { from = "+8613800005678" });
        var sid = (await dialled.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("sid").GetString()!;
        await WaitAsync(sid, "gather");
        if (digit is not null) await PressAsync(sid, digit);
        return sid;
    }

    private async Task<(StaffId Staff, CallId Call)> AcceptAsync(string endpoint)
    {
        var staff = StaffId.New(TimeProvider.System);
        await Desks.KeepAsync(staff, "main", [new SkillLevel(Skill.Legal, 2)], endpoint);
        await Desks.SetPresenceAsync(staff, Presence.Ready, null);
        await DeskIsAsync(staff, DeskState.Offered);
        var offer = (await Desks.ReadAsync(staff))!.Call!;
        Assert.That(await Desks.AcceptAsync(staff, offer.Call, offer.Token, CancellationToken.None), Is.EqualTo(OfferOutcome.Done));
        return (staff, offer.Call);
    }

    private Task DeskIsAsync(StaffId staff, DeskState state) =>
        Eventually.True(async () => (await Desks.ReadAsync(staff))?.State == state, $"the desk is {state}");

    private async Task<Dictionary<string, int>> LanesAsync() =>
        (await Desks.ReadBoardAsync("main"))!.Lanes.GroupBy(lane => lane.Skill).ToDictionary(g => g.Key, g => g.Sum(lane => lane.Waiting));

    private async Task PhoneAsync(string address, object phone)
    {
        using var set = await _control.PutAsJsonAsync($"/api/phones/{Uri.EscapeDataString(address)}", phone);
        Assert.That(set.IsSuccessStatusCode, await set.Content.ReadAsStringAsync());
    }

    private async Task PressAsync(string sid, string digits)
    {
        using var pressed = await _control.PostAsJsonAsync($"/api/calls/{sid}/digits", new { digits });
        Assert.That(pressed.IsSuccessStatusCode, await pressed.Content.ReadAsStringAsync());
    }

    private async Task WaitAsync(string sid, string condition, int after = 0)
    {
        using var answer = await _control.GetAsync(string.Create(CultureInfo.InvariantCulture,
            $"/api/calls/{sid}/wait?for={Uri.EscapeDataString(condition)}&timeoutMs=12000&after={after}"));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK),
            $"{condition}: {string.Join(" | ", await HeardAsync(sid))}\n{string.Join('\n', _api.Printed.TakeLast(20))}");
    }

    private async Task<int> LinesAsync(string sid) => (await HeardAsync(sid)).Length;

    private async Task<string[]> HeardAsync(string sid) =>
        [.. (await _control.GetFromJsonAsync<JsonElement>($"/api/calls/{sid}")).GetProperty("heard").EnumerateArray()
            .Select(line => $"{line.GetProperty("kind").GetString()}:{line.GetProperty("text").GetString()}")];

    private async Task JudgeAsync(int answered, bool ended = true)
    {
        var verdict = await _control.GetFromJsonAsync<JsonElement>("/api/judge");
        var text = verdict.ToString();
        Assert.That(verdict.GetProperty("answered").GetInt32(), Is.EqualTo(answered), text);
        Assert.That(verdict.GetProperty("lostCount").GetInt32(), Is.Zero, text);
        Assert.That(verdict.GetProperty("doubleBridges").GetArrayLength(), Is.Zero, text);
        Assert.That(verdict.GetProperty("phoneCollisions").GetArrayLength(), Is.Zero, text);
        Assert.That(verdict.GetProperty("deadAir").GetArrayLength(), Is.Zero, text);
        Assert.That(verdict.GetProperty("applicationErrorCount").GetInt32(), Is.Zero, text);
        if (ended) await Eventually.True(async () => (await _control.GetFromJsonAsync<JsonElement>("/api/judge")).GetProperty("openCalls").GetInt32() == 0, "no call is left open");
    }
}
