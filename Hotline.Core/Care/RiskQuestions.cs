using System.Text.Json;

namespace Hotline.Core.Care;

/// <param name="Asks">For the operator: how it may be said.</param>
public sealed record RiskQuestion(string Code, string Zh, string En, string AsksZh, string AsksEn, IReadOnlyList<RiskAnswer> Answers);

public sealed record RiskAnswer(string Code, string Zh, string En);

/// <summary>
/// What is asked of danger to life, and which answers together are imminent: shipped data (<c>risk-questions.json</c>), read once and checked when read.
/// A question that was not asked has no answer; <c>no</c> and <c>unknown</c> are answers of their own.
/// </summary>
public sealed class RiskQuestions
{
    private RiskQuestions(File file)
    {
        All = file.Questions;
        Imminent = file.Imminent;
        if (All.Select(q => q.Code).Distinct(StringComparer.Ordinal).Count() != All.Count) throw new InvalidDataException("risk-questions.json: a question's code is there twice.");
        foreach (var question in All)
        {
            var codes = question.Answers.Select(a => a.Code).ToList();
            if (codes.Distinct(StringComparer.Ordinal).Count() != codes.Count || !codes.Contains("unknown"))
                throw new InvalidDataException($"risk-questions.json: {question.Code} needs answers of different codes, 'unknown' among them.");
        }
        foreach (var together in Imminent)
        {
            if (together.Count == 0 || Check(together.ToDictionary()).Count > 0) throw new InvalidDataException("risk-questions.json: imminent names a question or an answer there is not.");
        }
    }

    public IReadOnlyList<RiskQuestion> All { get; }

    /// <summary>Each is a set of answers that together are imminent.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Imminent { get; }

    public static RiskQuestions Shipped()
    {
        using var stream = typeof(RiskQuestions).Assembly.GetManifestResourceStream("Hotline.Core.Care.risk-questions.json")
            ?? throw new InvalidOperationException("risk-questions.json is not embedded.");
        return Read(stream);
    }

    internal static RiskQuestions Read(Stream stream) =>
        new(JsonSerializer.Deserialize<File>(stream, JsonSerializerOptions.Web) ?? throw new InvalidDataException("risk-questions.json is empty."));

    /// <summary>Whether these answers say that danger is at hand. More answers never make it less: only what is there counts.</summary>
    public bool AreImminent(IReadOnlyDictionary<string, string> answers) =>
        Imminent.Any(together => together.All(asked => answers.TryGetValue(asked.Key, out var given) && given == asked.Value));

    /// <summary>Errors by field name, <c>answers.plan</c>.</summary>
    public Dictionary<string, string[]> Check(IReadOnlyDictionary<string, string> answers)
    {
        Dictionary<string, string[]> errors = [];
        foreach (var (code, given) in answers)
        {
            if (All.FirstOrDefault(q => q.Code == code) is not { } question) errors[$"answers.{code}"] = [$"No such question. One of: {string.Join(", ", All.Select(q => q.Code))}."];
            else if (question.Answers.All(a => a.Code != given)) errors[$"answers.{code}"] = [$"One of: {string.Join(", ", question.Answers.Select(a => a.Code))}."];
        }
        return errors;
    }

    private sealed record File(IReadOnlyList<RiskQuestion> Questions, IReadOnlyList<IReadOnlyDictionary<string, string>> Imminent);
}
