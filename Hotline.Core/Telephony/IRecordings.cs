namespace Hotline.Core.Telephony;

/// <summary>
/// What callers recorded, at the carrier until we have it. Implementations: <c>Telephony/Twilio</c>, and scripted ones in tests. A recording is named as the
/// carrier named it: 2 to 64 letters, digits, '-' or '_'.
/// </summary>
public interface IRecordings
{
    /// <summary>Its sound. Repeating is safe.</summary>
    Task<RecordingAnswer> FetchAsync(string recording, CancellationToken stop);

    /// <summary>True: the carrier has it no more, now or since before. False: ask again later.</summary>
    Task<bool> DeleteAsync(string recording, CancellationToken stop);
}

/// <summary>What came of fetching a recording.</summary>
public abstract record RecordingAnswer
{
    private RecordingAnswer() { }

    /// <param name="Type">One of <see cref="RecordingType"/>.</param>
    public sealed record Got(ReadOnlyMemory<byte> Sound, string Type) : RecordingAnswer
    {
        public override string ToString() => nameof(Got);
    }

    /// <summary>The carrier knows none of this name: not yet, or not any more.</summary>
    public sealed record NotThere : RecordingAnswer;

    /// <summary>The carrier cannot be asked, or gave what is no recording of ours. <paramref name="Reason"/> is a code.</summary>
    public sealed record NotNow(string Reason) : RecordingAnswer;
}

/// <summary>What a recording may be, as content types, and how long.</summary>
public static class RecordingType
{
    public const string Mp3 = "audio/mpeg", Wav = "audio/wav";

    public const int MostBytes = 2 * 1024 * 1024;

    /// <summary>As we name it; null for anything else.</summary>
    public static string? Of(string? contentType) => contentType?.ToLowerInvariant() switch
    {
        "audio/mpeg" or "audio/mp3" => Mp3,
        "audio/wav" or "audio/x-wav" or "audio/wave" or "audio/vnd.wave" => Wav,
        _ => null,
    };
}
