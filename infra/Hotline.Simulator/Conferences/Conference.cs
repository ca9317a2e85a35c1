using Hotline.Simulator.Webhooks;

namespace Hotline.Simulator.Conferences;

internal enum ConferenceStatus
{
    Init,
    InProgress,
    Completed,
}

/// <summary>One live meeting of legs under a friendly name; the name may live again afterwards under a new SID. Guarded by the switchboard's gate.</summary>
internal sealed class Conference(string sid, string friendlyName, DateTimeOffset createdAt, ConferenceCallback? callback)
{
    private int _sequence;

    public string Sid { get; } = sid;

    public string FriendlyName { get; } = friendlyName;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public DateTimeOffset UpdatedAt { get; set; } = createdAt;

    /// <summary>Fixed by the first participant; what later ones ask for is ignored.</summary>
    public ConferenceCallback? Callback { get; } = callback;

    public CallbackLane Lane { get; } = new();

    public ConferenceStatus Status { get; set; } = ConferenceStatus.Init;

    public List<Seat> Seats { get; } = [];

    public string? ReasonEnded { get; set; }

    public string? CallSidEnding { get; set; }

    public string? LastDoubleBridge { get; set; }

    public int NextSequence() => ++_sequence;
}
