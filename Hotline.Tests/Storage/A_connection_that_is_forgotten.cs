using System.Globalization;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Storage.Redis;
using Hotline.Tests.Faults;
using Hotline.Tests.Servers;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;

namespace Hotline.Tests.Storage;

/// <summary>
/// A connection to the live state that stays open and on which nothing comes any more, or nothing is taken. One in use is never given up by the client's own means.
/// </summary>
[TestFixture]
internal sealed class A_connection_that_is_forgotten
{
    [Test]
    public async Task Is_replaced_while_it_is_in_use()
    {
        await using var stage = await StartAsync();
        using var enough = new CancellationTokenSource();
        // A write every few milliseconds: 1.2.6 looks for missing replies only after ten seconds without one.
        var use = Task.Run(async () =>
        {
            for (; !enough.IsCancellationRequested; await Task.Delay(5)) _ = stage.Redis.TakesChangesAsync();
        });
        stage.Wire.ForgetAll();
        await Eventually.True(stage.Redis.TakesChangesAsync, "commands are answered");
        await stage.HintComesAsync();
        await enough.CancelAsync();
        await use;
        Assert.That(stage.Redis.Multiplexer, Is.Not.SameAs(stage.First), "by a new one");
    }

    [TestCase(true), TestCase(false, Description = "Only that by which hints come.")]
    public async Task Is_replaced_when_it_comes_again_and_is_not_greeted(bool commandsToo)
    {
        await using var stage = await StartAsync();
        stage.Wire.Swallow();
        if (commandsToo) stage.Wire.ResetAll();
        else await stage.Redis.Database.ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");
        await Eventually.True(() => stage.Wire.Swallowed >= (commandsToo ? 2 : 1), "it comes again, and is forgotten");
        stage.Wire.Heal();
        await Eventually.True(stage.Redis.TakesChangesAsync, "commands are answered");
        await stage.HintComesAsync();
    }

    /// <summary>Its provider has changed over to another machine: the old one lives, follows the new one and refuses every change.</summary>
    [Test]
    public async Task Is_replaced_when_its_name_leads_to_another_server()
    {
        await using var stage = await StartAsync();
        await using var successor = await RedisServer.StartAsync();
        stage.Wire.LeadsTo(successor.Port);
        await stage.Server.FollowAsync();
        await Eventually.True(async () => !await stage.Redis.TakesChangesAsync(), "changes are refused");
        await Eventually.True(stage.Redis.TakesChangesAsync, "changes are taken");
        await stage.HintComesAsync();
        Assert.That(stage.Redis.Multiplexer, Is.Not.SameAs(stage.First), "by a new one");
    }

    private static async Task<Wired> StartAsync()
    {
        var server = await RedisServer.StartAsync();
        var wire = FaultProxy.Before(server.Port);
        var redis = new RedisConnection(
            string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{wire.Port},abortConnect=false,allowAdmin=true"), TimeProvider.System, NullLogger<RedisConnection>.Instance);
        await redis.StartingAsync(default);
        var keys = new LiveKeys(new Core.Directory.NetworkOptions());
        var stage = new Wired(server, wire, redis, keys) { First = redis.Multiplexer };
        stage.Listening = await new LiveHints(redis, keys).ListenAsync(_ => { }, _ => stage.Hears());
        await stage.HintComesAsync();
        return stage;
    }

    private sealed class Wired(RedisServer server, FaultProxy wire, RedisConnection redis, LiveKeys keys) : IAsyncDisposable
    {
        private int _heard;

        public RedisServer Server => server;
        public FaultProxy Wire => wire;
        public RedisConnection Redis => redis;
        public required object First { get; init; }
        public IAsyncDisposable? Listening { get; set; }

        public void Hears() => Interlocked.Increment(ref _heard);

        public async Task HintComesAsync()
        {
            var until = Volatile.Read(ref _heard);
            await Eventually.True(async () =>
            {
                if (await redis.TakesChangesAsync()) await redis.WithinAsync(redis.Database.PublishAsync(keys.Hints, "board main"));
                return Volatile.Read(ref _heard) > until;
            }, "hints are heard");
        }

        public async ValueTask DisposeAsync()
        {
            if (Listening is not null) await Listening.DisposeAsync();
            redis.Dispose();
            await wire.DisposeAsync();
            await server.DisposeAsync();
        }
    }
}
