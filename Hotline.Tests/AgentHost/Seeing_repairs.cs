using System.Net;
using Hotline.Core.Routing;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Staff;
using Hotline.Core.Storage.Redis;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.AgentHost;

internal sealed class Seeing_repairs : OnStaffHosts
{
    [Test]
    public async Task Whoever_oversees_sees_what_was_put_right_in_her_centre()
    {
        await One.HasStaffAsync("lead", roles: Role.Supervisor);
        await One.HasStaffAsync("keeper", roles: Role.Administrator);
        await One.HasStaffAsync("op");
        using var lead = await One.SignsInAsync("lead");
        using var keeper = await Two.SignsInAsync("keeper");
        using var op = await One.SignsInAsync("op");
        Assert.That((await op.SendAsync(HttpMethod.Get, "/api/repairs")).Status, Is.EqualTo(HttpStatusCode.Forbidden));

        var (database, keys) = (One.Services.GetRequiredService<RedisConnection>().Database, One.Services.GetRequiredService<LiveKeys>());
        var caller = await One.CallerWaitsAsync();
        await database.SortedSetRemoveAsync(keys.Timers, $"caller|{caller.Call}");
        await database.HashSetAsync(keys.Trunks, "nowhere", 3);
        await database.SortedSetAddAsync(keys.Timers, Reconciler.Beat, 1);

        await Eventually.True(async () => (await keeper.GetAsync("/api/repairs")).GetArrayLength() == 2, "the pump's beat repaired both, and they are recorded");
        var seen = (await lead.GetAsync("/api/repairs")).EnumerateArray().Single();
        Assert.That(seen.GetProperty("what").GetString(), Is.EqualTo("timer-missing"));
        Assert.That(seen.GetProperty("call").GetString(), Is.EqualTo(caller.Call.ToString()));
        Assert.That(seen.GetProperty("at").GetDateTimeOffset(), Is.EqualTo(TimeProvider.System.GetUtcNow()).Within(TimeSpan.FromMinutes(5)));
    }
}
