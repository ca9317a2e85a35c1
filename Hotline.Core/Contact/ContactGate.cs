using System.Text.Json.Serialization;

namespace Hotline.Core.Contact;

/// <summary>Everything the product may do that reaches a person's telephone, or tells somebody of her.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OutboundAct>))]
public enum OutboundAct
{
    /// <summary>Dial a caller who booked.</summary>
    CallBack,

    /// <summary>Dial her to ask how she is.</summary>
    FollowUpCall,
    Text,

    /// <summary>Ask her how the call was.</summary>
    Survey,

    /// <summary>Go on when a voicemail answers.</summary>
    Voicemail,

    /// <summary>Tell our own people on duty that somebody needs them.</summary>
    PageAboutPerson,
}

/// <summary>Why. The names are the spelling of events.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ContactReason>))]
public enum ContactReason
{
    /// <summary>As she said.</summary>
    Agreed,

    /// <summary>To our own staff, in words that say nothing of her.</summary>
    OwnStaff,

    /// <summary>She never said that she may be.</summary>
    NoRule,

    /// <summary>Her number is withheld or cannot be read.</summary>
    NoNumber,
    TooEarly,
    TooLate,
    CallsRefused,
    TextsRefused,
    SurveysRefused,
    VoicemailRefused,
    OutsideHours,

    /// <summary>She was dialled as often as was agreed.</summary>
    NoAttemptsLeft,
}

/// <summary>In which way it may be done.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ContactHow>))]
public enum ContactHow
{
    NotAtAll,

    /// <summary>Nothing that names us before the one who answers presses 1, or says by herself who she is.</summary>
    HerselfFirst,

    /// <summary>Nothing before the agreed word is said.</summary>
    CodeWordFirst,

    /// <summary>Ask for the person she named, and speak with nobody else.</summary>
    AskForNamedPerson,

    /// <summary>No name of ours, no matter, nothing to answer.</summary>
    NeutralWords,
    Silence,
    AgreedSentence,
}

public sealed record ContactVerdict(bool May, ContactReason Reason, ContactHow How);

/// <summary>What the gate is asked under.</summary>
/// <param name="Zone">The clock her hours are told by.</param>
/// <param name="Made">Attempts so far.</param>
/// <param name="Most">As many as are allowed.</param>
public sealed record ContactMoment(DateTimeOffset Now, TimeZoneInfo Zone, bool NumberKnown, int Made = 0, int Most = int.MaxValue);

/// <summary>
/// The one gate every outbound act passes, at the moment of acting. No rule, no contact. That each call site asks it is shown by
/// <c>Outbound_acts.Pass_the_gate_or_are_listed</c>; its verdicts are the table in <c>infra/docs/safe-contact.md</c>.
/// </summary>
public static class ContactGate
{
    public static ContactVerdict Judge(OutboundAct act, SafeContactRules? rules, ContactMoment moment)
    {
        // Her rule cannot keep her from help. What keeps her safe here is that the page says nothing of her.
        if (act == OutboundAct.PageAboutPerson) return new(true, ContactReason.OwnStaff, ContactHow.NeutralWords);
        if (rules is null) return No(ContactReason.NoRule);
        if (!moment.NumberKnown) return No(ContactReason.NoNumber);
        if (moment.Now < rules.From) return No(ContactReason.TooEarly);
        if (moment.Now >= rules.Until) return No(ContactReason.TooLate);
        if (Refusal(act, rules) is { } refused) return No(refused);
        var local = TimeZoneInfo.ConvertTime(moment.Now, moment.Zone).DateTime;
        if (!rules.Hours.Any(window => window.Holds(local))) return No(ContactReason.OutsideHours);
        return moment.Made >= moment.Most ? No(ContactReason.NoAttemptsLeft) : new(true, ContactReason.Agreed, How(act, rules));
    }

    private static ContactReason? Refusal(OutboundAct act, SafeContactRules rules) => act switch
    {
        OutboundAct.CallBack or OutboundAct.FollowUpCall when !rules.MayCall => ContactReason.CallsRefused,
        OutboundAct.Voicemail when !rules.MayCall => ContactReason.CallsRefused,
        OutboundAct.Voicemail when rules.Voicemail == VoicemailRule.Never => ContactReason.VoicemailRefused,
        OutboundAct.Text when !rules.MayText => ContactReason.TextsRefused,
        OutboundAct.Survey when !rules.MaySurvey => ContactReason.SurveysRefused,
        // A question is a text: it is sent where texts may be.
        OutboundAct.Survey when !rules.MayText => ContactReason.TextsRefused,
        _ => null,
    };

    private static ContactHow How(OutboundAct act, SafeContactRules rules) => act switch
    {
        OutboundAct.Text or OutboundAct.Survey => ContactHow.NeutralWords,
        OutboundAct.Voicemail => rules.Voicemail == VoicemailRule.AgreedSentence ? ContactHow.AgreedSentence : ContactHow.Silence,
        _ => rules.Answerer switch
        {
            ContactAnswerer.WhoeverKnowsTheWord => ContactHow.CodeWordFirst,
            ContactAnswerer.NamedPerson => ContactHow.AskForNamedPerson,
            _ => ContactHow.HerselfFirst,
        },
    };

    private static ContactVerdict No(ContactReason reason) => new(false, reason, ContactHow.NotAtAll);
}
