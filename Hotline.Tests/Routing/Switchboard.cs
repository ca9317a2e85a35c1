using System.Text.Json;
using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Calls.Redis;
using Hotline.Core.Crisis;
using Hotline.Core.Directory;
using Hotline.Core.Routing;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Staff;
using Hotline.Core.Storage;
using Hotline.Core.Storage.Redis;
using Hotline.Core.Telephony;
using Hotline.Tests.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NUnit.Framework;
using StackExchange.Redis;

namespace Hotline.Tests.Routing;

/// <summary>The routing core on a real Redis with a scripted carrier; intent, not services.</summary>
internal sealed class Switchboard : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly string _folder;
    private TimerPump? _pump;
    private static int _legs, _numbers;

    private Switchboard(ServiceProvider services, RedisServer redis, ScriptedTelephony carrier, ScriptedRoutes routes, string folder) =>
        (_services, Redis, Carrier, Routes, _folder) = (services, redis, carrier, routes, folder);

    public RedisServer Redis { get; }
    public ScriptedTelephony Carrier { get; }
    public CallFlow Flow => _services.GetRequiredService<CallFlow>();
    public Joins Joins => _services.GetRequiredService<Joins>();
    public Desks Desks => _services.GetRequiredService<Desks>();
    public LiveState Live => _services.GetRequiredService<LiveState>();
    public LiveScripts Scripts => _services.GetRequiredService<LiveScripts>();
    public LiveKeys Keys => _services.GetRequiredService<LiveKeys>();
    public StackExchange.Redis.IDatabase Database => _services.GetRequiredService<RedisConnection>().Database;
    public ITelephony Telephony => _services.GetRequiredService<ITelephony>();
    public IServiceProvider Services => _services;

    /// <summary>The policy of this host; the default is one centre, open to everybody.</summary>
    public ScriptedRoutes Routes { get; }

    /// <summary>Several switchboards on one Redis are several hosts. <paramref name="instead"/> puts a test's own parts in the place of some.</summary>
    public static async Task<Switchboard> OpenAsync(RedisServer redis, Dictionary<string, string?>? settings = null, Action<IServiceCollection>? instead = null)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("hotline-switchboard-").FullName;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Redis"] = redis.ConnectionString,
            ["ConnectionStrings:Sql"] = $"Data Source={Path.Combine(folder, "record.db")}",
            ["Storage:Provider"] = "Sqlite",
            ["Sealing:KeyFile"] = Path.Combine(redis.Folder, "keys.json"),
            ["Sealing:CreateKeyFile"] = "true",
            // No console renews it here: a lease that is to end is made due.
            ["Routing:LeaseSeconds"] = "60",
        }).AddInMemoryCollection(settings ?? []).Build();
        var (carrier, routes) = (new ScriptedTelephony(), new ScriptedRoutes());
        var parts = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddStorage(configuration)
            .AddSingleton<IRoutes>(routes)
            .AddRouting(configuration)
            .AddJoining(configuration)
            .AddSingleton<ITelephony>(carrier);
        instead?.Invoke(parts);
        var services = parts.BuildServiceProvider();
        await services.GetRequiredService<RedisConnection>().StartingAsync(CancellationToken.None);
        return new Switchboard(services, redis, carrier, routes, folder);
    }

    public async Task RunTimersAsync()
    {
        _pump = _services.GetServices<IHostedService>().OfType<TimerPump>().Single();
        await _pump.StartAsync(CancellationToken.None);
    }

    /// <summary>Everybody from her own number, unless one is given.</summary>
    public async Task<CallTicket> CallerDialsAsync(string? number = null)
    {
        var from = PhoneNumber.TryParse(number ?? $"+86138{Interlocked.Increment(ref _numbers):00000000}", out var parsed) ? parsed : null;
        var ticket = await Flow.ArriveAsync(new LegId($"leg-{Interlocked.Increment(ref _legs)}"), from, "+8612338", CancellationToken.None);
        await NextMillisecondAsync();
        return ticket;
    }

    // Of two in one millisecond nobody can say who came first; who dials or is ready after somebody else is later than she.
    private static async Task NextMillisecondAsync()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        while (TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() <= now) await Task.Yield();
    }

    public async Task<CallTicket> CallerWaitsAsync(Skill skill, string? number = null)
    {
        var ticket = await CallerDialsAsync(number);
        await Flow.EnterAsync(ticket, skill, EnteredBy.Key, CancellationToken.None);
        return ticket;
    }

    /// <summary>Opens a desk; it is off until its operator wishes otherwise.</summary>
    public Task<StaffId> OperatorSitsDownAsync(params SkillLevel[] skills) => OperatorSitsDownInAsync("main", skills);

    public async Task<StaffId> OperatorSitsDownInAsync(string centre, params SkillLevel[] skills)
    {
        var staff = StaffId.New(TimeProvider.System);
        await Desks.KeepAsync(staff, centre, skills, $"sip:{staff}@desk.test");
        return staff;
    }

    public Task<StaffId> OperatorIsReadyAsync(params SkillLevel[] skills) => OperatorIsReadyInAsync("main", skills);

    public async Task<StaffId> OperatorIsReadyInAsync(string centre, params SkillLevel[] skills)
    {
        var staff = await OperatorSitsDownInAsync(centre, skills);
        await Desks.SetPresenceAsync(staff, Presence.Ready, null);
        await NextMillisecondAsync();
        return staff;
    }

    public async Task<Desk> DeskAsync(StaffId staff) => await Desks.ReadAsync(staff) ?? throw new InvalidOperationException("No such desk.");

    public async Task<CallState> StateAsync(CallId call)
    {
        var text = (string?)await Database.HashGetAsync(Keys.Calls, call.ToString());
        return LiveCall.Parse(text ?? "")?.State ?? throw new InvalidOperationException("The live state has no such call.");
    }

    // The set's score is the only clock a timer has: making it due is not waiting for it.
    public async Task MakeDueAsync(string entry)
    {
        Assert.That(await Database.SortedSetScoreAsync(Keys.Timers, entry), Is.Not.Null, $"{entry} is set");
        await Database.SortedSetAddAsync(Keys.Timers, entry, 1);
    }

    /// <summary>The details of the events of one kind, in order, as they stand in the stream.</summary>
    public async Task<string[]> EventsAsync(string kind) =>
        [.. (await new EventStream(_services.GetRequiredService<RedisConnection>(), "12338").ReadAsync())?.Events.Where(e => e.Kind == kind).Select(e => e.Detail) ?? []];

    /// <summary>From her offer until both are in the conference.</summary>
    public async Task<CarrierStory> TalkNowAsync(StaffId op, CallTicket caller)
    {
        var desk = await DeskAsync(op);
        Assert.That((desk.State, desk.Call?.Call), Is.EqualTo((DeskState.Offered, (CallId?)caller.Call)));
        await Desks.AcceptAsync(op, caller.Call, desk.Call!.Token, CancellationToken.None);
        var facts = new CarrierStory(caller, op, desk.Call.Token, "CF-" + desk.Call.Token);
        await Flow.TellAsync(facts.OperatorJoined, CancellationToken.None);
        await Flow.TellAsync(facts.CallerJoined, CancellationToken.None);
        return facts;
    }

    public async Task TellAsync(params CarrierFact[] facts)
    {
        foreach (var fact in facts) await Flow.TellAsync(fact, CancellationToken.None);
    }

    /// <summary>Ready → offered → accepted → both in the conference.</summary>
    public async Task<(CallTicket Caller, StaffId Operator, long Token)> TalkAsync(Skill skill, string? number = null)
    {
        var op = await OperatorIsReadyAsync(new SkillLevel(skill, 2));
        var caller = await CallerWaitsAsync(skill, number);
        var desk = await DeskAsync(op);
        await Desks.AcceptAsync(op, caller.Call, desk.Call!.Token, CancellationToken.None);
        var facts = new CarrierStory(caller, op, desk.Call.Token);
        await Flow.TellAsync(facts.OperatorJoined, CancellationToken.None);
        await Flow.TellAsync(facts.CallerJoined, CancellationToken.None);
        return (caller, op, desk.Call.Token);
    }

    public Task ReconcileAsync() => _services.GetRequiredService<Reconciler>().RunAsync(CancellationToken.None);

    /// <summary>What was repaired, as the event log tells it.</summary>
    public async Task<string[]> RepairsAsync() =>
        [.. ((RedisResult[])(await Database.ExecuteAsync("XRANGE", (string)Keys.Events!, "-", "+"))!)
            .Select(entry => ((RedisResult[])((RedisResult[])entry!)[1]!).Select(v => (string)v!).ToArray())
            .Where(fields => fields[1] == EventKind.Repair)
            .Select(fields => JsonDocument.Parse(fields[^1]).RootElement.GetProperty("what").GetString()!)];

    public async ValueTask DisposeAsync()
    {
        if (_pump is not null) await _pump.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        System.IO.Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>Everything a carrier tells about one answered call, in its own time order.</summary>
internal sealed class CarrierStory(CallTicket caller, StaffId op, long token, string conference = "CF1", DateTimeOffset? start = null)
{
    private readonly LegId _leg = ScriptedTelephony.OperatorLeg(caller.Call, token);
    private readonly DateTimeOffset _start = start ?? new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);

    public CarrierFact OperatorRinging => Leg(FactSide.Operator, EventKind.LegRinging, 1, "ringing");
    public CarrierFact OperatorAnswered => Leg(FactSide.Operator, EventKind.LegAnswered, 2, "in-progress");
    public CarrierFact OperatorJoined => Conference(FactSide.Operator, EventKind.Joined, 3, 1);
    public CarrierFact ConferenceStarted => Conference(FactSide.Conference, EventKind.ConferenceStarted, 4, 2);
    public CarrierFact CallerJoined => Conference(FactSide.Caller, EventKind.Joined, 4, 3);
    public CarrierFact CallerLeft => Conference(FactSide.Caller, EventKind.Left, 64, 4, "participant_hung_up");
    public CarrierFact ConferenceEnded => Conference(FactSide.Conference, EventKind.ConferenceEnded, 64, 5);
    public CarrierFact OperatorEnded => Leg(FactSide.Operator, EventKind.LegEnded, 65, "completed", 63);
    public CarrierFact CallerEnded => Leg(FactSide.Caller, EventKind.LegEnded, 64, "completed", 70);

    public CarrierFact[] Whole =>
        [OperatorRinging, OperatorAnswered, OperatorJoined, CallerJoined, CallerLeft, ConferenceEnded, OperatorEnded, CallerEnded];

    private CarrierFact Leg(FactSide side, string kind, int at, string status, int? seconds = null)
    {
        var leg = side == FactSide.Caller ? caller.Leg : _leg;
        return new CarrierFact(side == FactSide.Caller ? null : caller.Call, leg, side, kind, _start.AddSeconds(at), $"{leg}/{status}",
            Reason: status, Operator: side == FactSide.Operator ? op : null, Token: side == FactSide.Operator ? token : null, Seconds: seconds);
    }

    private CarrierFact Conference(FactSide side, string kind, int at, int sequence, string? reason = null) =>
        new(caller.Call, side switch { FactSide.Caller => caller.Leg, FactSide.Operator => _leg, _ => new LegId("") }, side, kind,
            _start.AddSeconds(at), $"{conference}/{sequence}", Conference: conference, Reason: reason);
}
