using System.Text;
using Dapper;
using Hotline.Core.Care;
using Hotline.Core.Care.Sql;
using Hotline.Core.Contact;
using Hotline.Core.Storage;
using NUnit.Framework;

namespace Hotline.Tests.Care;

public sealed class Keeping_care_documents(StorageProvider provider) : CareSpec(provider)
{
    private static readonly SafetyPlan Plan = new("睡不着", "散步", "公园", "妹妹", "王医生", "把药交给妹妹保管");

    [Test]
    public async Task What_was_written_is_read_back_and_the_next_version_follows_it()
    {
        Assert.That(await Documents.LatestAsync(Her.Key, CareKinds.Plan), Is.Null);
        Assert.That(await Documents.AddAsync(Her.Key, CareKinds.Plan, Plan, 0, Call, Li));
        Now = Eight.AddHours(1);
        Assert.That(await Documents.AddAsync(Her.Key, CareKinds.Plan, Plan with { Coping = "听歌" }, 1, Call, Lead));
        var latest = await Documents.LatestAsync(Her.Key, CareKinds.Plan);
        Assert.That(latest, Is.EqualTo(new CareDocument<SafetyPlan>(2, Plan with { Coping = "听歌" }, Call, Eight.AddHours(1), Lead)));
        Assert.That(await Documents.LatestAsync(Other.Key, CareKinds.Plan), Is.Null);
        Assert.That(await Documents.LatestAsync(Her.Key, CareKinds.Rules), Is.Null);
    }

    [Test]
    public async Task A_version_written_from_an_older_one_or_from_none_is_not_kept()
    {
        await Documents.AddAsync(Her.Key, CareKinds.Plan, Plan, 0, Call, Li);
        foreach (var from in new[] { 0, 2, 7 })
            Assert.That(await Documents.AddAsync(Her.Key, CareKinds.Plan, Plan with { Coping = "别的" }, from, Call, Lead), Is.False, $"from {from}");
        Assert.That((await Documents.LatestAsync(Her.Key, CareKinds.Plan))!.Version, Is.EqualTo(1));
    }

    [Test]
    public async Task A_rule_and_answers_come_back_whole_one_by_one_and_for_many_at_once()
    {
        var rule = new SafeContactRules(true, false, true, VoicemailRule.AgreedSentence, [new ContactWindow(["mon"], "09:00", "24:00")], ContactAnswerer.NamedPerson, "妹妹", null, "王老师", "请回电", Eight, Eight.AddDays(9));
        await Documents.AddAsync(Her.Key, CareKinds.Rules, rule, 0, Call, Li);
        await Documents.AddAsync(Her.Key, CareKinds.Rules, rule with { NamedPerson = "母亲" }, 1, Call, Li);
        await Documents.AddAsync(Other.Key, CareKinds.Rules, rule, 0, Call, Li);
        var all = await Documents.LatestAsync([Her.Key, Other.Key, "nobody"], CareKinds.Rules);
        Assert.That(all.Keys, Is.EquivalentTo(new[] { Her.Key, Other.Key }));
        Assert.That((all[Her.Key].Version, all[Her.Key].Body!.NamedPerson, all[Other.Key].Body!.NamedPerson), Is.EqualTo((2, "母亲", "妹妹")));
        Assert.That((all[Other.Key].Body! with { Hours = rule.Hours }, all[Other.Key].Body!.Hours[0].Days), Is.EqualTo((rule, rule.Hours[0].Days)));
        Assert.That(await Documents.LatestAsync<SafeContactRules>([], CareKinds.Rules), Is.Empty);

        await Documents.AddAsync(Her.Key, CareKinds.Answers, new GivenAnswers(3, new Dictionary<string, string> { ["plan"] = "yes" }), 0, Call, Li);
        var given = (await Documents.LatestAsync(Her.Key, CareKinds.Answers))!.Body!;
        Assert.That((given.Questions, given.Answers), Is.EqualTo((3, new Dictionary<string, string> { ["plan"] = "yes" })));
    }

    [Test]
    public async Task Answers_kept_before_questions_had_versions_were_given_to_the_first()
    {
        await Documents.AddAsync(Her.Key, new CareKind<Dictionary<string, string>>("answers"), new() { ["plan"] = "yes", ["Answers"] = "no" }, 0, Call, Li);
        var given = (await Documents.LatestAsync(Her.Key, CareKinds.Answers))!.Body!;
        Assert.That((given.Questions, given.Answers), Is.EqualTo((1, new Dictionary<string, string> { ["plan"] = "yes", ["Answers"] = "no" })));
    }

    [Test]
    public async Task A_card_written_before_it_asked_for_the_injured_has_not_asked()
    {
        await Documents.AddAsync("call", new CareKind<object>("card"), (object)new { Place = "家", People = "", Weapon = "Yes", Children = "No", More = "" }, 0, Call, Li);
        Assert.That((await Documents.LatestAsync("call", CareKinds.Card))!.Body, Is.EqualTo(new CrisisCard("家", "", Known.Yes, Known.No, "", Known.NotAsked)));
    }

    [Test]
    public async Task It_is_sealed_and_never_prints()
    {
        await Documents.AddAsync(Her.Key, CareKinds.Plan, Plan, 0, Call, Li);
        foreach (var bytes in await Database.UseAsync(connection => connection.QueryAsync<byte[]>("SELECT body_sealed FROM care_documents")))
            Assert.That(Encoding.UTF8.GetString(bytes), Does.Not.Contain("散步").And.Not.Contain("Coping"));
        Assert.That($"{(await Documents.LatestAsync(Her.Key, CareKinds.Plan))!.Body} {new CrisisCard("家", "他", Known.Yes, Known.No, "")} {new RiskWords("计划", "")}",
            Does.Not.Contain("散步").And.Not.Contain("家").And.Not.Contain("计划"));
    }

    [Test]
    public async Task Many_who_write_at_once_leave_one_next_version([Range(1, 3)] int round)
    {
        for (var version = 0; version < round; version++)
        {
            var kept = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Documents.AddAsync(Her.Key, CareKinds.Plan, Plan with { Coping = $"{i}" }, version, Call, Li))));
            Assert.That(kept.Count(k => k), Is.EqualTo(1));
        }
        Assert.That((await Documents.LatestAsync(Her.Key, CareKinds.Plan))!.Version, Is.EqualTo(round));
    }
}
