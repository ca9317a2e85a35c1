using System.Text.Json.Serialization;

namespace Hotline.Core.Care;

/// <summary>
/// Which care to give, not how a person is. Ordered: a machine only ever raises it (<c>Keeping_a_risk_record.A_machine_raises_and_never_lowers</c>);
/// a person lowers it by saying so.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<CareLevel>))]
public enum CareLevel
{
    /// <summary>关注: called after, with a plan.</summary>
    Watch,

    /// <summary>加强: a counsellor keeps it.</summary>
    Raised,

    /// <summary>紧急: help is on its way or must be.</summary>
    Imminent,
}
