using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Hotline.Core.Storage;

namespace Hotline.Core.Directory;

/// <summary>
/// Finds what belongs to one number without knowing the number: HMAC-SHA256 of the normalised number under a key that is in no database.
/// A plain hash would be reversed by trying all numbers.
/// </summary>
public sealed class NumberIndex(SealingKeys keys)
{
    private readonly byte[] _key = keys.Lasting("number-index");

    /// <summary>43 characters of base64url; equal for every spelling of one number.</summary>
    public string KeyOf(PhoneNumber number) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(Normalise(number.Reveal()))));

    /// <summary>
    /// Carriers send one telephone as <c>+8613812345678</c>, <c>008613812345678</c>, <c>8613812345678</c> or <c>13812345678</c>, and a land line with
    /// or without its trunk 0. All become <c>+86</c> and the national number; other countries keep their code; short codes stay as they are.
    /// </summary>
    internal static string Normalise(string e164)
    {
        var digits = e164.StartsWith("00", StringComparison.Ordinal) ? "+" + e164[2..] : e164;
        if (digits.StartsWith('+')) return digits.StartsWith("+86", StringComparison.Ordinal) ? "+86" + digits[3..].TrimStart('0') : digits;
        if (digits.Length == 13 && digits.StartsWith("861", StringComparison.Ordinal)) return "+" + digits;
        return digits.Length < 9 ? digits : "+86" + digits.TrimStart('0');
    }
}
