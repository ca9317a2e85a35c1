using Hotline.Simulator.Events;
using Hotline.Simulator.Faults;
using Hotline.Simulator.Judging;

namespace Hotline.Simulator.Webhooks;

/// <summary>
/// Status callbacks leave here without ever blocking a call: ordered per lane, unless faults delay, double or reorder them,
/// or a test holds them back to release them in an order of its own.
/// </summary>
internal sealed class CallbackOutbox(WebhookClient client, RequestSignature signature, FaultPlan faults, EventLog events, Judge judge, TimeProvider clock)
{
    private const int MostHeld = 10_000;
    private readonly Lock _lock = new();
    private readonly List<(HeldCallback Shown, WebhookRequest Request)> _held = [];
    private bool _holding;
    private long _lastId;

    public bool Holding
    {
        get
        {
            lock (_lock)
                return _holding;
        }
        set
        {
            lock (_lock)
                _holding = value;
        }
    }

    public IReadOnlyList<HeldCallback> Held
    {
        get
        {
            lock (_lock)
                return [.. _held.Select(h => h.Shown)];
        }
    }

    public void Enqueue(CallbackLane lane, string subject, string kind, WebhookRequest request)
    {
        lock (_lock)
        {
            if (_holding)
            {
                Hold(subject, kind, request);
                return;
            }
            var fate = faults.NextCallback();
            // A reordered callback leaves the lane: nothing waits for it and it waits for nothing.
            var before = fate.Unordered ? Task.CompletedTask : lane.Tail;
            var sent = SendAfterAsync(before, subject, kind, request, fate);
            if (!fate.Unordered)
                lane.Tail = sent;
        }
    }

    public void Clear()
    {
        lock (_lock)
            _held.Clear();
    }

    /// <summary>Sends held callbacks one after another in the given order (an id may stand there twice), then the duplicates.</summary>
    /// <returns>What became of each, or the first id that is not held.</returns>
    public async Task<(IReadOnlyList<ReleasedCallback> Released, long? Unknown)> ReleaseAsync(
        IReadOnlyList<long>? order, IReadOnlyList<long> duplicates, bool keep, CancellationToken ct)
    {
        List<(HeldCallback Shown, WebhookRequest Request)> chosen = [];
        lock (_lock)
        {
            foreach (var id in (order ?? [.. _held.Select(h => h.Shown.Id)]).Concat(duplicates))
            {
                var index = _held.FindIndex(h => h.Shown.Id == id);
                if (index < 0)
                    return ([], id);
                chosen.Add(_held[index]);
            }
            if (!keep)
                _held.RemoveAll(h => chosen.Exists(c => c.Shown.Id == h.Shown.Id));
        }
        List<ReleasedCallback> released = [];
        foreach (var (shown, request) in chosen)
        {
            released.Add(await SendAsync(shown.Subject, shown.Kind, request, ct) switch
            {
                WebhookReply.Answered answered => new ReleasedCallback(shown.Id, answered.Status, null),
                WebhookReply.Unreachable unreachable => new ReleasedCallback(shown.Id, null, unreachable.Reason),
                _ => throw new InvalidOperationException("a reply is answered or unreachable"),
            });
        }
        return (released, null);
    }

    private void Hold(string subject, string kind, WebhookRequest request)
    {
        if (_held.Count >= MostHeld)
            _held.RemoveAt(0);
        var isGet = request.Method == "GET";
        var url = isGet ? request.Url.WithQuery(request.Parameters) : request.Url;
        _held.Add((new HeldCallback(
            ++_lastId, clock.GetUtcNow(), subject, kind, url.Text, request.Method,
            request.Parameters.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal),
            signature.Of(url, isGet ? [] : request.Parameters)), request));
        events.Append("callback.held", subject, text: kind);
    }

    private async Task SendAfterAsync(Task before, string subject, string kind, WebhookRequest request, CallbackFate fate)
    {
        // The caller holds the gate: leave its thread before doing anything.
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (fate.Delay > TimeSpan.Zero)
            await Task.Delay(fate.Delay, clock);
        for (var copy = 0; copy < (fate.Twice ? 2 : 1); copy++)
            await SendAsync(subject, kind, request, CancellationToken.None);
    }

    private async Task<WebhookReply> SendAsync(string subject, string kind, WebhookRequest request, CancellationToken ct)
    {
        var reply = await client.SendAsync(request, ct);
        switch (reply)
        {
            case WebhookReply.Answered { Status: >= 200 and < 300 } answered:
                events.Append("callback.sent", subject, text: $"{kind} → {answered.Status}");
                break;
            case WebhookReply.Answered answered:
                Failed(11200, $"{kind} callback answered {answered.Status}");
                break;
            case WebhookReply.Unreachable unreachable:
                Failed(unreachable.ErrorCode, $"{kind} callback: {unreachable.Reason}");
                break;
        }
        return reply;

        void Failed(int code, string message)
        {
            judge.ApplicationFailed(subject, code, message, request.Url.Text);
            events.Append("callback.failed", subject, text: $"{code} {message}");
        }
    }
}
