using Hotline.Core.Storage.Redis;
using Hotline.Tests.Servers;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;

namespace Hotline.Tests.Storage;

/// <summary>One connection serves a whole host: what is done with one reply is nobody else's delay.</summary>
[TestFixture]
public sealed class Replies_of_the_live_state
{
    /// <summary>Keeps Redis busy for a while, so that its reply comes after somebody waits for it.</summary>
    private const string Long = "for i = 1, 500000 do end return 1";

    [Test]
    public async Task One_that_is_worked_on_for_long_holds_up_no_other()
    {
        await using var server = await RedisServer.StartAsync();
        using var redis = new RedisConnection(server.ConnectionString, TimeProvider.System, NullLogger<RedisConnection>.Instance);
        await redis.StartingAsync(default);
        using var finished = new ManualResetEventSlim();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // On the pool, as in a host: a test has a context of its own, to which its continuations go.
        var slow = Task.Run(WorkAsync);
        await begun.Task;
        try
        {
            Assert.That(await redis.WithinAsync(redis.Database.StringSetAsync("next", "1")), Is.True);
        }
        finally
        {
            finished.Set();
        }
        await slow;

        async Task WorkAsync()
        {
            await redis.WithinAsync(redis.Database.ScriptEvaluateAsync(Long));
            begun.SetResult();
            finished.Wait();
        }
    }
}
