using System.Text.Json.Serialization;

namespace Hotline.Core.Agents;

/// <summary>What an operator wishes to be. Only she sets it; nobody is set to ready against her wish.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Presence>))]
public enum Presence { Off, Ready, Break }

/// <summary>What an operator's desk is doing now, as the live state knows it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeskState>))]
public enum DeskState
{
    /// <summary>Not at work, or her console's lease has run out.</summary>
    Off,

    /// <summary>Free and in the ready sets of her skills.</summary>
    Ready,

    /// <summary>Paused, by her wish or after a missed offer.</summary>
    Break,

    /// <summary>One call is offered to her.</summary>
    Offered,

    /// <summary>She has accepted; her telephone is being rung.</summary>
    Ringing,

    /// <summary>She talks with a caller (or holds one).</summary>
    Busy,

    /// <summary>The call is over; she writes.</summary>
    WrapUp,

    /// <summary>She takes part in a colleague's call, or her telephone is being rung for it.</summary>
    Assisting,
}
