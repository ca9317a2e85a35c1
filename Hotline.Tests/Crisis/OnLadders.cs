using System.Collections.Concurrent;
using Hotline.Core.Calls;
using Hotline.Core.Calls.Redis;
using Hotline.Core.Calls.Sql;
using Hotline.Core.Crisis;
using Hotline.Core.Crisis.Sql;
using Hotline.Core.Directory;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Storage;
using Hotline.Core.Storage.Redis;
using Hotline.Core.Telephony;
using Hotline.Tests.Routing;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;

namespace Hotline.Tests.Crisis;

/// <summary>Specs of the ladder: one real Redis for the fixture, wiped before each test, two hosts on it with a ladder and a pager of the test.</summary>
internal abstract class OnLadders
{
    protected static readonly SkillLevel Crisis = new(Skill.Crisis, 1), Legal = new(Skill.Legal, 1);

    private TestPlace? _place;

    protected RedisServer Redis { get; private set; } = null!;
    protected Switchboard One { get; set; } = null!;
    protected Switchboard Two { get; set; } = null!;
    protected ScriptedLadders Ladders { get; private set; } = null!;
    protected RecordingPager Pager { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => Redis = await RedisServer.StartAsync();

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (Redis is not null) await Redis.DisposeAsync();
    }

    [SetUp]
    public async Task OpenAsync()
    {
        await Redis.FlushAllAsync();
        (Ladders, Pager) = (new ScriptedLadders(), new RecordingPager());
        _place = await TestPlace.CreateAsync();
        One = await HostAsync();
        Two = await HostAsync();
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await One.DisposeAsync();
        await Two.DisposeAsync();
        if (_place is not null) await _place.DisposeAsync();
    }

    protected Task<Switchboard> HostAsync(Func<string, string, string>? rewrite = null) => OnLadders.OpenHostAsync(Redis, Ladders, Pager, rewrite);

    public static Task<Switchboard> OpenHostAsync(RedisServer redis, ICrisisLadders ladders, IPager? pager, Func<string, string, string>? rewrite = null, string network = "12338") =>
        Switchboard.OpenAsync(redis, new() { ["Network:Name"] = network }, parts =>
        {
            parts.AddSingleton(ladders);
            if (pager is not null) parts.AddSingleton(pager);
            if (rewrite is null) return;
            parts.AddSingleton(p =>
            {
                var scripts = ActivatorUtilities.CreateInstance<Core.Routing.Redis.LiveScripts>(p);
                scripts.Rewrite = rewrite;
                return scripts;
            });
        });

    protected static LadderStep Step(LadderLevel level, int seconds = 20, params OnCallPerson[] people) => new(level, TimeSpan.FromSeconds(seconds), people);

    protected static OnCallPerson Person(string id) =>
        new(id, "值班" + id, PhoneNumber.TryParse("+8613800001111", out var phone) ? phone : throw new InvalidOperationException(), Text: true, Call: true);

    /// <summary>Raised by a supervisor who is at no desk, about no call.</summary>
    protected async Task<EscalationId> AlarmAsync(StaffId? by = null) =>
        (await One.Escalations().RaiseAsync(by ?? StaffId.New(TimeProvider.System), null, EscalationCause.Operator, "main")).Id!.Value;

    protected async Task<OpenEscalation> ReadAsync(EscalationId id) => (await One.Escalations().ReadAsync())!.Escalations.Single(e => e.Id == id);

    protected async Task<IReadOnlyList<OpenEscalation>> AllAsync() => (await One.Escalations().ReadAsync())!.Escalations;

    /// <summary>What a host does with this entry when its time has come.</summary>
    protected static Task FireAsync(Switchboard host, string entry) => host.FireAsync(entry);

    protected Task StepAsync(EscalationId id) => FireAsync(One, "page|" + id);

    /// <summary>Copies what the log holds into a record of the test's own.</summary>
    protected Task<TestRecord> RecordAsync() => _place!.RecordAsync(One);
}

/// <summary>A ladder made for one test; without more, the built-in one.</summary>
internal sealed class ScriptedLadders : ICrisisLadders
{
    public Func<string, Ladder> Way { get; set; } = _ => BuiltInLadder.Ladder;

    public Ladder For(string centre, DateTimeOffset now) => Way(centre);

    public void Are(params LadderStep[] steps) => Way = _ => new Ladder(steps);
}

/// <summary>A pager that remembers what it is told, and does nothing more unless the test says so.</summary>
internal sealed class RecordingPager : IPager
{
    public ConcurrentQueue<PageOrder> Orders { get; } = new();
    public ConcurrentQueue<LegId> Withdrawn { get; } = new();
    public Func<PageOrder, Task> Do { get; set; } = _ => Task.CompletedTask;

    public Task PageAsync(PageOrder order, CancellationToken stop)
    {
        Orders.Enqueue(order);
        return Do(order);
    }

    public Task WithdrawAsync(IReadOnlyList<LegId> legs, CancellationToken stop)
    {
        foreach (var leg in legs) Withdrawn.Enqueue(leg);
        return Task.CompletedTask;
    }
}

internal static class LadderActs
{
    public static Escalations Escalations(this Switchboard host) => host.Services.GetRequiredService<Escalations>();

    public static EscalationRestorer Restorer(this Switchboard host, EscalationStore store) => new(
        host.Services.GetRequiredService<Core.Crisis.Redis.CrisisState>(), host.Escalations(), store, host.Services.GetRequiredService<Migrator>(), TimeProvider.System, NullLogger<EscalationRestorer>.Instance);

    /// <summary>The entry's time has come, and this host has claimed it.</summary>
    public static async Task FireAsync(this Switchboard host, string entry, long stamp = 1)
    {
        await host.Database.SortedSetAddAsync(host.Keys.Timers, entry, stamp, StackExchange.Redis.When.Exists);
        await host.FireClaimedAsync(entry, stamp);
    }

    public static Task FireClaimedAsync(this Switchboard host, string entry, long stamp) =>
        host.Services.GetServices<ITimerTaker>().Single(t => t.Takes(entry)).FireAsync(entry, stamp, CancellationToken.None);

    public static async Task<bool> HasTimerAsync(this Switchboard host, string entry) => await host.Database.SortedSetScoreAsync(host.Keys.Timers, entry) is not null;
}

/// <summary>A record of one test.</summary>
internal sealed class TestPlace : IAsyncDisposable
{
    private readonly Storage.TestDatabase _database;

    private TestPlace(Storage.TestDatabase database) => _database = database;

    public static async Task<TestPlace> CreateAsync() => new(await Storage.TestDatabase.CreateAsync());

    public async Task<TestRecord> RecordAsync(Switchboard host)
    {
        var store = new EscalationStore(_database.Database);
        var calls = new CallRecordStore(_database.Database, [store]);
        var recorder = new Recorder(host.Services.GetRequiredService<RedisConnection>(), host.Services.GetRequiredService<NetworkOptions>(), calls,
            _database.NewMigrator(), new RecordMeter(), TimeProvider.System, NullLogger<Recorder>.Instance);
        while (await recorder.CopyBatchAsync(oneByOne: false, CancellationToken.None))
        {
        }
        return new TestRecord(calls, store);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}

internal sealed record TestRecord(CallRecordStore Calls, EscalationStore Escalations);
