using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hotline.Core.Directory;

/// <summary>
/// A caller's number. It masks itself wherever it is printed: <see cref="ToString"/>, logs and JSON give <c>138····5678</c>.
/// The digits leave only through <see cref="Reveal"/>, whose callers are the sealing code, the carrier adapter and the audited reveal.
/// </summary>
[JsonConverter(typeof(PhoneNumberJson))]
public sealed class PhoneNumber : IEquatable<PhoneNumber>
{
    private readonly string _e164;

    private PhoneNumber(string e164) => _e164 = e164;

    /// <summary>
    /// Accepts what carriers send: <c>+</c> and 3 to 15 digits, or 3 to 15 digits (a national number or short code), spaces and dashes ignored.
    /// A withheld number (<c>anonymous</c>, <c>unknown</c>, <c>restricted</c>, empty) is no number.
    /// </summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out PhoneNumber? number)
    {
        number = null;
        if (string.IsNullOrWhiteSpace(text) || text.Length > 40) return false;
        var plus = text.TrimStart().StartsWith('+');
        Span<char> digits = stackalloc char[16];
        var n = 0;
        foreach (var c in text)
        {
            if (c is ' ' or '-' or '(' or ')' or '+') continue;
            if (!char.IsAsciiDigit(c) || n == 15) return false;
            digits[n++] = c;
        }
        if (n < 3) return false;
        number = new PhoneNumber((plus ? "+" : "") + digits[..n].ToString());
        return true;
    }

    /// <summary>The digits in full. Every use outside sealing and dialling is an audited act.</summary>
    public string Reveal() => _e164;

    /// <summary>First three and last four digits of the national number; shorter numbers show at most their last two.</summary>
    public string Masked
    {
        get
        {
            var digits = _e164.StartsWith("+86", StringComparison.Ordinal) ? _e164[3..] : _e164.TrimStart('+');
            return digits.Length >= 9 ? $"{digits[..3]}····{digits[^4..]}" : $"····{digits[^Math.Min(2, digits.Length - 1)..]}";
        }
    }

    public bool Equals(PhoneNumber? other) => other is not null && _e164 == other._e164;

    public override bool Equals(object? obj) => Equals(obj as PhoneNumber);

    public override int GetHashCode() => _e164.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Masked;
}

internal sealed class PhoneNumberJson : JsonConverter<PhoneNumber>
{
    public override PhoneNumber? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        PhoneNumber.TryParse(reader.GetString(), out var number) ? number : throw new JsonException("Not a telephone number.");

    public override void Write(Utf8JsonWriter writer, PhoneNumber value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Masked);
}
