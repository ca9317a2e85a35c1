using Hotline.Simulator.Calls;

namespace Hotline.Simulator.Phones;

internal enum PhoneMode
{
    Manual,
    Auto,
    Busy,
    Reject,
    NoAnswer,
    Voicemail,
}

internal enum RingAnswer
{
    PickedUp,
    Declined,
}

/// <summary>A desk phone or any other number that can be rung. Guarded by the switchboard's gate.</summary>
internal sealed class Phone(string address)
{
    private readonly List<Call> _legs = [];

    public string Address { get; } = address;

    public string Label { get; set; } = address;

    public PhoneMode Mode { get; set; } = PhoneMode.Manual;

    public int AnswerAfterMs { get; set; } = 800;

    public string? Press { get; set; } = "1";

    public int Lines { get; set; } = 1;

    /// <summary>Of its voicemail.</summary>
    public int GreetingMs { get; set; } = 4000;

    /// <summary>What a detection says of whoever answers; null: what is true.</summary>
    public Detected? DetectedAs { get; set; }

    public DateTimeOffset LastUsed { get; set; }

    public bool IsDesk { get; init; }

    public Action<Phone>? Announce { get; init; }

    public IReadOnlyList<Call> Legs => _legs;

    /// <summary>Completed by whoever picks up or declines the leg that rings longest.</summary>
    public Dictionary<string, TaskCompletionSource<RingAnswer>> Ringing { get; } = [];

    public Call? Active => _legs.Find(l => l.Status == CallStatus.InProgress);

    public Call? RingingLeg => _legs.Find(l => Ringing.ContainsKey(l.Sid));

    public bool IsInUse => _legs.Count >= Lines;

    public void Seize(Call leg)
    {
        _legs.Add(leg);
        Announce?.Invoke(this);
    }

    public void Released(Call leg)
    {
        Ringing.Remove(leg.Sid);
        if (_legs.Remove(leg))
            Announce?.Invoke(this);
    }
}
