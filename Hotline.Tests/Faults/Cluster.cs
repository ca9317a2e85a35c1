using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hotline.Core.Calls;
using Hotline.Core.Calls.Sql;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Storage;
using Hotline.Core.Storage.Redis;
using Hotline.Core.Telephony.Twilio;
using Hotline.Tests.Servers;
using Hotline.Tests.WholeSystem;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.Faults;

/// <summary>
/// Two hosts of each kind behind HAProxy, as they are deployed, on a real Redis that syncs every write and one database; the simulated carrier is at the
/// other end and judges. Telephone time runs five times as fast, our own does not. Each host has its own wire to Redis.
/// </summary>
internal sealed class Cluster : IAsyncDisposable
{
    private const string Account = "AC00000000000000000000000000012338", Key = "12338123381233812338123381233812";

    public const string Password = "fault-suite-12338";

    /// <summary>An offer outlasts a lease: what comes of a lost console is not hidden by the offer's own end.</summary>
    public const int OfferSeconds = 20, LeaseSeconds = 5, Speed = 5;

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("hotline-cluster-").FullName;
    private HostProcess? _carrier;
    private HaProxy? _balancer;
    private ServiceProvider? _witness;

    private Cluster()
    {
    }

    public RedisServer Redis { get; private set; } = null!;

    public Carrier Carrier { get; private set; } = null!;

    public ClusterHost[] Api { get; private set; } = [];

    public ClusterHost[] Agent { get; private set; } = [];

    /// <summary>The one address of both Agent hosts.</summary>
    public Uri Staff => _balancer!.Staff;

    /// <summary>The one address of both Api hosts.</summary>
    public Uri Voice => _balancer!.Carrier;

    public string Database => Path.Combine(_folder, "hotline.db");

    /// <summary>The live state, read by a wire of its own that no fault touches.</summary>
    public Desks Desks => _witness!.GetRequiredService<Desks>();

    public Core.Routing.Redis.LiveState Live => _witness!.GetRequiredService<Core.Routing.Redis.LiveState>();

    /// <summary>Who waits: the call, its lane, and its place there in milliseconds.</summary>
    public async Task<Dictionary<string, (string Lane, long Place)>> PlacesAsync()
    {
        var keys = _witness!.GetRequiredService<Core.Routing.Redis.LiveKeys>();
        var queue = await _witness!.GetRequiredService<RedisConnection>().Database.SortedSetRangeByRankAsync(keys.Queue);
        return queue.Select(member => ((string)member!).Split('|'))
            .ToDictionary(m => m[2], m => (m[0], long.Parse(m[1], System.Globalization.CultureInfo.InvariantCulture)), StringComparer.Ordinal);
    }

    public Core.Crisis.Escalations Escalations => _witness!.GetRequiredService<Core.Crisis.Escalations>();

    public Core.Crisis.Sql.EscalationStore EscalationStore => _witness!.GetRequiredService<Core.Crisis.Sql.EscalationStore>();

    /// <summary>Waits until so many steps of the only ladder were done at consoles, whichever Redis remembers of them.</summary>
    public Task StepsAsync(int steps) => Eventually.True(
        async () => (await Escalations.ReadAsync())?.Escalations.Sum(e => (e.Round - 1) * 4 + e.Step - 1) >= steps, $"{steps} steps of the ladder", TimeSpan.FromSeconds(60));

    public async Task<string[]> TimersAsync() => [.. (await LiveDatabase.SortedSetRangeByRankAsync(_witness!.GetRequiredService<Core.Routing.Redis.LiveKeys>().Timers)).Select(t => (string)t!)];

    /// <summary>How many events are not in the record yet.</summary>
    public async Task<long> StreamLengthAsync() =>
        (long)await LiveDatabase.ExecuteAsync("XLEN", _witness!.GetRequiredService<Core.Routing.Redis.LiveKeys>().Events);

    private StackExchange.Redis.IDatabase LiveDatabase => _witness!.GetRequiredService<RedisConnection>().Database;

    public CallRecordStore Record => _witness!.GetRequiredService<CallRecordStore>();

    /// <summary>The recorded calls that arrived since then, newest first.</summary>
    public Task<IReadOnlyList<CallRecord>> CallsAsync(DateTimeOffset since, bool open = false) =>
        Tests.Record.AllCalls.ReadAsync(_witness!.GetRequiredService<Core.Storage.Database>(), since, open);

    /// <param name="drainSeconds">How long a host that was asked to end serves on.</param>
    public static async Task<Cluster> StartAsync(int drainSeconds = 4)
    {
        var cluster = new Cluster();
        try
        {
            await cluster.StartAllAsync(drainSeconds);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>An operator's account, signed in through the balancer; and her telephone, which answers by itself.</summary>
    public async Task<Seat> SeatAsync(string name, object[] skills)
    {
        await using var admin = await OperatorAtWork.SignsInAsync(Staff, "admin", Password);
        var phone = $"sip:{name}@fault.local";
        using var made = await admin.Http.PostAsJsonAsync("/api/staff", new
        {
            userName = name,
            displayName = name,
            password = Password,
            roles = (string[])["Operator"],
            centre = "main",
            skills,
            endpoint = phone,
        });
        Assert.That(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync());
        var id = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        var seat = new Seat(StaffId.TryParse(id, out var staff) ? staff : throw new FormatException(id), phone, await CookiesAsync(name));
        await AnswersAsync(seat);
        return seat;
    }

    /// <summary>Her telephone answers by itself; after a reset of the carrier it must be told again.</summary>
    public Task AnswersAsync(Seat seat) => Carrier.PhoneAsync(seat.Phone, new { mode = "auto", answerAfterMs = 800 });

    public async Task<CookieContainer> CookiesAsync(string name)
    {
        await using var she = await OperatorAtWork.SignsInAsync(Staff, name, Password);
        return she.Cookies;
    }

    /// <summary>The caller's leg of a call, as the record has it; null when it has not.</summary>
    public async Task<string?> LegOfAsync(CallId call)
    {
        var arrived = (await Record.TimelineAsync(call)).FirstOrDefault(e => e.Kind == EventKind.Arrived);
        return arrived is null ? null : JsonDocument.Parse(arrived.Detail).RootElement.GetProperty("leg").GetString();
    }

    /// <summary>What every host complained of, each thing once, for a failure's message.</summary>
    public string Complaints => string.Join('\n', Api.Concat(Agent).SelectMany(host => host.Printed
        .Where(line => line.Contains("\"LogLevel\":\"Warning\"", StringComparison.Ordinal) || line.Contains("\"LogLevel\":\"Error\"", StringComparison.Ordinal) || line[0] != '{')
        .GroupBy(line => line[0] == '{' ? JsonDocument.Parse(line).RootElement.GetProperty("State").GetProperty("{OriginalFormat}").GetString() : line)
        .Select(group => $"{host.Address.Port} {group.Count()}× {group.Key}, last {group.Last()[..Math.Min(group.Last().Length, 60)]}")));

    /// <summary>The Agent host that a person's newest console connected to; null when none has said so yet.</summary>
    public ClusterHost? HostOf(StaffId staff) => Agent
        .Select(host => (host, at: host.Printed.LastOrDefault(line => line.Contains($"Console of {staff} connected", StringComparison.Ordinal))))
        .Where(h => h.at is not null)
        .OrderBy(h => JsonDocument.Parse(h.at!).RootElement.GetProperty("Timestamp").GetString(), StringComparer.Ordinal).LastOrDefault().host;

    public async ValueTask DisposeAsync()
    {
        Carrier?.Dispose();
        if (_witness is not null) await _witness.DisposeAsync();
        foreach (var host in Api.Concat(Agent)) await host.DisposeAsync();
        if (_balancer is not null) await _balancer.DisposeAsync();
        if (_carrier is not null) await _carrier.DisposeAsync();
        if (Redis is not null) await Redis.DisposeAsync();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    private async Task StartAllAsync(int drainSeconds)
    {
        Redis = await RedisServer.StartAsync();
        var (voice, staff, carrier) = (HaProxy.FreeAddress(), HaProxy.FreeAddress(), HaProxy.FreeAddress());
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings__Redis"] = Redis.ConnectionString,
            ["ConnectionStrings__Sql"] = $"Data Source={Database}",
            ["Storage__Provider"] = "Sqlite",
            ["Sealing__KeyFile"] = Path.Combine(_folder, "keys.json"),
            ["Sealing__CreateKeyFile"] = "true",
            ["Twilio__AccountSid"] = Account,
            ["Twilio__AuthToken"] = Key,
            ["Twilio__ApiBaseUrl"] = carrier.ToString(),
            ["Twilio__PublicBaseUrl"] = voice.ToString(),
            ["Twilio__From"] = "+8612338",
            ["Proxy__Trusted__0"] = "127.0.0.1",
            ["Routing__OfferSeconds"] = $"{OfferSeconds}",
            ["Routing__RingSeconds"] = "12",
            ["Routing__LeaseSeconds"] = $"{LeaseSeconds}",
            ["Routing__CallerSilenceSeconds"] = "30",
            ["Routing__WrapUpSeconds"] = "60",
            ["Shutdown__DrainSeconds"] = $"{drainSeconds}",
        };
        await MakeAccountsAsync(settings);
        Api = [new("Hotline.Api", settings, Redis.Port), new("Hotline.Api", settings, Redis.Port)];
        Agent = [new("Hotline.Agent", settings, Redis.Port), new("Hotline.Agent", settings, Redis.Port)];
        _carrier = await HostProcess.StartAsync("infra/Hotline.Simulator", carrier.Port, new Dictionary<string, string>
        {
            ["Twilio__AccountSid"] = Account,
            ["Twilio__AuthToken"] = Key,
            ["Simulator__VoiceUrl"] = new Uri(voice, "/twilio/voice/incoming").ToString(),
            ["Simulator__FallbackUrl"] = new Uri(voice, "/twilio/voice/fallback").ToString(),
            ["Simulator__StatusUrl"] = new Uri(voice, "/twilio/voice/status").ToString(),
            ["Simulator__Speed"] = $"{Speed}",
        });
        Carrier = new Carrier(carrier);
        await Task.WhenAll(Api.Concat(Agent).Select(host => host.StartAsync()));
        _balancer = await HaProxy.StartAsync(voice, staff, [.. Api.Select(h => h.Address)], [.. Agent.Select(h => h.Address)]);

        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key.Replace("__", ":", StringComparison.Ordinal), (string?)s.Value))).Build();
        _witness = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration)
            .AddStorage(configuration).AddTwilioTelephony(configuration).AddRouting(configuration).AddSingleton<CallRecordStore>().BuildServiceProvider();
        await _witness.GetRequiredService<RedisConnection>().StartingAsync(CancellationToken.None);
    }

    private async Task MakeAccountsAsync(Dictionary<string, string> settings)
    {
        var given = new Dictionary<string, string>(settings) { ["HOTLINE_DEMO_PASSWORD"] = Password };
        await using var made = HostProgram.Start("Hotline.Agent", _folder, given, "demo", "staff");
        Assert.That(await made.Ends(TimeSpan.FromSeconds(90)), Is.Zero, made.ToString());
    }
}

/// <summary>An operator's account, telephone and cookie.</summary>
internal sealed record Seat(StaffId Staff, string Phone, CookieContainer Cookies);
