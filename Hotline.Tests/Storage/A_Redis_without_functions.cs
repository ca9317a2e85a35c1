using Hotline.Core.Starting;
using Hotline.Core.Storage.Redis;
using Hotline.Tests.Servers;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;

namespace Hotline.Tests.Storage;

[TestFixture]
public sealed class A_Redis_without_functions
{
    [Test]
    public async Task Stops_the_start_and_the_setting_is_named()
    {
        await using var server = await RedisServer.StartAsync();
        using var first = Connection(server);
        await first.StartingAsync(default);
        await first.Database.ExecuteAsync("ACL", "SETUSER", "default", "-function");

        using var second = Connection(server);
        var refused = await Assert.ThrowsAsync<BadSettingException>(async () => await second.StartingAsync(default));
        Assert.That(refused!.Message, Does.Contain("ConnectionStrings__Redis").And.Contain("7.0").And.Contain("+function"));
    }

    private static RedisConnection Connection(RedisServer server) => new(server.ConnectionString, TimeProvider.System, NullLogger<RedisConnection>.Instance);
}
