using System.Text.Json.Serialization;

namespace Hotline.Core.Agents;

/// <summary>What came of joining a call, of changing that, or of calling a service into it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JoinOutcome>))]
public enum JoinOutcome
{
    Done,

    /// <summary>The call is not in a state for this, or she is not in it; or no number is set for the service.</summary>
    NotNow,

    /// <summary>The call carries no risk, and she does not oversee its centre; or it is another centre's.</summary>
    NotYourEscalation,

    /// <summary>No telephone is set for her.</summary>
    NoTelephone,

    /// <summary>She has a call herself, or there are as many in it as may be.</summary>
    Busy,

    /// <summary>The call is over.</summary>
    CallOver,

    /// <summary>The carrier did not do it; try again.</summary>
    CarrierFailed,

    /// <summary>The live state cannot be reached; try again.</summary>
    Degraded,
}
