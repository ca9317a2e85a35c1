using System.Text.Json.Serialization;

namespace Hotline.Core.Contact;

/// <summary>Who may be spoken to when her telephone is answered.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ContactAnswerer>))]
public enum ContactAnswerer
{
    /// <summary>Only herself: nothing that names us is said before 1 is pressed.</summary>
    Herself,

    /// <summary>Whoever says the agreed word.</summary>
    WhoeverKnowsTheWord,

    /// <summary>One person she named.</summary>
    NamedPerson,
}

/// <summary>What a voicemail may hear of us, from least to most.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VoicemailRule>))]
public enum VoicemailRule
{
    /// <summary>Never reach one: let go before it answers.</summary>
    Never,

    /// <summary>Nothing; the call is ended.</summary>
    Silence,

    /// <summary>The one sentence agreed with her, which does not name us.</summary>
    AgreedSentence,
}

/// <summary>
/// What a person said about being contacted, recorded when she said it. An abuser may hold her telephone: without such a rule nobody is contacted.
/// What she chose by key while waiting is such a rule too, for that one call-back and for hours.
/// </summary>
/// <param name="MaySurvey">Whether she may be asked later how it was.</param>
/// <param name="Hours">When, within the week. Empty: never.</param>
/// <param name="NamedPerson">Who else may be spoken to; only with <see cref="ContactAnswerer.NamedPerson"/>.</param>
/// <param name="CodeWord">Only with <see cref="ContactAnswerer.WhoeverKnowsTheWord"/>.</param>
/// <param name="NeutralName">As whom we announce ourselves; null: we do not.</param>
/// <param name="Until">The rule ends then: nobody is contacted by what she said long ago.</param>
public sealed record SafeContactRules(
    bool MayCall, bool MayText, bool MaySurvey, VoicemailRule Voicemail, IReadOnlyList<ContactWindow> Hours, ContactAnswerer Answerer,
    string? NamedPerson, string? CodeWord, string? NeutralName, string? AgreedSentence, DateTimeOffset From, DateTimeOffset Until)
{
    private static readonly ContactWindow ByDay = new(ContactWindow.DayCodes, "09:00", "18:00");

    /// <summary>What she chose by key: she may be dialled from then until then, herself, and no voicemail hears a word.</summary>
    public static SafeContactRules ChosenByKey(DateTimeOffset from, DateTimeOffset until) =>
        new(MayCall: true, MayText: false, MaySurvey: false, VoicemailRule.Never, [ContactWindow.Always], ContactAnswerer.Herself, null, null, null, null, from, until);

    /// <summary>
    /// What she chose by key after leaving a message: today and tomorrow by her clock, between 9 and 18, herself, and no voicemail hears a word.
    /// </summary>
    public static SafeContactRules ChosenAfterMessage(DateTimeOffset at, TimeZoneInfo zone)
    {
        var end = TimeZoneInfo.ConvertTime(at, zone).Date.AddDays(2);
        return ChosenByKey(at, new DateTimeOffset(end, zone.GetUtcOffset(end))) with { Hours = [ByDay] };
    }

    /// <summary>Names and words in it are hers: it never prints.</summary>
    public override string ToString() => "safe-contact rule";
}
