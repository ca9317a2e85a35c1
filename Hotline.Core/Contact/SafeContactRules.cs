namespace Hotline.Core.Contact;

/// <summary>
/// What a person said about being contacted, recorded when she said it. An abuser may hold her telephone: without such a choice nobody is contacted.
/// </summary>
/// <param name="From">From when on she may be dialled.</param>
/// <param name="Until">Until when.</param>
/// <param name="OnlyHerself">Nothing that names us is said before the one who answers has shown to be her, by pressing 1.</param>
/// <param name="Voicemail">Whether anything may be left on a voicemail.</param>
public sealed record SafeContactChoice(DateTimeOffset From, DateTimeOffset Until, bool OnlyHerself = true, bool Voicemail = false);

/// <summary>May she be contacted now? The names are the spelling of events.</summary>
public enum SafeContactVerdict
{
    MayCall,

    /// <summary>She never said that she may be.</summary>
    NoChoice,

    /// <summary>Her number is withheld or cannot be read.</summary>
    NoNumber,
    TooEarly,
    TooLate,

    /// <summary>She was dialled as often as was agreed.</summary>
    NoAttemptsLeft,
}

/// <summary>The one gate every outbound contact with a caller passes, at the moment of dialling.</summary>
public static class SafeContact
{
    /// <param name="made">Attempts so far under this choice.</param>
    /// <param name="most">As many as are allowed.</param>
    public static SafeContactVerdict MayCall(SafeContactChoice? choice, bool numberKnown, int made, int most, DateTimeOffset now)
    {
        if (choice is null) return SafeContactVerdict.NoChoice;
        if (!numberKnown) return SafeContactVerdict.NoNumber;
        if (now < choice.From) return SafeContactVerdict.TooEarly;
        if (now >= choice.Until) return SafeContactVerdict.TooLate;
        return made >= most ? SafeContactVerdict.NoAttemptsLeft : SafeContactVerdict.MayCall;
    }
}
