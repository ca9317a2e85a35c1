using System.Text.Json;
using StackExchange.Redis;

namespace Hotline.Tests.Routing;

/// <summary>The whole live state at one moment, and what must always be true of it.</summary>
internal sealed class LiveStatePicture
{
    private readonly Dictionary<string, JsonElement> _calls, _desks;
    private readonly string[] _waiting, _ready, _queue, _present, _timers;

    private LiveStatePicture(Dictionary<string, JsonElement> calls, Dictionary<string, JsonElement> desks, string[][] sets) =>
        (_calls, _desks, _waiting, _ready, _queue, _present, _timers) = (calls, desks, sets[0], sets[1], sets[2], sets[3], sets[4]);

    public static async Task<LiveStatePicture> TakeAsync(Switchboard host)
    {
        var keys = host.Keys;
        var moment = host.Database.CreateTransaction();
        var calls = moment.HashGetAllAsync(keys.Calls);
        var desks = moment.HashGetAllAsync(keys.Desks);
        var sets = new[] { keys.Waiting, keys.Ready, keys.Queue, keys.Present, keys.Timers }.Select(k => moment.SortedSetRangeByRankAsync(k)).ToArray();
        await moment.ExecuteAsync();
        return new LiveStatePicture(Parse(await calls), Parse(await desks), [.. sets.Select(s => s.Result.Select(m => (string)m!).ToArray())]);
    }

    /// <summary>Each violated rule as a sentence; empty when all hold.</summary>
    public IEnumerable<string> Violations()
    {
        foreach (var (id, call) in _calls)
        {
            var state = Text(call, "state");
            var place = long.TryParse(Text(call, "score"), out var score) ? $"|{score:00000000000000}|{id}" : "";
            var stands = _waiting.Where(s => s.EndsWith(id, StringComparison.Ordinal)).ToArray();
            var counted = _queue.Where(s => s.EndsWith(id, StringComparison.Ordinal)).ToArray();
            // A booked caller waits too; while she rests she stands nowhere, but something will end her rest.
            var (booked, rests) = (call.TryGetProperty("booked", out _), call.TryGetProperty("rest", out var rest));
            if (booked && !_timers.Contains($"expire|{id}")) yield return $"call {id} is booked without its end";
            if (rests && (!booked || state != "Waiting" || !_timers.Contains($"{(rest.GetDouble() == 0 ? "caller" : "recall")}|{id}"))) yield return $"call {id} rests for ever";
            var should = state == "Waiting" && !rests ? call.GetProperty("lanes").EnumerateArray().Select(l => l.GetString() + place) : [];
            if (!stands.Order(StringComparer.Ordinal).SequenceEqual(should.Order(StringComparer.Ordinal)))
                yield return $"call {id} is {state} but stands in [{string.Join(", ", stands)}]";
            if (!counted.SequenceEqual(state == "Waiting" ? [(booked ? "~" : "") + Text(call, "lane") + place] : [])) yield return $"call {id} is {state} but counted in [{string.Join(", ", counted)}]";
            if (state is not ("Connected" or "Held") && Fields(call, "helpers").Concat(Fields(call, "services")).Any()) yield return $"call {id} is {state} with somebody in it";
            if (state is not ("Offered" or "Ringing" or "Connected" or "Held")) continue;
            if (!_desks.TryGetValue(Text(call, "desk"), out var desk) || Text(desk, "call") != id || Text(desk, "token") != Text(call, "token"))
                yield return $"call {id} is {state} with a desk that does not hold it";
            else if (Text(desk, "state") != state switch { "Offered" => "Offered", "Ringing" => "Ringing", _ => "Busy" })
                yield return $"call {id} is {state} but its desk is {Text(desk, "state")}";
            foreach (var (at, helper) in Fields(call, "helpers"))
                if (!_desks.TryGetValue(at, out var helping) || Text(helping, "state") != "Assisting" || Text(helping, "call") != id || Text(helping, "token") != Text(helper, "token"))
                    yield return $"call {id} has a helper, {at}, who does not help in it";
            foreach (var joiner in Fields(call, "helpers").Concat(Fields(call, "services")).Select(f => f.Value))
                if (!joiner.TryGetProperty("inside", out _) && !_timers.Contains($"joinring|{id}|{Text(joiner, "token")}")) yield return $"call {id} waits for ever for {joiner}";
            var timer = state switch { "Offered" => "offer", "Ringing" => "ring", _ => null };
            if (timer is not null && !_timers.Contains($"{timer}|{id}|{Text(call, "token")}")) yield return $"call {id} is {state} without its timer";
        }
        foreach (var (id, desk) in _desks)
        {
            var state = Text(desk, "state");
            if (state is "Offered" or "Ringing" or "Busy"
                && (!_calls.TryGetValue(Text(desk, "call"), out var call) || Text(call, "desk") != id))
                yield return $"desk {id} is {state} with a call that is not its own";
            if (state == "Assisting" && !(_calls.TryGetValue(Text(desk, "call"), out var helped) && Text(helped, "state") is "Connected" or "Held" && Fields(helped, "helpers").Any(h => h.Key == id)))
                yield return $"desk {id} helps in a call that does not know it";
            if (state == "WrapUp" && !_timers.Contains($"wrap|{id}|{Text(desk, "call")}")) yield return $"desk {id} wraps up without its timer";
            var skills = Text(desk, "skills").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(s => $"{Text(desk, "centre")}/{s.Replace(':', '/')}").ToArray();
            // The pause after a risk call gives way to a crisis caller.
            var paused = state == "Break" && Text(desk, "notice") == "DebriefOffered" ? skills.Where(s => s.Contains("/crisis/", StringComparison.Ordinal)) : [];
            var ready = _ready.Where(s => s.EndsWith(id, StringComparison.Ordinal)).Select(s => s.Split('|')[0]).ToArray();
            if (!ready.Order(StringComparer.Ordinal).SequenceEqual((state == "Ready" ? skills : paused).Order(StringComparer.Ordinal)))
                yield return $"desk {id} is {state} but stands in [{string.Join(", ", ready)}]";
            if (_present.Contains($"{Text(desk, "centre")}|{id}") != (state != "Off")) yield return $"desk {id} is {state} but present is {state == "Off"}";
            if (state != "Ready") continue;
            foreach (var skill in skills)
            {
                var level = int.Parse(skill[^1..], System.Globalization.CultureInfo.InvariantCulture);
                for (var least = 1; least <= level; least++)
                {
                    var first = _waiting.FirstOrDefault(w => w.StartsWith($"{skill[..^1]}{least}|", StringComparison.Ordinal) && !Avoids(w.Split('|')[2], id));
                    if (first is not null) yield return $"desk {id} is ready while {first} waits";
                }
            }
        }
    }

    private bool Avoids(string call, string desk) =>
        _calls.TryGetValue(call, out var record) && record.TryGetProperty("avoid", out var avoid) && avoid.TryGetProperty(desk, out _);

    // The encoder of an empty Lua table may write it as a list.
    private static IEnumerable<KeyValuePair<string, JsonElement>> Fields(JsonElement record, string field) =>
        record.TryGetProperty(field, out var all) && all.ValueKind == JsonValueKind.Object ? all.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, p.Value)) : [];

    private static string Text(JsonElement record, string field) => record.TryGetProperty(field, out var value) ? value.ToString() : "";

    private static Dictionary<string, JsonElement> Parse(HashEntry[] entries) =>
        entries.ToDictionary(e => (string)e.Name!, e => JsonDocument.Parse((string)e.Value!).RootElement);
}
