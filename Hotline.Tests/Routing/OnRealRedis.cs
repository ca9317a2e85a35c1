using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

/// <summary>Specs of the routing core: one real Redis for the fixture, wiped before each test, and two hosts on it.</summary>
internal abstract class OnRealRedis
{
    protected RedisServer Redis { get; private set; } = null!;
    protected Switchboard One { get; private set; } = null!;
    protected Switchboard Two { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => Redis = await RedisServer.StartAsync();

    [SetUp]
    public async Task OpenAsync()
    {
        await Redis.FlushAllAsync();
        One = await Switchboard.OpenAsync(Redis, Settings);
        Two = await Switchboard.OpenAsync(Redis, Settings);
    }

    protected virtual Dictionary<string, string?> Settings => [];

    [TearDown]
    public async Task CloseAsync()
    {
        await One.DisposeAsync();
        await Two.DisposeAsync();
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (Redis is not null) await Redis.DisposeAsync();
    }
}
