using System.Text;
using Hotline.Core.Care;
using NUnit.Framework;

namespace Hotline.Tests.Care;

public sealed class Risk_answers
{
    private static readonly RiskQuestions Questions = RiskQuestions.Shipped();

    private static bool Imminent(params (string, string)[] answers) => Questions.AreImminent(answers.ToDictionary(a => a.Item1, a => a.Item2));

    [Test]
    public void Cover_what_practice_asks_and_keep_not_asked_denied_and_unknown_apart()
    {
        Assert.That(Questions.All.Select(q => q.Code), Is.EqualTo(new[]
            { "thoughts", "plan", "means", "timeFrame", "attempt", "pastAttempt", "alone", "minors", "weapon", "perpetrator" }));
        Assert.That(Questions.All.Select(q => q.Answers.Select(a => a.Code).Intersect(["no", "none", "unknown"]).Count()), Is.All.EqualTo(2));
    }

    [Test]
    public void Are_imminent_when_an_attempt_is_under_way_a_weapon_or_the_perpetrator_is_there_or_a_plan_with_means_is_for_today()
    {
        Assert.That(Imminent(("attempt", "yes")) && Imminent(("weapon", "yes")) && Imminent(("perpetrator", "yes")));
        Assert.That(Imminent(("plan", "yes"), ("means", "yes"), ("timeFrame", "day")));
        Assert.That(Imminent(("plan", "yes"), ("means", "yes"), ("timeFrame", "later")), Is.False);
        Assert.That(Imminent(("plan", "yes"), ("timeFrame", "day")), Is.False, "means were not asked");
        Assert.That(Imminent(("attempt", "unknown"), ("weapon", "no"), ("thoughts", "yes"), ("pastAttempt", "yes")), Is.False);
        Assert.That(Imminent(), Is.False);
    }

    [Test]
    public void To_other_questions_never_make_less_of_it()
    {
        var every = Questions.All.SelectMany(q => q.Answers.Select(a => (q.Code, a.Code))).ToList();
        foreach (var together in Questions.Imminent)
            foreach (var (question, answer) in every.Where(e => !together.ContainsKey(e.Item1)))
                Assert.That(Questions.AreImminent(together.Append(new(question, answer)).ToDictionary()), $"{string.Join(", ", together)} with {question}: {answer}");
    }

    [Test]
    public void That_are_none_are_refused_by_field()
    {
        var errors = Questions.Check(new Dictionary<string, string> { ["plan"] = "maybe", ["mood"] = "yes", ["weapon"] = "no" });
        Assert.That(errors.Keys, Is.EqualTo(new[] { "answers.plan", "answers.mood" }));
        Assert.That(errors["answers.plan"][0], Does.Contain("no, unknown, yes"));
    }

    [TestCase("""{ "questions": [{ "code": "a", "answers": [{ "code": "yes" }] }], "imminent": [] }""", "unknown")]
    [TestCase("""{ "questions": [{ "code": "a", "answers": [{ "code": "unknown" }] }], "imminent": [{ "b": "yes" }] }""", "imminent")]
    [TestCase("""{ "questions": [{ "code": "a", "answers": [{ "code": "unknown" }] }], "imminent": [{}] }""", "imminent")]
    [TestCase("""{ "questions": [{ "code": "a", "answers": [{ "code": "unknown" }] }, { "code": "a", "answers": [{ "code": "unknown" }] }], "imminent": [] }""", "twice")]
    public void Edited_wrongly_stop_the_start_and_say_why(string file, string why)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(file));
        Assert.That(() => RiskQuestions.Read(stream), Throws.TypeOf<InvalidDataException>().With.Message.Contains(why));
    }
}
