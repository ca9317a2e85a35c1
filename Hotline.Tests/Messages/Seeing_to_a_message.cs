using Hotline.Core.Contact;
using Hotline.Core.Directory;
using Hotline.Core.Messages;
using Hotline.Core.Storage;
using NUnit.Framework;

namespace Hotline.Tests.Messages;

public sealed class Seeing_to_a_message(StorageProvider provider) : MessageSpec(provider)
{
    private static readonly TimeZoneInfo Zone = new NetworkOptions().Zone;

    [Test]
    public async Task Is_somebodys_and_is_closed_by_her_once_after_it_was_heard()
    {
        var left = await KeptAsync();
        Assert.That(await Store.CloseAsync(left.Id, MessageOutcome.Referred, Li), Is.False, "it is nobody's");
        Assert.That(await Store.TakeAsync(left.Id, null, Li));
        Assert.That(await Store.CloseAsync(left.Id, MessageOutcome.Referred, Li), Is.False, "nobody has heard it");
        Assert.That(await Store.HearAsync(left.Id, Bao));
        Assert.That(await Store.HearAsync(left.Id, Li), Is.False, "the first who heard it stays");
        Assert.That(await Store.CloseAsync(left.Id, MessageOutcome.Referred, Bao), Is.False, "it is Li's");
        Assert.That(await Store.CloseAsync(left.Id, MessageOutcome.Referred, Li));
        Assert.That(await Store.CloseAsync(left.Id, MessageOutcome.CalledBack, Li), Is.False);
        Assert.That(await Store.TakeAsync(left.Id, Li, Bao), Is.False, "closed");

        Assert.That(await Store.OpenAsync(10), Is.Empty);
        var closed = (await Store.ClosedAsync(10)).Single();
        Assert.That((closed.HeardBy, closed.TakenBy, closed.ClosedBy, closed.Outcome), Is.EqualTo((Bao, Li, Li, (MessageOutcome?)MessageOutcome.Referred)));
    }

    [Test]
    public async Task Is_taken_over_only_from_the_one_who_was_shown_to_have_it()
    {
        var left = await KeptAsync();
        Assert.That(await Store.TakeAsync(left.Id, null, Li));
        Assert.That(await Store.TakeAsync(left.Id, null, Bao), Is.False);
        Assert.That(await Store.TakeAsync(left.Id, Li, Bao));
        Assert.That((await Store.FindAsync(left.Id))!.TakenBy, Is.EqualTo(Bao));
    }

    [Test]
    public async Task Of_many_who_take_it_at_once_one_has_it([Range(1, 3)] int round)
    {
        var left = await KeptAsync($"RE{round}");
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Store.TakeAsync(left.Id, null, i % 2 == 0 ? Li : Bao))));
        Assert.That(taken.Count(t => t), Is.EqualTo(1));
    }

    // Left and chosen at 22:00 on 1 October by her clock.
    [TestCase("2026-10-01T22:30", false, ContactReason.OutsideHours)]
    [TestCase("2026-10-02T08:59", false, ContactReason.OutsideHours)]
    [TestCase("2026-10-02T09:00", true, ContactReason.Agreed)]
    [TestCase("2026-10-02T17:59", true, ContactReason.Agreed)]
    [TestCase("2026-10-02T18:00", false, ContactReason.OutsideHours)]
    [TestCase("2026-10-03T10:00", false, ContactReason.TooLate)]
    public async Task Her_choice_holds_by_day_until_the_end_of_tomorrow(string local, bool may, ContactReason reason)
    {
        var chosen = await LeftAsync("RE1", mayCall: true);
        var at = DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture);
        var verdict = chosen.MayCall(new DateTimeOffset(at, TimeSpan.FromHours(8)), Zone);
        Assert.That((verdict.May, verdict.Reason), Is.EqualTo((may, reason)));
        Assert.That(verdict.How, Is.EqualTo(may ? ContactHow.HerselfFirst : ContactHow.NotAtAll));
    }

    [Test]
    public async Task Who_chose_nothing_is_called_by_nobody_and_neither_is_a_withheld_number()
    {
        var tomorrow = Night.AddHours(12);
        Assert.That((await LeftAsync("RE1")).MayCall(tomorrow, Zone).Reason, Is.EqualTo(ContactReason.NoRule));
        var withheld = await LeftAsync("RE2", mayCall: true) with { NumberMask = "" };
        Assert.That(withheld.MayCall(tomorrow, Zone).Reason, Is.EqualTo(ContactReason.NoNumber));
    }
}
