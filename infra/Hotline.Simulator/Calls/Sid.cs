using System.Security.Cryptography;

namespace Hotline.Simulator.Calls;

internal static class Sid
{
    /// <summary>Two letters and 32 hexadecimal digits, as the carrier names things.</summary>
    public static string New(string prefix) => prefix + RandomNumberGenerator.GetHexString(32, lowercase: true);
}
