using Dapper;
using Hotline.Core.Calls;
using Hotline.Core.Calls.Redis;
using Hotline.Tests.Servers;
using NUnit.Framework;
using StackExchange.Redis;
using static Hotline.Tests.Record.CallStory;

namespace Hotline.Tests.Record;

/// <summary>The recorder against a real Redis and a real database.</summary>
internal sealed class Recording : RecorderSpec
{
    [Test]
    public async Task Events_reach_the_record_and_only_then_leave_the_stream()
    {
        var story = Ordinary();
        await TellAsync(story.Events);
        await StartRecorderAsync();
        await Eventually.True(async () => await StreamLengthAsync() == 0, "the stream is empty");
        Assert.That(await Record.GetAsync(story.Call), Is.EqualTo(story.Record));
        Assert.That(await Record.TimelineAsync(story.Call), Is.EqualTo(story.Timeline));
    }

    [Test]
    public async Task Two_recorders_at_once_copy_everything_once()
    {
        var stories = Enumerable.Range(0, 120).Select(_ => Ordinary(CallId.New(TimeProvider.System))).ToList();
        var (a, b) = (await NewRecorderAsync(), await NewRecorderAsync());
        var telling = Task.Run(async () =>
        {
            foreach (var story in stories) await TellAsync(story.Events);
        });
        // Both copy although the lease would let only one: as after one was paused for longer than its lease.
        async Task CopyAllAsync(Recorder recorder)
        {
            while (await recorder.CopyBatchAsync(oneByOne: false, default) || !telling.IsCompleted || await StreamLengthAsync() > 0) { }
        }
        await Task.WhenAll(telling, CopyAllAsync(a), CopyAllAsync(b));

        Assert.That(await EventsAsync(), Is.EqualTo(stories.Sum(s => s.Events.Count)));
        foreach (var story in stories) Assert.That(await Record.GetAsync(story.Call), Is.EqualTo(story.Record));
    }

    [Test]
    public async Task A_batch_that_takes_longer_than_the_lease_keeps_it()
    {
        await TellAsync(Ordinary().Events);
        var lease = CallKeys.RecorderLease(Network.Name);
        async Task<double> LeftAsync() => (await Redis.Database.KeyTimeToLiveAsync(lease))?.TotalMilliseconds ?? 0;
        await using (var connection = await Sql.Database.OpenAsync())
        {
            // The database is somebody else's: the batch waits for it.
            await StartedButHeldUpAsync(connection);
            await Eventually.True(async () => await LeftAsync() is > 0 and < 4000, "a second of the lease is over");
            await Eventually.True(async () => await LeftAsync() > 4500, "it was renewed");
            Assert.That(await StreamLengthAsync(), Is.EqualTo(Ordinary().Events.Count), "nothing is copied yet");
            await connection.ExecuteAsync("ROLLBACK");
        }
        await Eventually.True(async () => await StreamLengthAsync() == 0, "the stream is empty");
    }

    private async Task StartedButHeldUpAsync(System.Data.Common.DbConnection connection)
    {
        var recorder = await NewRecorderAsync();
        await connection.ExecuteAsync("BEGIN IMMEDIATE");
        await StartAsync(recorder);
    }

    [Test]
    public async Task A_batch_copied_but_not_trimmed_is_not_written_twice()
    {
        await TellAsync(Ordinary().Events);
        var stream = new EventStream(Redis, Network.Name);
        await Record.AppendAsync((await stream.ReadAsync())!.Events);
        var before = await EventsAsync();
        await StartRecorderAsync();
        await Eventually.True(async () => await StreamLengthAsync() == 0, "the stream is empty");
        Assert.That(await EventsAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task After_a_wipe_the_same_stream_id_is_another_event()
    {
        var (first, second) = (CallId.New(TimeProvider.System), CallId.New(TimeProvider.System));
        var stream = new EventStream(Redis, Network.Name);
        await AddAsync("7-1", "call.arrived", "1000", first.ToString());
        var old = (await stream.ReadAsync())!;
        await Record.AppendAsync(old.Events);
        await Server.FlushAllAsync();
        await AddAsync("7-1", "call.arrived", "2000", second.ToString());
        var next = (await stream.ReadAsync())!;
        await stream.TrimAsync(old);
        Assert.That(await StreamLengthAsync(), Is.EqualTo(1), "an old batch's ids are not the new stream's");
        await Record.AppendAsync(next.Events);
        Assert.That((await Record.GetAsync(first) is not null, await Record.GetAsync(second) is not null), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task An_entry_that_cannot_be_read_is_kept_as_malformed_and_holds_up_nothing()
    {
        var story = Ordinary();
        await AddAsync("1-1", "call.arrived", "not a time", "");
        await AddAsync("1-2", "", "5", "");
        await AddAsync("1-3", "call.arrived", "5", "not a call");
        await AddAsync("1-4", "call.arrived", "99999999999999999", "");
        await AddAsync("1-5", new string('k', 65), "5", "");
        await AddAsync("1-6", "call.arrived", "5", "", "not json");
        await Redis.Database.ExecuteAsync("XADD", CallKeys.Events(Network.Name), "1-7", "nonsense", "x");
        await TellAsync(story.Events);
        await StartRecorderAsync();
        await Eventually.True(async () => await StreamLengthAsync() == 0, "the stream is empty");

        Assert.That(await Record.GetAsync(story.Call), Is.EqualTo(story.Record));
        await using var connection = await Sql.Database.OpenAsync();
        Assert.That(await connection.QueryAsync<string>("SELECT detail FROM call_events WHERE kind = 'malformed'"), Has.Exactly(7).Items.And.Some.Contains("nonsense"));
    }

    [Test]
    public async Task A_value_the_database_will_never_take_is_kept_as_malformed_and_holds_up_nothing()
    {
        await using (var connection = await Sql.Database.OpenAsync())
            await connection.ExecuteAsync("CREATE TRIGGER refuse BEFORE INSERT ON call_events WHEN NEW.kind = 'call.arrived' BEGIN SELECT RAISE(ABORT, 'no'); END");
        var story = new CallStory().Arrives().Waits(1);
        await TellAsync(story.Events);
        await StartRecorderAsync();
        await Eventually.True(async () => await StreamLengthAsync() == 0, "the stream is empty");
        Assert.That((await Record.TimelineAsync(story.Call)).Select(t => t.Kind), Is.EqualTo(new[] { EventKind.Waiting }));
        Assert.That(await EventsAsync(), Is.EqualTo(2));
    }

    [Test]
    public async Task While_the_database_takes_nothing_events_are_kept_and_written_later()
    {
        var recorder = await StartRecorderAsync();
        await Eventually.True(() => recorder.Trouble is null, "the recorder is well");
        await using (var connection = await Sql.Database.OpenAsync())
        {
            await connection.ExecuteAsync("ALTER TABLE call_events RENAME TO away");
            await TellAsync(Ordinary().Events);
            await Eventually.True(() => recorder.Trouble is "the database does not take events", "the recorder says what is wrong");
            Assert.That(await StreamLengthAsync(), Is.EqualTo(Ordinary().Events.Count));
            await connection.ExecuteAsync("ALTER TABLE away RENAME TO call_events");
        }
        await Eventually.True(async () => await StreamLengthAsync() == 0 && recorder.Trouble is null, "everything is written");
        Assert.That(await Record.GetAsync(Ordinary().Call), Is.EqualTo(Ordinary().Record));
    }

    [Test]
    public async Task A_recorder_goes_on_after_Redis_was_killed_and_came_back()
    {
        var recorder = await StartRecorderAsync();
        await Eventually.True(() => recorder.Trouble is null, "the recorder is well");
        await TellAsync(new CallStory().Arrives().Events);
        await Server.KillAsync();
        await Eventually.True(() => recorder.Trouble is "the live state does not answer", "the recorder says what is wrong");
        await Server.RestartAsync();
        await Eventually.True(() => recorder.Trouble is null, "the recorder is well again", TimeSpan.FromSeconds(30));
        await TellAsync(Ordinary().Events.Skip(1));
        await Eventually.True(async () => (await Record.GetAsync(Ordinary().Call))?.State == CallState.Closed, "the call is closed");
    }

    /// <summary>A database that was away for long has let the stream grow until Redis takes no more: only copying makes room again.</summary>
    [TestCase(false, TestName = "A_Redis_whose_memory_is_full_is_emptied")]
    [TestCase(true, TestName = "A_Redis_whose_memory_is_full_is_emptied_by_one_who_reads_it_for_the_first_time")]
    public async Task A_Redis_whose_memory_is_full_is_emptied(bool unread)
    {
        await TellAsync(Ordinary().Events);
        if (!unread) await new EventStream(Redis, Network.Name).ReadAsync();
        await Redis.Database.ExecuteAsync("SCRIPT", "FLUSH");
        await Server.FillAsync();
        try
        {
            Assert.That(async () => await TellAsync(Ordinary().Events), Throws.TypeOf<RedisServerException>().With.Message.StartsWith("OOM"), "it is full");
            await StartRecorderAsync();
            await Eventually.True(async () => await StreamLengthAsync() == 0, "the stream is empty");
        }
        finally
        {
            await Server.MakeRoomAsync();
        }
        Assert.That(await Record.GetAsync(Ordinary().Call), Is.EqualTo(Ordinary().Record));
    }
}
