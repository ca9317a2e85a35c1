using System.Text.Json.Serialization;

namespace Hotline.Core.Agents;

/// <summary>How somebody who is not the call's operator takes part in it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JoinMode>))]
public enum JoinMode
{
    /// <summary>Heard by the operator alone.</summary>
    Coach,

    /// <summary>Heard by everybody.</summary>
    Party,

    /// <summary>Becomes the call's operator.</summary>
    TakeOver,
}
