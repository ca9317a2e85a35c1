using Dapper;
using Hotline.Core.Care;
using Hotline.Core.Care.Sql;
using Hotline.Core.Storage;
using NUnit.Framework;

namespace Hotline.Tests.Care;

public sealed class Keeping_a_risk_record(StorageProvider provider) : CareSpec(provider)
{
    private static readonly RiskWords Words = new("每周联系一次", "断线后由李老师回拨");

    private Task<RiskSaved> SaveAsync(CareLevel level, int from, RiskWords? words = null) => Records.SaveAsync(Her, "main", Call, level, words ?? Words, from, Li);

    private async Task<CareLevel?> LevelAsync() => (await Records.OpenOfAsync(Her.Key))?.Level;

    [Test]
    public async Task Opening_one_makes_five_calls_due_for_whoever_opened_it()
    {
        var li = await HasStaffAsync("li");
        Assert.That(await Records.SaveAsync(Her, "main", Call, CareLevel.Raised, Words, 0, li), Is.EqualTo(RiskSaved.Done));
        var record = (await Records.OpenOfAsync(Her.Key))!;
        Assert.That((record.Subject, record.Level, record.Words, record.Revision, record.OpenedAt, record.OpenedBy), Is.EqualTo((Her, CareLevel.Raised, Words, 1, Eight, li)));
        var due = await FollowUps.OfSubjectAsync(Her.Key);
        Assert.That(due.Select(f => (f.Step, f.DueAt)), Is.EqualTo(FollowUpRules.Schedule(Eight, new Core.Directory.NetworkOptions().Zone)));
        Assert.That(due.Select(f => (f.Owner, f.Centre, f.Call, f.Subject)).Distinct(), Is.EqualTo(new[] { ((Core.Staff.StaffId?)li, "main", Call, Her) }));
        Assert.That(due[0].OwnerName, Is.Not.Empty);
    }

    [Test]
    public async Task Nobody_is_called_after_whose_number_is_withheld()
    {
        var unknown = CareSubject.Of(Call, null, null);
        await Records.SaveAsync(unknown, "main", Call, CareLevel.Imminent, Words, 0, Li);
        Assert.That((await Records.OpenOfAsync(unknown.Key))!.Subject.Withheld);
        Assert.That(await FollowUps.OfSubjectAsync(unknown.Key), Is.Empty);
        Assert.That(await Records.OpenSubjectsAsync(), Is.Empty);
    }

    [Test]
    public async Task A_person_lowers_it_from_what_she_read_and_never_over_anothers_change()
    {
        await SaveAsync(CareLevel.Imminent, 0);
        Assert.That(await SaveAsync(CareLevel.Watch, 0), Is.EqualTo(RiskSaved.Newer), "one is open");
        Assert.That(await SaveAsync(CareLevel.Raised, 1, Words with { Plan = "改" }), Is.EqualTo(RiskSaved.Done));
        Assert.That(await SaveAsync(CareLevel.Watch, 1), Is.EqualTo(RiskSaved.Newer), "she had not read that");
        Assert.That(((await Records.OpenOfAsync(Her.Key))!.Words!.Plan, await LevelAsync()), Is.EqualTo(("改", (CareLevel?)CareLevel.Raised)));
    }

    [Test]
    public async Task A_machine_raises_and_never_lowers()
    {
        foreach (var was in Enum.GetValues<CareLevel>())
            foreach (var told in Enum.GetValues<CareLevel>())
            {
                var subject = Her with { Key = $"{was}-{told}" };
                await Records.SaveAsync(subject, "main", Call, was, Words, 0, Li);
                Assert.That(await Records.RaiseAsync(subject, "main", Call, told, Lead), Is.EqualTo(told > was));
                var record = (await Records.OpenOfAsync(subject.Key))!;
                Assert.That((record.Level, record.Words), Is.EqualTo((told > was ? told : was, Words)));
            }
        Assert.That(await Records.RaiseAsync(Other, "main", Call, CareLevel.Imminent, Li), "it opens one");
        Assert.That(await FollowUps.OfSubjectAsync(Other.Key), Has.Count.EqualTo(5));
    }

    [Test]
    public async Task Closing_ends_what_is_due_keeps_the_reason_sealed_and_lets_another_be_opened()
    {
        await SaveAsync(CareLevel.Watch, 0);
        Assert.That(await Records.CloseAsync(Her, 7, "已无风险", Li), Is.EqualTo(RiskSaved.Newer));
        Assert.That(await Records.CloseAsync(Her, 1, "已无风险", Lead), Is.EqualTo(RiskSaved.Done));
        Assert.That(await Records.CloseAsync(Her, 1, "已无风险", Lead), Is.EqualTo(RiskSaved.Newer), "none is open");
        Assert.That(await LevelAsync(), Is.Null);
        Assert.That((await FollowUps.OfSubjectAsync(Her.Key)).Select(f => (f.Result, f.DoneBy)).Distinct(), Is.EqualTo(new[] { ((FollowUpResult?)FollowUpResult.RecordClosed, (Core.Staff.StaffId?)Lead) }));
        var kept = await Database.UseAsync(connection => connection.QueryAsync<byte[]>("SELECT reason_sealed FROM risk_records UNION ALL SELECT words_sealed FROM risk_records"));
        foreach (var bytes in kept) Assert.That(System.Text.Encoding.UTF8.GetString(bytes), Does.Not.Contain("已无风险").And.Not.Contain("李老师"));

        Assert.That(await SaveAsync(CareLevel.Raised, 0), Is.EqualTo(RiskSaved.Done));
        Assert.That((await Records.OpenSubjectsAsync()).Single(), Is.EqualTo(Her));
        Assert.That(await FollowUps.OfSubjectAsync(Her.Key), Has.Count.EqualTo(10));
    }

    [Test]
    public async Task Many_who_open_at_once_leave_one_record_with_five_follow_ups([Range(1, 3)] int round)
    {
        var subject = Her with { Key = $"number-{round}" };
        var saved = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () => i % 2 == 0
            ? await Records.SaveAsync(subject, "main", Call, CareLevel.Watch, Words, 0, Li) == RiskSaved.Done
            : await Records.RaiseAsync(subject, "main", Call, CareLevel.Imminent, Li))));
        Assert.That(saved.Count(s => s), Is.InRange(1, 2), "opened once, and perhaps raised once");
        Assert.That((await Records.OpenOfAsync(subject.Key))!.Level, Is.EqualTo(CareLevel.Imminent));
        Assert.That(await FollowUps.OfSubjectAsync(subject.Key), Has.Count.EqualTo(5));
    }
}
