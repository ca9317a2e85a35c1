using Hotline.Core.Calls;
using Hotline.Core.Telephony;
using StackExchange.Redis;

namespace Hotline.Core.Routing.Redis;

/// <summary>What is repaired by itself, and what is compared with the carrier and the record.</summary>
internal sealed partial class LiveState
{
    /// <summary>One bounded step over one slice: what it repaired, and where the next step begins (<c>0</c>: the slice is done).</summary>
    public async Task<(string Next, IReadOnlyList<string> Repaired)> RepairAsync(string slice, string cursor, int entries, TimeSpan lease)
    {
        var reply = await scripts.RunAsync("repair", slice, cursor, entries, (long)lease.TotalMilliseconds);
        return ((string)reply[0]!, [.. reply.Skip(1).Select(r => (string)r!)]);
    }

    /// <summary>One step over the live calls that are at least so old; <c>0</c> as the next cursor ends it.</summary>
    public async Task<(string Next, IReadOnlyList<(CallId Call, LegId Leg)> Calls)> ListCallsAsync(string cursor, int entries, TimeSpan age)
    {
        var reply = await scripts.RunAsync("list_calls", cursor, entries, (long)age.TotalMilliseconds);
        return ((string)reply[0]!, [.. reply.Skip(1).Chunk(2).Select(pair => (Call(pair[0]), new LegId((string)pair[1]!)))]);
    }

    /// <summary>Of these legs, which the carrier has alive under our number, those that no call has any more.</summary>
    public async Task<IReadOnlyList<LegId>> FindOrphansAsync(IEnumerable<LegId> legs, TimeSpan ended)
    {
        var reply = await scripts.RunAsync("find_orphans", [(long)ended.TotalMilliseconds, .. legs.Select(l => (RedisValue)l.Value)]);
        return [.. reply.Chunk(2).Select(pair => new LegId((string)pair[0]!))];
    }

    /// <summary>Ends a live call whose caller's leg has ended unseen, as its own timer would. Null when another node was first.</summary>
    public async Task<(bool Done, LiveEffect? Effect)> EndUnseenAsync(CallId call, string what)
    {
        var reply = await scripts.RunAsync("fire_timer", $"caller|{call}", nameof(LegStatus.Ended), "", what);
        return ((string)reply[0]! != "Stale", reply.Length < 3 ? null : new LiveEffect((string)reply[0]!, Call(reply[1]), new LegId((string)reply[2]!)));
    }

    /// <summary>Ends a call for the record that the live state does not know; <paramref name="at"/>: when it ended, if that is known. False: it knows it, or it was done.</summary>
    public async Task<bool> EndLostAsync(CallId call, DateTimeOffset? at) => await FirstAsync("end_lost", call.ToString(), "end", at is { } told ? Ms(told) : "") == "Done";

    public async Task<bool> KnowsAsync(CallId call) => await FirstAsync("end_lost", call.ToString(), "", "") == "Known";

    /// <summary>True: this caller, on the line and unknown here, was looked at before, so long ago at least, and it is for this node to bring her back.</summary>
    public async Task<bool> MayReturnAsync(CallId call, LegId leg, TimeSpan between) =>
        await FirstAsync("return_lost", call.ToString(), leg.Value, (long)between.TotalMilliseconds, "") == "Due";

    public Task NoteReturnedAsync(CallId call) => scripts.RunAsync("return_lost", call.ToString(), "", 0, "done");
}
