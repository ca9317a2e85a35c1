using System.Text.Json;
using Hotline.Core.Calls.Sql;
using Hotline.Core.Crisis;
using Hotline.Core.Routing;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Staff;
using Hotline.Core.Storage;
using Hotline.Core.Storage.Redis;
using Hotline.Core.Telephony.Twilio;
using Hotline.Tests.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Tests.WholeSystem;

/// <summary>
/// The caller's side of the product as its own process before the simulated carrier, which judges; and the operators' side as their host would have
/// it, without consoles. Telephone time runs ten times as fast, our own does not.
/// </summary>
internal sealed partial class CarriedHotline : IAsyncDisposable
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
