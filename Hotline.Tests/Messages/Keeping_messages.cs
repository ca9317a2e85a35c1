using Dapper;
using Hotline.Core.Calls;
using Hotline.Core.Messages;
using Hotline.Core.Messages.Sql;
using Hotline.Core.Storage;
using Hotline.Core.Telephony;
using Hotline.Tests.Storage;
using NUnit.Framework;

namespace Hotline.Tests.Messages;

/// <summary>From the carrier to the record, whatever dies in between.</summary>
public sealed class Keeping_messages(StorageProvider provider) : MessageSpec(provider)
{
    [Test]
    public async Task Is_made_once_from_its_events_in_any_order([Values(0, 1, 2, 3)] int first)
    {
        var call = CallId.New(TimeProvider.System);
        var story = StoryOf(call, "RE1", mayCall: true);
        foreach (var e in story[first..].Concat(story[..first])) await RecordAsync(e);
        await RecordAsync(story);
        var left = (await Store.OpenAsync(10)).Single();
        Assert.That((left.Call, left.Centre, left.NumberMask, left.Seconds, left.LeftAt, left.MayCallAt, left.Sound),
            Is.EqualTo((call, "night", "138····5678", 12, Night, (DateTimeOffset?)Night, MessageSound.Coming)));
    }

    [Test]
    public async Task Racing_recorders_make_one([Range(1, 3)] int round)
    {
        var call = CallId.New(TimeProvider.System);
        var story = StoryOf(call, $"RE{round}", mayCall: true);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => i % 2 == 0 ? RecordAsync(story) : RecordAsync([.. story.Reverse()]))));
        Assert.That((await Store.OpenAsync(10)).Single().MayCallAt, Is.EqualTo(Night));
    }

    [Test]
    public async Task Is_fetched_and_sealed_and_then_deleted_at_the_carrier()
    {
        var left = await LeftAsync();
        Assert.That(await Keeper().WorkAsync(default), Is.EqualTo(1));
        Assert.That((await Store.FindAsync(left.Id))!.Sound, Is.EqualTo(MessageSound.Here));
        Assert.That(Carrier.Names, Is.Empty);
        Assert.That(await Store.SoundAsync(left.Id), Is.EqualTo((Spoken, RecordingType.Mp3)));
        var kept = await Database.UseAsync(c => c.QuerySingleAsync<byte[]>("SELECT sound_sealed FROM messages"));
        Assert.That(kept.AsSpan().IndexOf(Spoken.AsSpan(0, 16)), Is.EqualTo(-1), "sealed");
        Now = Night.AddDays(2);
        Assert.That(await Keeper().WorkAsync(default), Is.Zero, "and that was all");

        var others = new MessageStore(Database, new Sealing(Sealing_values.Keys("k2", ("k1", null))), TimeProvider.System);
        Assert.That(await others.SoundAsync(left.Id), Is.Null, "a destroyed key erases it");
    }

    [Test]
    public async Task A_host_that_dies_after_any_step_loses_and_doubles_nothing([Values(DiesWhile.Fetching, DiesWhile.Deleting, DiesWhile.Deleted)] DiesWhile dies)
    {
        var left = await LeftAsync();
        Carrier.Dies = dies;
        Assert.That(() => Keeper().WorkAsync(default), Throws.TypeOf<HostDiedException>());
        Carrier.Dies = DiesWhile.Never;
        // While nothing is in the record, the carrier still has it.
        Assert.That(Carrier.Names.Count == 1 || await Store.SoundAsync(left.Id) is not null);
        Assert.That(await Keeper().WorkAsync(default), Is.Zero, "its claim stands");

        Now = Night + MessageKeeper.Claim;
        Assert.That(await Keeper().WorkAsync(default), Is.EqualTo(1), "another host goes on");
        Assert.That(await Store.SoundAsync(left.Id), Is.EqualTo((Spoken, RecordingType.Mp3)));
        Assert.That((Carrier.Names.Count, Carrier.Given), Is.EqualTo((0, 1)), "fetched once, deleted");
        Assert.That((await Store.OpenAsync(10)).Single().Sound, Is.EqualTo(MessageSound.Here));
        Now = Night.AddDays(2);
        Assert.That(await Keeper().WorkAsync(default), Is.Zero);
    }

    [Test]
    public async Task One_host_fetches_a_message([Range(1, 3)] int round)
    {
        await LeftAsync($"RE{round}");
        var claimed = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Store.ClaimAsync(MessageKeeper.Claim, 10))));
        Assert.That(claimed.Sum(c => c.Count), Is.EqualTo(1));
    }

    [Test]
    public async Task A_host_that_slept_with_its_claim_changes_nothing()
    {
        var left = await LeftAsync();
        var slept = (await Store.ClaimAsync(MessageKeeper.Claim, 10)).Single();
        Now = Night + MessageKeeper.Claim;
        await Keeper().WorkAsync(default);
        await Store.KeepAsync(left.Id, new byte[] { 1 }, RecordingType.Wav);
        await Store.PutOffAsync(slept, TimeSpan.Zero);
        Assert.That(await Store.SoundAsync(left.Id), Is.EqualTo((Spoken, RecordingType.Mp3)));
        Now = Night.AddDays(2);
        Assert.That(await Keeper().WorkAsync(default), Is.Zero, "and nothing is due again");
    }

    [Test]
    public async Task A_carrier_that_cannot_be_asked_is_asked_again_later()
    {
        var left = await LeftAsync();
        Carrier.Answers = false;
        foreach (var pause in new[] { 1, 2, 4 })
        {
            Assert.That(await Keeper().WorkAsync(default), Is.EqualTo(1));
            Assert.That(await Keeper().WorkAsync(default), Is.Zero, "not at once");
            Now = Now.AddSeconds(pause);
        }
        Carrier.Answers = true;
        await Keeper().WorkAsync(default);
        Assert.That((await Store.FindAsync(left.Id))!.Sound, Is.EqualTo(MessageSound.Here));
    }

    [Test]
    public async Task One_the_carrier_never_had_is_lost_after_a_day_and_can_still_be_seen_to()
    {
        var call = CallId.New(TimeProvider.System);
        await RecordAsync(StoryOf(call, "RE1"));
        await Keeper().WorkAsync(default);
        Assert.That((await Store.OpenAsync(10)).Single().Sound, Is.EqualTo(MessageSound.Coming), "its file may not be ready yet");
        Now = Night + MessageKeeper.GivenUp;
        await Keeper().WorkAsync(default);
        var lost = (await Store.OpenAsync(10)).Single();
        Assert.That(lost.Sound, Is.EqualTo(MessageSound.Lost));
        Assert.That(await Store.TakeAsync(lost.Id, null, Li));
        Assert.That(await Store.CloseAsync(lost.Id, MessageOutcome.NoContactPossible, Li));
    }

    [Test]
    public async Task One_that_has_not_come_in_ten_minutes_says_so_may_be_closed_and_opens_again_should_it_come()
    {
        var left = await LeftAsync();
        Carrier.Answers = false;
        Assert.That(await Store.TakeAsync(left.Id, null, Li));
        Now = Night + TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1);
        await Keeper().WorkAsync(default);
        Assert.That((await Store.FindAsync(left.Id))!.Sound, Is.EqualTo(MessageSound.Coming));
        Assert.That(await Store.CloseAsync(left.Id, MessageOutcome.NoContactPossible, Li), Is.False, "it may still come");

        Now = Night + TimeSpan.FromMinutes(10);
        Assert.That((await Store.FindAsync(left.Id))!.Sound, Is.EqualTo(MessageSound.Overdue));
        Assert.That(await Store.CloseAsync(left.Id, MessageOutcome.NoContactPossible, Bao), Is.False, "it is Li's");
        Assert.That(await Store.CloseAsync(left.Id, MessageOutcome.NoContactPossible, Li));
        Assert.That((await Store.ClosedAsync(10)).Single().Sound, Is.EqualTo(MessageSound.Overdue));

        Carrier.Answers = true;
        Now = Night + TimeSpan.FromHours(1);
        await Keeper().WorkAsync(default);
        Assert.That(await Store.ClosedAsync(10), Is.Empty);
        var came = (await Store.OpenAsync(10)).Single();
        Assert.That((came.Sound, came.TakenBy, came.ClosedAt, came.ClosedBy, came.Outcome), Is.EqualTo((MessageSound.Here, (Hotline.Core.Staff.StaffId?)Li, (DateTimeOffset?)null, (Hotline.Core.Staff.StaffId?)null, (MessageOutcome?)null)));
        Assert.That(await Store.CloseAsync(left.Id, MessageOutcome.Referred, Li), Is.False, "now somebody hears it first");
    }

    [Test]
    public async Task What_was_heard_long_ago_is_removed_and_what_nobody_heard_never()
    {
        var (heard, unheard) = (await KeptAsync("RE1"), await KeptAsync("RE2"));
        await Store.HearAsync(heard.Id, Li);
        Now = Night.AddDays(30);
        await Keeper(30).SweepAsync(default);
        Assert.That(await Store.OpenAsync(10), Has.Count.EqualTo(2), "not yet");
        Now = Night.AddDays(31);
        await Keeper(30).SweepAsync(default);
        Assert.That((await Store.OpenAsync(10)).Select(m => m.Id), Is.EqualTo(new[] { unheard.Id }));
        Now = Night.AddDays(3000);
        await Keeper(30).SweepAsync(default);
        Assert.That(await Store.OpenAsync(10), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_the_carrier_still_has_is_not_removed()
    {
        var left = await LeftAsync();
        Carrier.Dies = DiesWhile.Deleting;
        Assert.That(() => Keeper().WorkAsync(default), Throws.TypeOf<HostDiedException>());
        await Store.HearAsync(left.Id, Li);
        Assert.That(await Store.RemoveHeardAsync(Night.AddDays(1)), Is.Zero, "or nobody would delete it there any more");
    }

    [Test]
    public void Its_setting_names_itself_when_it_is_wrong() =>
        Assert.That(new MessageOptions { KeepHeardDays = 0 }.Faults().Single(), Does.Contain("Messages__KeepHeardDays").And.Contain("1 to 1095"));
}
