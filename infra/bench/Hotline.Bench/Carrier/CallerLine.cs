using System.Globalization;
using System.Web;
using Hotline.Bench.Running;

namespace Hotline.Bench.Carrier;

/// <summary>One caller's leg. Follows the addresses the documents give, as the carrier does, without the time of speaking.</summary>
internal sealed class CallerLine(string sid, int number, Webhooks webhooks, TimeProvider clock)
{
    private readonly string _from = string.Create(CultureInfo.InvariantCulture, $"+86139{number % 100_000_000:00000000}");
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _keys;
    private string? _silence;
    private int _over;

    public string Sid => sid;

    /// <summary>Our product's name of the call, known after <see cref="ArriveAsync"/>.</summary>
    public string? Call { get; private set; }

    public bool IsOver => Volatile.Read(ref _over) != 0;

    public Task Ended => _ended.Task;

    public async Task<Told?> ArriveAsync(CancellationToken stop)
    {
        var told = await webhooks.PostAsync(webhooks.Incoming, Form("ringing"), stop);
        Follow(told);
        if (_keys is not null) Call = HttpUtility.ParseQueryString(new Uri(_keys).Query)["call"];
        return told;
    }

    public async Task<Told?> PressAsync(string key, CancellationToken stop)
    {
        if (_keys is not { } keys) return null;
        var told = await webhooks.PostAsync(keys, [.. Form("in-progress"), new("Digits", key)], stop);
        Follow(told);
        return told;
    }

    /// <summary>One turn of the waiting loop: the caller's heartbeat.</summary>
    public async Task<Told?> WaitAsync(CancellationToken stop)
    {
        if (_silence is not { } next) return null;
        var told = await webhooks.PostAsync(next, Form("in-progress"), stop);
        Follow(told);
        return told;
    }

    public async Task<Told?> HangUpAsync(CancellationToken stop)
    {
        if (Interlocked.Exchange(ref _over, 1) != 0) return null;
        var told = await webhooks.PostAsync(webhooks.Status,
            [.. Form("completed"), new("CallDuration", "5"), new("Duration", "1"), new("CallbackSource", "call-progress-events"), new("Timestamp", Fields.Now(clock)), new("SequenceNumber", "0")], stop);
        _ended.TrySetResult();
        return told;
    }

    /// <summary>Her conference is over: she hears what comes next, and hangs up.</summary>
    public async Task GoOnAsync(string? action, CancellationToken stop)
    {
        if (action is not null && !IsOver) await webhooks.PostAsync(action, [.. Form("in-progress"), new("DialCallStatus", "answered")], stop);
        await HangUpAsync(stop);
    }

    private List<KeyValuePair<string, string>> Form(string status) => Fields.OfLeg(sid, _from, Installation.HotlineNumber, status, "inbound");

    private void Follow(Told? told)
    {
        if (told is null) return;
        var document = new Document(told.Body);
        (_keys, _silence) = (document.KeysTo, document.LeadsTo);
    }
}
