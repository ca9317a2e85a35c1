using Dapper;
using Hotline.Core.Care;
using Hotline.Core.Care.Sql;
using Hotline.Core.Routing.Policy;
using Hotline.Core.Staff;
using Hotline.Core.Staff.Sql;
using Hotline.Core.Storage;
using Hotline.Tests.Staff;
using Hotline.Tests.Storage;
using NUnit.Framework;

namespace Hotline.Tests.Care;

public sealed class Saving_risk_questions(StorageProvider provider) : DatabaseSpec(provider)
{
    private static readonly RiskQuestions Shipped = ShippedQuestions.Read();

    private readonly StaffMember _li = Staff_accounts.Member("li", Role.Administrator);

    private RiskQuestionStore Store => new(Database, Audit, TimeProvider.System);

    private AuditLog Audit => new(Database, Sealing_values.Keys(), TimeProvider.System);

    [Test]
    public async Task Keeps_every_version_with_who_and_when()
    {
        await new StaffStore(Database).CreateAsync(_li, "hash");
        Assert.That((await Store.NewestAsync(), await Store.NewestVersionAsync()), Is.EqualTo(((StoredDocument<RiskQuestions>?)null, 0)));
        Assert.That(await Store.SaveAsync(0, Shipped, null), Is.EqualTo(new SaveOutcome<RiskQuestions>.Saved(1)));
        Assert.That(await Store.SaveAsync(1, Forms.WithMood, _li.Id), Is.EqualTo(new SaveOutcome<RiskQuestions>.Saved(2)));

        Assert.That(PolicyJson.Write((await Store.NewestAsync())!.Document!), Is.EqualTo(PolicyJson.Write(Forms.WithMood)));
        Assert.That(PolicyJson.Write((await Store.FindAsync(1))!.Document!), Is.EqualTo(PolicyJson.Write(Shipped)));
        Assert.That(await Store.FindAsync(3), Is.Null);
        Assert.That((await Store.ListAsync(10)).Select(v => (v.Version, v.SavedBy, v.SavedByName)),
            Is.EqualTo(new[] { (2, (StaffId?)_li.Id, (string?)_li.DisplayName.Reveal()), (1, null, null) }));
        Assert.That((await Store.ListAsync(1)).Single().Version, Is.EqualTo(2));
    }

    [Test]
    public async Task Many_at_once_leave_one_version()
    {
        await Store.SaveAsync(0, Shipped, null);
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => Task.Run(() => Store.SaveAsync(1, Forms.WithMood.With(10, q => q with { En = $"{i}" }), _li.Id))));
        Assert.That(outcomes.OfType<SaveOutcome<RiskQuestions>.Saved>().Select(s => s.Version), Is.EqualTo(new[] { 2 }));
        var kept = (await Store.NewestAsync())!;
        Assert.That(outcomes.OfType<SaveOutcome<RiskQuestions>.Conflict>().Select(c => (c.Newest!.Version.Version, c.Newest.Document!.Questions[10].En)),
            Is.All.EqualTo((2, kept.Document!.Questions[10].En)), "each loser is shown what was kept");
        Assert.That(await Audit.OfSubjectAsync("care/questions/2", 10), Has.Count.EqualTo(1), "and only what was kept is audited");
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(7)]
    public async Task Upon_any_version_but_the_newest_saves_nothing(int basedOn)
    {
        await Store.SaveAsync(0, Shipped, null);
        await Store.SaveAsync(1, Forms.WithMood, null);
        Assert.That(await Store.SaveAsync(basedOn, Shipped, null), Is.InstanceOf<SaveOutcome<RiskQuestions>.Conflict>());
        Assert.That(await Store.NewestVersionAsync(), Is.EqualTo(2));
    }

    [Test]
    public async Task Is_audited_with_who_and_from_where_to_where()
    {
        await Store.SaveAsync(0, Shipped, null);
        await Store.SaveAsync(1, Forms.WithMood, _li.Id);
        var line = (await Audit.OfSubjectAsync("care/questions/2", 10)).Single();
        Assert.That((line.Who, line.What, line.Reason), Is.EqualTo(((StaffId?)_li.Id, "care.questions.save", "from version 1")));
    }

    [Test]
    public async Task What_a_later_program_wrote_is_said_to_be_unreadable()
    {
        await Store.SaveAsync(0, Shipped, null);
        await Database.UseAsync(connection => connection.ExecuteAsync(
            "INSERT INTO risk_questions (version, document, saved_at) VALUES (2, @document, @at)", new { document = """{"weights":[]}""", at = TimeProvider.System.GetUtcNow() }));
        Assert.That((await Store.NewestAsync())!.Document, Is.Null);
    }

    [TestCase("UPDATE risk_questions SET saved_by = NULL")]
    [TestCase("DELETE FROM risk_questions")]
    public async Task Is_for_good(string tampering)
    {
        if (Provider == StorageProvider.SqlServer) Assert.Ignore("There the program's login is denied it.");
        await Store.SaveAsync(0, Shipped, null);
        await using var connection = await Database.OpenAsync();
        Assert.That(async () => await connection.ExecuteAsync(tampering), Throws.InstanceOf<System.Data.Common.DbException>());
    }
}
