using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Hotline.Core.Routing.Policy;

namespace Hotline.Core.Care;

/// <summary>Something wrong with the questions, at its JSON path (<c>questions[3].answers[0].zh</c>). The console has the words for it.</summary>
/// <param name="Values">What the words need, by name.</param>
public sealed record RiskQuestionFault(string Path, RiskQuestionFaultCode Code, IReadOnlyDictionary<string, string> Values);

[JsonConverter(typeof(WireName<RiskQuestionFaultCode>))]
public enum RiskQuestionFaultCode
{
    /// <summary>Absent or blank.</summary>
    Required,

    /// <summary>A length or a count outside <c>least</c> and <c>most</c>.</summary>
    OutOfRange,

    /// <summary>Not a letter and up to 31 letters or digits.</summary>
    BadCode,

    /// <summary>There twice; <c>with</c> is the other one's path.</summary>
    Duplicate,

    /// <summary>No answer with the code <c>unknown</c>: "she could not say" must be an answer of its own.</summary>
    NeedsUnknown,

    /// <summary>No such question, or no such answer of it.</summary>
    UnknownAnswer,

    /// <summary>No answer of any question is imminent by itself.</summary>
    NothingImminent,
}

/// <summary>What the questions must be. Pure.</summary>
public static partial class RiskQuestionCheck
{
    public const int MostQuestions = 30, LeastAnswers = 2, MostAnswers = 8, MostTogether = 20, LeastOfTogether = 2, MostOfTogether = 6;
    public const int NameMost = 40, AsksMost = 200, AnswerMost = 40;

    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>Empty when they may be asked.</summary>
    public static IReadOnlyList<RiskQuestionFault> Faults(RiskQuestions form)
    {
        List<RiskQuestionFault> faults = [];
        Range(faults, "questions", form.Questions.Count, 1, MostQuestions);
        Dictionary<string, string> codes = new(StringComparer.Ordinal);
        for (var i = 0; i < form.Questions.Count; i++) Question(faults, form.Questions[i], $"questions[{i}]", codes);
        if (!form.Questions.SelectMany(q => q.Answers).Any(a => a.Meaning == AnswerMeaning.Imminent)) Add(faults, "questions", RiskQuestionFaultCode.NothingImminent);
        Range(faults, "together", form.Together.Count, 0, MostTogether);
        for (var i = 0; i < form.Together.Count; i++)
        {
            var set = form.Together[i];
            Range(faults, $"together[{i}]", set.Count, LeastOfTogether, MostOfTogether);
            if (set.Any(pair => form.Find(pair.Key, pair.Value) is null)) Add(faults, $"together[{i}]", RiskQuestionFaultCode.UnknownAnswer);
        }
        return faults;
    }

    private static void Question(List<RiskQuestionFault> faults, RiskQuestion question, string path, Dictionary<string, string> seen)
    {
        Code(faults, question.Code, $"{path}.code", seen);
        Text(faults, $"{path}.zh", question.Zh, NameMost);
        Text(faults, $"{path}.en", question.En, NameMost);
        Text(faults, $"{path}.asksZh", question.AsksZh, AsksMost);
        Text(faults, $"{path}.asksEn", question.AsksEn, AsksMost);
        Range(faults, $"{path}.answers", question.Answers.Count, LeastAnswers, MostAnswers);
        if (question.Answers.All(a => a.Code != "unknown")) Add(faults, $"{path}.answers", RiskQuestionFaultCode.NeedsUnknown);
        Dictionary<string, string> codes = new(StringComparer.Ordinal);
        for (var i = 0; i < question.Answers.Count; i++)
        {
            var (answer, at) = (question.Answers[i], $"{path}.answers[{i}]");
            Code(faults, answer.Code, $"{at}.code", codes);
            Text(faults, $"{at}.zh", answer.Zh, AnswerMost);
            Text(faults, $"{at}.en", answer.En, AnswerMost);
        }
    }

    private static void Code(List<RiskQuestionFault> faults, string code, string path, Dictionary<string, string> seen)
    {
        if (!CodeForm().IsMatch(code)) Add(faults, path, RiskQuestionFaultCode.BadCode);
        else if (!seen.TryAdd(code, path)) Add(faults, path, RiskQuestionFaultCode.Duplicate, ("with", seen[code]));
    }

    private static void Text(List<RiskQuestionFault> faults, string path, string text, int most)
    {
        if (string.IsNullOrWhiteSpace(text)) Add(faults, path, RiskQuestionFaultCode.Required);
        else Range(faults, path, text.Length, 1, most);
    }

    private static void Range(List<RiskQuestionFault> faults, string path, int value, int least, int most)
    {
        if (value < least || value > most) Add(faults, path, RiskQuestionFaultCode.OutOfRange, ("least", Number(least)), ("most", Number(most)), ("was", Number(value)));
    }

    private static void Add(List<RiskQuestionFault> faults, string path, RiskQuestionFaultCode code, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var named = values.Length == 0 ? Nothing : [];
        foreach (var (name, value) in values) named[name] = value;
        faults.Add(new RiskQuestionFault(path, code, named));
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{0,31}$", RegexOptions.CultureInvariant)]
    private static partial Regex CodeForm();
}
