using Hotline.Core.Care;
using NUnit.Framework;

namespace Hotline.Tests.Care;

public sealed class Risk_answers
{
    private static readonly RiskQuestions Questions = ShippedQuestions.Read();

    private static CareLevel? Level(params (string, string)[] answers) => Questions.LevelOf(answers.ToDictionary(a => a.Item1, a => a.Item2));

    private static bool Imminent(params (string, string)[] answers) => Level(answers) == CareLevel.Imminent;

    [Test]
    public void Cover_what_practice_asks_and_keep_not_asked_denied_and_unknown_apart()
    {
        Assert.That(Questions.Questions.Select(q => q.Code), Is.EqualTo(new[]
            { "thoughts", "plan", "means", "timeFrame", "attempt", "pastAttempt", "alone", "minors", "weapon", "perpetrator" }));
        Assert.That(Questions.Questions.Select(q => q.Answers.Select(a => a.Code).Intersect(["no", "none", "unknown"]).Count()), Is.All.EqualTo(2));
        Assert.That(RiskQuestionCheck.Faults(Questions), Is.Empty);
    }

    [Test]
    public void Are_imminent_when_an_attempt_is_under_way_a_weapon_or_the_perpetrator_is_there_or_a_plan_with_means_is_for_today()
    {
        Assert.That(Imminent(("attempt", "yes")) && Imminent(("weapon", "yes")) && Imminent(("perpetrator", "yes")));
        Assert.That(Imminent(("plan", "yes"), ("means", "yes"), ("timeFrame", "day")));
        Assert.That(Level(("plan", "yes"), ("means", "yes"), ("timeFrame", "later")), Is.Null);
        Assert.That(Imminent(("plan", "yes"), ("timeFrame", "day")), Is.False, "means were not asked");
        Assert.That(Level(("attempt", "unknown"), ("weapon", "no"), ("thoughts", "yes"), ("pastAttempt", "yes")), Is.Null);
        Assert.That(Level(), Is.Null);
    }

    [Test]
    public void Raise_the_care_without_calling_for_help_where_an_administrator_says_so()
    {
        var edited = Forms.Meaning(Questions, "pastAttempt", "yes", AnswerMeaning.Raises);
        Assert.That(edited.LevelOf(new Dictionary<string, string> { ["pastAttempt"] = "yes", ["plan"] = "no" }), Is.EqualTo(CareLevel.Raised));
        Assert.That(edited.LevelOf(new Dictionary<string, string> { ["pastAttempt"] = "yes", ["weapon"] = "yes" }), Is.EqualTo(CareLevel.Imminent));
        Assert.That(edited.LevelOf(new Dictionary<string, string> { ["pastAttempt"] = "no" }), Is.Null);
    }

    [Test]
    public void To_other_questions_never_make_less_of_it()
    {
        var form = Forms.Meaning(Questions, "pastAttempt", "yes", AnswerMeaning.Raises);
        var every = form.Questions.SelectMany(q => q.Answers.Select(a => (q.Code, Answer: a.Code))).ToList();
        IEnumerable<IReadOnlyDictionary<string, string>> some = [.. form.Together, .. every.Select(e => new Dictionary<string, string> { [e.Code] = e.Answer })];
        foreach (var given in some)
            foreach (var (question, answer) in every.Where(e => !given.ContainsKey(e.Code)))
                Assert.That(Rank(form.LevelOf(given.Append(new(question, answer)).ToDictionary())), Is.GreaterThanOrEqualTo(Rank(form.LevelOf(given))), $"{string.Join(", ", given)} with {question}: {answer}");

        static int Rank(CareLevel? level) => level is { } some ? (int)some : -1;
    }

    [Test]
    public void That_are_none_are_refused_by_field()
    {
        var errors = Questions.Check(new Dictionary<string, string> { ["plan"] = "maybe", ["mood"] = "yes", ["weapon"] = "no" });
        Assert.That(errors.Keys, Is.EqualTo(new[] { "answers.plan", "answers.mood" }));
        Assert.That(errors["answers.plan"][0], Does.Contain("no, unknown, yes"));
    }
}
