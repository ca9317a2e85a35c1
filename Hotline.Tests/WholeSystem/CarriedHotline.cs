using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Calls.Sql;
using Hotline.Core.Crisis;
using Hotline.Core.Routing;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Staff;
using Hotline.Core.Storage;
using Hotline.Core.Storage.Redis;
using Hotline.Core.Telephony.Twilio;
using Hotline.Tests.Record;
using Hotline.Tests.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.WholeSystem;

/// <summary>
/// The caller's side of the product as its own process before the simulated carrier, which judges; and the operators' side as their host would have
/// it, without consoles. Telephone time runs ten times as fast, our own does not.
/// </summary>
internal sealed class CarriedHotline : IAsyncDisposable
{
    private const string Account = "AC00000000000000000000000000012338";
    private const string Key = "12338123381233812338123381233812";
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web);

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("hotline-carried-").FullName;
    private HostProcess _carrier = null!;
    private HostProcess _api = null!;
    private Dictionary<string, string> _settings = [];
    private ServiceProvider _desk = null!;
    private HttpClient _control = null!;

    public RedisServer Redis { get; private set; } = null!;

    public Joins Joins => _desk.GetRequiredService<Joins>();

    public Desks Desks => _desk.GetRequiredService<Desks>();

    public Escalations Escalations => _desk.GetRequiredService<Escalations>();

    public StackExchange.Redis.IDatabase Database => _desk.GetRequiredService<RedisConnection>().Database;

    public LiveKeys Keys => _desk.GetRequiredService<LiveKeys>();

    /// <summary>What the Api printed.</summary>
    public IReadOnlyCollection<string> Printed => _api.Printed;

    /// <summary>Of the Api.</summary>
    public Uri Address => _api.Address;

    /// <summary>The carrier's control interface.</summary>
    public HttpClient Control => _control;

    /// <summary>The operators' side.</summary>
    public ServiceProvider Services => _desk;

    public static async Task<CarriedHotline> StartAsync(params (string Key, string Value)[] more)
    {
        var hotline = new CarriedHotline { Redis = await RedisServer.StartAsync() };
        try
        {
            await hotline.StartHostsAsync(more);
            return hotline;
        }
        catch
        {
            await hotline.DisposeAsync();
            throw;
        }
    }

    private async Task StartHostsAsync((string Key, string Value)[] more)
    {
        var (api, carrier) = (Ports.Free(), Ports.Free());
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
            ["Routing__OfferSeconds"] = "20",
            ["Routing__RingSeconds"] = "10",
            ["Routing__LeaseSeconds"] = "60",
            ["Routing__CallerSilenceSeconds"] = "30",
        };
        foreach (var (key, value) in more) settings[key] = value;
        _carrier = await HostProcess.StartAsync("infra/Hotline.Simulator", carrier, new Dictionary<string, string>
        {
            ["Twilio__AccountSid"] = Account,
            ["Twilio__AuthToken"] = Key,
            ["Simulator__VoiceUrl"] = $"http://127.0.0.1:{api}/twilio/voice/incoming",
            ["Simulator__FallbackUrl"] = $"http://127.0.0.1:{api}/twilio/voice/fallback",
            ["Simulator__StatusUrl"] = $"http://127.0.0.1:{api}/twilio/voice/status",
            ["Simulator__Speed"] = settings.GetValueOrDefault("Simulator__Speed", "10"),
        });
        _settings = settings;
        _api = await HostProcess.StartAsync("Hotline.Api", api, settings);
        _control = new HttpClient { BaseAddress = _carrier.Address };
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key.Replace("__", ":", StringComparison.Ordinal), (string?)s.Value))).Build();
        _desk = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration)
            .AddStorage(configuration).AddTwilioTelephony(configuration).AddRouting(configuration).AddJoining(configuration).AddSingleton<CallRecordStore>().BuildServiceProvider();
        await _desk.GetRequiredService<RedisConnection>().StartingAsync(CancellationToken.None);
    }

    /// <summary>SIGKILL of the caller's side.</summary>
    public Task KillApiAsync() => _api.KillAsync();

    public async Task RestartApiAsync()
    {
        var port = _api.Address.Port;
        await _api.DisposeAsync();
        _api = await HostProcess.StartAsync("Hotline.Api", port, _settings);
    }

    /// <summary>The texts the carrier took, newest first.</summary>
    public async Task<JsonElement[]> MessagesAsync() =>
        [.. (await _control.GetFromJsonAsync<JsonElement>("/api/messages")).GetProperty("messages").EnumerateArray()];

    /// <summary>A carrier without calls, faults or verdicts, and an empty live state.</summary>
    public async Task ResetAsync()
    {
        using var _ = await _control.PostAsync("/api/reset", null);
        await Redis.FlushAllAsync();
    }

    public async Task<string> DialsAsync(string from = "+8613800005678")
    {
        using var dialled = await _control.PostAsJsonAsync("/api/calls", new { from });
        return (await dialled.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("sid").GetString()!;
    }

    /// <summary>Dials and presses a key at the menu.</summary>
    public async Task<string> DialsAsync(char key)
    {
        var sid = await DialsAsync();
        await SoonAsync(sid, "gather");
        await PressesAsync(sid, key);
        return sid;
    }

    /// <summary>False: the call was over.</summary>
    public async Task<bool> PressesAsync(string sid, char key)
    {
        using var pressed = await _control.PostAsJsonAsync($"/api/calls/{sid}/digits", new { digits = key.ToString() });
        return pressed.IsSuccessStatusCode;
    }

    /// <summary>So many operators may talk with this caller at once.</summary>
    public async Task ExpectsAsync(string sid, int legs)
    {
        using var set = await _control.PutAsJsonAsync($"/api/calls/{sid}/expect", new { legs }, Wire);
        Assert.That(set.IsSuccessStatusCode, await set.Content.ReadAsStringAsync());
    }

    /// <summary>False: the call was over.</summary>
    public async Task<bool> HangsUpAsync(string sid)
    {
        using var done = await _control.PostAsync($"/api/calls/{sid}/hangup", null);
        return done.IsSuccessStatusCode;
    }

    public async Task FaultsAsync(object faults)
    {
        using var set = await _control.PutAsJsonAsync("/api/faults", faults, Wire);
        Assert.That(set.IsSuccessStatusCode, await set.Content.ReadAsStringAsync());
    }

    public async Task NoFaultsAsync() => (await _control.DeleteAsync("/api/faults")).Dispose();

    public async Task PhoneAsync(string address, object phone)
    {
        using var set = await _control.PutAsJsonAsync($"/api/phones/{Uri.EscapeDataString(address)}", phone, Wire);
        Assert.That(set.IsSuccessStatusCode, await set.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until the phone is ringing, active or idle.</summary>
    public async Task PhoneIsAsync(string address, string state)
    {
        using var answer = await _control.GetAsync($"/api/phones/{Uri.EscapeDataString(address)}/wait?for={state}&timeoutMs=30000");
        Assert.That(answer.IsSuccessStatusCode, $"{address} is not {state}");
    }

    /// <summary>Answers or hangs up (declines, while it rings). False: there was nothing to do it to.</summary>
    public async Task<bool> PhoneDoesAsync(string address, string act)
    {
        using var done = await _control.PostAsync($"/api/phones/{Uri.EscapeDataString(address)}/{act}", null);
        return done.IsSuccessStatusCode;
    }

    public async Task SoonAsync(string sid, string condition, int after = 0, int withinMs = 30_000)
    {
        if (!await WithinAsync(sid, condition, after, withinMs)) Assert.Fail($"{condition}: {await StoryAsync(sid)}");
    }

    public async Task<bool> WithinAsync(string sid, string condition, int after, int withinMs)
    {
        using var answer = await _control.GetAsync(string.Create(CultureInfo.InvariantCulture,
            $"/api/calls/{sid}/wait?for={Uri.EscapeDataString(condition)}&timeoutMs={withinMs}&after={after}"));
        return answer.IsSuccessStatusCode;
    }

    public async Task<int> LinesAsync(string sid) => (await CallAsync(sid)).GetProperty("heard").GetArrayLength();

    public Task<JsonElement> CallAsync(string sid) => _control.GetFromJsonAsync<JsonElement>($"/api/calls/{sid}");

    public async Task<JsonElement[]> LiveLegsAsync() =>
        [.. (await _control.GetFromJsonAsync<JsonElement>("/api/calls?state=live")).GetProperty("calls").EnumerateArray()];

    public async Task<JsonElement[]> OperatorLegsAsync() =>
        [.. (await _control.GetFromJsonAsync<JsonElement>("/api/calls?direction=outbound-api&limit=1000")).GetProperty("calls").EnumerateArray()];

    public Task<JsonElement> VerdictAsync() => _control.GetFromJsonAsync<JsonElement>("/api/judge");

    /// <summary>Nobody was lost, bridged twice, left in silence, or rung while in use.</summary>
    public async Task<JsonElement> JudgedWellAsync(bool errors = true, bool silence = true)
    {
        var verdict = await VerdictAsync();
        var text = verdict.ToString();
        Assert.That(verdict.GetProperty("lostCount").GetInt32(), Is.Zero, text);
        Assert.That(verdict.GetProperty("doubleBridges").GetArrayLength(), Is.Zero, text);
        Assert.That(verdict.GetProperty("phoneCollisions").GetArrayLength(), Is.Zero, text);
        if (silence) Assert.That(verdict.GetProperty("deadAir").GetArrayLength(), Is.Zero, text);
        if (errors) Assert.That(verdict.GetProperty("applicationErrorCount").GetInt32(), Is.Zero, text);
        return verdict;
    }

    /// <summary>What the call heard and what was told of it, for a failure's message.</summary>
    public async Task<string> StoryAsync(string sid)
    {
        var call = await CallAsync(sid);
        var heard = call.GetProperty("heard").EnumerateArray().Select(l => $"{l.GetProperty("at").GetString()} {l.GetProperty("kind").GetString()}:{l.GetProperty("text").GetString()}");
        var events = (await _control.GetFromJsonAsync<JsonElement>("/api/events?after=0")).GetProperty("events").EnumerateArray()
            .TakeLast(80).Select(e => e.ToString());
        return $"{call.GetProperty("status")} {call.GetProperty("endReason")}\n  {string.Join("\n  ", heard)}\n{string.Join('\n', events)}\n{string.Join('\n', Printed.TakeLast(20))}";
    }

    public async Task<string> EventsOfAsync(string sid)
    {
        List<JsonElement> events = [];
        for (var after = 0L; ;)
        {
            var page = (await _control.GetFromJsonAsync<JsonElement>($"/api/events?after={after}")).GetProperty("events").EnumerateArray().ToArray();
            if (page.Length == 0) break;
            events.AddRange(page);
            after = page[^1].GetProperty("seq").GetInt64();
        }
        // Its conferences bear our name of the call, which tells the other legs in them too.
        var call = (await LiveCallsAsync()).FirstOrDefault(c => c.Leg == sid)?.Id;
        var own = events.Select(e => e.ToString())
            .Where(e => e.Contains(sid, StringComparison.Ordinal) || (call is not null && e.Contains(call, StringComparison.Ordinal)));
        var timeline = CallId.TryParse(call, out var id) ? (await _desk.GetRequiredService<CallRecordStore>().TimelineAsync(id)).Select(e => e.ToString()) : [];
        return string.Join('\n', own.Concat(timeline));
    }

    /// <summary>
    /// Call by call, of all calls since the reset: whom the carrier heard speaking with an operator, the record calls answered, and nobody else; at the
    /// latest when what the carrier tells late has been told.
    /// </summary>
    public async Task RecordsWhoWasAnsweredAsync()
    {
        List<string> wrong = [];
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(40); await Task.Delay(100))
        {
            wrong = await DifferentlyAnsweredAsync();
            if (wrong.Count == 0) return;
        }
        foreach (var sid in wrong) TestContext.Out.WriteLine($"--- {sid}\n{await EventsOfAsync(sid)}");
        Assert.Fail($"The record and the carrier disagree on whether {string.Join(", ", wrong)} spoke with an operator.");
    }

    private async Task<List<string>> DifferentlyAnsweredAsync()
    {
        var carrier = (await _control.GetFromJsonAsync<JsonElement>("/api/calls?direction=inbound&limit=20000")).GetProperty("calls").EnumerateArray()
            .ToDictionary(c => c.GetProperty("sid").GetString()!, c => c.GetProperty("bridged").GetBoolean());
        var answered = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in (await RecordAsync()).Where(r => r.ConnectedAt is not null)) if (await LegOfAsync(row.Call) is { } leg) answered.Add(leg);
        return [.. carrier.Where(c => c.Value != answered.Contains(c.Key)).Select(c => c.Key)];
    }

    /// <summary>The recorded call of a caller's leg; null when there is none.</summary>
    public async Task<CallRecord?> RecordOfAsync(string sid)
    {
        foreach (var row in await RecordAsync()) if (await LegOfAsync(row.Call) == sid) return row;
        return null;
    }

    /// <summary>Gives the carrier another document for a leg, as a stranger with our account could.</summary>
    public async Task RedirectsAsync(string sid, string document)
    {
        using var order = new HttpRequestMessage(HttpMethod.Post, $"/2010-04-01/Accounts/{Account}/Calls/{sid}.json") { Content = new FormUrlEncodedContent([new("Twiml", document)]) };
        order.Headers.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes($"{Account}:{Key}")));
        using var answer = await _control.SendAsync(order);
        Assert.That(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    // Null: what is told of a call after the live state was wiped makes a row without an arrival.
    private async Task<string?> LegOfAsync(CallId call)
    {
        var timeline = await _desk.GetRequiredService<CallRecordStore>().TimelineAsync(call);
        return timeline.FirstOrDefault(e => e.Kind == EventKind.Arrived) is { } arrived
            ? JsonSerializer.Deserialize<JsonElement>(arrived.Detail).GetProperty("leg").GetString()
            : null;
    }

    public async Task<Operator> SitsDownAsync(string endpoint, params SkillLevel[] skills)
    {
        var staff = StaffId.New(TimeProvider.System);
        await Desks.KeepAsync(staff, "main", skills.Length == 0 ? [new SkillLevel(Skill.Legal, 2)] : skills, endpoint);
        return new Operator(this, staff, endpoint);
    }

    public async Task<IReadOnlyList<LiveCall>> LiveCallsAsync() =>
        [.. (await Database.HashGetAllAsync(Keys.Calls)).Select(e => LiveCall.Parse((string)e.Value!)!)];

    /// <summary>Every timer that is set.</summary>
    public async Task<string[]> TimersAsync() => [.. (await Database.SortedSetRangeByRankAsync(Keys.Timers)).Select(m => (string)m!)];

    public async Task<IReadOnlyList<CallRecord>> RecordAsync()
    {
        await TheRecord.HasEverythingAsync(_desk);
        return await AllCalls.ReadAsync(_desk.GetRequiredService<Database>());
    }

    public async ValueTask DisposeAsync()
    {
        _control?.Dispose();
        if (_desk is not null) await _desk.DisposeAsync();
        if (_api is not null) await _api.DisposeAsync();
        if (_carrier is not null) await _carrier.DisposeAsync();
        if (Redis is not null) await Redis.DisposeAsync();
        System.IO.Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>An operator at her desk.</summary>
internal sealed class Operator(CarriedHotline hotline, StaffId staff, string endpoint)
{
    public StaffId Staff => staff;

    public string Endpoint => endpoint;

    public async Task<Desk> DeskAsync() => await hotline.Desks.ReadAsync(staff) ?? throw new InvalidOperationException("No such desk, or no live state.");

    public Task<DeskOutcome> WishesAsync(Presence wish) => hotline.Desks.SetPresenceAsync(staff, wish, null);

    public async Task<Desk> SeesAsync(TimeSpan? within, params DeskState[] states)
    {
        Desk? desk = null;
        await Eventually.True(async () => (desk = await hotline.Desks.ReadAsync(staff)) is { } now && states.Contains(now.State),
            $"{endpoint} is {string.Join(" or ", states)}", within);
        return desk!;
    }

    public Task<Desk> SeesAsync(params DeskState[] states) => SeesAsync(null, states);

    /// <summary>Waits for an offer and accepts it.</summary>
    public async Task<DeskCall> AcceptsAsync()
    {
        var offer = (await SeesAsync(DeskState.Offered)).Call!;
        Assert.That(await hotline.Desks.AcceptAsync(staff, offer.Call, offer.Token, CancellationToken.None), Is.EqualTo(OfferOutcome.Done));
        return offer;
    }

    /// <summary>As soon as there is one, if there is one. False: it was gone before.</summary>
    public async Task<bool> TriesToAcceptAsync(Func<Task<bool>> noMore)
    {
        while (true)
        {
            if (await hotline.Desks.ReadAsync(staff) is { State: DeskState.Offered, Call: { } offer })
                return await hotline.Desks.AcceptAsync(staff, offer.Call, offer.Token, CancellationToken.None) == OfferOutcome.Done;
            if (await noMore()) return false;
            await Task.Delay(5);
        }
    }

    public Task<CallOutcome> EndsAsync(CallId call) => hotline.Desks.EndAsync(staff, call, CancellationToken.None);

    public Task<CallOutcome> FinishesAsync(CallId call) => hotline.Desks.FinishWrapUpAsync(staff, call);
}
