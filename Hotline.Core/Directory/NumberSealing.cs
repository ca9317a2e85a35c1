using Hotline.Core.Storage;

namespace Hotline.Core.Directory;

/// <summary>A number as it is kept: sealed for the record, keyed for finding, masked for showing.</summary>
/// <param name="Sealed">Base64url of the sealed number.</param>
/// <param name="Key"><see cref="NumberIndex.KeyOf"/>.</param>
/// <param name="Mask"><see cref="PhoneNumber.Masked"/>.</param>
public sealed record SealedNumber(string Sealed, string Key, string Mask);

/// <summary>Seals a number for one row and opens it again. Whoever opens one for a person's eyes writes the audit entry first.</summary>
public sealed class NumberSealing(Sealing sealing, NumberIndex index)
{
    /// <summary>The purpose under which a call's number is sealed; its row is the call's id, in the event stream as in the table.</summary>
    public const string OfCall = "calls.number";

    public SealedNumber Seal(PhoneNumber number, string purpose, Guid row) =>
        new(sealing.SealText(number.Reveal(), purpose, row), index.KeyOf(number), number.Masked);

    /// <summary>The outcome; when it opened, <paramref name="number"/> is set.</summary>
    public Sealed Open(ReadOnlySpan<byte> value, string purpose, Guid row, out PhoneNumber? number)
    {
        var outcome = sealing.Open(value, purpose, row);
        number = outcome is Sealed.Opened opened && PhoneNumber.TryParse(opened.Text, out var parsed) ? parsed : null;
        return outcome;
    }
}
