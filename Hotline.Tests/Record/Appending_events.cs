using Dapper;
using Hotline.Core.Calls;
using Hotline.Core.Calls.Sql;
using Hotline.Core.Storage;
using Hotline.Tests.Storage;
using NUnit.Framework;
using static Hotline.Tests.Record.CallStory;

namespace Hotline.Tests.Record;

public sealed class Appending_events(StorageProvider provider) : DatabaseSpec(provider)
{
    private CallRecordStore Record => new(Database);

    [Test]
    public async Task The_row_and_the_timeline_come_back_as_they_were_folded()
    {
        var story = Ordinary();
        Assert.That(await Record.AppendAsync(story.Events), Is.EqualTo(story.Events.Count));
        Assert.That(await Record.GetAsync(story.Call), Is.EqualTo(story.Record));
        Assert.That(await Record.TimelineAsync(story.Call), Is.EqualTo(story.Timeline));
    }

    [Test]
    public async Task Appending_twice_or_the_same_fact_under_another_id_adds_nothing()
    {
        var story = Ordinary();
        await Record.AppendAsync(story.Events);
        var again = story.Events.Where(e => e.FactKey is not null).Select((e, i) => e with { Id = $"again:1-{i}" });
        Assert.That(await Record.AppendAsync([.. story.Events, .. again]), Is.Zero);
        Assert.That(await Record.GetAsync(story.Call), Is.EqualTo(story.Record));
    }

    [Test]
    public async Task Every_order_and_every_cut_into_batches_gives_one_row([Range(1, 12)] int seed)
    {
        var random = new Random(seed);
        var story = Ordinary();
        var mixed = story.Events.Concat(story.Events.Where(_ => random.Next(3) == 0)).ToArray();
        random.Shuffle(mixed);
        foreach (var batch in mixed.Chunk(random.Next(1, 6))) await Record.AppendAsync(batch);
        Assert.That(await Record.GetAsync(story.Call), Is.EqualTo(story.Record));
        Assert.That(await Record.TimelineAsync(story.Call), Is.EqualTo(story.Timeline));
    }

    [Test]
    public async Task Racing_recorders_leave_one_row_folded_from_everything()
    {
        var stories = Enumerable.Range(0, 6).Select(_ => Ordinary(CallId.New(TimeProvider.System))).ToList();
        var added = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => Task.Run(async () =>
        {
            var mixed = stories.SelectMany(s => s.Events).ToArray();
            new Random(n).Shuffle(mixed);
            var mine = 0;
            foreach (var batch in mixed.Chunk(7)) mine += await Record.AppendAsync(batch);
            return mine;
        })));

        Assert.That(added.Sum(), Is.EqualTo(stories.Sum(s => s.Events.Count)));
        foreach (var story in stories) Assert.That(await Record.GetAsync(story.Call), Is.EqualTo(story.Record));
    }

    [Test]
    public async Task Events_of_no_call_are_kept_and_make_no_row()
    {
        await Record.AppendAsync([new CallEvent("o:1-0", EventKind.Desk, Ten, null, Li, null, "{}")]);
        Assert.That(await AllCalls.ReadAsync(Database), Is.Empty);
        await using var connection = await Database.OpenAsync();
        Assert.That(await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM call_events"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_fact_already_known_under_another_call_makes_no_empty_row()
    {
        var (first, second) = (CallId.New(TimeProvider.System), CallId.New(TimeProvider.System));
        var fact = new CallEvent("o:1-0", EventKind.LegEnded, Ten, first, null, "one-fact", "{}");
        await Record.AppendAsync([fact]);
        await Record.AppendAsync([fact with { Id = "o:1-1", Call = second }]);
        Assert.That((await Record.GetAsync(first) is not null, await Record.GetAsync(second)), Is.EqualTo((true, (CallRecord?)null)));
    }

    [Test]
    public async Task An_absurdly_long_value_from_outside_is_cut_and_the_call_is_kept()
    {
        var story = new CallStory().Own(0, EventKind.Arrived, null, new { line = new string('1', 500), number = "not base64url!" }).Waits(1, new string('x', 300));
        await Record.AppendAsync(story.Events);
        var row = await Record.GetAsync(story.Call);
        Assert.That((row!.Line!.Length, row.Skill!.Length, row.NumberSealed), Is.EqualTo((64, 24, (string?)null)));
    }

    [Test]
    public async Task Earlier_calls_are_found_by_their_index()
    {
        if (Provider != StorageProvider.Sqlite) Assert.Ignore("Read from SQLite's query plan; SQL Server's is chosen by size.");
        await using var connection = await Database.OpenAsync();
        var steps = (await connection.QueryAsync("EXPLAIN QUERY PLAN SELECT call_id FROM calls WHERE number_key = 'k' AND call_id <> 'c' AND arrived_at <= '2026' ORDER BY arrived_at DESC, call_id DESC LIMIT 5"))
            .Select(r => (string)((IDictionary<string, object>)r)["detail"]);
        Assert.That(steps, Has.Some.Contains("calls_by_number"));
    }
}
