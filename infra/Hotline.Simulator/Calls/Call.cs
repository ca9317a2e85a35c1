using System.Threading.Channels;
using Hotline.Simulator.Conferences;
using Hotline.Simulator.Phones;
using Hotline.Simulator.Twiml;
using Hotline.Simulator.Webhooks;

namespace Hotline.Simulator.Calls;

/// <summary>
/// One leg. Everything that changes is read and written only under <see cref="Switchboard.Gate"/>; nothing is awaited there.
/// One lock for all calls, not one per call: a conference, a bridge and a phone each join several calls, and per-call locks would need an order among them.
/// Exactly one task executes a leg's documents; others only interrupt it through <see cref="Turn"/>.
/// </summary>
internal sealed class Call(string sid, CallDirection direction, string from, string to, DateTimeOffset createdAt, SilenceMeter silence)
{
    private const int MostHeard = 400;
    private readonly Queue<HeardLine> _heard = new();
    private readonly List<string> _errors = [];
    private int _heardCount;

    public string Sid { get; } = sid;

    public CallDirection Direction { get; } = direction;

    public string From { get; } = from;

    public string To { get; } = to;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public SilenceMeter Silence { get; } = silence;

    public string? ParentSid { get; init; }

    public WebhookUrl? FallbackUrl { get; set; }

    public string FallbackMethod { get; set; } = "POST";

    public StatusCallback? StatusCallback { get; set; }

    public CallbackLane Lane { get; } = new();

    public CallStatus Status { get; set; }

    public DateTimeOffset? AnsweredAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public EndReason? EndReason { get; set; }

    public Phone? Phone { get; set; }

    /// <summary>A human speaks at this leg: a caller, or a phone that was not picked up by its voicemail.</summary>
    public bool IsHuman { get; set; }

    /// <summary>What the detection said of who answered, in the carrier's words; told with every later request. Null: nobody asked for it.</summary>
    public string? AnsweredBy { get; set; }

    /// <summary>Over when the greeting of the machine that answered is over; null: no machine answered.</summary>
    public Task? Greeting { get; set; }

    /// <summary>What was said after the greeting of a machine that answered: its recording.</summary>
    public List<string> Recorded { get; } = [];

    /// <summary>What was said while it was still speaking.</summary>
    public List<string> SaidIntoGreeting { get; } = [];

    /// <summary>A caller who has spoken with an operator at least once.</summary>
    public bool WasBridged { get; set; }

    /// <summary>How many operators' legs a test says this caller may be joined with at once.</summary>
    public int ExpectedLegs { get; set; } = 1;

    public string DigitsPressed { get; set; } = "";

    /// <summary>Cancelled when the call ends or is redirected; replaced when the redirect is taken up.</summary>
    public CancellationTokenSource Turn { get; set; } = new();

    public TwimlSource? Redirect { get; set; }

    public Channel<char>? Keys { get; set; }

    public Seat? Seat { get; set; }

    public string? BridgedWith { get; set; }

    /// <summary>Runs under the gate when the call ends, so that a conference or bridge never holds a dead leg.</summary>
    public Action? OnEnd { get; set; }

    /// <summary>Completed and replaced at each change while somebody waits for one.</summary>
    public TaskCompletionSource? Changed { get; set; }

    /// <summary>Who speaks at this leg: a phone's address, or the caller's number.</summary>
    public string Party => Direction == CallDirection.Inbound ? From : To;

    public bool IsLive => !Status.IsEnd();

    public IReadOnlyCollection<HeardLine> Heard => _heard;

    public IReadOnlyList<string> Errors => _errors;

    public HeardLine Hear(DateTimeOffset at, string kind, string text, string? language, string? voice)
    {
        var line = new HeardLine(_heardCount++, at, kind, text, language, voice);
        _heard.Enqueue(line);
        if (_heard.Count > MostHeard)
            _heard.Dequeue();
        return line;
    }

    public void AddError(string error)
    {
        if (_errors.Count < 50)
            _errors.Add(error);
    }
}
