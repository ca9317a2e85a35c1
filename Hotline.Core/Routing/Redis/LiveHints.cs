using Hotline.Core.Staff;
using Hotline.Core.Storage.Redis;

namespace Hotline.Core.Routing.Redis;

/// <summary>Listens to what the scripts publish. Hints may be lost (a reconnect, a fail-over): whoever listens also reads the state now and then.</summary>
internal sealed class LiveHints(RedisConnection redis, LiveKeys keys)
{
    public async Task<IAsyncDisposable> ListenAsync(Action<StaffId> deskChanged, Action<string> boardChanged, Action? crisisChanged = null)
    {
        var subscriber = redis.Multiplexer.GetSubscriber();
        void Heard(StackExchange.Redis.RedisChannel channel, StackExchange.Redis.RedisValue value)
        {
            var text = (string?)value ?? "";
            if (text.StartsWith("desk ", StringComparison.Ordinal) && StaffId.TryParse(text[5..], out var staff)) deskChanged(staff);
            else if (text.StartsWith("board ", StringComparison.Ordinal)) boardChanged(text[6..]);
            else if (text == "crisis") crisisChanged?.Invoke();
        }
        await subscriber.SubscribeAsync(keys.Hints, Heard);
        return new Subscription(() => subscriber.UnsubscribeAsync(keys.Hints, Heard));
    }

    private sealed class Subscription(Func<Task> end) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await end();
    }
}
