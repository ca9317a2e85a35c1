using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.AgentHost;

/// <summary>Specs of the staff-facing host: one real Redis and two hosts of one installation for the fixture.</summary>
internal abstract class OnStaffHosts
{
    private Installation? _installation;

    protected RedisServer Redis { get; private set; } = null!;
    protected StaffHost One { get; private set; } = null!;
    protected StaffHost Two { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        Redis = await RedisServer.StartAsync();
        _installation = new Installation();
        One = StaffHost.Open(Redis, _installation);
        Two = StaffHost.Open(Redis, _installation);
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (One is not null) await One.DisposeAsync();
        if (Two is not null) await Two.DisposeAsync();
        _installation?.Dispose();
        if (Redis is not null) await Redis.DisposeAsync();
    }
}
