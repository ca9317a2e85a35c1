using Hotline.Simulator.Webhooks;

namespace Hotline.Simulator.Calls;

/// <summary>Where a call's progress is reported. The sequence number counts what this callback was asked to report.</summary>
internal sealed class StatusCallback(WebhookUrl url, string method, IReadOnlySet<string> events)
{
    public static readonly string[] Events = ["initiated", "ringing", "answered", "completed"];

    private int _sequence;

    public WebhookUrl Url { get; } = url;

    public string Method { get; } = method;

    public bool Reports(string happening) => events.Contains(happening);

    /// <summary>Needs the gate.</summary>
    public int NextSequence() => _sequence++;
}
