using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Hotline.Core.Calls;
using Hotline.Core.Calls.Sql;
using Hotline.Core.Storage;
using Hotline.Tests.Record;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.WholeSystem;

/// <summary>What the record says of the calls, beside what the carrier says.</summary>
internal sealed partial class CarriedHotline
{
    public async Task<string> EventsOfAsync(string sid)
    {
        List<JsonElement> events = [];
        for (var after = 0L; ;)
        {
            var page = (await _control.GetFromJsonAsync<JsonElement>($"/api/events?after={after}")).GetProperty("events").EnumerateArray().ToArray();
            if (page.Length == 0) break;
            events.AddRange(page);
            after = page[^1].GetProperty("seq").GetInt64();
        }
        // Its conferences bear our name of the call, which tells the other legs in them too.
        var call = (await LiveCallsAsync()).FirstOrDefault(c => c.Leg == sid)?.Id;
        var own = events.Select(e => e.ToString())
            .Where(e => e.Contains(sid, StringComparison.Ordinal) || (call is not null && e.Contains(call, StringComparison.Ordinal)));
        var timeline = CallId.TryParse(call, out var id) ? (await _desk.GetRequiredService<CallRecordStore>().TimelineAsync(id)).Select(e => e.ToString()) : [];
        return string.Join('\n', own.Concat(timeline));
    }

    /// <summary>
    /// Call by call, of all calls since the reset: whom the carrier heard speaking with an operator, the record calls answered, and nobody else; at the
    /// latest when what the carrier tells late has been told.
    /// </summary>
    public async Task RecordsWhoWasAnsweredAsync()
    {
        List<string> wrong = [];
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(40); await Task.Delay(100))
        {
            wrong = await DifferentlyAnsweredAsync();
            if (wrong.Count == 0) return;
        }
        foreach (var sid in wrong) TestContext.Out.WriteLine($"--- {sid}\n{await EventsOfAsync(sid)}");
        Assert.Fail($"The record and the carrier disagree on whether {string.Join(", ", wrong)} spoke with an operator.");
    }

    private async Task<List<string>> DifferentlyAnsweredAsync()
    {
        var carrier = (await _control.GetFromJsonAsync<JsonElement>("/api/calls?direction=inbound&limit=20000")).GetProperty("calls").EnumerateArray()
            .ToDictionary(c => c.GetProperty("sid").GetString()!, c => c.GetProperty("bridged").GetBoolean());
        var answered = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in (await RecordAsync()).Where(r => r.ConnectedAt is not null)) if (await LegOfAsync(row.Call) is { } leg) answered.Add(leg);
        return [.. carrier.Where(c => c.Value != answered.Contains(c.Key)).Select(c => c.Key)];
    }

    /// <summary>The recorded call of a caller's leg; null when there is none.</summary>
    public async Task<CallRecord?> RecordOfAsync(string sid)
    {
        foreach (var row in await RecordAsync()) if (await LegOfAsync(row.Call) == sid) return row;
        return null;
    }

    // Null: what is told of a call after the live state was wiped makes a row without an arrival.
    private async Task<string?> LegOfAsync(CallId call)
    {
        var timeline = await _desk.GetRequiredService<CallRecordStore>().TimelineAsync(call);
        return timeline.FirstOrDefault(e => e.Kind == EventKind.Arrived) is { } arrived
            ? JsonSerializer.Deserialize<JsonElement>(arrived.Detail).GetProperty("leg").GetString()
            : null;
    }

    public async Task<IReadOnlyList<CallRecord>> RecordAsync()
    {
        await TheRecord.HasEverythingAsync(_desk);
        return await AllCalls.ReadAsync(_desk.GetRequiredService<Database>());
    }
}
