using System.Globalization;
using Hotline.Bench.Running;

namespace Hotline.Bench.Carrier;

/// <summary>The fields the carrier sends with every request about a leg.</summary>
internal static class Fields
{
    public static List<KeyValuePair<string, string>> OfLeg(string sid, string from, string to, string status, string direction) =>
    [
        new("AccountSid", Installation.AccountSid), new("ApiVersion", "2010-04-01"), new("CallSid", sid), new("CallStatus", status), new("Direction", direction),
        new("From", from), new("Caller", from), new("FromCountry", "CN"), new("CallerCountry", "CN"),
        new("To", to), new("Called", to), new("ToCountry", "CN"), new("CalledCountry", "CN"),
    ];

    public static string Now(TimeProvider clock) => clock.GetUtcNow().ToString("r", CultureInfo.InvariantCulture);
}
