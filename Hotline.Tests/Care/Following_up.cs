using Hotline.Core.Care;
using Hotline.Core.Storage;
using NUnit.Framework;

namespace Hotline.Tests.Care;

public sealed class Following_up(StorageProvider provider) : CareSpec(provider)
{
    private async Task<IReadOnlyList<FollowUp>> OpenedAsync(CareSubject subject, string centre = "main", Core.Staff.StaffId? by = null)
    {
        await Records.SaveAsync(subject, centre, Call, CareLevel.Raised, new RiskWords("", ""), 0, by ?? Li);
        return await FollowUps.OfSubjectAsync(subject.Key);
    }

    [Test]
    public async Task Lists_what_is_open_by_owner_and_centre_the_first_due_first()
    {
        var hers = await OpenedAsync(Her);
        Now = Eight.AddHours(1);
        var others = await OpenedAsync(Other, by: Lead);
        await OpenedAsync(Her with { Key = "elsewhere" }, "baotou", Lead);
        Assert.That((await FollowUps.OpenAsync(Li, null, Eight.AddDays(400))).Select(f => f.Id), Is.EqualTo(hers.Select(f => f.Id)));
        Assert.That((await FollowUps.OpenAsync(Li, "main", Eight.AddDays(2))).Select(f => f.Id), Is.EqualTo(new[] { hers[0].Id, others[0].Id }));
        await FollowUps.GiveAsync(others[0].Id, Li);
        Assert.That((await FollowUps.OpenAsync(Li, null, Eight.AddDays(2))).Select(f => f.Id), Is.EqualTo(new[] { hers[0].Id, others[0].Id }));
    }

    [Test]
    public async Task Ends_one_once_with_what_was_said_sealed()
    {
        var first = (await OpenedAsync(Her))[0];
        Assert.That(await FollowUps.DoneAsync(first.Id, FollowUpResult.NeedsMore, "她愿意再谈", Lead));
        Assert.That(await FollowUps.DoneAsync(first.Id, FollowUpResult.Reached, "", Li), Is.False);
        Assert.That(await FollowUps.MoveAsync(first.Id, Eight.AddDays(3)), Is.False);
        Assert.That(await FollowUps.GiveAsync(first.Id, Lead), Is.False);
        var done = (await FollowUps.FindAsync(first.Id))!;
        Assert.That((done.Result, done.Note, done.DoneBy, done.DoneAt, done.Owner), Is.EqualTo((FollowUpResult.NeedsMore, "她愿意再谈", Lead, Eight, Li)));
        Assert.That(await FollowUps.OpenAsync(Li, null, Eight.AddDays(2)), Is.Empty);
        Assert.That(await FollowUps.FindAsync(Guid.CreateVersion7(Eight)), Is.Null);
    }

    [Test]
    public async Task A_missed_one_is_told_once_and_again_when_it_is_moved_and_missed_again()
    {
        var first = (await OpenedAsync(Her))[0];
        Now = first.DueAt + FollowUpRules.Grace;
        Assert.That(await FollowUps.ClaimMissedAsync(), Is.Empty, "not yet");
        Now = Now.AddSeconds(1);
        Assert.That((await FollowUps.ClaimMissedAsync()).Select(f => f.Id), Is.EqualTo(new[] { first.Id }));
        Assert.That(await FollowUps.ClaimMissedAsync(), Is.Empty, "another host tells it");
        Now = Now.AddMinutes(6);
        Assert.That(await FollowUps.ClaimMissedAsync(), Has.Count.EqualTo(1), "that host died before it told");
        await FollowUps.ToldAsync(first.Id);
        Now = Now.AddMinutes(6);
        Assert.That(await FollowUps.ClaimMissedAsync(), Is.Empty);

        await FollowUps.MoveAsync(first.Id, Now.AddDays(1));
        Assert.That(await FollowUps.ClaimMissedAsync(), Is.Empty);
        Now = Now.AddDays(2);
        Assert.That(await FollowUps.ClaimMissedAsync(), Has.Count.EqualTo(1));
        await FollowUps.DoneAsync(first.Id, FollowUpResult.NotReached, "", Li);
        Now = Now.AddMinutes(6);
        Assert.That(await FollowUps.ClaimMissedAsync(), Is.Empty, "done");
    }

    [Test]
    public async Task A_missed_one_is_claimed_by_one_host([Range(1, 3)] int round)
    {
        var first = (await OpenedAsync(Her with { Key = $"number-{round}" }))[0];
        Now = first.DueAt.AddDays(1);
        var claimed = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => FollowUps.ClaimMissedAsync())));
        Assert.That(claimed.SelectMany(c => c).Select(f => f.Id), Is.EqualTo(new[] { first.Id }));
    }

    [Test]
    public async Task Of_many_who_do_one_at_once_one_has_done_it([Range(1, 3)] int round)
    {
        var first = (await OpenedAsync(Her with { Key = $"number-{round}" }))[0];
        var done = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => FollowUps.DoneAsync(first.Id, FollowUpResult.Reached, $"{i}", Li))));
        Assert.That(done.Count(d => d), Is.EqualTo(1));
    }
}
