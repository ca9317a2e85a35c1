using Hotline.Bench.Running;

namespace Hotline.Bench.Carrier;

/// <summary>An operator's leg as the product ordered it. Her desk phone is picked up at once.</summary>
/// <param name="to">The endpoint rung.</param>
/// <param name="url">Where the document for the answered leg is.</param>
/// <param name="status">Where its progress is told, or null.</param>
/// <param name="asked">What of it is told there: initiated, ringing, answered, completed.</param>
internal sealed class OperatorLeg(string sid, string to, string url, string? status, IReadOnlyCollection<string> asked, Webhooks webhooks, TimeProvider clock)
{
    /// <summary>As an order names each, and as it is told.</summary>
    private static readonly (string Word, string Status)[] Progress = [("initiated", "initiated"), ("ringing", "ringing"), ("answered", "in-progress")];

    private int _over;

    public string Sid => sid;

    public string To => to;

    public string CreatedAt { get; } = Fields.Now(clock);

    public bool IsOver => Volatile.Read(ref _over) != 0;

    /// <summary>The conference its document dials; null when there is none.</summary>
    public async Task<DialledConference?> AnswerAsync(CancellationToken stop)
    {
        foreach (var (word, progress) in Progress) await TellAsync(word, progress, stop);
        return await webhooks.PostAsync(url, Form("in-progress"), stop) is { } told ? new Document(told.Body).Conference : null;
    }

    /// <summary>False when it was over already.</summary>
    public bool Hangs() => Interlocked.Exchange(ref _over, 1) == 0;

    public Task TellEndedAsync(CancellationToken stop) => TellAsync("completed", "completed", stop);

    private async Task TellAsync(string word, string progress, CancellationToken stop)
    {
        if (status is not null && asked.Contains(word))
            await webhooks.PostAsync(status, [.. Form(progress), new("CallbackSource", "call-progress-events"), new("Timestamp", Fields.Now(clock))], stop);
    }

    private List<KeyValuePair<string, string>> Form(string progress) => Fields.OfLeg(sid, Installation.HotlineNumber, to, progress, "outbound-api");
}
