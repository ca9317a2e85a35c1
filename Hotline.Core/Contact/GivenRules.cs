namespace Hotline.Core.Contact;

/// <summary>A safe-contact rule as somebody typed it. <paramref name="Until"/> is its last day; times of day are <c>HH:mm</c> on the network's clock.</summary>
public sealed record GivenRules(
    bool? MayCall, bool? MayText, bool? MaySurvey, string? Voicemail, IReadOnlyList<ContactWindow?>? Hours, string? Answerer,
    string? NamedPerson, string? CodeWord, string? NeutralName, string? AgreedSentence, DateOnly? Until)
{
    public const int WindowsMost = 14, NameMost = 20, SentenceMost = 60, DaysMost = 400;

    /// <summary>Words that would tell whoever listens who we are.</summary>
    private static readonly string[] OurNames = ["12338", "妇联", "妇女", "维权", "热线", "危机", "家暴", "hotline", "women", "crisis"];

    public override string ToString() => "safe-contact rule";

    /// <summary>Reads it; errors are by field name, and <paramref name="rules"/> is whole only when there are none.</summary>
    public Dictionary<string, string[]> Read(DateTimeOffset now, TimeZoneInfo zone, out SafeContactRules rules)
    {
        Dictionary<string, string[]> errors = [];
        var (calls, texts, surveys) = (MayCall ?? false, MayText ?? false, MaySurvey ?? false);
        var voicemail = Named<VoicemailRule>("voicemail", Voicemail, VoicemailRule.Never);
        var answerer = Named<ContactAnswerer>("answerer", Answerer, ContactAnswerer.Herself);
        if (MayCall is null) errors["mayCall"] = ["true or false: may she be called?"];
        if (MayText is null) errors["mayText"] = ["true or false: may she be sent a text?"];
        ReadHours(errors, needed: calls || texts || surveys);

        var person = Words("namedPerson", NamedPerson, NameMost, neutral: false, needed: answerer == ContactAnswerer.NamedPerson);
        var word = Words("codeWord", CodeWord, NameMost, neutral: true, needed: answerer == ContactAnswerer.WhoeverKnowsTheWord);
        var name = Words("neutralName", NeutralName, NameMost, neutral: true, needed: false);
        var sentence = Words("agreedSentence", AgreedSentence, SentenceMost, neutral: true, needed: voicemail == VoicemailRule.AgreedSentence);

        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        if (Until is not { } last || last < today || last.DayNumber - today.DayNumber > DaysMost)
            errors["until"] = [$"The last day it holds: from {today:yyyy-MM-dd} on, {DaysMost} days at most."];
        var end = Until is { } day && day < DateOnly.MaxValue ? day.AddDays(1).ToDateTime(TimeOnly.MinValue) : DateTime.MinValue.AddDays(1);
        rules = new(calls, texts, surveys, voicemail, [.. (Hours ?? []).OfType<ContactWindow>()], answerer, person, word, name, sentence,
            now, new DateTimeOffset(end, zone.GetUtcOffset(end)));
        return errors;

        string? Words(string field, string? given, int most, bool neutral, bool needed)
        {
            var text = string.IsNullOrWhiteSpace(given) ? null : given.Trim();
            if (text is null && needed) errors[field] = [$"Needed here; at most {most} characters."];
            if (text?.Length > most) errors[field] = [$"At most {most} characters, not {text.Length}."];
            if (neutral && text is not null && OurNames.FirstOrDefault(n => text.Contains(n, StringComparison.OrdinalIgnoreCase)) is { } telling)
                errors[field] = [$"Whoever listens would know who we are: without '{telling}'."];
            return text;
        }

        T Named<T>(string field, string? given, T otherwise) where T : struct, Enum
        {
            if (given is not null && Array.IndexOf(Enum.GetNames<T>(), given) >= 0) return Enum.Parse<T>(given);
            errors[field] = [$"One of: {string.Join(", ", Enum.GetNames<T>())}."];
            return otherwise;
        }
    }

    private void ReadHours(Dictionary<string, string[]> errors, bool needed)
    {
        var hours = Hours ?? [];
        if (needed && hours.Count == 0) errors["hours"] = ["At least one part of the week: a rule without hours would let her telephone ring at any time."];
        if (hours.Count > WindowsMost) errors["hours"] = [$"At most {WindowsMost} parts of the week."];
        for (var i = 0; i < Math.Min(hours.Count, WindowsMost); i++)
        {
            if (hours[i] is not { } window)
            {
                errors[$"hours[{i}]"] = ["days, from and to."];
                continue;
            }
            if (window.Days is not { Count: > 0 } || window.Days.Any(d => !ContactWindow.DayCodes.Contains(d)))
                errors[$"hours[{i}].days"] = [$"One or more of: {string.Join(", ", ContactWindow.DayCodes)}."];
            var (from, to) = (ContactWindow.Minutes(window.From), ContactWindow.Minutes(window.To));
            if (from is null or 24 * 60) errors[$"hours[{i}].from"] = ["A time of day, HH:mm."];
            if (to is null || to <= from) errors[$"hours[{i}].to"] = ["A time of day after 'from', HH:mm or 24:00; over midnight takes two parts."];
        }
    }
}
