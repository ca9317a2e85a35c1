using Hotline.Core.Calls.Redis;
using Hotline.Core.Directory;
using Hotline.Core.Storage.Redis;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Tests.Record;

/// <summary>What is told at one moment may be copied at several: a test that has seen one event of the record has not seen the next one.</summary>
internal static class TheRecord
{
    /// <summary>Waits until everything that was told so far is in the record. The host's own recorder copies it.</summary>
    public static Task HasEverythingAsync(IServiceProvider host)
    {
        var stream = new EventStream(host.GetRequiredService<RedisConnection>(), host.GetRequiredService<NetworkOptions>().Name);
        return Eventually.True(async () => await stream.LengthAsync() == 0, "the recorder has copied everything");
    }
}
