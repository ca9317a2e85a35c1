using System.Text.RegularExpressions;

namespace Hotline.Core.Staff;

/// <summary>The spellings of an operator's telephone: <c>sip:user@host</c>, <c>client:name</c> (this browser), or <c>+</c> and digits.</summary>
public static partial class OperatorEndpoint
{
    public const string Allowed = "sip:user@host, client:name, or + and 5 to 15 digits";

    public static bool IsValid(string endpoint) => Form().IsMatch(endpoint);

    public static bool IsBrowser(string? endpoint) => endpoint?.StartsWith("client:", StringComparison.Ordinal) == true;

    public static bool IsSip(string? endpoint) => endpoint?.StartsWith("sip:", StringComparison.Ordinal) == true;

    [GeneratedRegex(@"^(sip:[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9.-]{1,120}(:\d{2,5})?|client:[A-Za-z0-9_]{1,121}|\+\d{5,15})$")]
    private static partial Regex Form();
}
