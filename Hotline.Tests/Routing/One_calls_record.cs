using System.Text.Json;
using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Calls.Redis;
using Hotline.Core.Calls.Sql;
using Hotline.Core.Directory;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Storage.Redis;
using Hotline.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

/// <summary>The whole way of a call's callbacks: the live state, the stream, the record.</summary>
internal sealed class One_calls_record : OnRealRedis
{
    private const int Facts = 7, Permutations = 5040;

    [Test]
    public async Task Is_the_same_for_every_order_and_repetition_of_its_callbacks()
    {
        var calls = await AcceptedCallsAsync(Permutations);
        var orders = OrdersOf(Facts).ToArray();
        Assert.That(orders, Has.Length.EqualTo(Permutations));

        await InVolleysAsync(calls.Select((call, i) => (call, i)), async pair =>
        {
            var (story, n) = (pair.call.Story, pair.i);
            CarrierFact[] facts = [story.OperatorAnswered, story.OperatorJoined, story.CallerJoined, story.CallerLeft, story.ConferenceEnded, story.OperatorEnded, story.CallerEnded];
            // Every order; in each, some facts told twice: at once, and again at the end.
            foreach (var (fact, i) in orders[n].Select((f, i) => (facts[f], i)))
            {
                await (i % 2 == 0 ? One : Two).Flow.TellAsync(fact, CancellationToken.None);
                if ((n >> i & 1) == 1) await (i % 2 == 0 ? Two : One).Flow.TellAsync(fact, CancellationToken.None);
            }
            if (n % 3 == 0) foreach (var fact in facts) await One.Flow.TellAsync(fact, CancellationToken.None);
        });

        var events = await ReadStreamAsync();
        var byCall = events.Where(e => e.Call is not null).ToLookup(e => e.Call!.Value);
        var records = calls.Select(c => Describe(c, CallRecord.Fold(byCall[c.Caller.Call]), CallTimeline.Of(byCall[c.Caller.Call]))).ToArray();
        var kinds = records.GroupBy(r => r).OrderByDescending(g => g.Count()).Select(g => $"{g.Count()} × {g.Key}").ToArray();
        Assert.That(kinds, Has.Length.EqualTo(1), string.Join("\n\n", kinds.Take(3)));
        Assert.That(records[0], Does.Contain("Closed").And.Contain("talk 60000"));

        // The same through SQL, for some: in the order in which the stream had them, and backwards.
        await using var database = await TestDatabase.CreateAsync();
        var store = new CallRecordStore(database.Database);
        foreach (var call in calls.Where((_, i) => i % 500 == 0))
        {
            await store.AppendAsync([.. byCall[call.Caller.Call].Reverse()]);
            await store.AppendAsync([.. byCall[call.Caller.Call]]);
            var row = await store.GetAsync(call.Caller.Call);
            Assert.That(Describe(call, row!, await store.TimelineAsync(call.Caller.Call)), Is.EqualTo(records[0]));
        }
    }

    private static string Describe((CallTicket Caller, StaffId Operator, DateTimeOffset Start, CarrierStory Story) call, CallRecord row, IReadOnlyList<TimelineEntry> timeline)
    {
        // Moments of the carrier are compared to the second; our own came before it told anything and are only named.
        string At(DateTimeOffset? at) => at is not { } t ? "-" : t < call.Start ? "before" : (t - call.Start).TotalSeconds.ToString("0.#", null);
        string Fields(string detail) => string.Join(' ', JsonDocument.Parse(detail).RootElement.EnumerateObject()
            .Where(p => p.Name is "side" or "reason" or "seconds" or "by" or "skill").OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => $"{p.Name}={p.Value}"));
        return $"{row.State} by {(row.AnsweredBy == call.Operator ? "her operator" : "nobody")}, offers {row.OfferedCount}, accepted {At(row.AcceptedAt)}, "
            + $"connected {At(row.ConnectedAt)}, ended {At(row.EndedAt)}, talk {row.TalkMs}, skill {row.Skill}\n"
            + string.Join('\n', timeline.Select(t => $"  {At(t.At)} {t.Kind} {Fields(t.Detail)}"));
    }

    private async Task<(CallTicket Caller, StaffId Operator, DateTimeOffset Start, CarrierStory Story)[]> AcceptedCallsAsync(int count)
    {
        await InVolleysAsync(Enumerable.Range(0, count), async _ => await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1)));
        var callers = new CallTicket[count];
        await InVolleysAsync(Enumerable.Range(0, count), async i => callers[i] = await One.CallerWaitsAsync(Skill.Legal));
        var accepted = new (CallTicket, StaffId, DateTimeOffset, CarrierStory)[count];
        await InVolleysAsync(Enumerable.Range(0, count), async i =>
        {
            var call = JsonDocument.Parse((string)(await One.Database.HashGetAsync(One.Keys.Calls, callers[i].Call.ToString()))!).RootElement;
            Assert.That(StaffId.TryParse(call.GetProperty("desk").GetString(), out var op), Is.True);
            var token = call.GetProperty("token").GetInt64();
            Assert.That(await One.Desks.AcceptAsync(op, callers[i].Call, token, CancellationToken.None), Is.EqualTo(OfferOutcome.Done));
            // She is on a break afterwards: nobody takes another permutation's caller.
            await One.Desks.SetPresenceAsync(op, Presence.Break, "test");
            var start = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 600);
            accepted[i] = (callers[i], op, start, new CarrierStory(callers[i], op, token, "CF" + i, start));
        });
        return accepted;
    }

    private async Task<List<CallEvent>> ReadStreamAsync()
    {
        var stream = new EventStream(One.Services.GetRequiredService<RedisConnection>(), One.Services.GetRequiredService<NetworkOptions>().Name);
        var events = new List<CallEvent>();
        while (await stream.ReadAsync() is { } batch)
        {
            events.AddRange(batch.Events);
            await stream.TrimAsync(batch);
        }
        return events;
    }

    private static async Task InVolleysAsync<T>(IEnumerable<T> items, Func<T, Task> act)
    {
        foreach (var volley in items.Chunk(250)) await Task.WhenAll(volley.Select(act));
    }

    private static IEnumerable<int[]> OrdersOf(int n) => n == 0
        ? [[]]
        : OrdersOf(n - 1).SelectMany(order => Enumerable.Range(0, n).Select(at => (int[])[.. order[..at], n - 1, .. order[at..]]));

}
