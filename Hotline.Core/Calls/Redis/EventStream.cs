using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
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
    /// Pages copied together. When much is to be copied, a call's events lie within a second or two of each other: the longer the stretch, the fewer
    /// calls are folded again with the next one (measured: 80 µs an event with one page, 55 with four).
    /// </summary>
    public const int MostPages = 4;

    private static readonly string Read = Script("read_events"), Trim = Script("trim_events");
    private readonly RedisKey[] _keys = [CallKeys.Events(network), CallKeys.EventsOrigin(network)];
    private readonly string _name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    /// <summary>The oldest uncopied events, all of one life of the stream and at most so many pages of them. Null when there are none.</summary>
    public async Task<EventBatch?> ReadAsync(int pages = MostPages)
    {
        var batch = await ReadPageAsync("-");
        for (var page = 1; page < pages && batch?.Ids.Count == page * PageSize; page++)
        {
            // Wiped in between: its next life is another batch.
            if (await ReadPageAsync("(" + batch.Ids[^1]) is not { } more || more.Origin != batch.Origin) break;
            batch = new EventBatch(batch.Origin, [.. batch.Ids, .. more.Ids], [.. batch.Events, .. more.Events]);
        }
        return batch;
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
        return new EventBatch(origin, ids, events);
    }

    /// <summary>Removes exactly the batch, a page at a time.</summary>
    public async Task TrimAsync(EventBatch batch)
    {
        foreach (var page in batch.Ids.Chunk(PageSize))
            await redis.WithinAsync(redis.Database.ScriptEvaluateAsync(Trim, _keys, [batch.Origin, .. page]));
    }

    /// <summary>How many events wait to be copied.</summary>
    public async Task<long> LengthAsync() => (long)await redis.WithinAsync(redis.Database.ExecuteAsync("XLEN", _keys[0]));

    /// <summary>When an entry was appended, by its id.</summary>
    internal static DateTimeOffset AppendedAt(string id) =>
        long.TryParse(id.AsSpan(0, Math.Max(0, id.IndexOf('-'))), NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && InRange(ms)
            ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : DateTimeOffset.UnixEpoch;

    /// <summary>An entry that is not of the form becomes an event of kind <see cref="EventKind.Malformed"/>: kept, and in nobody's way.</summary>
    private static CallEvent Parse(string eventId, string id, RedisResult[] fields)
    {
        var f = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < fields.Length; i += 2) f[(string)fields[i]!] = (string)fields[i + 1]!;
        CallId? call = null;
        StaffId? staff = null;
        var kind = f.GetValueOrDefault("k", "");
        var fact = f.GetValueOrDefault("f", "");
        var sound = kind.Length is > 0 and <= 64 && fact.Length <= 400
            && long.TryParse(f.GetValueOrDefault("t"), NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && InRange(ms)
            && (f.GetValueOrDefault("c", "") is "" || (CallId.TryParse(f["c"], out var c) && (call = c) is not null))
            && (f.GetValueOrDefault("o", "") is "" || (StaffId.TryParse(f["o"], out var o) && (staff = o) is not null))
            && IsObject(f.GetValueOrDefault("d", ""));
        return sound
            ? new CallEvent(eventId, kind, DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(f["t"], CultureInfo.InvariantCulture)), call, staff, fact.Length > 0 ? fact : null, f["d"])
            : new CallEvent(eventId, EventKind.Malformed, AppendedAt(id), null, null, null, JsonSerializer.Serialize(f));
    }

    /// <summary>Up to the year 9000: far beyond sense, and safe to add to.</summary>
    private static bool InRange(long ms) => ms <= 221_845_392_000_000;

    private static bool IsObject(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            // Lua cannot tell an empty object from an empty list.
            return document.RootElement.ValueKind == JsonValueKind.Object || json == "[]";
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
internal sealed record EventBatch(string Origin, IReadOnlyList<RedisValue> Ids, IReadOnlyList<CallEvent> Events);
