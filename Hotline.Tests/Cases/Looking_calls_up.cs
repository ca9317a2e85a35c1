using Hotline.Core.Calls;
using Hotline.Core.Calls.Sql;
using Hotline.Core.Cases;
using Hotline.Core.Cases.Sql;
using Hotline.Core.Staff;
using Hotline.Core.Staff.Sql;
using Hotline.Core.Storage;
using Hotline.Tests.Record;
using Hotline.Tests.Staff;
using Hotline.Tests.Storage;
using NUnit.Framework;

namespace Hotline.Tests.Cases;

public sealed class Looking_calls_up(StorageProvider provider) : DatabaseSpec(provider)
{
    private CallBook Book => new(Database);

    private async Task<List<CallId>> RecordedAsync(int calls)
    {
        var stories = Enumerable.Range(0, calls).Select(_ => CallStory.Ordinary(CallId.New(TimeProvider.System))).ToList();
        for (var day = 0; day < calls; day++)
            await new CallRecordStore(Database).AppendAsync([.. stories[day].Events.Select(e => e with { At = e.At.AddDays(day) })]);
        return [.. stories.Select(s => s.Call)];
    }

    [Test]
    public async Task A_call_is_found_with_its_operators_name_and_its_signed_notes_are_counted()
    {
        var call = (await RecordedAsync(1))[0];
        await new StaffStore(Database).CreateAsync(Staff_accounts.Member("li", Role.Operator) with { Id = CallStory.Li }, "h");
        var notes = new NoteStore(Database, new Sealing(Sealing_values.Keys()), TimeProvider.System);
        await notes.SaveAsync(call, CallStory.Li, 0, new NoteFields("dv", null, null, Risk.Denied, "text", "referred"));
        await notes.SignAsync(call, CallStory.Li, 1, _ => new Dictionary<string, string[]>());

        var entry = (await Book.FindAsync(call))!;
        Assert.That((entry.State, entry.Operator, entry.OperatorName, entry.SignedVersions, entry.ArrivedAt), Is.EqualTo((CallState.Closed, (StaffId?)CallStory.Li, "李芳", 1, CallStory.Ten)));
        Assert.That(await Book.FindAsync(CallId.New(TimeProvider.System)), Is.Null);
        Assert.That((await notes.VersionsAsync([call, .. Enumerable.Range(0, 1200).Select(_ => CallId.New(TimeProvider.System))])).Count, Is.EqualTo(1), "more calls than one statement takes");
    }

    [Test]
    public async Task Recent_ones_are_hers_and_her_centres_page_by_page_newest_first()
    {
        var calls = await RecordedAsync(4);
        Assert.That((await Book.RecentAsync(CallStory.Li, null, 1, 2)).Select(c => c.Call), Is.EqualTo(new[] { calls[2], calls[1] }));
        Assert.That(await Book.RecentAsync(CallStory.Bao, null, 0, 10), Is.Empty);
        Assert.That((await Book.RecentAsync(CallStory.Bao, "main", 0, 10)).Select(c => c.Call), Is.EqualTo(new[] { calls[3], calls[2], calls[1], calls[0] }));
        Assert.That(await Book.RecentAsync(CallStory.Bao, "MAIN", 0, 10), Is.Empty, "another centre");
    }

    [Test]
    public async Task Earlier_ones_of_the_number_end_before_this_one()
    {
        var calls = await RecordedAsync(4);
        Assert.That((await Book.EarlierAsync("key", calls[2], CallStory.Ten.AddDays(2), 10)).Select(c => c.Call), Is.EqualTo(new[] { calls[1], calls[0] }));
        Assert.That((await Book.EarlierAsync("key", calls[2], CallStory.Ten.AddDays(2), 1)).Select(c => c.Call), Is.EqualTo(new[] { calls[1] }));
        Assert.That(await Book.EarlierAsync("KEY", calls[2], CallStory.Ten.AddDays(2), 10), Is.Empty, "keys are compared by their bytes");
    }

    [Test]
    public async Task A_calls_events_come_back_as_they_went_and_tell_who_accepted()
    {
        var story = CallStory.Ordinary();
        await new CallRecordStore(Database).AppendAsync(story.Events);
        Assert.That(await Book.EventsAsync(story.Call), Is.EquivalentTo(story.Events), "what is no carrier fact has no fact's key");
        Assert.That((await Book.AcceptedByAsync(story.Call, CallStory.Li), await Book.AcceptedByAsync(story.Call, CallStory.Bao)), Is.EqualTo((true, false)));
    }
}
