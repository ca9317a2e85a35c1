using System.Text.Json.Serialization;

namespace Hotline.Core.Calls;

/// <summary>
/// A call's life. Live: <c>Greeted → Waiting → Offered → Ringing → Connected ⇄ Held → WrapUp</c>. The rest are ends.
/// The names are the wire, Redis and SQL spelling.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<CallState>))]
public enum CallState
{
    /// <summary>Answered by the system; the caller hears the greeting and the choice of skill.</summary>
    Greeted,

    /// <summary>In one or more lanes.</summary>
    Waiting,

    /// <summary>Shown to one operator for a limited time; still holds her place.</summary>
    Offered,

    /// <summary>Accepted; the operator's leg is being dialled. The caller still waits in her loop.</summary>
    Ringing,

    /// <summary>Caller and operator are in one conference.</summary>
    Connected,

    /// <summary>Connected, and the caller hears the hold document.</summary>
    Held,

    /// <summary>The call has ended; its operator writes the note.</summary>
    WrapUp,

    /// <summary>Talked and done.</summary>
    Closed,

    /// <summary>The caller hung up before anybody spoke with her.</summary>
    Abandoned,

    /// <summary>The caller chose to be called back; her place is kept.</summary>
    CallbackBooked,

    /// <summary>Ended in a recorded message.</summary>
    Voicemail,

    /// <summary>Left this network for another answering place.</summary>
    Overflowed,

    /// <summary>Ended by a fault.</summary>
    Failed,
}
