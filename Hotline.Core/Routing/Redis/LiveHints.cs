using System.Text;
using Hotline.Core.Staff;
using Hotline.Core.Storage.Redis;
using StackExchange.Redis;

namespace Hotline.Core.Routing.Redis;

/// <summary>Listens to what the scripts publish (<c>finish</c> in <c>live.lua</c>). Hints may be lost (a reconnect, a fail-over): whoever listens also reads the state now and then.</summary>
internal sealed class LiveHints(RedisConnection redis, LiveKeys keys)
{
    public async Task<IAsyncDisposable> ListenAsync(Action<DeskHint> deskChanged, Action<string> boardChanged, Action? crisisChanged = null)
    {
        void Heard(RedisChannel channel, RedisValue value)
        {
            ReadOnlyMemory<byte> told = (byte[]?)value;
            if (told.Span.StartsWith("desk "u8))
            {
                if (HintOf(told["desk ".Length..]) is { } hint) deskChanged(hint);
            }
            else if (told.Span.StartsWith("board "u8)) boardChanged(Encoding.UTF8.GetString(told.Span["board ".Length..]));
            else if (told.Span.SequenceEqual("crisis"u8)) crisisChanged?.Invoke();
        }
        Task SubscribeAsync(ConnectionMultiplexer connection) => connection.GetSubscriber().SubscribeAsync(keys.Hints, Heard);
        redis.Replacing += SubscribeAsync;
        try
        {
            await SubscribeAsync(redis.Multiplexer);
        }
        catch
        {
            redis.Replacing -= SubscribeAsync;
            throw;
        }
        return new Subscription(() =>
        {
            redis.Replacing -= SubscribeAsync;
            return redis.WithinAsync(redis.Multiplexer.GetSubscriber().UnsubscribeAsync(keys.Hints, Heard));
        });
    }

    // Every host hears of every desk: what follows the id is opened by the host that serves it.
    private static DeskHint? HintOf(ReadOnlyMemory<byte> told)
    {
        var end = told.Span.IndexOf((byte)'\n');
        var id = end < 0 ? told : told[..end];
        return Guid.TryParseExact(Encoding.ASCII.GetString(id.Span), "N", out var staff) ? new DeskHint(new StaffId(staff), end < 0 ? default : told[(end + 1)..]) : null;
    }

    private sealed class Subscription(Func<Task> end) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            try
            {
                await end();
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                // It ends with its connection.
            }
        }
    }
}
