using System.Globalization;

namespace Hotline.Simulator.Calls;

internal static class CarrierTime
{
    /// <summary>RFC 2822 with a numeric zone, as the carrier writes dates in JSON and in callbacks.</summary>
    public static string Of(DateTimeOffset time) => time.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture) + " +0000";
}
