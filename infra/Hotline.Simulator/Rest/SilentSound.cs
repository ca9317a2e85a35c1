using System.Buffers.Binary;

namespace Hotline.Simulator.Rest;

/// <summary>Files of silence that any player plays.</summary>
internal static class SilentSound
{
    private const int Rate = 8_000;

    /// <summary>MPEG-1 layer III, 32 kbit/s, 32 kHz, mono: 144 bytes are 36 ms, and all zeros behind the header are silence.</summary>
    public static byte[] Mp3(int seconds)
    {
        const int frame = 144;
        var file = new byte[frame * (seconds * 1_000 / 36 + 1)];
        for (var at = 0; at < file.Length; at += frame)
            ((ReadOnlySpan<byte>)[0xFF, 0xFB, 0x18, 0xC0]).CopyTo(file.AsSpan(at));
        return file;
    }

    /// <summary>PCM, 8 kHz, 16 bit, mono.</summary>
    public static byte[] Wav(int seconds)
    {
        const int header = 44;
        var file = new byte[header + seconds * Rate * 2];
        "RIFF"u8.CopyTo(file);
        Number(4, file.Length - 8);
        "WAVEfmt "u8.CopyTo(file.AsSpan(8));
        Number(16, 16);
        Number(20, 1 | 1 << 16);
        Number(24, Rate);
        Number(28, Rate * 2);
        Number(32, 2 | 16 << 16);
        "data"u8.CopyTo(file.AsSpan(36));
        Number(40, file.Length - header);
        return file;

        void Number(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
    }
}
