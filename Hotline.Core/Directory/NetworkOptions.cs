using System.Text.RegularExpressions;

namespace Hotline.Core.Directory;

/// <summary>The network this installation serves: one region with its centres. Section <c>Network</c>.</summary>
public sealed partial class NetworkOptions
{
    public const string Section = "Network";
    private const string Shanghai = "Asia/Shanghai";

    /// <summary>The hash tag of every Redis key; 1 to 32 letters, digits or dashes. Default <c>12338</c>.</summary>
    public string Name { get; set; } = "12338";

    /// <summary>Centre codes of an installation's first routing policy; 1 to 200 of 1 to 32 letters, digits or dashes. Default one centre, <c>main</c>. The first is the region.</summary>
    public string[] Centres { get; set; } = [];

    /// <summary>Where the centres' clocks are, by IANA name. Default <c>Asia/Shanghai</c>.</summary>
    public string TimeZone { get; set; } = Shanghai;

    /// <summary>The zone of <see cref="TimeZone"/>. Machines without a time zone database still have the default one.</summary>
    public TimeZoneInfo Zone => TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone)
        ? zone
        : TimeZoneInfo.CreateCustomTimeZone(Shanghai, TimeSpan.FromHours(8), Shanghai, Shanghai);

    /// <summary>The day of an instant on the region's clock.</summary>
    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);

    public string FirstCentre => CentreCodes[0];

    /// <summary>The configured centres, or the default one.</summary>
    public IReadOnlyList<string> CentreCodes => Centres.Length == 0 ? ["main"] : Centres;

    /// <summary>Each fault names its key and what is allowed.</summary>
    public IEnumerable<string> Faults()
    {
        if (!Code().IsMatch(Name)) yield return "Network__Name must be 1 to 32 letters, digits or dashes.";
        if (CentreCodes.Count > 200 || CentreCodes.Any(c => c is null || !Code().IsMatch(c)))
            yield return "Network__Centres__<n> must be 1 to 200 codes of 1 to 32 letters, digits or dashes.";
        if (CentreCodes.Distinct(StringComparer.Ordinal).Count() != CentreCodes.Count)
            yield return "Network__Centres__<n> must not name a centre twice.";
        if (TimeZone != Shanghai && !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            yield return "Network__TimeZone must be a time zone this machine knows, such as Asia/Shanghai.";
    }

    [GeneratedRegex("^[A-Za-z0-9-]{1,32}$")]
    private static partial Regex Code();
}
