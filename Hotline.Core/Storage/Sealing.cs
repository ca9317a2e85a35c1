using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hotline.Core.Storage;

/// <summary>
/// Seals sensitive columns with AES-256-GCM. Format: one byte version (1), one byte length of the key id, the key id (ASCII), a random nonce of
/// 12 bytes, the cipher text, a tag of 16 bytes. The associated data are the header, the purpose (<c>table.column</c>) and the row's id, so a value
/// moved to another row or column does not open. Values that travel in JSON are the same bytes in base64url.
/// </summary>
public sealed class Sealing(SealingKeys keys)
{
    private const byte Version = 1;
    private const int NonceLength = 12, TagLength = 16;

    /// <summary>Seals with the active key.</summary>
    public byte[] Seal(string text, string purpose, Guid row)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var value = Seal(plain, purpose, row);
        CryptographicOperations.ZeroMemory(plain);
        return value;
    }

    /// <summary>The same for what is no text: a recording.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plain, string purpose, Guid row)
    {
        var (keyId, key) = keys.Active;
        var header = 2 + keyId.Length;
        var value = new byte[header + NonceLength + plain.Length + TagLength];
        value[0] = Version;
        value[1] = (byte)keyId.Length;
        Encoding.ASCII.GetBytes(keyId, value.AsSpan(2));
        var nonce = value.AsSpan(header, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, plain, value.AsSpan(header + NonceLength, plain.Length), value.AsSpan(value.Length - TagLength),
            Associated(value.AsSpan(0, header), purpose, row));
        return value;
    }

    /// <summary>As <see cref="Seal"/>, in base64url.</summary>
    public string SealText(string text, string purpose, Guid row) => Base64Url.EncodeToString(Seal(text, purpose, row));

    /// <summary>Opens with whichever key the value names.</summary>
    public Sealed Open(ReadOnlySpan<byte> value, string purpose, Guid row) =>
        Open(value, purpose, row, out var plain) ?? new Sealed.Opened(Encoding.UTF8.GetString(plain));

    /// <summary>The same for what is no text; null when it opened.</summary>
    public Sealed? Open(ReadOnlySpan<byte> value, string purpose, Guid row, out byte[] plain)
    {
        plain = [];
        if (value.Length < 2 || value[0] != Version) return new Sealed.Broken();
        var header = 2 + value[1];
        var length = value.Length - header - NonceLength - TagLength;
        if (length < 0) return new Sealed.Broken();
        var keyId = Encoding.ASCII.GetString(value[2..header]);
        if (!KeyFile.IsKeyId(keyId)) return new Sealed.Broken();
        if (keys.IsDestroyed(keyId)) return new Sealed.Destroyed(keyId);
        if (keys.Find(keyId) is not { } key) return new Sealed.KeyMissing(keyId);
        var opened = new byte[length];
        using var aes = new AesGcm(key, TagLength);
        try
        {
            aes.Decrypt(value.Slice(header, NonceLength), value.Slice(header + NonceLength, length), value[^TagLength..], opened,
                Associated(value[..header], purpose, row));
        }
        catch (AuthenticationTagMismatchException)
        {
            return new Sealed.Broken();
        }
        plain = opened;
        return null;
    }

    /// <summary>As <see cref="Open"/>, from base64url.</summary>
    public Sealed OpenText(string value, string purpose, Guid row) =>
        TryDecode(value, out var bytes) ? Open(bytes, purpose, row) : new Sealed.Broken();

    /// <summary>The bytes of a value that travelled as text.</summary>
    public static bool TryDecode(string? value, out byte[] bytes)
    {
        bytes = [];
        if (string.IsNullOrEmpty(value) || !Base64Url.IsValid(value)) return false;
        bytes = Base64Url.DecodeFromChars(value);
        return true;
    }

    private static byte[] Associated(ReadOnlySpan<byte> header, string purpose, Guid row) =>
        [.. header, .. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{purpose}\n{row:N}"))];
}
