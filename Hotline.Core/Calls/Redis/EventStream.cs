using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hotline.Core.Staff;
using Hotline.Core.Storage.Redis;
using StackExchange.Redis;

namespace Hotline.Core.Calls.Redis;

/// <summary>The live state's event stream, read and trimmed by the recorder.</summary>
internal sealed class EventStream(RedisConnection redis, string network)
{
    /// <summary>A second's events of some fifty calls: what Redis reads out in about a millisecond, in which nobody else is served.</summary>
    public const int PageSize = 1000;

    /// <summary>
    /// So many events are read together. When much is to be copied, a call's events lie within a second or two of each other: the longer the stretch, the fewer
    /// calls are folded again with the next one.
    /// </summary>
    public const int MostRead = 8 * PageSize;

    private static readonly string Read = Script("read_events"), Trim = Script("trim_events"), Hold = Script("hold_lease");

    // An entry's fields.
    private static readonly RedisValue Kind = "k"u8.ToArray(), Time = "t"u8.ToArray(), Call = "c"u8.ToArray(), Staff = "o"u8.ToArray(), Fact = "f"u8.ToArray(), Detail = "d"u8.ToArray();
    private readonly RedisKey[] _keys = [CallKeys.Events(network), CallKeys.EventsOrigin(network)], _lease = [CallKeys.RecorderLease(network)];
    private readonly string _name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    /// <summary>The oldest uncopied events, all of one life of the stream and at most <see cref="MostRead"/>. Null when there are none.</summary>
    public async Task<EventBatch?> ReadAsync()
    {
        if (await ReadPageAsync("-") is not { } first) return null;
        var (ids, events) = (new List<RedisValue>(first.Ids), new List<CallEvent>(first.Events));
        while (ids.Count is < MostRead and var read && read % PageSize == 0)
        {
            // Wiped in between: its next life is another batch.
            if (await ReadPageAsync("(" + ids[^1]) is not { } more || more.Origin != first.Origin) break;
            ids.AddRange(more.Ids);
            events.AddRange(more.Events);
        }
        return new EventBatch(first.Origin, ids, events) { Waiting = first.Waiting };
    }

    private async Task<EventBatch?> ReadPageAsync(string from)
    {
        // A name is used once: if the stream is wiped and this node names its next life, that life must not have the old name.
        var name = _name + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        var reply = (RedisResult[])(await redis.WithinAsync(redis.Database.ScriptEvaluateAsync(Read, _keys, [name, PageSize, from])))!;
        var origin = (string)reply[0]!;
        var entries = (RedisResult[])reply[1]!;
        if (entries.Length == 0) return null;
        var ids = new List<RedisValue>(entries.Length);
        var events = new List<CallEvent>(entries.Length);
        foreach (var entry in entries)
        {
            var parts = (RedisResult[])entry!;
            var id = (string)parts[0]!;
            ids.Add(id);
            events.Add(Parse($"{origin}:{id}", id, (RedisResult[])parts[1]!));
        }
        return new EventBatch(origin, ids, events) { Waiting = (long)reply[2] };
    }

    /// <summary>Removes exactly the batch, a page at a time.</summary>
    public async Task TrimAsync(EventBatch batch)
    {
        foreach (var page in batch.Ids.Chunk(PageSize))
            await redis.WithinAsync(redis.Database.ScriptEvaluateAsync(Trim, _keys, [batch.Origin, .. page]));
    }

    /// <summary>Takes the lease to copy, or holds it on. False: another has it.</summary>
    public async Task<bool> HoldLeaseAsync(string me, TimeSpan length) =>
        (bool)await redis.WithinAsync(redis.Database.ScriptEvaluateAsync(Hold, _lease, [me, (long)length.TotalMilliseconds]));

    /// <summary>Gives it up, if it is still hers.</summary>
    public Task ReleaseLeaseAsync(string me) => redis.WithinAsync(redis.Database.LockReleaseAsync(_lease[0], me));

    /// <summary>How many events wait to be copied.</summary>
    public async Task<long> LengthAsync() => (long)await redis.WithinAsync(redis.Database.ExecuteAsync("XLEN", _keys[0]));

    /// <summary>When an entry was appended, by its id.</summary>
    internal static DateTimeOffset AppendedAt(string id) =>
        long.TryParse(id.AsSpan(0, Math.Max(0, id.IndexOf('-'))), NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && InRange(ms)
            ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : DateTimeOffset.UnixEpoch;

    /// <summary>An entry that is not of the form becomes an event of kind <see cref="EventKind.Malformed"/>: kept, and in nobody's way.</summary>
    private static CallEvent Parse(string eventId, string id, RedisResult[] fields)
    {
        string kind = "", time = "", call = "", staff = "", fact = "";
        byte[]? detail = null;
        for (var i = 0; i + 1 < fields.Length; i += 2)
        {
            var (name, value) = ((RedisValue)fields[i], fields[i + 1]);
            if (name == Kind) kind = (string)value!;
            else if (name == Time) time = (string)value!;
            else if (name == Call) call = (string)value!;
            else if (name == Staff) staff = (string)value!;
            else if (name == Fact) fact = (string)value!;
            else if (name == Detail) detail = (byte[])value!;
        }
        var (ofCall, ofStaff) = (default(CallId), default(StaffId));
        var sound = kind.Length is > 0 and <= 64 && fact.Length <= 400
            && long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && InRange(ms)
            && (call is "" || CallId.TryParse(call, out ofCall))
            && (staff is "" || StaffId.TryParse(staff, out ofStaff))
            && detail is not null && IsObject(detail);
        if (sound)
            return new CallEvent(eventId, kind, DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(time, CultureInfo.InvariantCulture)),
                call is "" ? null : ofCall, staff is "" ? null : ofStaff, fact.Length > 0 ? fact : null, Encoding.UTF8.GetString(detail!));
        var kept = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < fields.Length; i += 2) kept[(string)fields[i]!] = (string)fields[i + 1]!;
        return new CallEvent(eventId, EventKind.Malformed, AppendedAt(id), null, null, null, JsonSerializer.Serialize(kept));
    }

    /// <summary>Up to the year 9000: far beyond sense, and safe to add to.</summary>
    private static bool InRange(long ms) => ms <= 221_845_392_000_000;

    private static bool IsObject(ReadOnlySpan<byte> json)
    {
        // Lua cannot tell an empty object from an empty list.
        if (json.SequenceEqual("[]"u8)) return true;
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            while (reader.Read())
            {
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Script(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream($"Hotline.Core.Calls.Redis.{name}.lua")!);
        return reader.ReadToEnd();
    }
}

/// <summary>Events read together, with what is needed to trim exactly them.</summary>
internal sealed record EventBatch(string Origin, IReadOnlyList<RedisValue> Ids, IReadOnlyList<CallEvent> Events)
{
    public int Count => Events.Count;

    /// <summary>How many waited to be copied when these were read, they included.</summary>
    public long Waiting { get; init; }

    /// <summary>
    /// The same in parts of about so many events, each call's together in one of them unless they alone are more. Calls, and what belongs to none, are in the
    /// order of their first.
    /// </summary>
    /// <param name="size">Asked before each part.</param>
    public IEnumerable<EventBatch> ByCall(Func<int> size)
    {
        var place = new int[Count];
        var first = new Dictionary<CallId, int>();
        for (var i = 0; i < place.Length; i++)
        {
            if (Events[i].Call is not { } call) place[i] = i;
            else if (!first.TryGetValue(call, out place[i])) first[call] = place[i] = i;
        }
        int[] order = [.. Enumerable.Range(0, Count).OrderBy(i => place[i])];
        for (var (begin, end) = (0, 0); begin < order.Length; begin = end)
        {
            end = Math.Min(begin + size(), order.Length);
            var cut = end;
            while (cut > begin && end < order.Length && place[order[cut]] == place[order[cut - 1]]) cut--;
            if (cut > begin) end = cut;
            yield return new(Origin, Array.ConvertAll(order[begin..end], i => Ids[i]), Array.ConvertAll(order[begin..end], i => Events[i]));
        }
    }
}
