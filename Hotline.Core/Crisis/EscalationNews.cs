using System.Text.Json.Serialization;

namespace Hotline.Core.Crisis;

/// <summary>What is happening where the caller is, told by one press while she is spoken with. Codes, no words about a person.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EscalationNews>))]
public enum EscalationNews
{
    SelfHarm,

    /// <summary>Whom she fears is there.</summary>
    OtherThere,

    Weapon,
    Children,

    /// <summary>The line stands, she says nothing any more.</summary>
    Silence,

    /// <summary>The alarm was raised by mistake: whoever answers it closes it.</summary>
    Mistake,
}
