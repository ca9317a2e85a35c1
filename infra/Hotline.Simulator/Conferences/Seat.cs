using Hotline.Simulator.Calls;
using Hotline.Simulator.Webhooks;

namespace Hotline.Simulator.Conferences;

internal enum LeaveReason
{
    ConferenceEndedViaApi,
    ModeratorEndedConference,
    ParticipantUpdatedViaApi,
    ParticipantHungUp,
    ParticipantAddFailed,
}

internal enum SeatState
{
    Connecting,
    Connected,
    Left,
}

/// <summary>What plays to a participant who hears nobody: nothing, the carrier's music, or the application's document.</summary>
internal sealed record Interlude(WebhookUrl? Url, string Method, bool IsSilent)
{
    public static readonly Interlude CarrierMusic = new(null, "POST", false);
    public static readonly Interlude Nothing = new(null, "POST", true);
}

/// <summary>How a participant asks to come in.</summary>
internal sealed record SeatRequest
{
    public string? Label { get; init; }

    public bool Muted { get; init; }

    public bool StartOnEnter { get; init; } = true;

    public bool EndOnExit { get; init; }

    public bool Coaching { get; init; }

    public string? CallSidToCoach { get; init; }

    public Interlude Wait { get; init; } = Interlude.CarrierMusic;

    public ConferenceCallback? Callback { get; init; }
}

internal sealed record ConferenceCallback(WebhookUrl Url, string Method, IReadOnlySet<string> Events)
{
    public static readonly string[] EventWords = ["start", "end", "join", "leave", "mute", "hold", "modify", "speaker", "announcement"];
}

/// <summary>One participant's place in a conference. Guarded by the switchboard's gate.</summary>
internal sealed class Seat(Conference conference, Call call, SeatRequest request, DateTimeOffset createdAt)
{
    public Conference Conference { get; } = conference;

    public Call Call { get; } = call;

    public string? Label { get; } = request.Label;

    public bool StartOnEnter { get; } = request.StartOnEnter;

    public Interlude Wait { get; } = request.Wait;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public DateTimeOffset UpdatedAt { get; set; } = createdAt;

    public bool EndOnExit { get; set; } = request.EndOnExit;

    public bool Muted { get; set; } = request.Muted;

    public bool Hold { get; set; }

    public Interlude HoldInterlude { get; set; } = Interlude.CarrierMusic;

    public bool Coaching { get; set; } = request.Coaching;

    public string? CallSidToCoach { get; set; } = request.CallSidToCoach;

    public SeatState State { get; set; } = SeatState.Connecting;

    public bool IsConnected => State == SeatState.Connected;

    public TaskCompletionSource<LeaveReason> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Interlude? Playing { get; set; }

    public CancellationTokenSource? PlayingEnds { get; set; }

    public HashSet<string> Met { get; } = [];

    /// <summary>Coaches she heard though they were not hers to hear.</summary>
    public HashSet<string> Coaches { get; } = [];
}
