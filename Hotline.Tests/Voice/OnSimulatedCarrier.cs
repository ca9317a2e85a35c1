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

/// <summary>The real host and the real adapter against the carrier's other end, which shares no code with them; one for the fixture, reset before each test.</summary>
internal abstract class OnSimulatedCarrier
{
    private const string Account = "AC00000000000000000000000000012338";
    private const string Key = "12338123381233812338123381233812";

    protected RedisServer Redis { get; private set; } = null!;
    private HostProcess _carrier = null!;
    protected HostProcess Api { get; private set; } = null!;
    protected ServiceProvider Desk { get; private set; } = null!;
    protected HttpClient Control { get; private set; } = null!;
    private string _folder = "";

    protected Desks Desks => Desk.GetRequiredService<Desks>();

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _folder = System.IO.Directory.CreateTempSubdirectory("hotline-carrier-").FullName;
        Redis = await RedisServer.StartAsync();
        var (api, carrier) = (HostProcess.FreePort(), HostProcess.FreePort());
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings__Redis"] = Redis.ConnectionString,
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
        foreach (var (key, value) in More) settings[key] = value;
        _carrier = await HostProcess.StartAsync("infra/Hotline.Simulator", carrier, new Dictionary<string, string>
        {
            ["Twilio__AccountSid"] = Account,
            ["Twilio__AuthToken"] = Key,
            ["Simulator__VoiceUrl"] = $"http://127.0.0.1:{api}/twilio/voice/incoming",
            ["Simulator__FallbackUrl"] = $"http://127.0.0.1:{api}/twilio/voice/fallback",
            ["Simulator__StatusUrl"] = $"http://127.0.0.1:{api}/twilio/voice/status",
            ["Simulator__Speed"] = "10",
        });
        Api = await HostProcess.StartAsync("Hotline.Api", api, settings);
        Control = new HttpClient { BaseAddress = _carrier.Address };

        // The operator's side, as its own host would have it.
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value))).Build();
        Desk = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration)
            .AddStorage(configuration).AddTwilioTelephony(configuration).AddRouting(configuration).BuildServiceProvider();
        await Desk.GetRequiredService<RedisConnection>().StartingAsync(CancellationToken.None);
    }

    /// <summary>Further settings of the host.</summary>
    protected virtual IEnumerable<(string, string)> More => [];

    [SetUp]
    public async Task ResetAsync()
    {
        using var _ = await Control.PostAsync("/api/reset", null);
        await Redis.FlushAllAsync();
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        Control?.Dispose();
        if (Desk is not null) await Desk.DisposeAsync();
        if (Api is not null) await Api.DisposeAsync();
        if (_carrier is not null) await _carrier.DisposeAsync();
        if (Redis is not null) await Redis.DisposeAsync();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    protected async Task<(string Sid, StaffId Staff, CallId Call)> TalkAsync(string endpoint)
    {
        var sid = await DialAsync("1");
        var (staff, call) = await AcceptAsync(endpoint);
        await WaitAsync(sid, "bridged");
        await DeskIsAsync(staff, DeskState.Busy);
        return (sid, staff, call);
    }

    protected async Task<string> DialAsync(string? digit)
    {
        using var dialled = await Control.PostAsJsonAsync("/api/calls", new { from = "+8613800005678" });
        var sid = (await dialled.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("sid").GetString()!;
        await WaitAsync(sid, "gather");
        if (digit is not null) await PressAsync(sid, digit);
        return sid;
    }

    protected async Task<(StaffId Staff, CallId Call)> AcceptAsync(string endpoint)
    {
        var staff = StaffId.New(TimeProvider.System);
        await Desks.KeepAsync(staff, "main", [new SkillLevel(Skill.Legal, 2)], endpoint);
        await Desks.SetPresenceAsync(staff, Presence.Ready, null);
        await DeskIsAsync(staff, DeskState.Offered);
        var offer = (await Desks.ReadAsync(staff))!.Call!;
        Assert.That(await Desks.AcceptAsync(staff, offer.Call, offer.Token, CancellationToken.None), Is.EqualTo(OfferOutcome.Done));
        return (staff, offer.Call);
    }

    protected Task DeskIsAsync(StaffId staff, DeskState state) =>
        Eventually.True(async () => (await Desks.ReadAsync(staff))?.State == state, $"the desk is {state}");

    protected async Task<Dictionary<string, int>> LanesAsync() =>
        (await Desks.ReadBoardAsync("main"))!.Lanes.GroupBy(lane => lane.Skill).ToDictionary(g => g.Key, g => g.Sum(lane => lane.Waiting));

    protected async Task PhoneAsync(string address, object phone)
    {
        using var set = await Control.PutAsJsonAsync($"/api/phones/{Uri.EscapeDataString(address)}", phone);
        Assert.That(set.IsSuccessStatusCode, await set.Content.ReadAsStringAsync());
    }

    protected async Task PressAsync(string sid, string digits)
    {
        using var pressed = await Control.PostAsJsonAsync($"/api/calls/{sid}/digits", new { digits });
        Assert.That(pressed.IsSuccessStatusCode, await pressed.Content.ReadAsStringAsync());
    }

    protected async Task WaitAsync(string sid, string condition, int after = 0)
    {
        using var answer = await Control.GetAsync(string.Create(CultureInfo.InvariantCulture,
            $"/api/calls/{sid}/wait?for={Uri.EscapeDataString(condition)}&timeoutMs=12000&after={after}"));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK),
            $"{condition}: {string.Join(" | ", await HeardAsync(sid))}\n{string.Join('\n', Api.Printed.TakeLast(20))}");
    }

    protected async Task<int> LinesAsync(string sid) => (await HeardAsync(sid)).Length;

    protected async Task<string[]> HeardAsync(string sid) =>
        [.. (await Control.GetFromJsonAsync<JsonElement>($"/api/calls/{sid}")).GetProperty("heard").EnumerateArray()
            .Select(line => $"{line.GetProperty("kind").GetString()}:{line.GetProperty("text").GetString()}")];

    protected async Task JudgeAsync(int answered, bool ended = true)
    {
        var verdict = await Control.GetFromJsonAsync<JsonElement>("/api/judge");
        var text = verdict.ToString();
        Assert.That(verdict.GetProperty("answered").GetInt32(), Is.EqualTo(answered), text);
        Assert.That(verdict.GetProperty("lostCount").GetInt32(), Is.Zero, text);
        Assert.That(verdict.GetProperty("doubleBridges").GetArrayLength(), Is.Zero, text);
        Assert.That(verdict.GetProperty("phoneCollisions").GetArrayLength(), Is.Zero, text);
        Assert.That(verdict.GetProperty("deadAir").GetArrayLength(), Is.Zero, text);
        Assert.That(verdict.GetProperty("applicationErrorCount").GetInt32(), Is.Zero, text);
        if (ended) await Eventually.True(async () => (await Control.GetFromJsonAsync<JsonElement>("/api/judge")).GetProperty("openCalls").GetInt32() == 0, "no call is left open");
    }
}
