using Hotline.Core.Care;

namespace Hotline.Tests.Care;

/// <summary>Edited questions.</summary>
internal static class Forms
{
    public static RiskQuestion Mood { get; } = new()
    {
        Code = "mood",
        Zh = "心情",
        En = "Mood",
        AsksZh = "今天心情怎么样？",
        AsksEn = "How do you feel today?",
        Answers = [new() { Code = "unknown", Zh = "说不清", En = "Unclear" }, new() { Code = "bad", Zh = "很差", En = "Bad", Meaning = AnswerMeaning.Raises }],
    };

    public static RiskQuestions WithMood { get; } = ShippedQuestions.Read() is var shipped ? shipped with { Questions = [.. shipped.Questions, Mood] } : null!;

    public static RiskQuestions Meaning(RiskQuestions form, string question, string answer, AnswerMeaning meaning) => form with
    {
        Questions = [.. form.Questions.Select(q => q.Code != question ? q : q with { Answers = [.. q.Answers.Select(a => a.Code == answer ? a with { Meaning = meaning } : a)] })],
    };

    /// <summary>With one question otherwise.</summary>
    public static RiskQuestions With(this RiskQuestions form, int item, Func<RiskQuestion, RiskQuestion> change) =>
        form with { Questions = [.. form.Questions.Select((q, n) => n == item ? change(q) : q)] };
}
