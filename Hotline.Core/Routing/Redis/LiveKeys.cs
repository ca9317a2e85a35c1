using Hotline.Core.Calls.Redis;
using Hotline.Core.Directory;
using Hotline.Core.Staff;
using StackExchange.Redis;

namespace Hotline.Core.Routing.Redis;

/// <summary>
/// The keys of the live state. All carry the network's hash tag, so that one script changes them together, on a Redis Cluster too.
/// All are written by the live-state scripts only.
/// </summary>
internal sealed class LiveKeys
{
    public LiveKeys(NetworkOptions network, RoutingOptions routing)
    {
        var tag = "{" + network.Name + "}:";
        // Hash, call id → record. A call leaves it six hours after its end, by a timer.
        Calls = tag + "calls";
        // Hash, staff id → desk record. Stays: a desk is small and there are as many as staff.
        Desks = tag + "desks";
        // Hash, carrier's leg → call id: which call a callback without our id is about. Goes with its call.
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

        var lanes =
            from centre in network.CentreCodes
            from skill in routing.SkillCodes
            from level in Enumerable.Range(1, SkillLevel.Levels)
            select new Lane(centre, new Skill(skill), level);
        // lane: sorted set, call id by arrival − head start. ready: sorted set, staff id by ready-since, at exactly her level.
        All =
        [
            Calls, Desks, Legs, Facts, Timers, Fence, Events, Pace,
            .. lanes.SelectMany(lane => new RedisKey[] { tag + "lane:" + lane, tag + "ready:" + lane }),
        ];
    }

    public RedisKey Calls { get; }
    public RedisKey Desks { get; }
    public RedisKey Legs { get; }
    public RedisKey Facts { get; }
    public RedisKey Timers { get; }
    public RedisKey Fence { get; }
    public RedisKey Events { get; }
    public RedisKey Pace { get; }
    public RedisChannel Hints { get; }

    /// <summary>Every key of the network, in the order of <c>live.lua</c>: what each script is given.</summary>
    public RedisKey[] All { get; }
}
