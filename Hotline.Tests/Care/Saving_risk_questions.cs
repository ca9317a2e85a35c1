using Dapper;
using Hotline.Core.Care;
using Hotline.Core.Care.Sql;
using Hotline.Core.Staff;
using Hotline.Core.Storage;
using Hotline.Tests.Storage;
using NUnit.Framework;

namespace Hotline.Tests.Care;

public sealed class Saving_risk_questions(StorageProvider provider) : VersionedDocumentSpec<RiskQuestions>(provider)
{
    private RiskQuestionStore Store => new(Database, Audit, TimeProvider.System);

    protected override VersionedDocument<RiskQuestions> Versions => Store;
    protected override string Table => "risk_questions";
    protected override string Subject => "care/questions";
    protected override string Act => "care.questions.save";
    protected override RiskQuestions First { get; } = ShippedQuestions.Read();

    protected override RiskQuestions Edited(int number) => Forms.WithMood.With(10, q => q with { En = $"{number}" });

    protected override Task<SaveOutcome<RiskQuestions>> SaveAsync(int basedOn, RiskQuestions document, StaffId? by) => Store.SaveAsync(basedOn, document, by);

    [Test]
    public async Task What_a_later_program_wrote_is_said_to_be_unreadable()
    {
        await SaveAsync(0, First, null);
        await Database.UseAsync(connection => connection.ExecuteAsync(
            "INSERT INTO risk_questions (version, document, saved_at) VALUES (2, @document, @at)", new { document = """{"weights":[]}""", at = TimeProvider.System.GetUtcNow() }));
        var read = (await Store.NewestAsync())!;
        Assert.That((read.Document, read.Unreadable), Is.EqualTo(((RiskQuestions?)null, "it was written by a later program")));
    }
}
