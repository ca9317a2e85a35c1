using System.Text.Json;
using Hotline.Core.Care;
using Hotline.Core.Routing.Policy;
using NUnit.Framework;

namespace Hotline.Tests.Care;

public sealed class Checking_risk_questions
{
    private static readonly RiskQuestions Good = Forms.WithMood;

    private static string[] Faults(RiskQuestions form) => [.. RiskQuestionCheck.Faults(form).Select(f => $"{f.Path} {f.Code}{string.Concat(f.Values.Select(v => $" {v.Key}={v.Value}"))}")];

    private static string[] Faults(Func<RiskQuestion, RiskQuestion> change) => Faults(Good.With(10, change));

    [Test]
    public void Finds_nothing_in_what_is_shipped_or_added_to_it() => Assert.That(Faults(Good), Is.Empty);

    [Test]
    public void Names_a_word_that_is_missing_or_too_long_in_either_language()
    {
        Assert.That(Faults(q => q with { Zh = " ", En = "", AsksZh = new string('问', 201), AsksEn = new string('a', 200) }), Is.EqualTo(new[]
            { "questions[10].zh Required", "questions[10].en Required", "questions[10].asksZh OutOfRange least=1 most=200 was=201" }));
        Assert.That(Faults(q => q with { Answers = [q.Answers[0], q.Answers[1] with { Zh = "", En = new string('a', 41) }] }), Is.EqualTo(new[]
            { "questions[10].answers[1].zh Required", "questions[10].answers[1].en OutOfRange least=1 most=40 was=41" }));
    }

    [Test]
    public void Wants_codes_of_their_own()
    {
        Assert.That(Faults(q => q with { Code = "plan" }), Is.EqualTo(new[] { "questions[10].code Duplicate with=questions[1].code" }));
        foreach (var odd in new[] { "", "1a", "a b", "a-b", "计划", new string('a', 33) })
            Assert.That(Faults(q => q with { Code = odd }), Is.EqualTo(new[] { "questions[10].code BadCode" }), odd);
        Assert.That(Faults(q => q with { Answers = [.. q.Answers, q.Answers[1]] }), Is.EqualTo(new[] { "questions[10].answers[2].code Duplicate with=questions[10].answers[1].code" }));
    }

    [Test]
    public void Wants_at_least_two_answers_and_unclear_among_them()
    {
        Assert.That(Faults(q => q with { Answers = [q.Answers[0]] }), Is.EqualTo(new[] { "questions[10].answers OutOfRange least=2 most=8 was=1" }));
        Assert.That(Faults(q => q with { Answers = [q.Answers[1], q.Answers[1] with { Code = "good" }] }), Is.EqualTo(new[] { "questions[10].answers NeedsUnknown" }));
    }

    [Test]
    public void Wants_something_that_is_imminent_by_itself()
    {
        var tame = new[] { "attempt", "weapon", "perpetrator" }.Aggregate(Good, (form, code) => Forms.Meaning(form, code, "yes", AnswerMeaning.None));
        Assert.That(Faults(tame), Is.EqualTo(new[] { "questions NothingImminent" }), "what is imminent together is not enough");
        Assert.That(Faults(new RiskQuestions()), Is.EqualTo(new[] { "questions OutOfRange least=1 most=30 was=0", "questions NothingImminent" }));
    }

    [Test]
    public void Wants_sets_of_answers_there_are()
    {
        RiskQuestions Together(params (string, string)[] set) => Good with { Together = [Good.Together[0], set.ToDictionary(p => p.Item1, p => p.Item2)] };
        Assert.That(Faults(Together(("plan", "yes"))), Is.EqualTo(new[] { "together[1] OutOfRange least=2 most=6 was=1" }));
        Assert.That(Faults(Together(("plan", "yes"), ("mood", "good"))), Is.EqualTo(new[] { "together[1] UnknownAnswer" }));
        Assert.That(Faults(Together(("plan", "yes"), ("nothing", "yes"))), Is.EqualTo(new[] { "together[1] UnknownAnswer" }));
        Assert.That(Faults(Together(("plan", "yes"), ("mood", "bad"))), Is.Empty);
        Assert.That(Faults(Good with { Questions = [.. Good.Questions.Where(q => q.Code != "means")] }), Is.EqualTo(new[] { "together[0] UnknownAnswer" }), "a question that is taken away is not forgotten there");
    }

    [Test]
    public void Has_a_limit()
    {
        var many = Good with { Questions = [.. Good.Questions, .. Enumerable.Range(0, 20).Select(i => Forms.Mood with { Code = $"more{i}" })] };
        Assert.That(Faults(many), Is.EqualTo(new[] { "questions OutOfRange least=1 most=30 was=31" }));
        Assert.That(Faults(Good with { Together = [.. Enumerable.Repeat(Good.Together[0], 21)] }), Is.EqualTo(new[] { "together OutOfRange least=0 most=20 was=21" }));
    }

    [TestCase("""{"questions":[{"code":"a","answer":[]}]}""", "questions[0].answer")]
    [TestCase("""{"questions":[{"code":"a","answers":[{"code":"yes","meaning":"sometimes"}]}]}""", "questions[0].answers[0].meaning")]
    [TestCase("""{"questions":[{"code":"a","answers":[{"code":"yes","meaning":2}]}]}""", "questions[0].answers[0].meaning")]
    [TestCase("""{"questions":[null]}""", "questions[0]")]
    [TestCase("""{"questions":[{"zh":null}]}""", "questions[0].zh")]
    [TestCase("""{"together":[{"a":1}]}""", "together[0].a")]
    public void A_form_that_cannot_be_read_is_refused_with_its_path(string text, string path) =>
        Assert.That(() => PolicyJson.Read<RiskQuestions>(text), Throws.InstanceOf<JsonException>().With.Matches<JsonException>(e => PolicyJson.PathOf(e!) == path));

    [Test]
    public void Reads_what_it_writes() => Assert.That(PolicyJson.Write(PolicyJson.Read<RiskQuestions>(PolicyJson.Write(Good))), Is.EqualTo(PolicyJson.Write(Good)));
}
