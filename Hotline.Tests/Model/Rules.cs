using System.Text.Json;
using Hotline.Tests.Routing;
using static Hotline.Tests.Model.LiveReading;

namespace Hotline.Tests.Model;

/// <summary>What must be true of every live state, whatever led to it. Each broken rule is a sentence.</summary>
internal static class Rules
{
    /// <summary>The replayed log is the live state (e).</summary>
    public static IEnumerable<string> Replay(LogModel model, LiveReading live)
    {
        foreach (var fault in model.Faults) yield return "(e) the log tells what cannot be: " + fault;
        foreach (var c in model.Calls.Values.Where(c => !c.Missing))
        {
            if (!live.Calls.TryGetValue(c.Id, out var record)) yield return $"(e) call {c.Id} is {c.State} by the log and is not there";
            else if (Of(record) is var state && state != c.State) yield return $"(e) call {c.Id} is {c.State} by the log and {state} in the live state";
            else if (c.State is "Offered" or "Ringing" or "Connected" && (Text(record, "desk") != c.Desk || Number(record, "token") != c.Token))
                yield return $"(e) call {c.Id} is with {c.Desk} under {c.Token} by the log, with {Text(record, "desk")} under {Text(record, "token")} in the live state";
            else if (record.TryGetProperty("booked", out _) != c.Booked) yield return $"(e) call {c.Id} is {(c.Booked ? "" : "not ")}booked by the log, in the live state otherwise";
            else if (c.State == "Waiting" && Text(record, "lane") != c.Lane) yield return $"(e) call {c.Id} waits in {c.Lane} by the log, in {Text(record, "lane")} in the live state";
        }
        foreach (var id in live.Calls.Keys.Where(id => model.Call(id) is null)) yield return $"(e) the log does not know call {id}";
        foreach (var (id, record) in live.Desks)
        {
            var d = model.Desk(id);
            if (Text(record, "state") != d.State || (d.Call is not null && Text(record, "call") != d.Call))
                yield return $"(e) desk {id} is {d.State} with {d.Call} by the log, {Text(record, "state")} with {Text(record, "call")} in the live state";
        }
    }

    /// <summary>Open escalations are those of the log (e), each has its next step, and each live call names its own.</summary>
    public static IEnumerable<string> Escalations(LogModel model, LiveReading live)
    {
        foreach (var e in model.Escalations.Where(e => e.Open))
        {
            if (!live.Escalations.TryGetValue(e.Id, out var record))
            {
                yield return $"(e) escalation {e.Id} is {e} by the log and is not there";
                continue;
            }
            if (Text(record, "state") != (e.Holder is null ? "Paging" : "Acknowledged") || Text(record, "ackBy") != (e.Holder ?? "")) yield return $"(e) escalation {e.Id} is {e} by the log, {Text(record, "state")} by {Text(record, "ackBy")} in the live state";
            if (!record.GetProperty("causes").EnumerateArray().Select(c => c.GetString()!).Order().SequenceEqual(e.Causes.Order())) yield return $"(e) escalation {e.Id} has the causes {string.Join(' ', e.Causes)} by the log";
            if (!live.Timers.Contains("page|" + e.Id)) yield return $"escalation {e.Id} is {e} and nothing pages next";
            if (live.Calls.TryGetValue(e.Call, out var call) && Text(call, "escalation") != e.Id) yield return $"call {e.Call} does not name its escalation {e.Id}";
        }
        foreach (var id in live.Escalations.Keys.Where(id => model.Escalation(id) is not { Open: true })) yield return $"(e) the log does not know that escalation {id} is open";
        foreach (var entry in live.Timers.Where(t => t.StartsWith("page|", StringComparison.Ordinal) && !live.Escalations.ContainsKey(t[5..]))) yield return $"{entry} pages for nothing";
    }

    /// <summary>Of one moment: (a) one live offer, (b) one owner, (c) nobody waits for a ready operator; whatever runs out has its timer.</summary>
    public static IEnumerable<string> Moment(LiveReading live)
    {
        foreach (var (id, call) in live.Calls)
        {
            var state = Of(call);
            var lanes = live.LanesOfCall[id].Order().ToArray();
            if (!lanes.SequenceEqual(Stands(call) ? LanesBy(call).Order() : [])) yield return $"(a) call {id} is {state} and stands in [{string.Join(", ", lanes)}]";
            var over = state is not ("Greeted" or "Waiting" or "Offered" or "Ringing" or "Connected");
            if (Stands(call) && lanes.All(l => l[0] is '!' or '@') && !live.Timers.Contains("widen|" + id) && !live.Timers.Contains("unhold|" + id))
                yield return $"(c) call {id} waits for one operator and nothing ends that";
            if (Stands(call) && lanes.Any(l => l[0] is '!' or '@' && live.Desks.TryGetValue(l[1..], out var away) && Text(away, "state") == "Off") && !live.Timers.Contains("unhold|" + id))
                yield return $"(c) call {id} waits for an operator who is away";
            // A booked caller is not on the line.
            var away = call.TryGetProperty("booked", out _) && Text(call, "rest") != "0";
            if (away && Number(call, "rest") > 0 && !live.Timers.Contains("recall|" + id)) yield return $"call {id} rests and nothing ends that";
            if (Placed(call) is { } place && Number(call, "score") != place) yield return $"call {id} stands at {Number(call, "score")}, not at {place}";
            if (!live.Timers.Contains((over ? "purge|" : away ? "expire|" : "caller|") + id)) yield return $"call {id} is {state} and nothing ends it";
            if (state is not ("Offered" or "Ringing" or "Connected")) continue;
            var held = live.Desks.TryGetValue(Text(call, "desk"), out var desk) && Text(desk, "call") == id && Text(desk, "token") == Text(call, "token");
            if (!held) yield return $"(b) call {id} is {state} with a desk that does not hold it";
            else if (Text(desk, "state") != (state == "Connected" ? "Busy" : state)) yield return $"(b) call {id} is {state} and its desk is {Text(desk, "state")}";
            var timer = state switch { "Offered" => "offer", "Ringing" => "ring", _ => null };
            if (timer is not null && !live.Timers.Contains($"{timer}|{id}|{Text(call, "token")}")) yield return $"call {id} is {state} and nothing ends that";
        }
        foreach (var (id, desk) in live.Desks)
        {
            var (state, holds) = (Text(desk, "state"), Text(desk, "call"));
            if (state is "Offered" or "Ringing" or "Busy" && (!live.Calls.TryGetValue(holds, out var call) || Text(call, "desk") != id))
                yield return $"(a) desk {id} is {state} with a call that is not its own";
            if (state == "WrapUp" && !live.Timers.Contains($"wrap|{id}|{holds}")) yield return $"desk {id} wraps up and nothing ends that";
            if (Text(desk, "lost").Length == 0 && Text(desk, "phone").Length == 0 && !live.Timers.Contains("lease|" + id)) yield return $"desk {id} has no lease";
            if (state == "Ready" && Text(desk, "lost").Length > 0) yield return $"desk {id} is ready and its console is lost";
            if (Text(desk, "phone").Length > 0 && state is not ("Off" or "Ringing" or "Busy")) yield return $"telephone {id} is {state}";
            var sets = live.ReadySetsOfDesk[id].Order().ToArray();
            if (!sets.SequenceEqual(ReadySetsBy(desk).Order())) yield return $"desk {id} is {state} and stands in [{string.Join(", ", sets)}]";
            if (Rests(desk) && !live.Timers.Contains("rested|" + id)) yield return $"desk {id} rests and nothing ends that";
            if (Pauses(desk) && !live.Timers.Contains("debrief|" + id)) yield return $"desk {id} is asked after a hard call and nothing ends that";
            if (Pauses(desk) && live.Calls.Values.FirstOrDefault(c => EndsPause(c, desk)) is { ValueKind: JsonValueKind.Object } crisis)
                yield return $"(c) desk {id} is in an offered pause while crisis call {Text(crisis, "id")} waits";
            if (state != "Ready") continue;
            foreach (var waiting in live.Calls.Values.Where(c => Stands(c) && Fits(c, desk)))
                yield return $"(c) desk {id} is ready while call {Text(waiting, "id")} waits";
        }
    }

    /// <summary>Since anything that was ever read: nobody's place gets worse (g), no desk's version goes back, not even over a wipe.</summary>
    public static IEnumerable<string> Since(Dictionary<string, double> seen, LiveReading now)
    {
        foreach (var (id, desk) in now.Desks)
        {
            if (seen.TryGetValue(id, out var version) && Number(desk, "v") < version) yield return $"desk {id} went back from version {version}";
            seen[id] = Number(desk, "v");
        }
        foreach (var (id, call) in now.Calls.Where(c => Text(c.Value, "score").Length > 0))
        {
            if (seen.TryGetValue(id, out var score) && Number(call, "score") > score) yield return $"(g) call {id} has a place worse by {Number(call, "score") - score} ms";
            seen[id] = Number(call, "score");
        }
    }

    /// <summary>Who was offered had the best place of all that waited for that operator (g).</summary>
    public static IEnumerable<string> Order(LogModel model, LogEvent offered, LiveReading before, LiveReading now)
    {
        if (!now.Calls.TryGetValue(offered.Call, out var chosen) || !now.Desks.TryGetValue(offered.Desk, out var desk)) yield break;
        if (!Fits(chosen, desk))
        {
            if (before.Calls.TryGetValue(offered.Call, out var was) && Avoids(was, offered.Desk) && Avoids(chosen, offered.Desk)) yield return $"call {offered.Call} was offered to {offered.Desk}, which it must never be";
            yield break;
        }
        foreach (var other in model.Calls.Values.Where(c => !c.Missing && c.State == "Waiting" && c.Id != offered.Call))
            if (now.Calls.TryGetValue(other.Id, out var waiting) && before.Calls.TryGetValue(other.Id, out var waited) && Stands(waited) && Stands(waiting) && LanesBy(waited).SequenceEqual(LanesBy(waiting))
                && Text(waiting, "lane") == other.Lane && Text(chosen, "lane") == offered.Text("lane")
                && Fits(waiting, desk) && Place(waiting, desk).CompareTo(Place(chosen, desk)) < 0)
                yield return $"(g) call {offered.Call} was offered before {other.Id}";
    }

    /// <summary>Nobody who rests after a risk call is offered the next one while another crisis counsellor was, and still is, ready for it.</summary>
    public static IEnumerable<string> Rest(LogEvent offered, LiveReading before, LiveReading now)
    {
        if (!before.Desks.TryGetValue(offered.Desk, out var chosen) || Text(chosen, "state") != "Ready" || !Rests(chosen)) yield break;
        if (!now.Calls.TryGetValue(offered.Call, out var call) || Text(call, "skill") != "crisis" || LanesBy(call).Any(l => l[0] is '!' or '@')) yield break;
        foreach (var (id, desk) in before.Desks.Where(d => Text(d.Value, "state") == "Ready" && !Rests(d.Value) && d.Key != offered.Desk))
            if (now.Desks.TryGetValue(id, out var still) && Text(still, "state") == "Ready" && Text(still, "since") == Text(desk, "since") && Skills(desk).Any(s => s.Skill == "crisis") && Fits(call, still))
                yield return $"crisis call {offered.Call} was offered to {offered.Desk}, who rests, while {id} is ready";
    }

    /// <summary>An offered pause gives way to a crisis caller alone, and only when no other crisis counsellor was, and still is, ready for her.</summary>
    public static IEnumerable<string> Pause(LogModel model, LogEvent offered, LiveReading before, LiveReading now)
    {
        if (!model.Desk(offered.Desk).GaveWay || !now.Calls.TryGetValue(offered.Call, out var call)) yield break;
        if (Text(call, "skill") != "crisis") yield return $"the pause of {offered.Desk} ended for {offered.Call}, who is in no crisis";
        if (before.Calls.TryGetValue(offered.Call, out var was) && before.Desks.Keys.Any(id => Avoids(was, id))) yield break;
        foreach (var (id, desk) in before.Desks.Where(d => Text(d.Value, "state") == "Ready" && d.Key != offered.Desk))
            if (now.Desks.TryGetValue(id, out var still) && Text(still, "state") == "Ready" && Text(still, "since") == Text(desk, "since") && Skills(still).Any(s => s.Skill == "crisis") && Fits(call, still))
                yield return $"the pause of {offered.Desk} ended for {offered.Call} while {id} is ready";
    }

    /// <summary>What two readings differ in, timers aside; null when in nothing.</summary>
    public static string? Difference(LiveReading before, LiveReading now)
    {
        if (now.Events.Count > 0) return now.Events[0].ToString();
        foreach (var (old, made) in new[] { (before.Calls, now.Calls), (before.Desks, now.Desks), (before.Escalations, now.Escalations) })
        {
            foreach (var (id, record) in made)
                if (!old.TryGetValue(id, out var was) || !JsonElement.DeepEquals(was, record)) return $"the record {record}";
            if (old.Keys.Except(made.Keys).FirstOrDefault() is { } gone) return $"the record {gone} is gone";
        }
        return null;
    }

    /// <summary>Her place counts from her arrival, further back by what is beyond her number's share and, but never for a crisis, by a block.</summary>
    private static double? Placed(JsonElement call)
    {
        if (!call.TryGetProperty("from", out _) || !call.TryGetProperty("route", out _)) return null;
        if (Text(call, "front").Length > 0) return 0;
        var back = Number(call, "flood") + (Text(call, "skill") == "crisis" ? 0 : Number(call, "blocked"));
        return Math.Max(0, Number(call, "from") - Number(RouteOf(call), "head") + back);
    }

    private static string Of(JsonElement call) => Text(call, "state") is "Held" ? "Connected" : Text(call, "state");
}
