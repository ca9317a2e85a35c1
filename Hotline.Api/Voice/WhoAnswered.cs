namespace Hotline.Api.Voice;

/// <summary>Who or what answered a telephone we dialled, as far as the carrier can tell. It guesses.</summary>
internal enum WhoAnswered
{
    /// <summary>A person, or nobody knows: she is asked.</summary>
    Person,

    /// <summary>A machine that may still be speaking, or a fax.</summary>
    Machine,

    /// <summary>A machine that has ended its greeting, and records.</summary>
    RecordingMachine,
}

internal static class AnsweredBy
{
    /// <summary>
    /// By the carrier's <c>AnsweredBy</c>. In doubt (<c>unknown</c>, a word we do not know, none) a person, who hears neutral words alone. A machine
    /// presses no key.
    /// </summary>
    public static WhoAnswered Of(CarrierRequest request) => !string.IsNullOrEmpty(request.Digits) ? WhoAnswered.Person : Of(request.Field("AnsweredBy"));

    public static WhoAnswered Of(string? told) => told switch
    {
        "fax" => WhoAnswered.Machine,
        not null when told.StartsWith("machine_end_", StringComparison.Ordinal) => WhoAnswered.RecordingMachine,
        not null when told.StartsWith("machine_", StringComparison.Ordinal) => WhoAnswered.Machine,
        _ => WhoAnswered.Person,
    };
}
