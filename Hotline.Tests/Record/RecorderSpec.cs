using System.Diagnostics.Metrics;
using System.Globalization;
using Dapper;
using Hotline.Core.Calls;
using Hotline.Core.Calls.Redis;
using Hotline.Core.Calls.Sql;
using Hotline.Core.Directory;
using Hotline.Core.Storage.Redis;
using Hotline.Tests.Servers;
using Hotline.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using StackExchange.Redis;

namespace Hotline.Tests.Record;

/// <summary>Specs of the recorder: one real Redis for the fixture, wiped before each test, and an empty record.</summary>
internal abstract class RecorderSpec
{
    protected static readonly NetworkOptions Network = new();
    private readonly List<Recorder> _running = [];

    protected RedisServer Server { get; private set; } = null!;
    protected RedisConnection Redis { get; private set; } = null!;
    protected TestDatabase Sql { get; private set; } = null!;
    protected CallRecordStore Record => new(Sql.Database);

    [OneTimeSetUp]
    public async Task GivenARedis() => Server = await RedisServer.StartAsync();

    [OneTimeTearDown]
    public async Task EndIt()
    {
        if (Server is not null) await Server.DisposeAsync();
    }

    [SetUp]
    public async Task GivenAnEmptyRecord()
    {
        Sql = await TestDatabase.CreateAsync();
        await Server.FlushAllAsync();
        Redis = await ConnectAsync();
    }

    [TearDown]
    public async Task StopAll()
    {
        foreach (var recorder in _running)
        {
            await recorder.StopAsync(default);
            recorder.Dispose();
        }
        _running.Clear();
        Redis.Dispose();
        await Sql.DisposeAsync();
    }

    private async Task<RedisConnection> ConnectAsync()
    {
        var connection = new RedisConnection(Server.ConnectionString, TimeProvider.System, NullLogger<RedisConnection>.Instance);
        await connection.StartingAsync(default);
        return connection;
    }

    protected async Task<Recorder> NewRecorderAsync(TimeProvider? clock = null, IMeterFactory? meters = null)
    {
        var migrator = Sql.NewMigrator();
        await migrator.RunAsync();
        return new Recorder(Redis, Network, Record, migrator, new RecordMeter(meters), clock ?? TimeProvider.System, NullLogger<Recorder>.Instance);
    }

    /// <summary>Stopped with the test.</summary>
    protected async Task<Recorder> StartRecorderAsync() => await StartAsync(await NewRecorderAsync());

    protected async Task<Recorder> StartAsync(Recorder recorder)
    {
        await recorder.StartAsync(default);
        _running.Add(recorder);
        return recorder;
    }

    protected async Task TellAsync(IEnumerable<CallEvent> events)
    {
        foreach (var e in events)
            await AddAsync("*", e.Kind, e.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), e.Call?.ToString() ?? "", e.Detail, e.Operator?.ToString() ?? "", e.FactKey ?? "");
    }

    protected Task<RedisResult> AddAsync(string id, string kind, string at, string call, string detail = "{}", string staff = "", string fact = "") =>
        Redis.Database.ExecuteAsync("XADD", CallKeys.Events(Network.Name), id, "k", kind, "t", at, "c", call, "o", staff, "f", fact, "d", detail);

    protected async Task<long> StreamLengthAsync() => await new EventStream(Redis, Network.Name).LengthAsync();

    protected async Task<int> EventsAsync()
    {
        await using var connection = await Sql.Database.OpenAsync();
        return await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM call_events");
    }
}
