using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Hotline.Core.Agents;
using Hotline.Core.Starting;
using Hotline.Core.Telephony.Twilio;

namespace Hotline.Api.Voice;

/// <summary>The yes/no questions a caller who cannot speak answers by key, as data. Checked whole at start.</summary>
internal sealed partial class QuietQuestions
{
    public const string Key = "Voice__QuestionsPath";

    /// <summary>More would keep her listening for minutes.</summary>
    public const int Most = 5;

    /// <summary>In her address: every question was asked once.</summary>
    public const string AllAsked = "-";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private readonly IReadOnlyList<Question> _questions;

    private QuietQuestions(IReadOnlyList<Question> questions) => _questions = questions;

    /// <summary>The first question behind <paramref name="asked"/> (a code; empty: none yet) that is not answered; null when there is none.</summary>
    public (string Code, Sound Sound)? Next(string asked, IReadOnlyList<string> answered)
    {
        if (asked == AllAsked) return null;
        var behind = _questions.SkipWhile(q => asked.Length > 0 && q.Code != asked).Skip(asked.Length > 0 ? 1 : 0);
        return behind.FirstOrDefault(q => !answered.Contains(q.Code)) is { } next ? (next.Code, next.Sound) : null;
    }

    /// <summary>What a key says to the question asked last; null when it answers none.</summary>
    public KeyAnswer? Answer(string asked, string? digits) =>
        digits is "1" or "2" && _questions.FirstOrDefault(q => q.Code == asked) is { } question
            ? new KeyAnswer(asked, digits == "1", question.Label, question.LabelEnglish, question.Danger == (digits == "1" ? "yes" : "no"))
            : null;

    /// <exception cref="BadSettingException">Names every entry that is wrong, and what is allowed.</exception>
    public static QuietQuestions Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (IOException unreadable)
        {
            throw new BadSettingException($"{Key} must be a readable file of questions; '{path}' is not.", unreadable);
        }
    }

    internal static QuietQuestions Parse(string text)
    {
        Catalogue? file;
        try
        {
            file = JsonSerializer.Deserialize<Catalogue>(text, Json);
        }
        catch (JsonException e)
        {
            throw new BadSettingException($"{Key}: the file must be {{ \"questions\": [ {{ code, label, labelEnglish, danger?, text, voice, language or play }} ] }} (line {e.LineNumber + 1}, {e.Path}).", e);
        }
        if (file?.Questions is not { Count: <= Most } questions) throw new BadSettingException($"{Key}: questions must be a list of at most {Most}.");
        var faults = questions.SelectMany((q, i) => FaultsOf(q, questions.Take(i)).Select(fault => $"questions[{i}].{fault}")).ToList();
        return faults.Count == 0 ? new(questions) : throw new BadSettingException($"{Key}: {string.Join("; ", faults)}.");
    }

    private static IEnumerable<string> FaultsOf(Question? question, IEnumerable<Question> before)
    {
        if (question is null)
        {
            yield return "code is missing";
            yield break;
        }
        if (!Code().IsMatch(question.Code)) yield return "code must be 1 to 20 lower-case letters and hyphens";
        else if (before.Any(other => other?.Code == question.Code)) yield return $"code '{question.Code}' is there twice";
        if (question.Label.Trim().Length is < 1 or > 40) yield return "label must be 1 to 40 characters";
        if (question.LabelEnglish.Trim().Length is < 1 or > 60) yield return "labelEnglish must be 1 to 60 characters";
        if (question.Danger is not (null or "yes" or "no")) yield return "danger must be yes, no or left out";
        if ((question.Text is null) == (question.Play is null)) yield return "text or play: exactly one of them";
        else if (question.Play is { } recording && !(Uri.TryCreate(recording, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")) yield return "play must be an absolute http(s) URL";
        else if (question.Text is { } text && (string.IsNullOrWhiteSpace(text) || text.Length > 200)) yield return "text must be 1 to 200 characters";
        else if (question.Text is not null && (string.IsNullOrWhiteSpace(question.Voice) || string.IsNullOrWhiteSpace(question.Language))) yield return "voice and language go with a text";
    }

    // The first letter keeps a code apart from the mark that all were asked.
    [GeneratedRegex("^[a-z][a-z-]{0,19}$")]
    private static partial Regex Code();

    private sealed record Catalogue(IReadOnlyList<Question> Questions);

    private sealed record Question(
        string Code = "", string Label = "", string LabelEnglish = "", string? Danger = null, string? Text = null, string? Voice = null, string? Language = null, string? Play = null)
    {
        [JsonIgnore]
        public Sound Sound => Play is not null ? new Play(Play) : new Say(Text!, Voice!, Language!);
    }
}
