using System.Globalization;
using System.Security.Cryptography;

namespace Hotline.Bench.Carrier;

/// <summary>The carrier's names: two letters and 32 hex digits, never twice.</summary>
internal sealed class Sids
{
    private readonly string _run = RandomNumberGenerator.GetHexString(16, lowercase: true);
    private int _last;

    public int NextNumber() => Interlocked.Increment(ref _last);

    public string Of(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}{_run}{number:x16}");
}
