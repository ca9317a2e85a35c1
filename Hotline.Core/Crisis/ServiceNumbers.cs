using Hotline.Core.Directory;

namespace Hotline.Core.Crisis;

/// <summary>The numbers of 110, 120 and others as this installation dials them. Section <c>Telephony:Services</c>; a service without a number is not offered.</summary>
public sealed class ServiceNumbers
{
    public const string Section = "Telephony:Services";

    /// <summary>Police. Default 110. Empty: not offered.</summary>
    public string Police { get; set; } = "110";

    /// <summary>Ambulance. Default 120. Empty: not offered.</summary>
    public string Ambulance { get; set; } = "120";

    /// <summary>Another one, a women's shelter for example. Default none.</summary>
    public string Other { get; set; } = "";

    public PhoneNumber? Of(RescueService service) => PhoneNumber.TryParse(TextOf(service), out var number) ? number : null;

    /// <summary>Those that can be called into a call.</summary>
    public IReadOnlyList<RescueService> Offered => [.. Enum.GetValues<RescueService>().Where(s => Of(s) is not null)];

    /// <summary>Each fault names its key and what is allowed.</summary>
    public IEnumerable<string> Faults() =>
        from service in Enum.GetValues<RescueService>()
        where TextOf(service).Length > 0 && Of(service) is null
        select $"Telephony__Services__{service} must be the service's number, 3 to 15 digits with or without '+', or empty.";

    private string TextOf(RescueService service) => service switch
    {
        RescueService.Police => Police,
        RescueService.Ambulance => Ambulance,
        RescueService.Other => Other,
    };
}
