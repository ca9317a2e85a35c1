using System.Text.Json;
using StackExchange.Redis;

namespace Hotline.Tests.Routing;

/// <summary>The whole live state at one moment, and what must always be true of it.</summary>
internal sealed class LiveStatePicture
{
    private readonly Dictionary<string, JsonElement> _calls, _desks;
    private readonly Dictionary<string, string[]> _sets;

    private LiveStatePicture(Dictionary<string, JsonElement> calls, Dictionary<string, JsonElement> desks, Dictionary<string, string[]> sets) =>
        (_calls, _desks, _sets) = (calls, desks, sets);

    public static async Task<LiveStatePicture> TakeAsync(Switchboard host)
    {
        var keys = host.Keys;
        var moment = host.Database.CreateTransaction();
        var calls = moment.HashGetAllAsync(keys.Calls);
        var desks = moment.HashGetAllAsync(keys.Desks);
        var sets = keys.All.Skip(8).Append(keys.Timers).Select(k => (Key: (string)k!, Members: moment.SortedSetRangeByRankAsync(k))).ToArray();
        await moment.ExecuteAsync();
        return new LiveStatePicture(Parse(await calls), Parse(await desks), sets.ToDictionary(
            s => s.Key[(s.Key.IndexOf(':', StringComparison.Ordinal) + 1)..],
            s => s.Members.Result.Select(m => (string)m!).ToArray()));
    }

    /// <summary>Each violated rule as a sentence; empty when all hold.</summary>
    public IEnumerable<string> Violations()
    {
        foreach (var (id, call) in _calls)
        {
            var state = Text(call, "state");
            var lanes = _sets.Where(s => s.Key.StartsWith("lane:", StringComparison.Ordinal) && s.Value.Contains(id)).Select(s => s.Key).ToArray();
            if (state == "Waiting" && (lanes.Length != 1 || lanes[0] != "lane:" + Text(call, "lane")))
                yield return $"call {id} waits but stands in [{string.Join(", ", lanes)}]";
            if (state != "Waiting" && lanes.Length > 0) yield return $"call {id} is {state} but stands in {lanes[0]}";
            if (state is not ("Offered" or "Ringing" or "Connected" or "Held")) continue;
            if (!_desks.TryGetValue(Text(call, "desk"), out var desk) || Text(desk, "call") != id || Text(desk, "token") != Text(call, "token"))
                yield return $"call {id} is {state} with a desk that does not hold it";
            else if (Text(desk, "state") != state switch { "Offered" => "Offered", "Ringing" => "Ringing", _ => "Busy" })
                yield return $"call {id} is {state} but its desk is {Text(desk, "state")}";
            var timer = state switch { "Offered" => "offer", "Ringing" => "ring", _ => null };
            if (timer is not null && !_sets["timers"].Contains($"{timer}|{id}|{Text(call, "token")}")) yield return $"call {id} is {state} without its timer";
        }
        foreach (var (id, desk) in _desks)
        {
            var state = Text(desk, "state");
            if (state is "Offered" or "Ringing" or "Busy"
                && (!_calls.TryGetValue(Text(desk, "call"), out var call) || Text(call, "desk") != id))
                yield return $"desk {id} is {state} with a call that is not its own";
            if (state == "WrapUp" && !_sets["timers"].Contains($"wrap|{id}|{Text(desk, "call")}")) yield return $"desk {id} wraps up without its timer";
            var skills = Text(desk, "skills").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(s => "ready:main/" + s.Replace(':', '/')).ToArray();
            var ready = _sets.Where(s => s.Key.StartsWith("ready:", StringComparison.Ordinal) && s.Value.Contains(id)).Select(s => s.Key).ToArray();
            if (!ready.Order().SequenceEqual(state == "Ready" ? skills.Order() : [])) yield return $"desk {id} is {state} but stands in [{string.Join(", ", ready)}]";
            if (state != "Ready") continue;
            foreach (var skill in skills)
            {
                var (name, level) = (skill.Split('/')[1], int.Parse(skill.Split('/')[2], System.Globalization.CultureInfo.InvariantCulture));
                for (var least = 1; least <= level; least++)
                    if (_sets[$"lane:main/{name}/{least}"].Length > 0) yield return $"desk {id} is ready while a {name} caller waits";
            }
        }
    }

    private static string Text(JsonElement record, string field) => record.TryGetProperty(field, out var value) ? value.ToString() : "";

    private static Dictionary<string, JsonElement> Parse(HashEntry[] entries) =>
        entries.ToDictionary(e => (string)e.Name!, e => JsonDocument.Parse((string)e.Value!).RootElement);
}
