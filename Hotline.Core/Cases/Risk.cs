using System.Text.Json.Serialization;

namespace Hotline.Core.Cases;

/// <summary>What the call told of danger to life. Asked on every call; four answers are kept apart, and none of them is a default for another.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Risk>))]
public enum Risk
{
    /// <summary>未询问</summary>
    NotAsked,

    /// <summary>否认</summary>
    Denied,

    /// <summary>不明</summary>
    Unknown,

    /// <summary>存在</summary>
    Present,
}
