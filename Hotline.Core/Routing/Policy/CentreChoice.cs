using System.Text.RegularExpressions;
using Hotline.Core.Directory;

namespace Hotline.Core.Routing.Policy;

/// <summary>Which centre a call is: by the number she called, else by where her number is from. Numbers are compared in one spelling.</summary>
internal static partial class CentreChoice
{
    /// <summary><c>+8612338</c> and <c>12338</c> are one line, as are <c>+864718812338</c> and <c>04718812338</c>.</summary>
    public static string LineOf(string number)
    {
        var one = NumberIndex.Normalise(number);
        return one.StartsWith("+86", StringComparison.Ordinal) && one.Length < 12 ? one[3..] : one;
    }

    /// <summary><c>0471</c> and <c>+86471</c> are one area.</summary>
    public static string AreaOf(string area) =>
        area.StartsWith('+') ? area.StartsWith("+860", StringComparison.Ordinal) ? "+86" + area[3..].TrimStart('0') : area : "+86" + area.TrimStart('0');

    /// <summary>The number with its area in front; null for a mobile number, a short code or none.</summary>
    public static string? PlaceOf(PhoneNumber? caller) =>
        caller is not null && NumberIndex.Normalise(caller.Reveal()) is ['+', ..] number && !Mobile().IsMatch(number) ? number : null;

    [GeneratedRegex(@"^\+861[3-9][0-9]{9}$")]
    private static partial Regex Mobile();
}
