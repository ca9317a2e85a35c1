using System.Text.Json.Serialization;
using Hotline.Core.Routing.Policy;

namespace Hotline.Core.Care;

/// <summary>
/// What is asked of danger to life: one document, kept in versions, edited by administrators (<see cref="RiskQuestionCheck"/> says what it must be). A
/// question that was not asked has no answer; <c>no</c> and <c>unknown</c> are answers of their own.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RiskQuestions
{
    /// <summary>1 to 30, in the order they are asked.</summary>
    public IReadOnlyList<RiskQuestion> Questions { get; init; } = [];

    /// <summary>Up to 20 sets of answers (question's code → answer's code) that are imminent when all of a set are given: a plan with means for today.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Together { get; init; } = [];

    /// <summary>
    /// The care these answers ask for by themselves; null: none. More answers never make it less: only what is there counts
    /// (<c>Risk_answers.To_other_questions_never_make_less_of_it</c>).
    /// </summary>
    public CareLevel? LevelOf(IReadOnlyDictionary<string, string> answers)
    {
        if (Together.Any(all => all.All(asked => answers.TryGetValue(asked.Key, out var given) && given == asked.Value))) return CareLevel.Imminent;
        var meanings = answers.Select(a => Find(a.Key, a.Value)?.Answer.Meaning ?? AnswerMeaning.None).ToList();
        return meanings.Contains(AnswerMeaning.Imminent) ? CareLevel.Imminent : meanings.Contains(AnswerMeaning.Raises) ? CareLevel.Raised : null;
    }

    public (RiskQuestion Question, RiskAnswer Answer)? Find(string question, string answer) =>
        Questions.FirstOrDefault(q => q.Code == question) is { } asked && asked.Answers.FirstOrDefault(a => a.Code == answer) is { } given ? (asked, given) : null;

    /// <summary>What is no answer to these questions; errors by field name, <c>answers.plan</c>.</summary>
    public Dictionary<string, string[]> Check(IReadOnlyDictionary<string, string> answers)
    {
        Dictionary<string, string[]> errors = [];
        foreach (var (code, given) in answers)
        {
            if (Questions.FirstOrDefault(q => q.Code == code) is not { } question) errors[$"answers.{code}"] = [$"No such question. One of: {string.Join(", ", Questions.Select(q => q.Code))}."];
            else if (question.Answers.All(a => a.Code != given)) errors[$"answers.{code}"] = [$"One of: {string.Join(", ", question.Answers.Select(a => a.Code))}."];
        }
        return errors;
    }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RiskQuestion
{
    /// <summary>What the answers of every version are kept under: a letter, then up to 31 letters or digits. Never given to another question.</summary>
    public string Code { get; init; } = "";

    public string Zh { get; init; } = "";

    public string En { get; init; } = "";

    /// <summary>For whoever asks: how it may be said.</summary>
    public string AsksZh { get; init; } = "";

    public string AsksEn { get; init; } = "";

    /// <summary>2 to 8, <c>unknown</c> among them.</summary>
    public IReadOnlyList<RiskAnswer> Answers { get; init; } = [];
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RiskAnswer
{
    public string Code { get; init; } = "";

    public string Zh { get; init; } = "";

    public string En { get; init; } = "";

    public AnswerMeaning Meaning { get; init; }
}

/// <summary>What an answer does by itself.</summary>
[JsonConverter(typeof(WireName<AnswerMeaning>))]
public enum AnswerMeaning
{
    None,

    /// <summary>The risk record is opened at <see cref="CareLevel.Raised"/>, or raised to it.</summary>
    Raises,

    /// <summary>Help is called, and the risk record raised to <see cref="CareLevel.Imminent"/>.</summary>
    Imminent,
}
