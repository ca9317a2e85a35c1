using Hotline.Core.Calls.Redis;
using Hotline.Core.Directory;
using StackExchange.Redis;

namespace Hotline.Core.Routing.Redis;

/// <summary>
/// The keys of the live state. All carry the network's hash tag, so that one script changes them together, on a Redis Cluster too.
/// All are written by the live-state scripts only.
/// </summary>
internal sealed class LiveKeys
{
    public LiveKeys(NetworkOptions network)
    {
        var tag = "{" + network.Name + "}:";
        // Hash, call id → record. A call leaves it six hours after its end, by a timer.
        Calls = tag + "calls";
        // Hash, staff id → desk record. Stays: a desk is small and there are as many as staff.
        Desks = tag + "desks";
        // Hash, carrier's leg → call id: which call a callback without our id is about, which goes with its call; line/staff id → the last leg ordered to
        // that desk's telephone, '?' while it is not known.
        Legs = tag + "legs";
        // Sorted set, fact key by time taken: each carrier fact once. Trimmed after six hours; the record's unique index answers for later ones.
        Facts = tag + "facts";
        // Sorted set, what is due by when: the one durable timer set.
        Timers = tag + "timers";
        // String, the last fencing token.
        Fence = tag + "fence";
        // Hash, lane → how quickly it was served lately.
        Pace = tag + "pace";
        Events = CallKeys.Events(network.Name);
        // A channel, not a key: which desk or board changed. A hint; whoever misses it reads the state.
        Hints = tag + "hints";

        // Sorted set without scores, lane|place|call: who waits, lane by lane in the order of places. Of one who stands in several lanes, all.
        Waiting = tag + "waiting";
        // Sorted set without scores, centre/skill/level|class and since|desk: who is ready, at exactly her levels.
        Ready = tag + "ready";
        // Sorted set without scores, lane|place|call: as waiting, each caller once, in her own lane; of who is to be called back, ~lane. For the board.
        Queue = tag + "queue";
        // Sorted set without scores, centre|desk: desks that are not off. For the board.
        Present = tag + "present";
        // Hash, number key → what is remembered of a number. An entry goes 400 days after the last call.
        Numbers = tag + "numbers";
        // Hash, called number → how many of its calls are in a lane or with an operator.
        Trunks = tag + "trunks";
        // Hash, escalation id → record: the open ones. Closing removes it.
        Escalations = tag + "escalations";
        All = [Calls, Desks, Legs, Facts, Timers, Fence, Events, Pace, Waiting, Ready, Queue, Present, Numbers, Trunks, Escalations];
        AsArguments = [.. All.Select(key => (RedisKey)(byte[])key!)];
    }

    public RedisKey Calls { get; }
    public RedisKey Desks { get; }
    public RedisKey Legs { get; }
    public RedisKey Facts { get; }
    public RedisKey Timers { get; }
    public RedisKey Fence { get; }
    public RedisKey Events { get; }
    public RedisKey Pace { get; }
    public RedisKey Waiting { get; }
    public RedisKey Ready { get; }
    public RedisKey Queue { get; }
    public RedisKey Present { get; }
    public RedisKey Numbers { get; }
    public RedisKey Trunks { get; }
    public RedisKey Escalations { get; }
    public RedisChannel Hints { get; }

    /// <summary>Every key, in the order of <c>live.lua</c>: what each script is given.</summary>
    public RedisKey[] All { get; }

    /// <summary>The same as they are sent, encoded once.</summary>
    public object[] AsArguments { get; }
}
