using System.Collections.Concurrent;
using Hotline.Core.Agents;
using Hotline.Core.Calls;

namespace Hotline.Tests.Faults;

/// <summary>
/// Whether Redis, the record and the carrier tell the same: who is on the line, who waits, who is offered to, rung for, talks with whom. The record is
/// the fold of the event log, so this is also whether the log replays to the live state.
/// </summary>
internal sealed class Agreement(Cluster cluster, IReadOnlyList<WorkingConsole> shift, IReadOnlyList<Seat> guests, DateTimeOffset since)
{
    private readonly ConcurrentDictionary<CallId, string> _legs = new();

    /// <summary>What differs; empty when all agree.</summary>
    public async Task<IReadOnlyList<string>> DifferencesAsync()
    {
        var record = await cluster.CallsAsync(since, open: true);
        Seat[] seats = [.. shift.Select(s => s.Seat), .. guests];
        List<Desk> desks = [];
        foreach (var seat in seats)
        {
            if (await cluster.Desks.ReadAsync(seat.Staff) is not { } desk) return ["the live state does not answer"];
            desks.Add(desk);
        }
        if (await cluster.Desks.ReadBoardAsync("main") is not { } board) return ["the live state does not answer"];
        var legs = await cluster.Carrier.LiveAsync();
        foreach (var call in record)
            if (!_legs.ContainsKey(call.Call) && await cluster.LegOfAsync(call.Call) is { } leg) _legs[call.Call] = leg;

        List<string> wrong = [];
        var callers = legs.Where(l => l.GetProperty("direction").GetString() == "inbound").ToDictionary(l => l.GetProperty("sid").GetString()!, StringComparer.Ordinal);
        var operators = legs.Where(l => l.GetProperty("direction").GetString() != "inbound").ToDictionary(l => l.GetProperty("sid").GetString()!, StringComparer.Ordinal);
        var recorded = record.ToDictionary(r => _legs.GetValueOrDefault(r.Call) ?? $"? {r.Call}", StringComparer.Ordinal);
        wrong.AddRange(callers.Keys.Except(recorded.Keys).Select(sid => $"{sid} is on the line, not in the record"));
        wrong.AddRange(recorded.Keys.Except(callers.Keys).Select(sid => $"{sid} is in the record as {recorded[sid].State}, not on the line"));

        foreach (var (desk, seat) in desks.Zip(seats))
        {
            var here = operators.Values.Where(l => l.GetProperty("phone").GetString() == seat.Phone).ToArray();
            var with = here.SelectMany(l => l.GetProperty("inConferenceWith").EnumerateArray()).Select(s => s.GetString()!).Where(callers.ContainsKey).ToArray();
            var call = desk.Call is { } on ? _legs.GetValueOrDefault(on.Call) : null;
            if (desk.State == DeskState.Busy && (call is null || !with.Contains(call))) wrong.Add($"{seat.Phone} is busy with {call ?? desk.Call?.Call.ToString()}, and talks with {string.Join(',', with)}");
            if (desk.State != DeskState.Busy && with.Length > 0) wrong.Add($"{seat.Phone} is {desk.State}, and talks with {string.Join(',', with)}");
            if (desk.State is not (DeskState.Busy or DeskState.Ringing) && here.Length > 0) wrong.Add($"{seat.Phone} is {desk.State}, and her telephone is in use");
            if (StateAt(desk.State) is { } state && (call is null || !recorded.TryGetValue(call, out var its) || Of(its.State) != state))
                wrong.Add($"{seat.Phone} is {desk.State} with {call}, which the record has otherwise");
        }
        foreach (var (sid, its) in recorded)
        {
            var talks = callers.TryGetValue(sid, out var leg) && leg.GetProperty("inConferenceWith").GetArrayLength() > 0;
            if (talks != (Of(its.State) == CallState.Connected)) wrong.Add($"{sid} is {its.State} in the record, and {(talks ? "talks" : "does not talk")}");
        }
        var waiting = board.Lanes.Sum(l => l.Waiting);
        var recordedWaiting = record.Count(r => r.State == CallState.Waiting);
        if (waiting != recordedWaiting) wrong.Add($"{waiting} wait in the lanes, {recordedWaiting} in the record");
        return wrong;
    }

    private static CallState? StateAt(DeskState desk) => desk switch
    {
        DeskState.Offered => CallState.Offered,
        DeskState.Ringing => CallState.Ringing,
        DeskState.Busy => CallState.Connected,
        _ => null,
    };

    private static CallState Of(CallState state) => state == CallState.Held ? CallState.Connected : state;
}
