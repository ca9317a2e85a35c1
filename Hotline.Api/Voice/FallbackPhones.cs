using Hotline.Core.Directory;
using Hotline.Core.Routing;
using Hotline.Core.Staff;

namespace Hotline.Api.Voice;

/// <summary>What is left when the live state cannot be reached. Section <c>Fallback</c>.</summary>
internal sealed class FallbackOptions
{
    public const string Section = "Fallback";

    /// <summary>At most 20 numbers in international form; rung after those of the routing policy.</summary>
    public string[] DutyPhones { get; set; } = [];

    /// <summary>So long she hears comfort, in case the live state is back; 0 to 300. In a crisis not at all. Default 20.</summary>
    public int AfterSeconds { get; set; } = 20;

    public IEnumerable<string> Faults()
    {
        if (DutyPhones.Length > 20) yield return "Fallback__DutyPhones__<n>: at most 20.";
        for (var i = 0; i < DutyPhones.Length; i++)
            if (DutyPhones[i] is not { } number || !number.StartsWith('+') || !PhoneNumber.TryParse(number, out _))
                yield return $"Fallback__DutyPhones__{i} must be a number in international form, '+' and 3 to 15 digits.";
        if (AfterSeconds is < 0 or > 300) yield return $"Fallback__AfterSeconds must be 0 to 300 seconds, not {AfterSeconds}.";
    }
}

/// <summary>
/// The duty telephones a caller's own documents ring, one after the other and round again, while nothing but the carrier can be reached: those her route
/// ends at, as the policy in memory has it, then those of the settings.
/// </summary>
internal sealed class FallbackPhones(FallbackOptions options, IRoutes routes, TimeProvider clock)
{
    public const int RingSeconds = 20;

    /// <summary>About how long one document of comfort lasts.</summary>
    private const int ComfortSeconds = 10;

    /// <summary>Null: comfort, for now or because there is no telephone.</summary>
    public DutyPhone? Next(CallerWay way)
    {
        if (way.Skill != Skill.Crisis && way.Lost * ComfortSeconds < options.AfterSeconds) return null;
        var (ticket, now) = (way.Ticket, clock.GetUtcNow());
        DutyPhone[] all =
        [
            .. routes.Of(way.Skill, ticket.Line, ticket.Number, now).Steps.SelectMany(step => step.Phones)
                .Concat(options.DutyPhones.Select(DutyPhone.Of)).DistinctBy(phone => phone.Id),
        ];
        return all.Length == 0 ? null : all[way.Phone % all.Length];
    }
}
