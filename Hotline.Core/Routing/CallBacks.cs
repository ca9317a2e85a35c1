using System.Text.Json.Serialization;
using Hotline.Core.Contact;

namespace Hotline.Core.Routing;

/// <summary>When the caller says that her number may be dialled; the spelling is that of events and the wire.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CallBackWindow>))]
public enum CallBackWindow
{
    /// <summary>As long as the policy allows.</summary>
    Longest,

    /// <summary>The next two hours only.</summary>
    TwoHours,
}

/// <summary>What came of booking a call-back.</summary>
public enum BookOutcome
{
    /// <summary>Booked, now or before.</summary>
    Booked,

    /// <summary>She is being offered or connected: she stays on the line.</summary>
    NotNow,

    /// <summary>Her number is withheld, her lane is the crisis lane, or she was called back for this call before.</summary>
    NotAllowed,
    CallerGone,
    Degraded,
}

/// <summary>The person at the telephone we dialled pressed 1.</summary>
public enum CallBackAnswer
{
    /// <summary>Her operator is in the conference.</summary>
    Join,

    /// <summary>Her operator was lost meanwhile: she waits at her place, on this leg.</summary>
    Wait,

    /// <summary>Nobody is called back under this any more.</summary>
    Over,

    /// <summary>The live state cannot be reached: ask again.</summary>
    Degraded,
}

/// <summary>A booking that is open. <paramref name="NumberKey"/>: empty when her number is withheld; <paramref name="Now"/>: the live state's time.</summary>
/// <param name="Choice">What she chose by key, as a rule.</param>
public sealed record OpenBooking(string NumberKey, DateTimeOffset Now, SafeContactRules Choice);
